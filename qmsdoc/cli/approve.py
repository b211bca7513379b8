"""qmsdoc approve: sign documents, confirm that they need no change, record that they were read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from qmsdoc.cli.ledger_options import (
    Documents,
    KeyFile,
    Person,
    Reason,
    Signer,
    Time,
    Unsigned,
    Version,
    desk_of,
    enter,
)


class Signature(StrEnum):
    """What somebody signs as."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    COUNTERSIGNED = "countersigned"
    APPROVED = "approved"
    CONFIRMED = "confirmed"
    TRAINED = "trained"


def approve(
    context: typer.Context,
    documents: Documents,
    role: Annotated[
        Signature,
        typer.Option(
            "--as",
            help="confirmed: the version in force was reviewed and needs no change. trained: it was "
            "read, or trained.",
        ),
    ],
    meaning: Annotated[
        str, typer.Option("--meaning", metavar="TEXT", help="What the signature is to mean.")
    ] = "",
    summary: Annotated[
        str,
        typer.Option(
            "--summary",
            metavar="TEXT",
            help="What changed; else the subject of the commit that made the version.",
        ),
    ] = "",
    reason: Reason = "",
    request: Annotated[
        str, typer.Option("--request", metavar="NO", help="Number of the change request.")
    ] = "",
    people: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--for", metavar="NAME", help="Who was trained, where a trainer signs."),
    ] = None,
    version: Version = "",
    person: Person = None,
    key: KeyFile = None,
    unsigned: Unsigned = False,
    time: Time = None,
) -> None:
    """Sign documents exactly as they were last committed: one new file a signature.

    Nothing is signed that would not count, and an entry is checked before it is written.
    """
    from qmsdoc.model.approval import Act
    from qmsdoc.pipeline.approve import Words
    from qmsdoc.pipeline.approve import approve as draw_up

    with desk_of(context, Signer(person, key, unsigned, time)) as desk:
        words = Words(meaning, summary, reason, request)
        enter(desk, draw_up(desk, documents, Act(role.value), words, people or (), version))
