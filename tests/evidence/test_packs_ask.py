"""What the shipped packs ask, and on whose authority."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from holding import evidence, form

from qmsdoc.standards.builtin import builtin_standard
from qmsdoc.standards.evidence import Shortfall, shortfalls
from qmsdoc.standards.types import Clause

GBT = "gbt-19001-2016"
DB11 = ("db11t-1123-2014", "db11t-1124-2014")


def asked_of_nothing(clause: Clause) -> tuple[Shortfall, ...]:
    """All that a clause asks, seen by showing it nothing, and then a form without anything."""
    bare = form(fields=[])
    del bare["retention"]
    return (*shortfalls(clause, evidence()), *shortfalls(clause, evidence(forms=[bare])))


def asking(standard: str) -> Iterator[Clause]:
    for clause in builtin_standard(standard).clauses.values():
        if clause.evidence is not None:
            yield clause


def test_every_lowest_clause_that_calls_for_documented_information_asks_for_evidence() -> None:
    for clause in builtin_standard(GBT).clauses.values():
        calls = bool(clause.documented) and not clause.children
        assert (clause.evidence is not None) == calls, clause.number


def test_in_the_name_of_the_standard_only_what_it_calls_for_is_asked() -> None:
    for clause in asking(GBT):
        said = {found.message.en for found in asked_of_nothing(clause) if found.basis == "standard"}
        subject = clause.about.en
        wanted = set()
        if "document" in clause.documented:
            wanted.add(f"a document on: {subject}")
        if "record" in clause.documented:
            wanted.add(f"a record of: {subject}")
        if clause.number == "6.2.1":
            wanted = {"documented quality objectives"}
        assert said == wanted, clause.number


@pytest.mark.parametrize("standard", DB11)
def test_all_that_is_asked_by_the_local_standards_is_this_toolkits_reading(standard: str) -> None:
    assert [clause.number for clause in asking(standard)] == [*"456789ABC"]
    for clause in asking(standard):
        found = asked_of_nothing(clause)
        assert found
        assert {item.basis for item in found} == {"toolkit"}


@pytest.mark.parametrize("standard", [GBT, *DB11])
def test_each_clause_says_what_it_misses_in_words_of_its_own(standard: str) -> None:
    for clause in asking(standard):
        for found in asked_of_nothing(clause):
            assert found.message.zh != found.message.en
            assert not found.message.zh.endswith(("。", "，"))
            assert "应" not in found.message.zh.replace("应掌握", "")


def test_parents_leave_the_asking_to_the_clauses_below_them() -> None:
    for standard in (GBT, *DB11):
        assert not [clause.number for clause in asking(standard) if clause.children]
