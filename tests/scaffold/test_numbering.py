"""The next free number."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.errors import UsageError
from qmsdoc.pipeline.numbering import Numbering, example_of

TWO, FOUR = "QP-[0-9]{2}", "QP-[0-9]{2,4}"
FORM, OBJECTIVE = "QR-[0-9]{2}-[0-9]{2}", "QO-[0-9]{4}-[0-9]{2}"


def number(
    pattern: str,
    used: Iterable[str] = (),
    kind: str = "procedure",
    siblings: Iterable[str] = (),
    parent: str = "",
    year: str = "2026",
) -> str:
    def matches(text: str) -> bool:
        return re.fullmatch(pattern, text) is not None

    return Numbering(kind, pattern, matches, set(used), set(siblings), parent, year).next()


@pytest.mark.parametrize(
    ("pattern", "used", "expected"),
    [
        (TWO, [], "QP-01"),
        (TWO, ["QP-01", "QP-17"], "QP-18"),
        (TWO, ["QP-03"], "QP-04"),  # a gap may have been a number once
        (TWO, ["QM-07", "WI-09", "xQP-55", "QP-55x"], "QP-01"),
        (TWO, ["QP-1"], "QP-02"),  # not of this form, and too like QP-01
        (FOUR, ["QP-99"], "QP-100"),
        (FOUR, ["QP-007"], "QP-008"),
        (r"QP-\d{3}A", ["QP-009A", "QP-010B"], "QP-010A"),
        (r"(?:QP|XP)-\d{3}[A-Z]?", [], "QP-001"),
        ("QP-(0[1-9]|[1-9][0-9])", ["QP-09"], "QP-10"),
        ("^QP-[0-9]+$", [], "QP-1"),
        (r"中心\.程序-[0-9]{2}", [], "中心.程序-01"),
    ],
)
def test_the_next(pattern: str, used: list[str], expected: str) -> None:
    assert number(pattern, used) == expected


def test_a_form_stands_below_its_procedure() -> None:
    used = ["QR-07-01", "QR-17-01"]
    assert number(FORM, used, "form", ["QR-07-01"], "QP-07") == "QR-07-02"
    assert number(FORM, used, "form", [], "QP-08") == "QR-08-01"
    assert number(FORM, [], "form", [], "QP-08") == "QR-08-01"
    assert number("QR-[0-9]{2,4}(-[0-9]{2})?", [], "form", [], "QP-08") == "QR-08-01"
    assert number("QR-[0-9]{2,4}(-[0-9]{2})?", [], "form") == "QR-01"


def test_an_objective_is_of_its_year() -> None:
    assert number(OBJECTIVE, ["QO-2026-04"], "objective") == "QO-2026-05"
    assert number(OBJECTIVE, ["QO-2026-04"], "objective", year="2027") == "QO-2027-01"
    assert number(OBJECTIVE, [], "objective") == "QO-2026-01"


@pytest.mark.parametrize(
    "pattern", ["QP", "QP-[A-Z]+", "QP-(?P<n>[0-9]+)", "QP-[^0-9]", "(", "", "QP-.*"]
)
def test_a_pattern_without_a_number_to_count(pattern: str) -> None:
    def never(_: str) -> bool:
        return False

    with pytest.raises(UsageError, match="no number can be counted up"):
        Numbering("procedure", pattern, never, set(), set(), "", "2026").next()


def test_exhausted_numbers_name_the_last() -> None:
    with pytest.raises(UsageError, match=r"behind QP-99 are used up; widen ids\.procedure"):
        number(TWO, ["QP-99", "QP-01"])


@given(st.sets(st.integers(min_value=1, max_value=9998), max_size=40))
def test_the_number_is_new_and_fits(tails: set[int]) -> None:
    used = {f"QP-{tail:04d}" for tail in tails}
    found = number("QP-[0-9]{4}", used)
    assert found not in used
    assert re.fullmatch("QP-[0-9]{4}", found)
    assert int(found[3:]) == max(tails, default=0) + 1


@given(st.text(alphabet="QP-[]{}()|?*+\\.^$0123456789,:", max_size=30), st.booleans())
def test_any_text_as_a_pattern_is_survived(pattern: str, optional: bool) -> None:
    found = example_of(pattern, optional=optional)
    assert found is None or isinstance(found, str)


def test_deep_nesting_is_survived() -> None:
    assert example_of("(" * 5000 + "1" + ")" * 5000, optional=True) is None
