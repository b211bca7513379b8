"""PDF of documents and of the whole manual: what stands where, and that it is sound."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typst
from pdf_files import GOLDEN, Pdf, make
from rendering import TODAY, document
from scratch import git, process_environment, write_files

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.pdf import pages
from qmsdoc.resources import data_dir


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make(GOLDEN, language="zh")


@pytest.fixture(scope="module")
def manual(files: dict[str, bytes]) -> Pdf:
    return Pdf(files["manual.pdf"])


@pytest.fixture(scope="module")
def procedure(files: dict[str, bytes]) -> Pdf:
    return Pdf(files["QP-07.pdf"])


def test_every_document_and_the_manual_are_made(files: dict[str, bytes]) -> None:
    assert sorted(files) == ["QM-01.pdf", "QP-07.pdf", "QR-07-01.pdf", "manual.pdf"]


def test_it_is_tagged_pdf_a(files: dict[str, bytes]) -> None:
    for content in files.values():
        catalog = Pdf(content).catalog
        assert catalog["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in catalog
        assert catalog["/Lang"] == "en"
        described = catalog["/Metadata"].get_data().decode()
        assert "<pdfaid:part>2</pdfaid:part>" in described
        assert "<pdfaid:conformance>B</pdfaid:conformance>" in described
        assert "/OutputIntents" in catalog


def test_fonts_are_those_that_ship(manual: Pdf) -> None:
    assert {name.rpartition("-Identity")[0] or name for name in manual.fonts} <= {
        "NotoSerifCJKsc-Regular",
        "NotoSansCJKsc-Regular",
        "NotoSansCJKsc-Bold",
        "DejaVuSansMono",
    }
    assert len(manual.fonts) >= 3


def test_each_sheet_has_number_title_version_and_its_place(procedure: Pdf) -> None:
    total = len(procedure.pages)
    for place, text in enumerate(procedure.pages, start=1):
        plain = re.sub(r"\s+", "", text)
        assert "QP-07" in plain.partition("版本")[0]
        assert f"第{place}页" in plain
        assert f"共{total}页" in plain


def test_a_document_says_what_its_view_says(procedure: Pdf) -> None:
    plain = re.sub(r"\s+", "", procedure.text)
    for said in ("文件编号", "归口部门", "对应标准条款", "修订记录"):
        assert said in plain
    assert "QP-07" in procedure.title


def test_the_flow_chart_of_a_step_table_is_drawn(procedure: Pdf) -> None:
    text = re.sub(r"\s+", "", procedure.text)
    assert text.index("流程见图1（第2页）") < text.index("图1来访接待流程图")


def test_contents_of_the_manual_name_the_sheet(manual: Pdf) -> None:
    sheets = {title: page for _, title, page in manual.bookmarks}
    contents = re.sub(r"[ .]+", " ", manual.pages[2])
    lines = re.findall(r"^(Q[MPR]-[\d-]+) (.+?) [A-Z]/\d.*? (\d+)$", contents, re.MULTILINE)
    assert len(lines) == 3
    for number, title, sheet in lines:
        assert sheets[f"{number} {title.replace(' ', '')}"] == int(sheet)
        assert number in manual.pages[int(sheet) - 1]


def test_bookmarks_follow_levels_documents_and_sections(manual: Pdf, procedure: Pdf) -> None:
    depths = [depth for depth, _, _ in manual.bookmarks]
    assert set(depths) >= {0, 1, 2}
    assert procedure.bookmarks[0][:1] == (0,)
    assert any(re.match(r"\d ", title) for _, title, _ in procedure.bookmarks)


def test_every_document_begins_on_a_sheet_of_its_own(manual: Pdf) -> None:
    begins = [page for depth, _, page in manual.bookmarks if depth == 1]
    assert len(begins) == len(set(begins)) == 3


def test_a_form_is_a_blank(files: dict[str, bytes]) -> None:
    plain = re.sub(r"\s+", "", Pdf(files["QR-07-01.pdf"]).pages[0])
    assert "年月日" in plain
    assert "为必填项" in plain


def test_links_lead_within_the_file_or_to_files_beside_it(
    manual: Pdf, procedure: Pdf, files: dict[str, bytes]
) -> None:
    assert {address for address in manual.addresses if not address.startswith("http")} == set()
    beside = {address for address in procedure.addresses if not address.startswith("http")}
    assert beside <= files.keys()
    assert beside


def test_history_and_time_come_from_the_commit(tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document()})
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "首次发布")):
        git(tmp_path, *arguments)
    made = Pdf(make(tmp_path, "QP-07", at="HEAD")["QP-07.pdf"])
    assert "首次发布" in made.text
    assert "2026-01-05" in made.text
    assert b"20260105000000" in made.catalog["/Metadata"].get_data().replace(b"-", b"").replace(
        b":", b""
    ).replace(b"T", b"")


MAKE = """
import sys
from hashlib import sha256
sys.path[:0] = [{here!r}, {beside!r}, {above!r}]
from pdf_files import GOLDEN, make
if __name__ == "__main__":
    for name, content in make(GOLDEN, language="zh", jobs={jobs}).items():
        print(name, sha256(content).hexdigest())
"""


def test_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    outputs = set()
    places = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    ]
    for number, changed in enumerate(places, start=1):
        folder = tmp_path / str(number)
        folder.mkdir()
        here = Path(__file__).parent
        script = folder / "script.py"
        script.write_text(
            MAKE.format(
                here=str(here), beside=str(here.parent), above=str(here.parents[1]), jobs=number
            )
        )
        environment = process_environment(**changed)
        environment["PYTHONPATH"] += os.pathsep + str(here)
        done = subprocess.run(
            [sys.executable, script], cwd=folder, env=environment, capture_output=True, check=True
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 4


def test_typst_has_nothing_to_remark() -> None:
    """Typst leaves out what may not stand where it stands, and only warns."""
    with open_workspace(GOLDEN, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, "zh", 1)
        library = pages.for_pdf(rendering._library)
        made = pages.manual_page(library)
        sources = pages._sources("manual", {}, "zh", None)
    fonts = data_dir("templates") / "fonts"
    _, warnings = typst.compile_with_warnings(
        pages._files(made, sources, {}),
        root=str(fonts),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2b"],
    )
    assert [warning.message for warning in warnings] == []
    assert json.loads(made.data.files["data.json"])["organisation"]
