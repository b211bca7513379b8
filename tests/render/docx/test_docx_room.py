"""Columns of Word files in which numbers and days stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_files import Docx, W, make
from rendering import document
from scratch import write_files

from qmsdoc.render.docx.room import roomy, unbroken
from qmsdoc.render.drawing.widths import text_width

# Of the cells of a list: points of the text, and twips beside it.
SIZE, BESIDE = 8, 204
DAY = "2026-11-12"


@pytest.mark.parametrize("layout", ["gb", "gongwen"])
def test_days_of_a_register_have_room_on_one_line(layout: str, tmp_path: Path) -> None:
    policy = f"organization: X\nrender: {{layout: {layout}}}\n"
    write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/QP-07.md": document("文。")})
    register = Docx(make(tmp_path, "register")["register.docx"])
    [table] = register.body.iter(f"{W}tbl")
    widths = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
    labels = [cell.text for cell in register.opened.tables[0].rows[0].cells]
    needed = text_width(DAY) * SIZE * 20 + BESIDE
    for label in ("Version dated", "Issued", "Effective"):
        assert widths[labels.index(label)] >= min(needed, unbroken([label], SIZE))
    number = text_width("QP-07") * SIZE * 20 + BESIDE
    assert widths[labels.index("Document number")] >= number


def test_the_head_over_the_numbers_of_rows_stays_on_one_line(tmp_path: Path) -> None:
    columns = ", ".join(f"{{name: c{n}, label: 列{n}, type: text}}" for n in range(9))
    field = f"{{name: t, label: 表, type: table, columns: [{columns}]}}"
    form = document("说明。", id="QR-07-01", kind="form", fields=f"[{field}]")
    write_files(tmp_path, {"qmsdoc.yaml": "organization: X\n", "documents/QR-07-01.md": form})
    made = Docx(make(tmp_path, "QR-07-01", language="zh")["QR-07-01.docx"])
    [table] = [table for table in made.opened.tables if table.rows[0].cells[0].text == "序号"]
    assert table.columns[0].width.twips >= text_width("序号") * 9 * 20 + BESIDE


def test_what_is_missing_comes_from_those_that_can_spare_it() -> None:
    assert roomy([100, 500, 300], [200, 100, 200]) == [200, 420, 280]
    assert sum(roomy([101, 503, 307], [217, 111, 209])) == 911


@pytest.mark.parametrize("least", [[0, 0], [900, 900], [600, 600]])
def test_widths_stay_where_nothing_is_missing_or_to_spare(least: list[int]) -> None:
    assert roomy([500, 500], least) == [500, 500]


def test_a_column_of_nothing_has_room_for_its_edges() -> None:
    assert unbroken([], SIZE) == unbroken([""], SIZE) > BESIDE
