"""qmsdoc release: put signed versions in force."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsdoc.cli.ledger_options import (
    Documents,
    KeyFile,
    Person,
    Reason,
    Signer,
    Time,
    Unsigned,
    day_of,
    desk_of,
    enter,
)

Effective = Annotated[
    str, typer.Option("--effective", metavar="DATE", help="First day of its effect; else today.")
]


def release(
    context: typer.Context,
    documents: Documents,
    effective: Effective = "",
    reason: Reason = "",
    person: Person = None,
    key: KeyFile = None,
    unsigned: Unsigned = False,
    time: Time = None,
) -> None:
    """Put versions in force that everybody has signed whom policy asks for.

    Until a version has taken effect, it can be released again, with another day and the reason.
    """
    from qmsdoc.pipeline.release import release as draw_up

    day = day_of(effective)
    with desk_of(context, Signer(person, key, unsigned, time)) as desk:
        enter(desk, draw_up(desk, documents, day, reason))
