"""Charts that are made smaller to stay on the sheet of the text before them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from docx_files import Docx, W, make, said
from rendering import document
from scratch import write_files

POLICY = "organization: 中心\nlanguage: zh-CN\n"
STEPS = "## 1 步骤\n\n| 步骤 | 责任岗位 | 时限 | 记录 |\n|---|---|---|---|\n" + "".join(
    f"| 办理第{n}件 | 前台接待岗 | 当场 | — |\n" for n in range(1, 9)
)
LINE = "甲" * 50 + "\n\n"


def chart_height(root: Path, lines: int, policy: str = POLICY) -> float:
    """How high the chart is below so many paragraphs, in points."""
    made = document(LINE * lines + STEPS)
    write_files(root, {"qmsdoc.yaml": policy, "documents/a.md": made})
    file = Docx(make(root, "QP-07", language="zh")["QP-07.docx"])
    assert file.problems() == []
    xml = file.files["word/document.xml"].decode()
    extents = set(re.findall(r'cx="(\d+)" cy="(\d+)"', xml))
    assert len(extents) == 1, "the picture and its frame are of one size"
    [(_, height)] = extents
    return int(height) / 12700


@pytest.mark.parametrize("policy", [POLICY, POLICY + "render: {layout: gongwen}\n"])
def test_a_chart_is_made_smaller_within_bounds_or_left_alone(policy: str, tmp_path: Path) -> None:
    heights = [chart_height(tmp_path / str(n), n, policy) for n in range(16)]
    whole = max(heights)
    shares = [height / whole for height in heights]
    assert min(shares) >= 0.7 - 0.001
    assert sum(share > 0.999 for share in shares) >= 3
    assert any(share < 0.999 for share in shares)


def test_more_text_before_it_never_enlarges_a_chart_until_it_goes_over(tmp_path: Path) -> None:
    heights = [chart_height(tmp_path / str(n), n) for n in range(16)]
    whole = max(heights)
    for before, after in pairwise(heights):
        assert after <= before or after == pytest.approx(whole)


def test_a_chart_keeps_its_shape(tmp_path: Path) -> None:
    found = set()
    for lines in range(0, 16, 3):
        chart_height(tmp_path / str(lines), lines)
        file = Docx(make(tmp_path / str(lines), "QP-07", language="zh")["QP-07.docx"])
        xml = file.files["word/document.xml"].decode()
        found |= {
            round(int(wide) / int(tall), 3)
            for wide, tall in re.findall(r'cx="(\d+)" cy="(\d+)"', xml)
        }
    assert len(found) == 1


def test_text_that_looks_like_markup_is_measured_as_text(tmp_path: Path) -> None:
    hostile = '<w:pageBreakBefore/> <asvg:svgBlip cx="1" cy="9999999999" <w:tbl> &lt;w:tr&gt;\n\n'
    body = hostile * 3 + STEPS
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/a.md": document(body)})
    file = Docx(make(tmp_path, "QP-07", language="zh")["QP-07.docx"])
    assert file.problems() == []
    assert 'cy="9999999999"' in file.text


def test_a_last_paragraph_is_followed_by_none_that_could_need_a_sheet(tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/a.md": document(STEPS)})
    files = make(tmp_path, "QP-07", "manual", language="zh")
    for name in ("QP-07.docx", "manual.docx"):
        file = Docx(files[name])
        assert file.problems() == []
        blocks = [one for one in file.body[0] if one.tag != f"{W}sectPr"]
        ends = [
            before
            for before, one in pairwise(blocks)
            if (style := one.find(f"{W}pPr/{W}pStyle")) is not None
            and style.get(f"{W}val") == "SectionEnd"
            and (one is blocks[-1] or one.find(f"{W}pPr/{W}sectPr") is not None)
        ]
        assert {before.tag for before in ends} <= {f"{W}tbl"}
        assert said(blocks[-1]) or blocks[-2].tag == f"{W}tbl"
