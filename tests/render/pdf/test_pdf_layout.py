"""The official layout by its measures, and the faces that policy names, in both forms."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdf_files import Pdf, make
from pypdf import PdfReader
from rendering import Page, document, render
from scratch import write_files

POLICY = "organization: 中心\nlanguage: zh-CN\n"
GONGWEN = "render: {layout: gongwen}\n"
MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """Three sheets and more of one paragraph, the first with the control table."""
    root = tmp_path_factory.mktemp("gongwen")
    body = "## 1 目的\n\n" + "甲" * (28 * 22 * 3)
    write_files(root, {"qmsdoc.yaml": POLICY + GONGWEN, "documents/QP-07.md": document(body)})
    return PdfReader(BytesIO(make(root, "QP-07", language="zh")["QP-07.pdf"]))


def texts(page: Any) -> list[tuple[float, float, str]]:
    """Left edge and baseline, in points from the lower left corner, of each run of text."""
    found: list[tuple[float, float, str]] = []

    def visit(text: str, outer: Any, inner: Any, _font: Any, _size: float) -> None:
        if text.strip("\n"):
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.append((x, y, text.strip("\n")))

    page.extract_text(visitor_text=visit)
    return found


def lines(page: Any) -> list[tuple[float, float, str]]:
    """The runs that are lines of the paragraph."""
    return [line for line in texts(page) if set(line[2]) == {"甲"}]


def test_twenty_two_lines_of_twenty_eight_characters(sheets: PdfReader) -> None:
    full = [line for _, _, line in lines(sheets.pages[1])]
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


def test_the_text_stands_where_the_standard_puts_it(sheets: PdfReader) -> None:
    for number, left in ((2, 26), (3, 28)):
        found = lines(sheets.pages[number - 1])
        height = float(sheets.pages[number - 1].mediabox.height)
        assert {round(x / MILLIMETRE) for x, _, _ in found} == {left}
        # The first baseline lies within the first line, 37 mm from the upper edge.
        assert 37 < (height - found[0][1]) / MILLIMETRE < 37 + 225 / 22
        pitch = found[0][1] - found[1][1]
        assert pitch / MILLIMETRE == pytest.approx(225 / 22, abs=0.05)


def test_number_of_the_sheet_is_at_the_outer_edge(sheets: PdfReader) -> None:
    for number in (2, 3):
        page = sheets.pages[number - 1]
        assert f"— {number} —" in page.extract_text()
        [place] = [x for x, _, text in texts(page) if text.startswith("—")][:1]
        assert (place / MILLIMETRE < 60) == (number % 2 == 0)


def test_the_built_in_layout_is_another(tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/QP-07.md": document("甲")})
    text = Pdf(make(tmp_path, "QP-07", language="zh")["QP-07.pdf"]).text
    assert "— 1 —" not in text
    assert "第 1 页" in text


def test_gongwen_in_html_has_its_sheet_and_faces(tmp_path: Path) -> None:
    fonts = 'render: {layout: gongwen, fonts: {body: ["Own\';}</style><b>"]}}\n'
    write_files(tmp_path, {"qmsdoc.yaml": POLICY + fonts, "documents/QP-07.md": document("甲")})
    for name in ("QP-07.html", "manual.html"):
        page = Page(render(tmp_path, language="zh")[name])
        assert "margin: 37mm 26mm 35mm 28mm" in page.style
        assert '--serif: "Own\\27 \\3b \\7d ' in page.style
        assert "FangSong" in page.style
        assert page.count("b") == 0
    write_files(tmp_path, {"qmsdoc.yaml": POLICY})
    assert "37mm" not in Page(render(tmp_path, "QP-07", language="zh")["QP-07.html"]).style


@pytest.mark.parametrize("target", ["QP-07", "manual"])
def test_every_kind_of_page_can_be_made(target: str, tmp_path: Path) -> None:
    body = "## 1 步骤\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n\n1. y[^n]\n\n> q\n\n[^n]: 注"
    write_files(tmp_path, {"qmsdoc.yaml": POLICY + GONGWEN, "documents/QP-07.md": document(body)})
    assert Pdf(make(tmp_path, target, language="zh")[f"{target}.pdf"]).pages
