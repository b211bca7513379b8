"""What the HTML of a table says about its columns, for wide screens, phones and paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from rendering import Page, document, render
from scratch import write_files

POLICY = "organization: {name: 中心}\n"
SHORT, LONG = "文控员", "按要求逐项核对材料是否齐全并且当场登记"


def page(tmp_path: Path, body: str, **others: str) -> Page:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/QP-07.md": document(body), **others})
    return Page(render(tmp_path)["QP-07.html"])


def table(*rows: tuple[str, ...]) -> str:
    lines = [rows[0], ("---",) * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def kept(found: Page) -> set[str]:
    """The columns that stay on one line."""
    (classes,) = [
        values["class"]
        for tag, values in found.elements
        if tag == "div" and values.get("class", "").startswith("table ")
    ]
    return {name for name in classes.split() if name.startswith("keep-")}


def test_short_columns_stay_on_one_line(tmp_path: Path) -> None:
    rows = [("事项", "岗位", "记录"), (LONG, SHORT, "[甲](a.md)"), (LONG, "—", LONG)]
    assert kept(page(tmp_path, table(*rows))) == {"keep-2"}


def test_what_a_link_says_counts_and_not_its_target(tmp_path: Path) -> None:
    rows = [("事项", "记录"), (LONG, "[甲](QR-with-a-very-long-name-of-a-file.md)")]
    assert kept(page(tmp_path, table(*rows))) == {"keep-2"}


def test_short_columns_leave_room_to_the_others(tmp_path: Path) -> None:
    rows = [("甲", "乙", "丙", "丁", "戊", "己"), ("一二三四五六七八",) * 5 + (LONG,)]
    assert kept(page(tmp_path, table(*rows))) == {"keep-1", "keep-2"}


def test_rows_without_all_cells_or_with_too_many_are_no_matter(tmp_path: Path) -> None:
    body = f"| 甲 | 乙 |\n|---|---|\n| {LONG} |\n| {LONG} | {SHORT} | 丙 | 丁 |\n"
    assert kept(page(tmp_path, body)) == {"keep-2"}


@pytest.mark.parametrize(
    ("first", "is_bare"),
    [("4", True), ("1～3", True), ("", True), ("4分", False), ("甲", False), ("A", False)],
)
def test_a_number_alone_is_no_title_of_a_card(tmp_path: Path, first: str, is_bare: bool) -> None:
    found = page(tmp_path, table(("分值", "频次", "影响"), (first, "5", SHORT)))
    labelled = [
        values.get("class", "")
        for tag, values in found.elements
        if tag == "td" and "data-label" in values
    ]
    assert labelled == ["bare" if is_bare else "", "", ""]


def test_numbers_of_documents_are_marked_as_such(tmp_path: Path) -> None:
    other = document().replace("QP-07", "QP-15")
    body = "见QP-15和[另一个](QP-15.md)。"
    found = page(tmp_path, body, **{"documents/QP-15.md": other})
    links = {
        values.get("class", "")
        for tag, values in found.elements
        if tag == "a" and values["href"] == "QP-15.html" and "class" in values
    }
    assert links == {"id"}


def test_every_printed_sheet_of_a_draft_says_so(tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/QP-07.md": document("一行。")})
    pages = render(tmp_path)
    single, manual = Page(pages["QP-07.html"]).style, Page(pages["manual.html"]).style
    assert "@page { background: url(" in single
    assert "@page { background: url(" in manual
    across = manual.partition("@page landscape { background: ")[2].partition("; }")[0]
    assert "viewBox='0 0 249 154'" in across
    assert across.endswith("0 0 / 249mm 154mm no-repeat")
