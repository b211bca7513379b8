"""The list of withdrawn standards fits its schema, and each of its entries is found."""

from __future__ import annotations

from typing import Any

import pytest

from qmsdoc.model.schema import misfits
from qmsdoc.resources import data_dir
from qmsdoc.rules.references.withdrawn_standards import find_withdrawn, load_withdrawn
from qmsdoc.source.yaml import load_yaml

DATA: Any = load_yaml((data_dir("schemas") / "withdrawn-standards.yaml").read_text("utf-8")).data
NUMBERS = [standard.number for standard in load_withdrawn(DATA)]


def test_the_list_fits_its_schema_and_names_each_standard_once() -> None:
    assert misfits("withdrawn-standards", DATA) == ()
    assert len(set(NUMBERS)) == len(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_is_found_however_it_is_spaced(number: str) -> None:
    found = find_withdrawn(number)
    assert found is not None
    assert found.number == number
    tight = number.replace(" ", "")
    assert find_withdrawn(tight) == find_withdrawn(tight.replace("-", " — ")) == found


def test_a_part_is_found_by_its_own_entry_before_that_of_the_whole() -> None:
    part, other = find_withdrawn("DB11/T 494.6-2013"), find_withdrawn("DB11/T 494.3-2013")
    assert part is not None
    assert part.replaced_by == "DB11/T 3008.6-2018"
    assert other is not None
    assert other.number == "DB11/T 494-2013"
    # Only where the entry says so does a number stand for its parts.
    assert find_withdrawn("GB/T 19023.1-2003") is None


@pytest.mark.parametrize("number", ["GB/T 19001-2016", "DB11/T 1123-2014", "ISO 9001:2015"])
def test_what_is_in_force_or_in_transition_is_not_listed(number: str) -> None:
    assert find_withdrawn(number) is None
