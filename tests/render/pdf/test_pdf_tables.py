"""Tables that go over the foot of a sheet."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

from pdf_files import Pdf, make
from pypdf import PdfReader
from rendering import document
from scratch import write_files

# Points above the lower edge of a sheet, over the caption of a chart that stands there.
FOOT = 100


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


def test_a_flow_chart_never_stands_above_rows_of_its_table(tmp_path: Path) -> None:
    table = "| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n" + "".join(
        f"| 第{n:02}步 | 接待岗 | 当场 |\n" for n in range(1, 7)
    )
    numbers = [f"QP-{n:02}" for n in range(16, 28)]
    files = {
        f"documents/{number}.md": document("文。\n\n" * n + table, id=number)
        for n, number in enumerate(numbers, 16)
    }
    write_files(tmp_path, {"qmsdoc.yaml": "organization: X\n", **files})
    broken = 0
    for content in make(tmp_path, *numbers).values():
        heads = heights(content, "步骤")
        [(sheet, caption)] = heights(content, "Figure 1")
        broken += len(heads) > 1
        assert all(number < sheet or head > caption for number, head in heads)
    assert broken


def test_the_annexes_come_after_every_flow_chart(tmp_path: Path) -> None:
    table = "| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n" + "".join(
        f"| 第{n:02}步 | 接待岗 | 当场 |\n" for n in range(1, 7)
    )
    numbers = [f"QP-{n:02}" for n in range(6, 40, 2)]
    files = {
        f"documents/{number}.md": document("文。\n\n" * n + table + "\n文。\n" * 4, id=number)
        for n, number in zip(range(6, 40, 2), numbers, strict=True)
    }
    write_files(tmp_path, {"qmsdoc.yaml": "organization: X\n", **files})
    places: Counter[tuple[bool, bool]] = Counter()
    for content in make(tmp_path, *numbers).values():
        [(sheet, caption)] = heights(content, "Figure 1")
        [(annex, head)] = heights(content, "Revision history")
        assert (annex, -head) > (sheet, -caption)
        places[sheet > max(heights(content, "步骤"))[0], caption > FOOT] += 1
    # On the sheet of its table in its own place, and at the head of the next.
    assert any(not over and high for over, high in places)
    assert any(over and high for over, high in places)


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
