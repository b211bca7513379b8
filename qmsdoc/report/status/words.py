"""The words that all reports of the status share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from qmsdoc.model.approval import act_words
from qmsdoc.report.status.types import (
    ChangeRow,
    MeasurementRow,
    ReviewRow,
    SignatureRow,
    Subject,
    TrainingRow,
)
from qmsdoc.report.verify.labels import STATES
from qmsdoc.text.message import Message

_BOUNDS = (30, 60, 90)


def head(row: Subject, version: str = "") -> str:
    """A document or objective by number, version and title."""
    return " ".join(part for part in (row.id, version, row.title) if part)


def away(days: int) -> Message:
    """How far the day of a review is away."""
    if days == 0:
        return Message.of("today")
    if abs(days) == 1:
        return Message.of("1 day overdue") if days < 0 else Message.of("in 1 day")
    if days < 0:
        return Message.of("{n} days overdue", n=-days)
    return Message.of("in {n} days", n=days)


def measurement(row: MeasurementRow) -> Message:
    """Which period was not measured, or why nothing ever was."""
    if row.due is None:
        return row.trouble or Message.of("never measured")
    return Message.of("{period} has ended", period=row.period)


def change(row: ChangeRow) -> Message:
    """Where a text stands that is not in force, and what is to be done about it."""
    if row.state == "coming":
        return Message.of("takes effect on {day}", day=row.effective)
    if row.state == "approved":
        return Message.of("approved, to be released")
    if row.state == "changed":
        return Message.of("changed since approval; raise the version, or restore the signed text")
    if row.state == "superseded":
        return Message.of("older than what is in force")
    return Message.of(STATES[row.state])


def beside(row: ChangeRow) -> Message | None:
    """Which version holds meanwhile; None where none does."""
    return Message.of("{version} is in force", version=row.in_force) if row.in_force else None


def signature(row: SignatureRow) -> Message:
    """A role that lacks its signature, and who may give it."""
    role = act_words(row.role)
    if not row.posts:
        return Message.of("to be signed as {role}: by anybody who has not signed yet", role=role)
    if not row.people:
        text = "to be signed as {role}: {posts}, and nobody who holds it may still sign"
        return Message.of(text, role=role, posts=row.posts)
    text = "to be signed as {role}: {people} ({posts})"
    return Message.of(text, role=role, people=row.people, posts=row.posts)


def buckets(window: int) -> tuple[tuple[int, int], ...]:
    """The spans of days that reviews are counted in: (first, last) each."""
    bounds = [*(bound for bound in _BOUNDS if bound < window), window]
    firsts = (0, *(bound + 1 for bound in bounds))
    return tuple(zip(firsts, bounds, strict=False))


def bucket_label(span: tuple[int, int]) -> Message:
    """The head of a column of counts."""
    if span[1] == 0:
        return Message.of("today")
    return Message.of("{first}–{last} days", first=span[0], last=span[1])


def counts(reviews: Iterable[ReviewRow], window: int) -> dict[str, tuple[int, ...]]:
    """By owner how many reviews are overdue, and how many in each of the buckets."""
    spans = buckets(window)
    counted: Counter[tuple[str, int]] = Counter()
    for row in reviews:
        place = next(
            (number for number, (_, last) in enumerate(spans, 1) if row.days <= last), len(spans)
        )
        counted[row.subject.owner, 0 if row.days < 0 else place] += 1
    owners = sorted({owner for owner, _ in counted})
    return {
        owner: tuple(counted[owner, place] for place in range(len(spans) + 1)) for owner in owners
    }


def by_post(rows: Sequence[TrainingRow]) -> Mapping[str, Mapping[str, Sequence[TrainingRow]]]:
    """Trainings by post and then by person, in the order in which they come."""
    found: dict[str, dict[str, list[TrainingRow]]] = {}
    for row in rows:
        found.setdefault(row.post, {}).setdefault(row.person, []).append(row)
    return found
