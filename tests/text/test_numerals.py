"""Numerals in Chinese digits."""

from __future__ import annotations

import pytest

from qmsdoc.text.numerals import read_numeral, write_numeral


def test_reads_what_it_writes() -> None:
    assert [read_numeral(write_numeral(value)) for value in range(1, 1000)] == [*range(1, 1000)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (112, "一百一十二")],
)
def test_writes_as_headings_are_numbered(value: int, text: str) -> None:
    assert write_numeral(value) == text


@pytest.mark.parametrize("text", ["", "甲", "十甲", "二〇", "十十", "１２", "-3", "3.1"])
def test_reads_nothing_into_other_words(text: str) -> None:
    assert read_numeral(text) is None


def test_reads_arabic_digits() -> None:
    assert read_numeral("12") == 12
