"""Who may still sign a text in the roles that it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from qmsdoc.index.control import Control
from qmsdoc.index.ids import IdPatterns
from qmsdoc.index.types import Index
from qmsdoc.model.approval import SIGNATURES


class Lacking(Struct, frozen=True, gc=False):
    """A role in which a text is not signed. ``posts`` may do it, and of their holders ``people``.

    Without ``posts``, everybody may who has not signed in another role.
    """

    role: str
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def lacking_signatures(index: Index, control: Control) -> Iterator[Lacking]:
    """The missing roles of the text at hand, in the order of the policy."""
    approvals = index.policy.approvals
    file = index.documents.get(control.path)
    kind = IdPatterns(index.policy).kind_of(control.document, file.kind if file else "")
    signed = (
        {item.entry.person for item in control.signatures if item.entry.role in SIGNATURES}
        if approvals.four_eyes
        else set()
    )
    people = index.organization.people if index.organization else ()
    day = index.today.isoformat()
    for role in control.missing:
        posts = approvals.posts_for(role, kind)
        able = tuple(
            person.name.value
            for person in people
            if set(posts) & set(person.posts_on(day)) and person.name.value not in signed
        )
        yield Lacking(role, posts, able)
