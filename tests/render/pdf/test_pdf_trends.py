"""The charts of objectives in the manual, and their values."""

from __future__ import annotations

from pathlib import Path

from pdf_files import Pdf, make
from rendering import document
from scratch import write_files

OBJECTIVE = """\
id: QO-2026-01
title: 满意率
indicator: 满意件数占比
formula: 100 * satisfied / total
series:
  satisfied: {label: 满意, unit: 件}
  total: {label: 全部, unit: 件}
unit: "%"
target: {direction: at-least, value: 95}
period: month
data: data/QO-2026-01.csv
"""


def workspace(root: Path, values: dict[str, int]) -> Path:
    lines = "".join(f"2025-{month},{value},100\n" for month, value in values.items())
    return write_files(
        root,
        {
            "qmsdoc.yaml": "organization: X\n",
            "documents/QP-07.md": document("文。"),
            "objectives/QO-2026-01.yaml": OBJECTIVE,
            "objectives/data/QO-2026-01.csv": f"period,satisfied,total\n{lines}",
        },
    )


def test_the_manual_shows_the_chart_and_every_value(tmp_path: Path) -> None:
    values = {f"{month:02}": 80 + month for month in range(1, 13)}
    root = workspace(tmp_path, values)
    pages = Pdf(make(root, "manual")["manual.pdf"]).pages
    [text] = [page.replace("\u2060", "") for page in pages if "Figure 1" in page]
    for month, value in values.items():
        assert f"2025-{month}" in text
        assert f"{value}" in text
    # The caption and the table name what the drawing shows.
    assert "QO-2026-01" in text
    assert text.count("target missed") >= 12


def test_without_values_there_is_no_chart(tmp_path: Path) -> None:
    text = Pdf(make(workspace(tmp_path, {}), "manual")["manual.pdf"]).text
    assert "QO-2026-01" in text
    assert "Figure 1" not in text
