"""Blank forms on sheets: room to write, and rows that stay together."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import Pdf, make
from rendering import document
from scratch import write_files
from test_pdf_tables import heights, places_of

POLICY = {"qmsdoc.yaml": "organization: X\n"}
LONG = "{name: a, label: 甲, type: longtext, required: true}"


def forms(root: Path, fields: dict[str, str], language: str = "zh") -> dict[str, bytes]:
    """A form of each list of fields, by its number."""
    files = {
        f"documents/{number}.md": document("说明。", id=number, kind="form", fields=f"[{said}]")
        for number, said in fields.items()
    }
    write_files(root, {**POLICY, **files})
    made = make(root, *fields, language=language)
    return {name.removesuffix(".pdf"): content for name, content in made.items()}


def entries(rows: int) -> str:
    return (
        f"{{name: t, label: 清单, type: table, rows: {rows},"
        " columns: [{name: x, label: 栏目, type: text}]}"
    )


def test_units_of_a_row_are_in_line_and_a_remark_leaves_room(tmp_path: Path) -> None:
    fields = (
        "{name: a, label: 结果, type: number, unit: '%', help: 保留一位},"
        " {name: b, label: 目标, type: number, unit: 分},"
        " {name: c, label: 有效期, type: date, help: 五日内}, {name: d, label: 编号, type: text}"
    )
    content = forms(tmp_path, {"QR-01-01": fields})["QR-01-01"]
    [(_, first)], [(_, second)] = heights(content, "%"), heights(content, "分")
    assert first == pytest.approx(second, abs=0.5)
    [(_, remark)] = heights(content, "保留一位")
    assert first - remark > 12
    [(_, day)], [(_, below)] = heights(content, "日")[:1], heights(content, "五日内")
    assert day - below > 12


def test_the_legend_is_on_the_sheet_of_the_last_rows(tmp_path: Path) -> None:
    last = "{name: z, label: 末行, type: text}"
    numbers = {f"QR-01-{n:02}": n for n in range(8, 13)}
    fields = {
        number: ", ".join([LONG.replace("a,", f"a{n},") for n in range(count)] + [last])
        for number, count in numbers.items()
    }
    ends = set()
    for content in forms(tmp_path, fields).values():
        [(row, _)], [(legend, _)] = heights(content, "末行"), heights(content, "为必填项")
        assert row == legend
        # The row above the last one is there too.
        assert [sheet for sheet, _ in heights(content, "甲")][-1] == row
        ends.add(row)
    assert ends == {0, 1}


def test_a_line_to_sign_on_stays_with_the_rows_above(tmp_path: Path) -> None:
    sign = "{name: s, label: 签名, type: signature, required: true}"
    fields = {
        f"QR-01-{n:02}": f"{LONG}, {entries(n)}, {sign}" for n in (5, 6, 14, 15, 16, 17, 18, 19, 20)
    }
    for number, content in forms(tmp_path, fields).items():
        rows = int(number[-2:])
        [(signed, _)], [(legend, _)] = heights(content, "签名"), heights(content, "为必填项")
        assert signed == legend
        page = Pdf(content).pages[signed].split()
        assert str(rows) in page
        assert str(rows - 1) in page


def test_a_short_table_of_entries_is_never_cut(tmp_path: Path) -> None:
    fields = {
        f"QR-01-{n:02}": ", ".join(
            [LONG.replace("a,", f"a{place},") for place in range(n)] + [entries(6)]
        )
        for n in range(4, 11)
    }
    sheets = set()
    for content in forms(tmp_path, fields).values():
        # Its name, its head and its rows.
        [(named, _)], [(head, _)] = heights(content, "清单"), heights(content, "栏目")
        assert named == head
        assert set("123456") <= set(Pdf(content).pages[head].split())
        sheets.add(head)
    assert sheets == {0, 1}


def test_a_long_table_has_no_row_alone_before_or_after_a_break(tmp_path: Path) -> None:
    fields = {
        f"QR-01-{n:02}": ", ".join(
            [LONG.replace("a,", f"a{place},") for place in range(n)] + [entries(9)]
        )
        for n in range(3, 11)
    }
    broken = 0
    for content in forms(tmp_path, fields).values():
        named = heights(content, "清单")[0][0]
        pages = [page.split() for page in Pdf(content).pages]
        on = [{str(n) for n in range(1, 10)} & set(page) for page in pages[named : named + 2]]
        assert {"1", "2"} <= on[0]
        if "9" not in on[0]:
            broken += 1
            assert {"7", "8", "9"} <= on[1]
    assert broken


def test_rows_that_are_few_but_too_tall_for_a_sheet_go_over(tmp_path: Path) -> None:
    choices = ", ".join(f"结果{n:03}及其说明文字" for n in range(700))
    few = f"{{name: a, label: 甲, type: choices, required: true, choices: [{choices}]}}"
    many = ", ".join([few, *(LONG.replace("a,", f"b{n},") for n in range(6))])
    for content in forms(tmp_path, {"QR-01-01": few, "QR-01-02": many}).values():
        text = "".join(Pdf(content).text.split())
        assert all(f"结果{n:03}及" in text for n in range(700))
        assert min(height for _, height in heights(content, "及其")) > 60


def test_choices_are_listed_with_commas_in_heads(tmp_path: Path) -> None:
    column = "{name: x, label: 判定, type: choice, choices: [符合, 严重不符合, 观察项]}"
    fields = f"{{name: t, label: 表, type: table, rows: 3, columns: [{column}]}}"
    chinese = Pdf(forms(tmp_path, {"QR-01-01": fields})["QR-01-01"]).text
    assert "符合、\u200b严重不符合、\u200b观察项".replace("\u200b", "") in chinese.replace(
        "\u200b", ""
    )
    assert "／" not in chinese
    english = Pdf(forms(tmp_path, {"QR-01-01": fields}, "en")["QR-01-01"]).text
    assert "符合, 严重不符合, 观察项" in english


def test_a_choice_that_is_wider_than_its_cell_stays_in_it(tmp_path: Path) -> None:
    long = " ".join(f"word{n}" for n in range(60))
    fields = f"{{name: a, label: 甲, type: choice, choices: [{long}, other]}}"
    content = forms(tmp_path, {"QR-01-01": fields})["QR-01-01"]
    assert "word59" in Pdf(content).text
    assert max(x for x, text in places_of(content) if "word" in text) < 74 + 459
