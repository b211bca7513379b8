"""CSV cells and the places where they were typed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.model.roles import Role, role_of
from qmsdoc.model.series import SeriesTable, number
from qmsdoc.rules.compile import compile_blob
from qmsdoc.source.csv import MAX_COLUMNS, MAX_ROWS, read_csv_file, read_rows
from qmsdoc.text.span import Span


def values(text: str) -> list[list[str]]:
    return [[cell.value for cell in row] for row in read_rows(text).rows]


def spans(text: str) -> list[tuple[int, int, int, int]]:
    found = [cell.span for row in read_rows(text).rows for cell in row]
    return [(span.line, span.column, span.end_line, span.end_column) for span in found]


def typed(text: str, span: Span) -> str:
    """What stands at a span."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    last = len("\n".join(lines)) - len(lines[-1]) + span.end_column - 1
    return "\n".join(lines)[span.column - 1 : last]


def test_cells_have_line_and_column() -> None:
    assert spans("period,满意\n2026-01,12\n") == [
        (1, 1, 1, 7),
        (1, 8, 1, 10),
        (2, 1, 2, 8),
        (2, 9, 2, 11),
    ]


def test_quoted_cells_hold_commas_quotes_and_line_ends() -> None:
    text = 'a,"b, ""c""\nd",e\nf,,\n'
    assert values(text) == [["a", 'b, "c"\nd', "e"], ["f", "", ""]]
    assert spans(text)[:4] == [(1, 1, 1, 2), (1, 3, 2, 3), (2, 4, 2, 5), (3, 1, 3, 2)]


def test_a_carriage_return_behind_the_last_cell_is_no_part_of_it() -> None:
    assert values('a,"b"\r\nc,d\r\n') == [["a", "b"], ["c", "d"]]
    assert spans('a,"b"\r\nc,d\r\n')[1] == (1, 3, 1, 6)


def test_the_periods_are_no_series() -> None:
    unit = compile_blob(Role.SERIES, b"period,a,b,a\n2026,1,2,3\n")
    assert isinstance(unit.content, SeriesTable)
    assert [unit.content.column(name) for name in ("period", "a", "b", "c")] == [None, 1, 2, None]


def test_blank_rows_are_left_out_and_lines_still_count() -> None:
    text = "a,b\n\n,,\n , \n1,2"
    assert values(text) == [["a", "b"], ["1", "2"]]
    assert spans(text)[2] == (5, 1, 5, 2)


@given(st.text(alphabet='",\n\r a1\u3000满\ufeff\x00', max_size=40))
def test_any_text_is_read_or_refused_and_every_cell_is_where_it_is_said_to_be(text: str) -> None:
    text = text.replace("\r\n", "\n")
    read = read_rows(text)
    assert len(read.defects) <= 1
    for row in read.rows:
        for cell in row:
            found = typed(text, cell.span)
            if len(found) > 1 and found[0] == found[-1] == '"':
                found = found[1:-1].replace('""', '"')
            assert found.strip() == cell.value


@given(
    st.lists(st.lists(st.text(alphabet='a",\n 满', min_size=1), min_size=2, max_size=4), max_size=5)
)
def test_what_is_written_by_the_rules_of_csv_is_read_back(rows: list[list[str]]) -> None:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    text = "\n".join(",".join(row) for row in quoted)
    wanted = [[cell.strip() for cell in row] for row in rows]
    assert values(text) == [row for row in wanted if any(row)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a,"b\nc\n', 'a quotation mark is not closed; write " behind the cell'),
        ('a,"b"c\n', "a quotation mark stands inside a cell"),
        ("a,b\rc,d\r", "the lines do not end as they should"),
        ("a," + "9" * 140_000 + "\n", "a cell is too long to be read"),
        ("," * (MAX_COLUMNS - 1) + "a,b\n", f"more than {MAX_COLUMNS} cells in one row"),
        ("a\n" * (MAX_ROWS + 1), f"more than {MAX_ROWS} rows in one file"),
    ],
)
def test_what_cannot_be_read_is_a_defect_and_what_was_before_it_stands(
    text: str, said: str
) -> None:
    read = read_rows("x,y\n" + text)
    assert [str(defect.message)[: len(said)] for defect in read.defects] == [said]
    assert [cell.value for cell in read.rows[0]] == ["x", "y"]


def test_a_byte_order_mark_is_no_part_of_the_first_cell() -> None:
    unit = compile_blob(Role.SERIES, "\ufeffperiod,a\r\n2026,1\r\n".encode())
    assert isinstance(unit.content, SeriesTable)
    assert unit.content.header[0].value == "period"
    assert unit.content.header[0].span.column == 1
    assert unit.findings == ()


def test_text_in_another_encoding_is_no_table() -> None:
    unit = compile_blob(Role.SERIES, "period,满意\n".encode("gb18030"))
    assert unit.content is None
    assert [found.code for found in unit.findings] == ["QD001"]


def test_a_hidden_character_in_a_cell_is_seen() -> None:
    assert read_csv_file("period,a\u200b\n".encode()).defects[0].rule == "hidden-character"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0", Fraction(0)),
        ("-3.5", Fraction(-7, 2)),
        ("007", Fraction(7)),
        ("0.1", Fraction(1, 10)),
        ("999999999999999.000000000001", 999999999999999 + Fraction(1, 10**12)),
    ],
)
def test_a_number_is_exact(text: str, wanted: Fraction) -> None:
    assert number(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "1,284", "95%", "1e3", "+1", "１２", "0x10", "nan", "inf", ".5", "5.", "1 2", "9" * 16],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("objectives/data/QO-2026-01.csv", Role.SERIES),
        ("objectives/a.csv", Role.SERIES),
        ("objectives/a.yaml", Role.OBJECTIVE),
        ("documents/a.csv", None),
        ("data/a.csv", None),
    ],
)
def test_csv_files_below_objectives_are_series(path: str, role: Role | None) -> None:
    assert role_of(path) is role
