"""Workbooks and CSV: text alone, read back by another program's eyes; the same list, the same bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from paper import docx_text, text_of
from publishing import cells, csv_rows, hostile, publish, sheet, view, workspace
from scratch import ROOT, write_files
from test_hostile_content import VECTORS, problems

from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.lists.types import ListView, cell, column, group, row
from qmsdoc.render.xlsx import MOST_CHARACTERS, list_workbook
from qmsdoc.text.display import display

FORMULAS = (Path(__file__).parent / "formulas.txt").read_text("utf-8").splitlines()


def test_there_are_enough_formulas() -> None:
    assert len(set(FORMULAS)) == len(FORMULAS) >= 30


@pytest.mark.parametrize("name", LISTS)
def test_a_workbook_holds_text_alone(name: str, tmp_path: Path) -> None:
    made = publish(write_files(tmp_path, hostile(FORMULAS)), name, formats=("xlsx",))
    content = made[f"{name}.xlsx"]
    for line in sheet(content).iter_rows():
        for item in line:
            assert item.value is None or item.data_type == "s"
            assert item.hyperlink is None
            assert item.number_format == "@" or item.value is None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        texts = {part: archive.read(part).decode() for part in names}
    assert not [part for part in names if re.search("extern|query|connection|vba|macro", part)]
    assert "<f>" not in texts["xl/worksheets/sheet1.xml"]
    assert 'TargetMode="External"' not in "".join(texts.values())
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in names


def test_a_workbook_says_what_the_documents_say(tmp_path: Path) -> None:
    root = write_files(tmp_path, hostile(FORMULAS))
    content = publish(root, "register", formats=("xlsx",))["register.xlsx"]
    values = {item.value: item for line in sheet(content).iter_rows() for item in line}
    for text in FORMULAS:
        assert display(text).strip() in {str(value).strip() for value in values}
    # Typed again, a formula stays the text that it is.
    assert values["=1+1"].quotePrefix
    assert not values["1-2"].quotePrefix


def test_csv_has_no_cell_that_a_spreadsheet_works_out(tmp_path: Path) -> None:
    root = write_files(tmp_path, hostile(FORMULAS))
    made = publish(root, *LISTS, formats=("csv",))
    for content in made.values():
        for line in csv_rows(content):
            for text in line:
                assert not re.match(r"\s*[=+\-@＝＋－＠](?![0-9.]+$)", text), text
    # The organisation's code stands before the number and makes a formula of it.
    assert csv_rows(made["register.csv"])[1][1].startswith("'=X-QR-")


def test_formulas_are_text_on_pages(tmp_path: Path) -> None:
    root = write_files(tmp_path, hostile(FORMULAS))
    html = publish(root, "register", "external", "records")
    for page in html.values():
        assert not list(problems(page.decode()))
    pdf = publish(root, "register", formats=("pdf",))["register.pdf"]
    said = re.sub(r"\s", "", text_of(pdf))
    for text in FORMULAS:
        assert re.sub(r"\s", "", display(text)) in said
    assert b"/JavaScript" not in pdf
    assert b"/Launch" not in pdf
    docx = publish(root, "register", formats=("docx",))["register.docx"]
    written = re.sub(r"\s", "", docx_text(docx)).replace("\u2011", "-")
    for text in FORMULAS:
        assert re.sub(r"\s", "", display(text)) in written


def test_scripts_are_text_on_pages(tmp_path: Path) -> None:
    root = write_files(tmp_path, hostile([*VECTORS, '#panic("x")', "{{ 7*7 }}", "$x$ @y"]))
    for page in publish(root, *LISTS).values():
        assert not list(problems(page.decode()))
    pdf = text_of(publish(root, "register", formats=("pdf",))["register.pdf"])
    assert "{{7*7}}" in re.sub(r"\s", "", pdf)


def test_a_sheet_is_laid_out_for_paper(tmp_path: Path) -> None:
    content = publish(workspace(tmp_path), "records", formats=("xlsx",), language="zh")
    found = sheet(content["records.xlsx"])
    assert found["A1"].value == "记录清单"
    assert [item.value for item in found[4]][:3] == ["编号", "名称", "版本"]
    assert found.freeze_panes == "A5"
    assert found.auto_filter.ref == "A4:H6"
    assert found.print_title_rows == "$4:$4"
    assert found.page_setup.orientation == "landscape"
    assert str(found.page_setup.paperSize) == "9"
    assert found.page_setup.fitToHeight == 0
    assert "&P" in (found.oddFooter.right.text or "")
    # A Chinese character is as wide as two letters.
    assert found.column_dimensions["D"].width >= 2 * len("接待服务程序") + len("QP-07 ")


def test_groups_become_a_column(tmp_path: Path) -> None:
    made = publish(workspace(tmp_path), "register", formats=("csv",), language="zh")
    rows = csv_rows(made["register.csv"])
    assert rows[0][:2] == ["层级", "文件编号"]
    assert [line[0] for line in rows[1:]] == ["程序文件", "程序文件", "记录表单", "记录表单"]


def test_csv_and_workbook_have_every_row(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for name in LISTS:
        made = publish(root, name, formats=("xlsx", "csv"))
        count = len(cells(view(root, name)))
        assert len(csv_rows(made[f"{name}.csv"])) == count + 1
        first = {
            line[0].row
            for line in sheet(made[f"{name}.xlsx"]).iter_rows(min_row=5)
            if line[0].border.left.style
        }
        assert len(first) == count


def test_a_cell_that_excel_cannot_take_is_cut_where_one_sees_it() -> None:
    found = ListView(
        name="x",
        title="x",
        number="",
        organisation="&A&P",
        as_of="",
        revision="",
        group_label="",
        columns=(column("a", 5),),
        groups=(group("", [row(cell("长" * 40_000))]),),
        count="",
        empty="",
        notes=(),
    )
    made = list_workbook(found, lambda text: text)
    value = sheet(made)["A5"].value
    assert len(value) == MOST_CHARACTERS
    assert value.endswith("…")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        # & begins a command in a footer.
        assert (
            "&amp;L&amp;&amp;A&amp;&amp;P&amp;R"
            in archive.read("xl/worksheets/sheet1.xml").decode()
        )


def test_same_workspace_same_bytes(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    code = (
        "import sys, hashlib; sys.path[:0] = ['tests', 'tests/render', 'tests/render/lists']\n"
        "from pathlib import Path; from publishing import publish\n"
        "made = publish(Path(sys.argv[1]), 'register', 'records', 'external', 'coverage',"
        " formats=('xlsx', 'csv', 'html'))\n"
        "made |= publish(Path(sys.argv[1]), 'charter', formats=('html', 'pdf'))\n"
        "print(hashlib.sha256(b''.join(made[name] for name in sorted(made))).hexdigest())"
    )
    digests = set()
    for seed, zone, language in (
        ("0", "UTC", "C.UTF-8"),
        ("7", "Asia/Shanghai", "C"),
        ("99", "America/New_York", "C.UTF-8"),
    ):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        ran = subprocess.run(
            [sys.executable, "-c", code, str(root)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            umask=int(seed) % 64,
        )
        digests.add(ran.stdout)
    assert len(digests) == 1


def test_the_file_bears_no_clock(tmp_path: Path) -> None:
    content = publish(workspace(tmp_path), "register", formats=("xlsx",))["register.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert load_workbook(io.BytesIO(content)).properties.created.year == 1980
