"""DOCX of documents and of the whole manual: what stands where, and that it is sound."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx_files import GOLDEN, Docx, W, make, said
from openxml_audit import OpenXmlValidator
from rendering import TODAY, document
from scratch import git, process_environment, write_files

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.body_tree import charts_of
from qmsdoc.render.docx.pages import for_docx
from qmsdoc.render.manual_view import manual_view


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make(GOLDEN, language="zh")


@pytest.fixture(scope="module")
def manual(files: dict[str, bytes]) -> Docx:
    return Docx(files["manual.docx"])


@pytest.fixture(scope="module")
def procedure(files: dict[str, bytes]) -> Docx:
    return Docx(files["QP-07.docx"])


def test_every_document_and_the_manual_are_made(files: dict[str, bytes]) -> None:
    assert sorted(files) == ["QM-01.docx", "QP-07.docx", "QR-07-01.docx", "manual.docx"]


def test_files_are_sound(files: dict[str, bytes]) -> None:
    assert {name: Docx(content).problems() for name, content in files.items()} == {
        name: [] for name in files
    }


def test_files_are_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        path = tmp_path / name
        path.write_bytes(content)
        found = OpenXmlValidator().validate(str(path))
        assert [error.description for error in found.errors] == []


def test_a_paragraph_out_of_order_would_be_found(files: dict[str, bytes]) -> None:
    made = Docx(files["QP-07.docx"])
    properties = next(one for one in made.body.iter(f"{W}pPr") if len(one) > 1)
    properties.append(properties[0])
    assert any("pPr has" in problem for problem in made.problems())


def _texts(value: Any) -> Iterator[str]:
    """The texts of a body tree or a view in the order in which they are printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        kind = value.get("t")
        keys = {"table": ("head", "rows"), "heading": ("number", "c"), "figure": ("number", "c")}
        keys["chart"] = ("number",)
        if kind in ("picture", "note"):
            return
        for key in keys.get(str(kind), ("c",)):
            yield from _texts(value.get(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def test_every_text_of_the_manual_is_there_in_order(manual: Docx) -> None:
    with open_workspace(GOLDEN, use_cache=False) as workspace:
        library = for_docx(Rendering(workspace, TODAY, "zh", 1)._library)
        view = manual_view(library)
    text, place = manual.text, 0
    for level in view["levels"]:
        for one in level["documents"]:
            texts = *_texts(one["body"]), *_texts([*charts_of(one["body"])])
            for wanted in (one["title"], one["full_number"], *texts):
                found = text.find(wanted.strip(), place)
                assert found >= 0, wanted
                place = found
    for name in ("质量目标", "受控文件清单"):
        place = text.index(name, place)


def test_python_docx_reads_paragraphs_and_tables(procedure: Docx) -> None:
    document = procedure.opened
    assert "前台接待服务程序" in [paragraph.text for paragraph in document.paragraphs]
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["步骤", "责任岗位", "时限", "记录"] in heads
    assert document.core_properties.title == "ESC-QP-07 前台接待服务程序"
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Body Text", "List Paragraph", "Caption"} <= styles


def test_headings_are_styles_with_levels(manual: Docx) -> None:
    assert manual.styled("Heading1")[0].endswith("质量手册")
    assert "QP-07　前台接待服务程序" in manual.styled("Heading2")
    assert "1 目的" in manual.styled("Heading3")
    levels = {
        one.get(f"{W}styleId"): one.find(f"{W}pPr/{W}outlineLvl")
        for one in manual.parts["word/styles.xml"]
    }
    assert [levels[f"Heading{n}"].get(f"{W}val") for n in range(1, 7)] == list("012345")


def test_contents_are_a_field_that_has_its_entries(manual: Docx) -> None:
    assert 'TOC \\o "1-2" \\h \\z \\u' in manual.instructions
    assert any("QP-07　前台接待服务程序" in line for line in manual.styled("TOC2"))
    begins = [one.get(f"{W}fldCharType") for one in manual.body.iter(f"{W}fldChar")]
    assert begins.count("begin") == begins.count("end") == begins.count("separate")
    depth = 0
    for kind in begins:
        depth += {"begin": 1, "end": -1}.get(str(kind), 0)
        assert 0 <= depth <= 2
    assert depth == 0


def test_sheets_say_number_title_version_and_pages(procedure: Docx) -> None:
    assert "QP-07 前台接待服务程序\t" in procedure.running
    assert "版本 B/0" in procedure.running
    assert {"PAGE", "NUMPAGES"} <= set(procedure.instructions)
    assert "第1页　共1页" in procedure.running


def test_heads_of_tables_are_repeated_and_rows_stay_whole(procedure: Docx) -> None:
    for table in procedure.body.iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert not any(heads[1:])
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        grid = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
        assert sum(grid) <= 9186
        for row in rows:
            spans = [
                int(span.get(f"{W}val")) if span is not None else 1
                for cell in row.iter(f"{W}tc")
                for span in [cell.find(f"{W}tcPr/{W}gridSpan")]
            ]
            assert sum(spans) == len(grid)


def test_headings_and_the_last_row_but_one_keep_with_what_follows(procedure: Docx) -> None:
    styles = procedure.parts["word/styles.xml"]
    for style in styles:
        if style.get(f"{W}styleId", "").startswith("Heading"):
            assert style.find(f"{W}pPr/{W}keepNext") is not None
    steps = next(one for one in procedure.body.iter(f"{W}tbl") if "首问接待" in said(one))
    kept = [row.find(f".//{W}keepNext") is not None for row in steps.iter(f"{W}tr")]
    # The last one, too: below it stands which chart is its own.
    assert kept == [True, True, True]


def test_notes_are_notes_of_word(procedure: Docx) -> None:
    assert procedure.notes == [" 见QM-01的说明。"]
    assert len([*procedure.body.iter(f"{W}footnoteReference")]) == 1


def test_links_lead_to_bookmarks_files_beside_and_the_web(procedure: Docx, manual: Docx) -> None:
    assert procedure.addresses == {"QM-01.docx", "QR-07-01.docx", "https://example.org/a?b=1&c=2"}
    assert manual.addresses == {"https://example.org/a?b=1&c=2"}


def test_a_flow_chart_is_svg_with_dots_for_older_readers(procedure: Docx) -> None:
    drawn = [name for name in procedure.names if name.startswith("word/media/chart")]
    assert sorted(drawn) == ["word/media/chart1.png", "word/media/chart1.svg"]
    assert procedure.files["word/media/chart1.png"].startswith(b"\x89PNG")
    described = [one.get("descr") for one in procedure.body.iter() if one.tag.endswith("}docPr")]
    assert all(described)


def test_the_language_and_the_faces_are_said(tmp_path: Path) -> None:
    files = {
        "qmsdoc.yaml": "organization: 中心\nlanguage: zh-CN\n",
        "documents/a.md": document("文"),
    }
    made = Docx(make(write_files(tmp_path, files), "QP-07", language="zh")["QP-07.docx"])
    properties = made.opened.core_properties
    assert (properties.language, properties.author) == ("zh-CN", "中心")
    styles = made.parts["word/styles.xml"]
    assert next(styles.iter(f"{W}rFonts")).get(f"{W}eastAsia") == "SimSun"
    assert next(styles.iter(f"{W}lang")).get(f"{W}eastAsia") == "zh-CN"
    # Without a history, no day is made up.
    assert (
        "dcterms"
        not in made.files["docProps/core.xml"].decode().partition(">")[2].partition(">")[2]
    )


def test_an_organisation_names_its_own_faces(tmp_path: Path) -> None:
    policy = (
        "organization: 中心\nrender:\n  fonts: {body: [仿宋_GB2312], title: [方正小标宋简体]}\n"
    )
    write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/a.md": document("文")})
    made = Docx(make(tmp_path, "QP-07", language="zh")["QP-07.docx"])
    faces = {
        style.get(f"{W}styleId"): fonts.get(f"{W}eastAsia")
        for style in made.parts["word/styles.xml"].iter(f"{W}style")
        for fonts in style.iter(f"{W}rFonts")
    }
    assert (faces["Heading1"], faces["Heading2"]) == ("方正小标宋简体", "SimHei")
    assert (
        next(made.parts["word/styles.xml"].iter(f"{W}rFonts")).get(f"{W}eastAsia") == "仿宋_GB2312"
    )
    assert made.problems() == []


def test_the_day_is_that_of_the_revision(tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": "organization: a\n", "documents/a.md": document("文")})
    git(tmp_path, "init", "-q", "-b", "main", "--template=")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first", "--date", "2026-02-03T09:00:00+08:00")
    made = Docx(make(tmp_path, "QP-07")["QP-07.docx"])
    assert made.opened.core_properties.created == made.opened.core_properties.modified
    assert made.text.count(f"{made.opened.core_properties.created:%Y-%m-%d}") >= 2


SCRIPT = """
import sys
sys.path[:0] = [{here!r}, {beside!r}, {above!r}]
from docx_files import GOLDEN, make
if __name__ == "__main__":
    import hashlib
    for name, content in sorted(make(GOLDEN, language="zh").items()):
        print(name, hashlib.sha256(content).hexdigest())
"""


def test_same_bytes_wherever_and_whenever(files: dict[str, bytes], tmp_path: Path) -> None:
    here = Path(__file__).parent
    script = tmp_path / "script.py"
    script.write_text(
        SCRIPT.format(here=str(here), beside=str(here.parent), above=str(here.parents[1]))
    )
    zones = ("UTC", "Asia/Shanghai", "America/New_York")
    wanted = "".join(
        f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in sorted(files.items())
    )
    for number, zone in enumerate(zones):
        changed = {
            "TZ": zone,
            "LC_ALL": ("C", "C.UTF-8")[number % 2],
            "PYTHONHASHSEED": str(number),
        }
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = process_environment(**changed)
        environment["PYTHONPATH"] += os.pathsep + str(here)
        done = subprocess.run(
            [sys.executable, script],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=True,
            umask=(0o22, 0o77, 0)[number],
        )
        assert done.stdout.decode() == wanted


def test_zip_dates_are_fixed(procedure: Docx) -> None:
    assert procedure.dates == {(1980, 1, 1, 0, 0, 0)}
    assert procedure.names[0] == "[Content_Types].xml"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_libreoffice_opens_and_converts(files: dict[str, bytes], tmp_path: Path) -> None:
    from pypdf import PdfReader

    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *(str(tmp_path / name) for name in files)], check=True, timeout=300)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "manual.pdf").pages)
    assert "前台接待服务程序" in text
    assert "受控文件清单" in text
