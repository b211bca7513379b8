"""How often something is done, within a sentence: told as it was written, wherever the edit lies."""

from __future__ import annotations

import pytest

from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.redline import redline
from qmsdoc.diff.wording import Named, Vocabulary, named

LESS, MORE = Judgement.FREQUENCY_LOWERED, Judgement.FREQUENCY_RAISED


def told(before: str, after: str) -> list[Named]:
    return list(named(redline(before, after, ignore_layout=True), Vocabulary()))


@pytest.mark.parametrize(
    ("before", "after", "judgement", "values"),
    [
        ("每季度检查一次。", "每年检查一次。", LESS, ("每季度", "每年")),
        ("每3个月检查。", "每6个月检查。", LESS, ("每3个月", "每6个月")),
        ("每隔三日巡查。", "每隔五日巡查。", LESS, ("每隔三日", "每隔五日")),
        # The words of the edit are no interval by themselves.
        ("每半年测量。", "每年测量。", LESS, ("每半年", "每年")),
        ("每年测量。", "每半年测量。", MORE, ("每年", "每半年")),
        (
            "Look every 3 months.",
            "Look every 6 months.",
            LESS,
            ("every 3 months", "every 6 months"),
        ),
        ("Every month we look.", "Every week we look.", MORE, ("Every month", "Every week")),
    ],
)
def test_as_written(before: str, after: str, judgement: Judgement, values: tuple[str, str]) -> None:
    assert told(before, after) == [Named(judgement, *values)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("每年检查。", "每年检查一次。"),
        ("每10件抽查1件。", "每20件抽查1件。"),
        ("每次检查。", "每人检查。"),
        ("每 年 检查。", "每年检查。"),
    ],
)
def test_nothing_where_no_interval_changed(before: str, after: str) -> None:
    assert told(before, after) == []


def test_each_of_two() -> None:
    found = told("每月报告，每年总结。", "每季度报告，每半年总结。")
    assert found == [Named(LESS, "每月", "每季度"), Named(MORE, "每年", "每半年")]
