"""Lengths of time as typed, and the day that they lead to."""

from __future__ import annotations

from datetime import date

import pytest

from qmsdoc.model.interval import parse_interval


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 months", "2025-01-31"),
        ("1 month", "2024-02-29"),
        ("13个月", "2025-02-28"),
        ("1 year", "2025-01-31"),
        ("2 年", "2026-01-31"),
        ("2周", "2024-02-14"),
        ("30 days", "2024-03-01"),
        ("1 日", "2024-02-01"),
        ("11 月", "2024-12-31"),
    ],
)
def test_the_day_so_much_later(text: str, day: str) -> None:
    interval = parse_interval(text)
    assert interval is not None
    assert interval.after(date(2024, 1, 31)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "12", "months", "0 days", "-1 days", "1.5 years", "12  months", "每年", "99999 days",
             "１２ months", "permanent", "12 months\n"],
)  # fmt: skip
def test_no_length_of_time(text: str) -> None:
    assert parse_interval(text) is None


@pytest.mark.parametrize("text", ["9999 years", "9999 months", "9999 weeks"])
def test_the_end_of_the_calendar(text: str) -> None:
    interval = parse_interval(text)
    assert interval is not None
    assert interval.after(date(9990, 1, 1)) is None
