"""What counts as covered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mini import POLICY, clauses, covered, files, procedure

from qmsdoc.index.coverage import State

LEAVES = ("5.1.1", "5.1.2", "5.10")


def excluding(number: str, reason: str = "不适用的理由写在这里，足够长") -> str:
    return f'{POLICY}    exclusions:\n      - {{clause: "{number}", reason: "{reason}"}}\n'


def test_a_claim_covers_its_own_number_only() -> None:
    found = clauses(files('"mini:5.1"', '"mini:5.1.1"'))
    assert found["5.1.1"].state is State.MET
    assert found["5.1.2"].state is State.MISSING
    # 5.1 begins 5.10, and 5.1 is claimed itself: neither helps what is below or beside it.
    assert found["5.10"].state is State.MISSING
    assert (found["5.1"].covered, found["5.1"].total) == (1, 2)
    assert [cover.id for cover in found["5.1"].covers] == ["QP-01"]


def test_claiming_a_parent_covers_no_child() -> None:
    found = clauses(files('"mini:5"', '"mini:5.1"'))
    assert [found[number].state for number in LEAVES] == [State.MISSING] * 3
    assert found["5"].state is State.MISSING
    assert found["5"].covered == 0


def test_parents_sum_up() -> None:
    item = covered(files('"mini:5.1.1"', '"mini:5.10"'))
    found = {clause.clause.number: clause for clause in item.clauses}
    assert (found["5"].covered, found["5"].total, found["5"].state) == (2, 3, State.PARTLY)
    assert (found["5.1"].covered, found["5.1"].total) == (1, 2)
    assert (item.covered, item.total, item.excluded) == (2, 3, 0)
    assert [gap.clause.number for gap in item.gaps] == ["5.1.2"]


@given(st.sets(st.sampled_from(LEAVES)))
def test_the_sums_hold_for_any_claims(claimed: set[str]) -> None:
    item = covered(files(*(f'"mini:{number}"' for number in sorted(claimed))))
    assert item.covered == len(claimed)
    assert item.covered + len(item.gaps) == item.total == 3
    top = next(clause for clause in item.clauses if clause.clause.number == "5")
    assert (top.covered, top.total) == (item.covered, item.total)


def test_an_exclusion_takes_what_is_below_with_it() -> None:
    item = covered(files('"mini:5.10"', policy=excluding("5.1")))
    found = {clause.clause.number: clause for clause in item.clauses}
    assert {found[number].state for number in ("5.1", "5.1.1", "5.1.2")} == {State.EXCLUDED}
    assert found["5.1.2"].reason.startswith("不适用")
    assert (item.covered, item.total, item.excluded) == (1, 1, 2)
    assert found["5"].state is State.MET


def test_excluding_5_1_leaves_5_10() -> None:
    assert clauses(files(policy=excluding("5.1")))["5.10"].state is State.MISSING


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_exclusion_without_a_reason_excludes_nothing(reason: str) -> None:
    found = clauses(files(policy=excluding("5.1.2", reason)))["5.1.2"]
    assert (found.state, found.unjustified, found.reason) == (State.MISSING, True, "")


def test_what_need_not_be_covered_is_no_gap() -> None:
    found = clauses(files())
    assert found["A"].state is State.ADAPTABLE
    assert found["1"].state is State.FREE
    assert not found["A"].is_gap
    assert clauses(files('"mini:A"'))["A"].state is State.MET


def test_a_section_brings_its_own_records() -> None:
    named = '{clause: "mini:5.1.1", section: 接待}', '{clause: "mini:5.1.2", section: 监督}'
    found = clauses(files(*named))
    first, second = found["5.1.1"].covers[0], found["5.1.2"].covers[0]
    assert (first.section, first.anchor, first.records) == ("接待", "1-接待", ("QR-01-01",))
    assert (second.section, second.records) == ("监督", ())
    assert first.objectives == ("QO-2026-01",)


def test_without_a_section_the_records_are_those_of_the_document() -> None:
    cover = clauses(files('"mini:5.1.1"'))["5.1.1"].covers[0]
    assert (cover.section, cover.anchor, cover.records) == ("", "", ("QR-01-01",))


def test_a_section_that_is_not_there_leads_nowhere() -> None:
    cover = clauses(files('{clause: "mini:5.1.1", section: 没有}'))["5.1.1"].covers[0]
    assert (cover.section, cover.anchor) == ("没有", "")


def test_covers_are_ordered_by_number_and_objectives_come_last() -> None:
    objective = 'id: QO-2026-01\ntitle: 满意率\nowner: 大厅\nclauses: ["mini:5.1.1"]\n'
    wanted = files(
        '"mini:5.1.1"',
        b=procedure('"mini:5.1.1"', number="QP-10"),
        c=procedure('"mini:5.1.1"', number="QP-2"),
    )
    found = clauses({**wanted, "objectives/QO-2026-01.yaml": objective})["5.1.1"].covers
    assert [cover.id for cover in found] == ["QP-01", "QP-2", "QP-10", "QO-2026-01"]
    assert found[-1].kind == "objective"


def test_malformed_and_foreign_claims_cover_nothing() -> None:
    found = clauses(files('"mini/5.1.1"', '"mini:5.1.1 "', '"other:5.1.1"', '"MINI:5.1.1"'))
    assert found["5.1.1"].state is State.MISSING
