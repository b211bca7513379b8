"""Who signed the text that is printed, role by role, and the mark that it bears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from msgspec.structs import replace

from qmsdoc.errors import UsageError
from qmsdoc.render.standing import (
    MARK_NAMES,
    ROLE_NAMES,
    STATE_NAMES,
    SignedView,
    Standing,
    standing_view,
)
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

# What makes the whole manual what it is, first what weighs most.
_WEIGHT = ("draft", "obsolete")


class SignOffView(TypedDict):
    """One role, by its label. Without ``signed``, the line is for a signature by hand."""

    role: str
    signed: tuple[SignedView, ...]


class MarkView(TypedDict):
    """The mark of a sheet: ``kind`` is a key of MARK_NAMES, "" where there is none, and ``text``
    what is printed, with the number of a controlled copy."""

    kind: str
    text: str


def sign_off(
    roles: Sequence[str], standing: Standing, translate: Translate
) -> tuple[SignOffView, ...]:
    """The roles that policy asks for, in its order, and behind them those that signed unasked."""
    signed = standing_view(standing, translate)["signed"]
    by_role: dict[str, list[SignedView]] = {role: [] for role in roles}
    for entry, view in zip(standing.signed, signed, strict=True):
        by_role.setdefault(entry.role, []).append(view)
    return tuple(
        SignOffView(role=translate(ROLE_NAMES.get(role, role)), signed=tuple(views))
        for role, views in by_role.items()
    )


def mark_view(standing: Standing, translate: Translate) -> MarkView:
    """The mark of *standing* as it is printed."""
    if not standing.mark:
        return MarkView(kind="", text="")
    mark = translate(MARK_NAMES[standing.mark])
    if standing.mark == "controlled" and standing.copy:
        message = Message.of("{mark} No. {copy}", mark=mark, copy=standing.copy)
        mark = message.render(translate)
    return MarkView(kind=standing.mark, text=mark)


def common_mark(marks: Sequence[MarkView]) -> MarkView:
    """The mark of sheets that stand for all: a draft or obsolete text makes the whole one."""
    for kind in _WEIGHT:
        for mark in marks:
            if mark["kind"] == kind:
                return mark
    first = marks[0] if marks else MarkView(kind="", text="")
    return first if all(mark == first for mark in marks) else MarkView(kind="", text="")


def controlled_copies(
    standings: Sequence[tuple[str, Standing]], copy: str, translate: Translate
) -> Iterator[Standing]:
    """Each standing, which comes with its document's number, as that of the controlled copy
    *copy*. Raises UsageError for a text that is not in force."""
    for number, standing in standings:
        if standing.state != "in-force":
            raise UsageError(
                "a controlled copy is made of a text in force, and {document} is none: {state}",
                hint=Message.of("leave out `--copy`, or name documents that are in force"),
                document=number,
                state=translate(STATE_NAMES.get(standing.state, "Not approved yet")),
            )
        yield replace(standing, mark="controlled", copy=copy)
