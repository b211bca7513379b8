"""The ledger linked: what counts, what does not and why, and where documents stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, POLICY, TEXT, Book, organization, public

from qmsdoc.index.control import State
from qmsdoc.model.approval import Act, canonical, entry_path, unfit_for_a_path

Fresh = Callable[..., Book]


def state(book: Book, today: date = date(2026, 6, 30)) -> State:
    return book.index(today).control["QP-07"].state


def reasons(book: Book) -> list[str]:
    """Why entries do not count, by path."""
    found = book.index().ledger.entries.get("QP-07", ())
    return [str(item.trouble or item.authority) for item in found if not item.counts]


def test_states_follow_from_the_ledger(book: Fresh) -> None:
    made = book()
    made.put(made.entry(Act.PREPARED, AUTHOR))
    assert state(made) is State.IN_REVIEW
    made.put(made.entry(Act.REVIEWED, HEAD))
    made.put(made.entry(Act.APPROVED, CHIEF))
    assert state(made) is State.APPROVED
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-10"))
    assert state(made, date(2026, 6, 9)) is State.APPROVED
    assert state(made, date(2026, 6, 10)) is State.IN_FORCE
    made.files[PATH] += "多一句。\n".encode()
    assert state(made) is State.CHANGED
    control = made.index().control["QP-07"]
    assert control.in_force
    assert control.in_force.version == "A/1"
    made.files[PATH] = TEXT.replace("A/1", "A/2").encode()
    assert state(made) is State.DRAFT


def test_a_withdrawal_ends_what_was_released_before_it(book: Fresh) -> None:
    made = book().released()
    late = "2026-06-20T09:00:00+08:00"
    made.put(made.entry(Act.WITHDRAWN, CLERK, time=late, reason="合并", successor="none"))
    assert state(made, date(2026, 6, 19)) is State.IN_FORCE
    assert state(made) is State.WITHDRAWN
    # A release that is still to come does not bring the old one back.
    again = "2026-06-21T09:00:00+08:00"
    made.put(made.entry(Act.RELEASED, CLERK, time=again, effective="2026-07-10"), None)
    assert made.index().control["QP-07"].in_force is None
    assert state(made) is State.WITHDRAWN
    assert state(made, date(2026, 7, 10)) is State.IN_FORCE


def test_a_later_release_takes_the_place_of_one_that_is_still_to_come(book: Fresh) -> None:
    made = book().signed()
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-25"))
    made.files[PATH] = TEXT.replace("A/1", "A/2").encode()
    later = {"version": "A/2", "time": "2026-06-12T09:00:00+08:00"}
    for act, person in ((Act.PREPARED, AUTHOR), (Act.REVIEWED, HEAD), (Act.APPROVED, CHIEF)):
        made.put(made.entry(act, person, **later))
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-20", **later))
    for day, coming in ((19, "A/2"), (20, ""), (25, ""), (30, "")):
        control = made.index(date(2026, 6, day)).control["QP-07"]
        assert (control.coming.version if control.coming else "") == coming
        assert (control.in_force.version if control.in_force else "") == ("" if coming else "A/2")
    made.files[PATH] = TEXT.encode()
    assert state(made, date(2026, 6, 19)) is State.SUPERSEDED
    assert state(made) is State.SUPERSEDED


def test_a_release_without_text_needs_the_signatures_of_its_kind(book: Fresh) -> None:
    made = book()
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-10"))
    del made.files[PATH]
    control = made.index().control["QP-07"]
    assert control.in_force is None
    assert control.releases[0].missing == ("prepared", "reviewed", "approved")
    kept = book().released()
    del kept.files[PATH]
    assert kept.index().control["QP-07"].in_force is not None


def test_the_number_decides_on_the_kind(book: Fresh) -> None:
    """A procedure that says that it is a form needs no fewer signatures for that."""
    made = book({PATH: TEXT.replace("kind: procedure", "kind: form")})
    made.put(made.entry(Act.PREPARED, AUTHOR))
    assert made.index().control["QP-07"].missing == ("reviewed", "approved")


def test_a_copy_of_an_entry_is_no_second_act(book: Fresh) -> None:
    made = book().released()
    given = {"department": "服务大厅", "copy": "01"}
    path = made.put(made.entry(Act.DISTRIBUTED, CLERK, **given))
    assert not reasons(made)
    for suffix in ("", ".sig"):
        copy, elsewhere = (
            f"approvals/QP-07/A-1/distributed.{CLERK}.2.json",
            path.replace("QP-07", "QP-01"),
        )
        made.files[f"{copy}{suffix}"] = made.files[f"{path}{suffix}"]
        made.files[f"{elsewhere}{suffix}"] = made.files[f"{path}{suffix}"]
    found = {item.path: item for item in made.index().ledger.entries["QP-07"]}
    assert found[path].counts
    assert (
        str(found[copy].trouble)
        == f"the entry is a copy of {path}, and counts there; delete this one"
    )
    assert "has no business" in str(found[elsewhere].trouble)
    assert len(made.index().control["QP-07"].copies) == 1
    assert state(made) is State.IN_FORCE


@pytest.mark.parametrize("gone", ["prepared.田雨桐", "reviewed.冯桂兰", "approved.林静宜"])
def test_an_entry_that_is_gone_is_missed(book: Fresh, gone: str) -> None:
    made = book().released()
    del made.files[f"approvals/QP-07/A-1/{gone}.json"]
    assert any("came before this one is gone" in reason for reason in reasons(made))
    assert [fault.harmless for fault in made.index().ledger.faults] == [True]


def test_parallel_branches_join(book: Fresh) -> None:
    made = book()
    first = made.entry(Act.PREPARED, AUTHOR)
    second = made.entry(Act.REVIEWED, HEAD)
    made.put(first)
    made.put(second)
    assert len(made.index().ledger.heads("QP-07")) == 2
    made.put(made.entry(Act.APPROVED, CHIEF))
    assert len(made.index().ledger.heads("QP-07")) == 1
    assert state(made) is State.APPROVED


def test_nothing_is_dated_before_what_it_names(book: Fresh) -> None:
    made = book()
    made.put(made.entry(Act.PREPARED, AUTHOR))
    made.put(made.entry(Act.REVIEWED, HEAD, time="2026-05-31T10:00:00+08:00"))
    assert reasons(made) == []
    made.put(made.entry(Act.APPROVED, CHIEF, time="2026-05-20T09:00:00+08:00"))
    assert reasons(made) == [
        "the entry is dated 2026-05-20T09:00:00+08:00, before one that it names"
    ]


def test_a_key_of_two_people_is_nobodys(book: Fresh) -> None:
    made = book()
    text = organization(made.keys).replace(public(made.keys[HEAD]), public(made.keys[AUTHOR]))
    made.files["organization.yaml"] = text.encode()
    made.put(made.entry(Act.PREPARED, AUTHOR))
    made.put(made.entry(Act.REVIEWED, HEAD), made.keys[AUTHOR])
    assert len(reasons(made)) == 2
    assert all("of several people" in reason for reason in reasons(made))


def test_a_signature_that_is_named_cannot_be_taken_away(book: Fresh) -> None:
    from qmsdoc.index.signatures import fingerprint, wire_key

    loose = POLICY.replace("approvals:\n", "approvals:\n  unsigned: true\n")
    made = book({"qmsdoc.yaml": loose})
    key = fingerprint(wire_key(public(made.keys[AUTHOR])))
    path = made.put(made.entry(Act.PREPARED, AUTHOR, key=key))
    assert reasons(made) == []
    del made.files[f"{path}.sig"]
    assert reasons(made) == ["the signature of the entry is gone; restore it with git"]
    made.put(made.entry(Act.REVIEWED, HEAD), signed=False)
    assert reasons(made) == ["the signature of the entry is gone; restore it with git"]


def test_an_unreadable_file_is_no_silence(book: Fresh) -> None:
    made = book().signed()
    path = next(path for path in made.files if path.endswith(".json"))
    made.files[path] = b"\xff\xfe\x00"
    faults = made.index().ledger.faults
    assert [fault.path for fault in faults if not fault.harmless] == [path]


@pytest.mark.parametrize(
    "person", ["*", "a/b", "..", ".张", "张三.2", "a,b", "张\n三", 'x"y', "!张", "张?"]
)
def test_names_that_have_no_place(book: Fresh, person: str) -> None:
    assert unfit_for_a_path(book().entry(Act.PREPARED, person)) is not None


@pytest.mark.parametrize("person", ["张三", "Zhang San", "O'Neil-2", "J. R. Müller"])
def test_names_that_have_a_place(book: Fresh, person: str) -> None:
    entry = book().entry(Act.PREPARED, person)
    assert unfit_for_a_path(entry) is None
    assert entry_path(entry).endswith(f"prepared.{person}.json")
    assert canonical(entry).endswith(b"}\n")
