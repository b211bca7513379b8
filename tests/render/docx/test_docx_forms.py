"""Blank forms as Word files: choices that stay whole, room to write, rows that stay together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx_files import Docx, W, make, said
from rendering import document
from scratch import write_files

from qmsdoc.render.docx.choices import boxes, listed
from qmsdoc.render.docx.profiles import GB
from qmsdoc.render.drawing.widths import text_width

BREAK = "<w:r><w:br/></w:r>"
BESIDE = 204


def form(fields: str, root: Path, language: str = "zh") -> Docx:
    text = document("说明。", id="QR-07-01", kind="form", title="登记表", fields=f"[{fields}]")
    write_files(root, {"qmsdoc.yaml": "organization: X\n", "documents/QR-07-01.md": text})
    made = Docx(make(root, "QR-07-01", language=language)["QR-07-01.docx"])
    assert made.problems() == []
    return made


def entries(name: str, rows: int) -> str:
    return (
        f"{{name: {name}, label: 表{name}, type: table, rows: {rows},"
        " columns: [{name: x, label: 栏, type: text}]}"
    )


def tables(made: Docx) -> list[Any]:
    return list(made.body.iter(f"{W}tbl"))


def kept(row: Any) -> bool:
    """Whether each paragraph of the row stays on the sheet of the next one."""
    paragraphs = list(row.iter(f"{W}p"))
    return all(one.find(f"{W}pPr/{W}keepNext") is not None for one in paragraphs)


def test_a_choice_stays_whole_and_lines_end_between_choices() -> None:
    made = boxes(["外部检查", "其他", "QO-2026-01", "by telephone"], 12)
    for whole in (
        "☐\u00a0外部检查",
        "☐\u00a0其他",
        "☐\u00a0QO</w:t><w:noBreakHyphen/>",
        "☐\u00a0by\u00a0telephone",
    ):
        assert whole in made
    assert made.count("<w:br/>") == 2
    # Nothing that is not seen stands at the end of a line or begins one.
    lines = made.split(BREAK)
    assert all("☐" in one.partition("</w:t>")[0] for one in lines)
    assert not any(one.endswith("\u3000</w:t></w:r>") for one in lines)


def test_a_choice_that_is_wider_than_its_cell_can_break() -> None:
    made = boxes(["短", "sent on by another department of the centre", "另"], 10)
    assert "☐\u00a0sent on by another department" in made
    assert made.count("<w:br/>") == 2
    assert boxes([], 10) == ""


def test_choices_in_heads_of_columns_are_listed_line_by_line() -> None:
    lines = listed(["符合", "严重不符合", "观察项"], "、", 8)
    assert ["符合、" in lines[0], "严重不符合、" in lines[1], "观察项" in lines[2]] == [True] * 3
    [line] = listed(["conforms", "minor one"], ", ", 40)
    assert "conforms," in line
    assert "minor\u00a0one" in line
    assert listed([], "、", 8) == []


def test_the_column_of_labels_has_room_for_the_longest(tmp_path: Path) -> None:
    fields = "{name: a, label: 推荐岗位和报酬, type: text, required: true}, {name: b, label: 日期, type: date}"
    [grid, *_] = form(fields, tmp_path).opened.tables
    assert grid.columns[0].width.twips >= text_width("*推荐岗位和报酬") * 9 * 20 + BESIDE
    assert sum(column.width.twips for column in grid.columns) == GB.wide


def test_a_label_of_two_lines_breaks_where_it_reads_well(tmp_path: Path) -> None:
    made = form("{name: a, label: 会前安全查看和疏散演练结果, type: longtext}", tmp_path)
    assert "会前安全查看和\n疏散演练结果" in made.text


def test_there_is_room_to_write_above_a_remark(tmp_path: Path) -> None:
    fields = (
        "{name: a, label: 结果, type: number, unit: '%', help: 保留一位小数},"
        " {name: b, label: 目标, type: number, unit: 人次}"
    )
    [grid, *_] = tables(form(fields, tmp_path))
    [row] = grid.iter(f"{W}tr")
    cells = list(row.iter(f"{W}tc"))
    with_remark, beside = cells[1], cells[3]
    assert [said(one) for one in with_remark.iter(f"{W}p")] == ["%", "保留一位小数"]
    for cell in (with_remark, beside):
        first = next(cell.iter(f"{W}p"))
        # At least 5 mm, from the upper edge of the row: both units are in line.
        assert int(first.find(f"{W}pPr/{W}spacing").get(f"{W}line")) >= 280
        assert first.find(f"{W}pPr/{W}jc").get(f"{W}val") == "right"
        assert cell.find(f"{W}tcPr/{W}vAlign") is None


def test_a_short_table_stays_on_one_sheet(tmp_path: Path) -> None:
    made = form(f"{entries('a', 6)}, {entries('b', 7)}", tmp_path)
    short, long = tables(made)[:2]
    assert [kept(row) for row in short.iter(f"{W}tr")] == [True] * 6 + [False]
    # The head with two rows, and the last two.
    expected = [True, True, False, False, False, False, True, False]
    assert [kept(row) for row in long.iter(f"{W}tr")] == expected


def test_the_legend_stays_with_the_last_rows(tmp_path: Path) -> None:
    label = "label: 甲, required: true, sensitive: true"
    for fields in (
        ", ".join(f"{{name: a{n}, {label}, type: longtext}}" for n in range(9)),
        f"{{name: a, {label}, type: text}}, {entries('b', 9)}",
    ):
        made = form(fields, tmp_path)
        table = _before_legend(made)
        assert kept(list(table.iter(f"{W}tr"))[-1])
        space = table.getnext()
        assert space.find(f"{W}pPr/{W}keepNext") is not None
        assert "为必填项" in said(space.getnext())


def _before_legend(made: Docx) -> Any:
    legend = next(one for one in made.body.iter(f"{W}p") if "为必填项" in said(one))
    return legend.getprevious().getprevious()


def test_a_line_to_sign_on_is_never_alone_on_a_sheet(tmp_path: Path) -> None:
    sign = "{name: s, label: 签名, type: signature, required: true}"
    made = form(f"{entries('a', 9)}, {sign}", tmp_path)
    table, signed = tables(made)[:2]
    assert "签名" in said(signed)
    assert kept(list(table.iter(f"{W}tr"))[-1])
    assert kept(list(signed.iter(f"{W}tr"))[-1])


def test_the_mark_of_personal_data_looks_the_same_in_label_and_legend(tmp_path: Path) -> None:
    made = form("{name: a, label: 姓名, type: text, sensitive: true}", tmp_path)
    runs = [one for one in made.body.iter(f"{W}r") if said(one) == "◆"]
    looks = {
        tuple(sorted((part.tag, *part.attrib.items()) for part in one.find(f"{W}rPr")))
        for one in runs
    }
    assert len(runs) == 2
    assert len(looks) == 1
