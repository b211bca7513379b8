"""What is due in document control, and when: derived from policy, ledger, the day, and the texts that
are in force. A draft changes nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from qmsdoc.index.control import Control
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.approval import Act
from qmsdoc.model.interval import parse_interval
from qmsdoc.model.organization import Organization
from qmsdoc.model.text import Text


class ReviewDue(Struct, frozen=True, gc=False):
    """The next review of the version in force: ``every`` after ``reviewed`` (YYYY-MM-DD).

    ``stated`` is where the text says how often it is reviewed, if it does.
    """

    control: Control
    version: str
    reviewed: str
    every: str
    due: date
    stated: Text | None = None


class Undistributed(Struct, frozen=True, gc=False):
    """A department of the distribution list in force that holds no copy of what is in force."""

    control: Control
    version: str
    department: Text


class Untrained(Struct, frozen=True, gc=False):
    """``people`` who are ``reader`` (a post or department of the audience in force) and of whom
    nothing says that they know the version in force."""

    control: Control
    version: str
    reader: Text
    people: tuple[str, ...]


def file_in_force(index: Index, control: Control) -> DocumentFile | None:
    """What is in force of a document, at the path of the text at hand, "" where there is none.

    Where it could not be had, the text at hand; None where there is neither.
    """
    text = index.texts_in_force.get(control.document)
    return DocumentFile(control.path, text) if text else index.documents.get(control.path)


def reviews(index: Index) -> Iterator[ReviewDue]:
    """The next review of every document in force.

    How often is what the text in force says, else the policy. A version that was approved and has
    not begun yet counts as a review.
    """
    for control in index.control.values():
        if control.in_force is None:
            continue
        reviewed = max(control.reviewed, _approved(control))
        file = file_in_force(index, control)
        own = file.document.review_every if file else None
        stated = (own.value if own else "", index.policy.review_every)
        for every in stated:
            interval = parse_interval(every)
            day = interval.after(date.fromisoformat(reviewed)) if interval else None
            if day is not None:
                version = control.in_force.version
                yield ReviewDue(control, version, reviewed, every, day, own)
                break


def undistributed(index: Index) -> Iterator[Undistributed]:
    """Nothing where no copy was ever entered: distribution is then not recorded here."""
    if not _has_entry(index, Act.DISTRIBUTED):
        return
    for control in index.control.values():
        file = file_in_force(index, control)
        if control.in_force is None or file is None:
            continue
        version = control.in_force.version
        holders = {
            copy.department
            for copy in control.copies
            if copy.version == version and not copy.recalled
        }
        for department in file.document.distribution:
            if department.value not in holders:
                yield Undistributed(control, version, department)


def untrained(index: Index) -> Iterator[Untrained]:
    """Nothing where no training was ever entered: training is then not recorded here."""
    if index.organization is None or not _has_entry(index, Act.TRAINED):
        return
    holders = _holders(index.organization, index.today)
    for control in index.control.values():
        file = file_in_force(index, control)
        if control.in_force is None or file is None:
            continue
        for reader in file.document.audience:
            people = holders.get(reader.value, ())
            missing = tuple(name for name in people if name not in control.trained)
            if missing:
                yield Untrained(control, control.in_force.version, reader, missing)


def _approved(control: Control) -> str:
    """The day on which what is coming was signed last; "" where nothing is coming."""
    signatures = (item for release in control.upcoming for item in release.signatures)
    return max((item.entry.moment.date().isoformat() for item in signatures), default="")


def _has_entry(index: Index, act: Act) -> bool:
    entries = index.ledger.entries.values()
    return any(item.counts and item.entry.role is act for items in entries for item in items)


def _holders(organization: Organization, today: date) -> Mapping[str, tuple[str, ...]]:
    """The people on *today* behind each name of a post or department, in the order of the file."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for post in organization.posts:
        names[post.name.value].update(alias.value for alias in post.aliases)
        if post.department:
            names[post.name.value].add(post.department.value)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for person in organization.people:
        for held in person.posts_on(today.isoformat()):
            for name in (held, *names[held]):
                found[name][person.name.value] = None
    return {name: tuple(people) for name, people in found.items()}
