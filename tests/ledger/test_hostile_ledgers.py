"""Forged, replayed, backdated and damaged approvals: none is accepted, and no genuine one refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pytest
from judging import LEDGER, drop, reasons
from msgspec.structs import replace
from scratch import MemoryTree
from signing import (
    AUTHOR,
    CHIEF,
    CLERK,
    HEAD,
    PATH,
    POLICY,
    TODAY,
    Book,
    organization,
    public,
    sign,
)

from qmsdoc.index.control import State
from qmsdoc.index.types import Index
from qmsdoc.model.approval import Act, canonical, read_approval
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.source.file import read_text_file
from qmsdoc.source.tree import Entry
from qmsdoc.workspace.cache import CompileCache

APPROVED = f"{LEDGER}/approved.{CHIEF}.json"
Fresh = Callable[..., Book]


def in_force(index: Index) -> bool:
    control = index.control.get("QP-07")
    return control is not None and control.state is State.IN_FORCE


class SeenTree(MemoryTree):
    """A tree whose history tells since when everything has been there."""

    def __init__(self, files: Mapping[str, bytes], day: date) -> None:
        super().__init__(files)
        self._day = day

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        return {entry.path: self._day for entry in entries}


def change(book: Book, path: str, old: str, new: str) -> None:
    before = book.files[path]
    book.files[path] = before.replace(old.encode(), new.encode())
    assert book.files[path] != before


def move(book: Book, path: str, to: str) -> None:
    book.files[to] = book.files.pop(path)
    book.files[f"{to}.sig"] = book.files.pop(f"{path}.sig")


def redo(book: Book, path: str, key: str, **changes: object) -> None:
    """The entry made anew with *changes*, and signed with the key of *key*; nothing names it."""
    made = read_approval(read_text_file(book.files[path])).entry
    assert made is not None
    content = canonical(replace(made, **changes))
    drop(book, path)
    new = path.replace(made.person, str(changes.get("person", made.person)))
    book.files[new] = content
    book.files[f"{new}.sig"] = sign(book.keys[key], content)


def _without_approval(book: Book) -> None:
    for path in [path for path in book.files if path.startswith("approvals/")]:
        del book.files[path]
    book.put(book.entry(Act.PREPARED, AUTHOR))
    book.put(book.entry(Act.REVIEWED, HEAD))
    book.put(book.entry(Act.RELEASED, CLERK, effective="2026-06-10"))


def _reformatted(book: Book) -> None:
    data = json.loads(book.files[APPROVED])
    book.files[APPROVED] = json.dumps(data, ensure_ascii=False).encode()


def _duplicate_key(book: Book) -> None:
    change(book, APPROVED, '  "version": "A/1"\n', '  "version": "A/9",\n  "version": "A/1"\n')


def _other_namespace(name: str) -> Callable[[Book], None]:
    def forge(book: Book) -> None:
        book.files[f"{APPROVED}.sig"] = sign(book.keys[CHIEF], book.files[APPROVED], name)

    return forge


def _other_document(book: Book) -> None:
    """The whole approval of QP-07 laid under another number."""
    for path in [path for path in book.files if path.startswith("approvals/")]:
        book.files[path.replace("QP-07", "QP-08")] = book.files[path]
    book.files["documents/QP-08.md"] = book.files[PATH].replace(b"QP-07", b"QP-08")


def _other_version(book: Book) -> None:
    for path in [path for path in book.files if path.startswith("approvals/")]:
        book.files[path.replace("A-1", "A-2")] = book.files.pop(path)
    book.files[PATH] = book.files[PATH].replace(b"A/1", b"A/2")


def _one_person_two_roles(book: Book) -> None:
    text = organization(book.keys).replace(
        "posts: [服务大厅主管]", "posts: [服务大厅主管, 管理者代表]"
    )
    book.files["organization.yaml"] = text.encode()
    redo(book, APPROVED, HEAD, person=HEAD)


def _wildcard(name: str) -> Callable[[Book], None]:
    def forge(book: Book) -> None:
        """A person whose name is a pattern, with a stranger's key."""
        key = public(book.keys["stranger"])
        more = f'  - {{name: "{name}", posts: [管理者代表], key: {key}}}\n'
        book.files["organization.yaml"] = organization(book.keys, more).encode()
        book.files[f"{APPROVED}.sig"] = sign(book.keys["stranger"], book.files[APPROVED])

    return forge


