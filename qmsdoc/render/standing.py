"""Where a document stands in document control, as it is printed on it."""

from __future__ import annotations

from typing import TypedDict

from msgspec import Struct

from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

# The states that document control derives, as messages.
STATE_NAMES = {
    "draft": "Draft",
    "in-review": "In review",
    "approved": "Approved",
    "in-force": "In force",
    "changed": "Changed since approval",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
}
# What is put over a sheet: controlled (受控), uncontrolled (非受控), draft (草稿), obsolete (作废).
MARK_NAMES = {
    "controlled": "Controlled copy",
    "uncontrolled": "Uncontrolled copy",
    "draft": "Draft",
    "obsolete": "Obsolete",
}
# The roles in which a document is signed, as messages.
ROLE_NAMES = {
    "prepared": "Prepared by",
    "reviewed": "Reviewed by",
    "countersigned": "Countersigned by",
    "approved": "Approved by",
}


class Signed(Struct, frozen=True, gc=False):
    """One signature of the text that is printed. ``date`` is YYYY-MM-DD.

    ``key`` is the fingerprint of the key, "" for an entry that policy lets stand without one.
    """

    role: str
    person: str
    post: str
    date: str
    key: str = ""


class Standing(Struct, frozen=True, gc=False):
    """``state`` is one of STATE_NAMES, ``mark`` one of MARK_NAMES; "" where there is none.

    ``copy`` is the number of the controlled copy, ``successor`` that of the document that took the
    place of one that was withdrawn. ``issued``, ``effective`` and ``withdrawn`` are YYYY-MM-DD.
    """

    state: str = ""
    mark: str = ""
    copy: str = ""
    issued: str = ""
    effective: str = ""
    signed: tuple[Signed, ...] = ()
    withdrawn: str = ""
    successor: str = ""


class SignedView(TypedDict):
    """``role`` is the label of the role."""

    role: str
    person: str
    post: str
    date: str
    key: str


class StandingView(TypedDict):
    """``state`` and ``mark`` are labels, ``mark_kind`` is the key of MARK_NAMES."""

    state: str
    mark: str
    mark_kind: str
    copy: str
    issued: str
    effective: str
    approved_by: str
    signed: tuple[SignedView, ...]


def _state(standing: Standing, translate: Translate) -> str:
    if not standing.withdrawn:
        return translate(STATE_NAMES[standing.state]) if standing.state else ""
    text = Message.of("Withdrawn on {day}", day=standing.withdrawn)
    if standing.successor:
        text = Message.of(
            "Withdrawn on {day}; {successor} takes its place",
            day=standing.withdrawn,
            successor=standing.successor,
        )
    return text.render(translate)


def standing_view(standing: Standing, translate: Translate) -> StandingView:
    """*standing* in the words of the page."""
    approvers = [signed.person for signed in standing.signed if signed.role == "approved"]
    return StandingView(
        state=_state(standing, translate),
        mark=translate(MARK_NAMES[standing.mark]) if standing.mark else "",
        mark_kind=standing.mark,
        copy=standing.copy,
        issued=standing.issued,
        effective=standing.effective,
        approved_by=translate(", ").join(approvers),
        signed=tuple(
            SignedView(
                role=translate(ROLE_NAMES.get(signed.role, signed.role)),
                person=signed.person,
                post=signed.post,
                date=signed.date,
                key=signed.key,
            )
            for signed in standing.signed
        ),
    )
