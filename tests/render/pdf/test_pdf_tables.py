"""Tables that go over the foot of a sheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdf_files import Pdf, make
from pypdf import PdfReader
from rendering import document
from scratch import write_files


def workspace(root: Path) -> None:
    """Documents whose tables begin lower and lower on the first sheet."""
    table = "| 步骤 | 时限 |\n|---|---|\n" + "".join(
        f"| 第{n:02}步 | 当场 |\n" for n in range(1, 21)
    )
    files = {
        f"documents/QP-{n:02}.md": document("文。\n\n" * n + table, id=f"QP-{n:02}")
        for n in range(3, 12)
    }
    write_files(root, {"qmsdoc.yaml": "organization: X\n", **files})


def test_the_last_row_never_stands_alone(tmp_path: Path) -> None:
    workspace(tmp_path)
    broken = 0
    for content in make(tmp_path, *(f"QP-{n:02}" for n in range(3, 12))).values():
        pages = [page.replace(" ", "") for page in Pdf(content).pages]
        [last] = [page for page in pages if "第20步" in page]
        assert "第19步" in last
        if "第01步" not in last:
            broken += 1
            # The head is repeated.
            assert "步骤" in last
    assert broken


def test_flow_charts_stand_at_the_end_and_the_text_says_where(tmp_path: Path) -> None:
    rows = "".join(f"| 第{n:02}步 | 岗位{n % 4} | 当场 |\n" for n in range(1, 41))
    head = "| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n"
    body = f"{head}{rows}\n结束语。\n\n{head}{rows.replace('步', '项')}"
    write_files(
        tmp_path, {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document(body)}
    )
    content = make(tmp_path, "QP-07")["QP-07.pdf"]
    [(history, _)] = heights(content, "Revision history")
    charts: list[int] = []
    for number in (1, 2):
        said, *sheets = (sheet for sheet, _ in heights(content, f"Figure {number}"))
        assert said <= history <= sheets[0]
        assert f"See Figure {number} on page {sheets[0] + 1}" in Pdf(content).pages[said]
        charts += sheets
    # Those of many steps take several sheets each, one after the other.
    assert charts == sorted(charts)
    assert len(charts) > 6
    assert {*range(charts[0], charts[-1] + 1)} == set(charts)


@pytest.mark.parametrize("layout", ["gb", "gongwen"])
def test_nothing_is_lost_where_sheets_end(tmp_path: Path, layout: str) -> None:
    """Lists and tables that meet the end of a sheet at every height, between step tables."""
    table = "| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n" + "".join(
        f"| 第{n:02}步 | 接待岗 | 当场 |\n" for n in range(1, 9)
    )
    words = (
        "受理之前就下列各项逐一判断能否提供服务，并把结论写入登记表中相应的栏目，由经办人签名确认"
    )
    numbers = [f"QP-{n:02}" for n in range(1, 19)]
    texts = {}
    for n, number in enumerate(numbers, 1):
        items = [f"- 始{item:02}{words * (1 + item % 3)}终{item:02}。\n" for item in range(12)]
        nested = [f"- 始{item:02}\n\n  1. {words}终{item:02}。\n" for item in range(12, 20)]
        texts[number] = "文。\n\n" * n + "\n".join([table, "".join(items), table, "".join(nested)])
    files = {f"documents/{name}.md": document(text, id=name) for name, text in texts.items()}
    policy = f"organization: X\nrender: {{layout: {layout}}}\n"
    write_files(tmp_path, {"qmsdoc.yaml": policy, **files})
    for name, content in make(tmp_path, *numbers).items():
        said = "".join(Pdf(content).text.split())
        ends = [mark for n in range(20) for mark in (f"始{n:02}", f"终{n:02}") if mark not in said]
        assert ends == [], name


def test_endless_words_stay_in_their_cells_and_are_copied_whole(tmp_path: Path) -> None:
    words = ["W" * 120, "x" * 90 + "%20" * 30, "a_b" * 50]
    body = "".join(f"| 项 | 值 | 注 |\n|---|---|---|\n| 甲 | {word} | 乙 |\n\n" for word in words)
    body += "\n".join(["```", *words, "```", "", f"文中{words[0]}与`{words[1]}`。"])
    write_files(
        tmp_path, {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document(body)}
    )
    content = make(tmp_path, "QP-07")["QP-07.pdf"]
    said = "".join(Pdf(content).text.split())
    assert [said.count(word) >= 2 for word in words] == [True] * len(words)
    # The text area of A4 in this layout: 459 points from 74.
    ends = [x + 4 * len(text) for x, text in places_of(content) if set(text) <= set("".join(words))]
    assert len(ends) > 12
    assert max(ends) < 74 + 459


def places_of(content: bytes) -> list[tuple[float, str]]:
    """The left edge in points of each run of text, and the run; no letter here is less than 4 wide."""
    found: list[tuple[float, str]] = []
    for page in PdfReader(BytesIO(content)).pages:

        def visit(text: str, outer: Any, inner: Any, *_: Any) -> None:
            if text.strip():
                found.append((inner[4] * outer[0] + outer[4], text.strip("\n")))

        page.extract_text(visitor_text=visit)
    return found


def heights(content: bytes, said: str) -> list[tuple[int, float]]:
    """The sheet and the height above its foot, in points, of each run of text with *said*."""
    found: list[tuple[int, float]] = []
    for number, page in enumerate(PdfReader(BytesIO(content)).pages):

        def visit(text: str, outer: Any, inner: Any, *_: Any, number: int = number) -> None:
            if said in text:
                found.append((number, inner[4] * outer[1] + inner[5] * outer[3] + outer[5]))

        page.extract_text(visitor_text=visit)
    return found


def test_tables_of_every_shape(tmp_path: Path) -> None:
    long = "长" * 1200
    body = "".join(
        f"|{'a|' * columns}\n|{'-|' * columns}\n" + f"|{' x |' * columns}\n" * rows + "\n文\n\n"
        for columns in (1, 2, 7)
        for rows in (0, 1, 2, 3, 4)
    )
    ragged = (
        f"| a | b | c |\n|---|---|---|\n| 1 |\n| 1 | 2 | 3 | 4 |\n| {long} | {long} | x |\n| y |\n"
    )
    write_files(
        tmp_path,
        {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document(body + ragged)},
    )
    text = Pdf(make(tmp_path, "QP-07")["QP-07.pdf"]).text
    assert text.count("长") == 2400
    assert text.count("x") >= 100


def form(columns: str) -> str:
    fields = f"\n  - {{name: a, label: 名单, type: table, rows: 9, columns: [{columns}]}}"
    return document("说明", id="QR-07-01", kind="form", title="登记表", fields=fields)


def test_a_form_with_a_table_of_no_columns_can_be_made(tmp_path: Path) -> None:
    for columns in ("", "{name: x, label: 姓名, type: text}"):
        files = {"qmsdoc.yaml": "organization: X\n", "documents/QR-07-01.md": form(columns)}
        write_files(tmp_path, files)
        text = Pdf(make(tmp_path, "QR-07-01")["QR-07-01.pdf"]).text
        assert "登记表" in text
        assert ("姓名" in text) == bool(columns)
