"""A release whose day was mistaken, and what is confirmed too early."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from judging import control
from scratch import MemoryTree
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, TEXT, TODAY, Book, Office, sign

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.index.control import Control
from qmsdoc.model.approval import Act
from qmsdoc.pipeline.check import Selection, check
from qmsdoc.workspace.cache import CompileCache

WHY = ("--reason", "日期有误")


@pytest.fixture
def signed(office: Office) -> Office:
    """Signed on 1 June, and released for 1 July."""
    office.sign()
    assert office.release("--effective", "2026-07-01").code == 0
    return office


def since(found: Control) -> str:
    return found.in_force.effective if found.in_force else ""


@pytest.mark.parametrize(
    ("day", "other"), [("2026-08-01", "2026-07-31"), ("2026-06-05", "2026-06-04")]
)
def test_the_last_release_of_a_version_counts(signed: Office, day: str, other: str) -> None:
    assert signed.release("--effective", day, *WHY).code == 0
    before, then = control(signed, other), control(signed, day)
    assert (before.state, since(before)) == ("approved", "")
    assert [release.effective for release in before.upcoming] == [day]
    assert (then.state, since(then), then.upcoming) == ("in-force", day, ())
    assert since(control(signed, "2026-09-01")) == day
    assert f"approvals/QP-07/A-1/released.{CLERK}.2.json" in signed.ledger()
    signed.commit()
    ran = signed.run("verify", "--format", "json", "--today", "2026-06-02")
    assert ran.code == 0, ran.out
    (document,) = json.loads(ran.out)["documents"]
    notes = [entry["notes"] for entry in document["entries"] if entry["role"] == "released"]
    said = f"a later release of this version corrects the day: in effect from {day}"
    assert notes == [[said], []]


def test_a_day_can_be_corrected_again_and_back(signed: Office) -> None:
    for day in ("2026-08-01", "2026-07-01", "2026-06-20"):
        assert signed.release("--effective", day, *WHY).code == 0
    assert since(control(signed, "2026-06-19")) == ""
    assert since(control(signed, "2026-08-02")) == "2026-06-20"


def test_what_is_no_correction_is_refused(signed: Office) -> None:
    entries = signed.ledger()
    same = signed.release("--effective", "2026-07-01", *WHY)
    assert "released already, with effect from 2026-07-01; for another day" in same.err
    silent = signed.release("--effective", "2026-08-01")
    assert "say with --reason why it is to be another day" in silent.err
    early = signed.release("--effective", "2026-05-31", *WHY)
    assert "before it was last signed" in early.err
    assert {same.code, silent.code, early.code} == {2}
    assert signed.ledger() == entries


@pytest.mark.parametrize("clock", ["2026-07-01T00:30:00+08:00", "2026-07-09T09:00:00+08:00"])
def test_a_day_that_has_come_stands(signed: Office, clock: str) -> None:
    ran = signed.release("--effective", "2026-08-01", *WHY, time=clock)
    assert ran.code == 2
    assert "with effect from 2026-07-01, which cannot be changed any more" in ran.err
    assert "release a new version, or withdraw the document" in ran.err
    assert since(control(signed, "2026-07-02")) == "2026-07-01"


def test_a_version_before_another_that_is_released_is_not_moved_behind_it(signed: Office) -> None:
    signed.write(PATH, TEXT.replace("A/1", "A/2"))
    signed.commit()
    signed.sign()
    assert signed.release("--effective", "2026-08-01").code == 0
    signed.write(PATH, TEXT)
    signed.commit()
    assert "older than A/2" in signed.release("--effective", "2026-09-01", *WHY).err


def test_a_later_version_can_be_moved_before_an_earlier_one(signed: Office) -> None:
    signed.write(PATH, TEXT.replace("A/1", "A/2"))
    signed.commit()
    signed.sign()
    assert signed.release("--effective", "2026-08-01").code == 0
    assert signed.release("--effective", "2026-06-20", *WHY).code == 0
    found = control(signed, "2026-08-02")
    assert found.in_force
    assert (found.in_force.version, since(found), found.upcoming) == ("A/2", "2026-06-20", ())


def test_by_hand_no_release_undoes_one_that_took_effect(book: Callable[..., Book]) -> None:
    made = book().released()
    late = made.entry(Act.RELEASED, CLERK, effective="2026-07-20", time="2026-06-15T09:00:00+08:00")
    made.put(late)
    for day in ("2026-06-30", "2026-07-21"):
        found = made.index(date.fromisoformat(day)).control["QP-07"]
        assert found.in_force is not None
        assert found.state == "in-force"


def test_a_day_before_the_signatures_can_be_corrected_afterwards(office: Office) -> None:
    """Such a release is made by hand alone; the version cannot have been in force on that day."""
    office.sign()
    assert office.release().code == 0
    (path,) = (path for path in office.ledger() if "released" in path)
    content = (office.root / path).read_text("utf-8").replace('2026-06-01"', '2026-05-01"', 1)
    office.write(path, content)
    office.write(f"{path}.sig", sign(office.keys[CLERK], content.encode()))
    office.commit()
    early = ("validate", "--select", "QD509", "--today", "2026-06-30")
    assert office.run(*early).code == 1
    assert office.run("verify", "--today", "2026-06-30").code == 1
    late = "2026-06-15T09:00:00+08:00"
    assert office.release("--effective", "2026-06-20", *WHY, time=late).code == 0
    office.commit()
    assert since(control(office, "2026-06-19")) == ""
    assert since(control(office, "2026-06-30")) == "2026-06-20"
    assert office.run(*early).code == 0
    assert office.run("verify", "--today", "2026-06-30").code == 0


def test_an_unsigned_release_that_another_version_replaced_is_past(
    book: Callable[..., Book],
) -> None:
    made = book()
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-05"))
    assert [item.code for item in found_in(made, "QD501")] == ["QD501"]
    made.files[PATH] = TEXT.replace("A/1", "A/2").encode()
    for act, person in ((Act.PREPARED, AUTHOR), (Act.REVIEWED, HEAD), (Act.APPROVED, CHIEF)):
        made.put(made.entry(act, person, version="A/2"))
    assert [item.code for item in found_in(made, "QD501")] == ["QD501"]
    made.put(made.entry(Act.RELEASED, CLERK, version="A/2", effective="2026-06-10"))
    assert found_in(made, "QD501") == []


def found_in(made: Book, rule: str) -> list[Diagnostic]:
    tree = MemoryTree(made.files)
    return list(check(tree, CompileCache(None), TODAY, Selection((rule,))).diagnostics)


def test_a_correction_that_does_not_count_corrects_nothing(book: Callable[..., Book]) -> None:
    made = book().signed()
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-10"))
    made.put(made.entry(Act.RELEASED, CHIEF, effective="2026-08-01"))  # not her office
    found = made.index().control["QP-07"]
    assert (found.state, since(found), found.upcoming) == ("in-force", "2026-06-10", ())


def test_confirmed_only_when_in_force(signed: Office) -> None:
    ran = signed.approve(CHIEF, Act.CONFIRMED)
    assert ran.code == 2
    assert (
        "QP-07 A/1 is not in force before 2026-07-01, and can be confirmed from then on" in ran.err
    )
    later = "2026-07-01T09:00:00+08:00"
    assert signed.approve(CHIEF, Act.CONFIRMED, time=later).code == 0


def test_while_a_version_is_coming_the_one_in_force_is_confirmed(office: Office) -> None:
    office.sign()
    office.release()
    office.write(PATH, TEXT.replace("A/1", "A/2"))
    office.commit()
    office.sign()
    office.release("--effective", "2026-07-01")
    ran = office.approve(CHIEF, Act.CONFIRMED)
    assert (ran.code, "QP-07 A/1" in ran.out) == (0, True)