def _swapped(book: Book) -> None:
    one, other = f"{LEDGER}/prepared.{AUTHOR}.json.sig", f"{LEDGER}/reviewed.{HEAD}.json.sig"
    book.files[one], book.files[other] = book.files[other], book.files[one]


def _limit(key: str) -> Callable[[Book], None]:
    def forge(book: Book) -> None:
        line = f"key: {public(book.keys[CHIEF])}"
        text = organization(book.keys)
        book.files["organization.yaml"] = text.replace(
            line, f"keys: [{{key: {public(book.keys[CHIEF])}, {key}}}]"
        ).encode()

    return forge


FORGERIES: dict[str, tuple[Callable[[Book], object], str]] = {
    "the text was edited": (lambda b: change(b, PATH, "规范", "明确"), "was changed since"),
    "an approval was taken away": (lambda b: drop(b, APPROVED), "came before this one is gone"),
    "a role is missing": (_without_approval, "lacks ('approved',)"),
    "a stranger signs as another": (lambda b: redo(b, APPROVED, "stranger"), "which is no key of"),
    "one signs as another": (lambda b: redo(b, APPROVED, AUTHOR), "which is no key of"),
    "somebody who is not listed": (
        lambda b: redo(b, APPROVED, "stranger", person="马洛里"),
        "not among the people",
    ),
    "the wrong post": (lambda b: redo(b, APPROVED, AUTHOR, person=AUTHOR), "holds none of these"),
    "a post that is claimed": (
        lambda b: redo(b, APPROVED, CHIEF, post="中心主任"),
        "does not hold the post",
    ),
    "one person in two roles": (_one_person_two_roles, "another person has to"),
    "another document": (_other_document, "has no business"),
    "another version": (_other_version, "has no business"),
    "another role": (
        lambda b: move(b, f"{LEDGER}/prepared.{AUTHOR}.json", f"{LEDGER}/approved.{AUTHOR}.json"),
        "has no business",
    ),
    "another repository": (
        lambda b: change(b, "qmsdoc.yaml", "code: SFQ", "code: OTHER"),
        "belongs to “SFQ”",
    ),
    "the date was edited": (
        lambda b: change(b, APPROVED, "2026-06-01", "2026-05-01"),
        "not of this",
    ),
    "the digest was edited": (
        lambda b: change(b, APPROVED, '"sha256": "', '"sha256": "0'),
        "no SHA-256",
    ),
    "the signature is gone": (lambda b: b.files.pop(f"{APPROVED}.sig"), "is not signed"),
    "the signature is empty": (
        lambda b: b.files.update({f"{APPROVED}.sig": b""}),
        "no SSH signature",
    ),
    "the signatures are swapped": (_swapped, "which is no key of"),
    "other JSON of the same": (_reformatted, "not in the form"),
    "a key twice": (_duplicate_key, "not in the form"),
    "an unknown key": (
        lambda b: change(b, APPROVED, '  "version"', '  "verified": true,\n  "version"'),
        "no entry of the ledger",
    ),
    "made for commits of git": (_other_namespace("git"), "was made for “git”"),
    "made for files": (_other_namespace("file"), "was made for “file”"),
    "dated to come": (
        lambda b: redo(b, APPROVED, CHIEF, time="2026-07-03T09:00:00+08:00"),
        "which is to come",
    ),
    "without an offset": (
        lambda b: redo(b, APPROVED, CHIEF, time="2026-06-01T09:00:00"),
        "no time with an offset",
    ),
    "another format": (lambda b: redo(b, APPROVED, CHIEF, format="v2"), "only"),
    "a key before its time": (_limit("since: 2026-06-02"), "was not good before"),
    "a key that ended": (_limit("until: 2026-05-31"), "was good to 2026-05-31"),
    # It claims a day on which the key was good, and nobody saw it then.
    "backdated with a key that ended": (_limit("until: 2026-06-15"), "was not there by then"),
    "a key that was revoked": (_limit("revoked: 2026-06-01"), "was revoked on 2026-06-01"),
    "backdated with a revoked key": (_limit("revoked: 2026-06-20"), "was not there before"),
    "a wildcard as a person": (_wildcard("*"), "which is no key of"),
    "a wildcard as an address": (_wildcard("*@example.org"), "which is no key of"),
    "nobody is listed": (lambda b: b.files.pop("organization.yaml"), "not among the people"),
    "a file that is none": (
        lambda b: b.files.update({f"{LEDGER}/approved.x.json": b"\0"}),
        "no entry of the ledger",
    ),
    "nested too deep": (
        lambda b: b.files.update({f"{LEDGER}/approved.x.json": b"[" * 100_000}),
        "no entry of the ledger",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_refused(book: Fresh, name: str) -> None:
    made = book().released()
    forge, reason = FORGERIES[name]
    forge(made)
    index = made.index()
    found = reasons(index)
    assert any(reason in one for one in found), found
    # What rests on it does not stand.
    if name not in (
        "the text was edited",
        "a file that is none",
        "nested too deep",
        "another document",
    ):
        assert not in_force(index)


def test_a_wildcard_signs_for_nobody(book: Fresh) -> None:
    """Not even under its own name: there is no place for such an entry."""
    made = book().released()
    _wildcard("*")(made)
    redo(made, APPROVED, "stranger", person="*")
    from qmsdoc.pipeline.allowed_signers import allowed_signers

    index = made.index()
    assert any("part of the name" in one for one in reasons(index)), reasons(index)
    assert '"*"' not in allowed_signers(index.organization)
    assert not in_force(index)


def _crlf(book: Book) -> None:
    for path, data in book.files.items():
        book.files[path] = data.replace(b"\n", b"\r\n")


GENUINE: dict[str, Callable[[Book], object]] = {
    "as it was made": lambda b: None,
    "checked out with other line ends": _crlf,
    "a key within its days": _limit("since: 2026-06-01, until: 2026-12-31"),
    "another key beside": lambda b: change(
        b,
        "organization.yaml",
        f"key: {public(b.keys[CHIEF])}",
        f"keys: [{{key: {public(b.keys['stranger'])}, until: 2026-01-01}}, "
        f"{{key: {public(b.keys[CHIEF])}}}]",
    ),
    "a file of another kind": lambda b: b.files.update({"approvals/README.md": b"x"}),
    "a draft of the next version": lambda b: b.files.update(
        {"documents/QP-08.md": b.files[PATH].replace(b"QP-07", b"QP-08")}
    ),
}


@pytest.mark.parametrize("name", GENUINE)
def test_accepted(book: Fresh, name: str) -> None:
    made = book().released()
    GENUINE[name](made)
    index = made.index()
    assert reasons(index) == []
    assert in_force(index)


@pytest.mark.parametrize("limit", ["until: 2026-06-15", "revoked: 2026-06-15"])
def test_what_was_there_before_the_key_ended(book: Fresh, limit: str) -> None:
    made = book().released()
    _limit(limit)(made)
    for day, accepted in ((date(2026, 6, 10), True), (date(2026, 6, 16), False)):
        tree = SeenTree(made.files, day)
        index = link_tree(load(tree, CompileCache(None)), TODAY)
        assert in_force(index) is accepted
        assert (reasons(index) == []) is accepted


def test_who_left_a_post_signed_while_holding_it(book: Fresh) -> None:
    made = book().released()
    text = organization(made.keys).replace(
        "posts: [管理者代表]",
        "posts: [前台接待岗], former: [{post: 管理者代表, until: 2026-06-15}]",
    )
    made.files["organization.yaml"] = text.encode()
    for day, accepted in ((date(2026, 6, 10), True), (date(2026, 6, 16), False)):
        index = link_tree(load(SeenTree(made.files, day), CompileCache(None)), TODAY)
        assert in_force(index) is accepted


def test_policy_of_its_own(book: Fresh) -> None:
    """Judged by the policy that came with it, anything is accepted: hence --policy-ref."""
    made = book(
        {
            "qmsdoc.yaml": POLICY.replace(
                "procedure: [prepared, reviewed, approved]", "procedure: []"
            )
        }
    )
    made.put(made.entry(Act.RELEASED, CLERK, effective="2026-06-10"))
    assert in_force(made.index())
    made.files["qmsdoc.yaml"] = POLICY.encode()
    assert not in_force(made.index())
