"""qmsdoc withdraw: take a document out of force."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsdoc.cli.ledger_options import (
    KeyFile,
    Person,
    Signer,
    Time,
    Unsigned,
    day_of,
    desk_of,
    enter,
)
from qmsdoc.cli.release import Effective


def withdraw(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number of the document.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; it has to be said.")
    ],
    successor: Annotated[
        str,
        typer.Option("--successor", metavar="ID|none", help="The document that takes its place."),
    ],
    effective: Effective = "",
    person: Person = None,
    key: KeyFile = None,
    unsigned: Unsigned = False,
    time: Time = None,
) -> None:
    """Take a document out of force (作废), and say what takes its place."""
    from qmsdoc.pipeline.release import withdraw as draw_up

    day = day_of(effective)
    with desk_of(context, Signer(person, key, unsigned, time)) as desk:
        enter(desk, draw_up(desk, document, reason, successor, day))
