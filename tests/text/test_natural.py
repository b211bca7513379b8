"""Natural order: as people count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.text.natural import natural_key

PARTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=5)


def test_clauses_and_ids_come_as_people_count() -> None:
    clauses = ["0.1", "4", "4.2", "4.2.1", "4.10", "5", "10", "10.2", "A", "A.2", "A.10", "B"]
    assert sorted(set(clauses), key=natural_key) == clauses
    ids = ["QP-2", "QP-09", "QP-10", "QR-07-01", "QR-07-2", "QR-07-10"]
    assert sorted(set(ids), key=natural_key) == ids


@given(PARTS, PARTS)
def test_numbers_compare_part_by_part(one: list[int], other: list[int]) -> None:
    keys = [natural_key(".".join(map(str, parts))) for parts in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)


@given(PARTS, st.from_regex(r"[A-Z](\.[0-9]{1,3})*", fullmatch=True))
def test_annexes_come_after_every_number(parts: list[int], annex: str) -> None:
    assert natural_key(".".join(map(str, parts))) < natural_key(annex)


@given(st.text(), st.text())
def test_only_equal_texts_have_equal_keys(one: str, other: str) -> None:
    assert (natural_key(one) == natural_key(other)) == (one == other)


def test_leading_zeros_and_very_long_numbers_are_no_trouble() -> None:
    assert natural_key("9") < natural_key("010") < natural_key("10") < natural_key("11")
    assert natural_key("9" * 5000) < natural_key("1" + "0" * 5000)
    assert natural_key("２") > natural_key("10")
