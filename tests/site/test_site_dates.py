"""Days on which something is due."""

from __future__ import annotations

import pytest

from qmsdoc.render.site.dates import after, end_of_next


@pytest.mark.parametrize(
    ("start", "interval", "due"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2026-01-31", "12 months", "2027-01-31"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2026-12-15", "12个月", "2027-12-15"),
        ("2026-01-01", "90 days", "2026-04-01"),
        ("2026-01-01", "2周", "2026-01-15"),
        ("2026-01-01", "sometimes", ""),
        ("", "1 year", ""),
        ("2026-13-01", "1 year", ""),
        ("9999-06-01", "999 years", ""),
    ],
)
def test_after(start: str, interval: str, due: str) -> None:
    assert after(start, interval) == due


@pytest.mark.parametrize(
    ("period", "last", "following", "day"),
    [
        ("month", "2026-01", "2026-02", "2026-02-28"),
        ("month", "2026-12", "2027-01", "2027-01-31"),
        ("quarter", "2026-Q4", "2027-Q1", "2027-03-31"),
        ("half-year", "2026-H1", "2026-H2", "2026-12-31"),
        ("year", "2026", "2027", "2027-12-31"),
        ("month", "2026-Q1", "", ""),
        ("", "", "", ""),
    ],
)
def test_end_of_next(period: str, last: str, following: str, day: str) -> None:
    assert end_of_next(period, last) == (following, day)
