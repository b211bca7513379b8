"""qmsdoc distribute: the record of numbered copies, handed out and taken back."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from qmsdoc.cli.ledger_options import (
    KeyFile,
    Person,
    Signer,
    Time,
    Unsigned,
    Version,
    desk_of,
    enter,
)
from qmsdoc.errors import UsageError


def distribute(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="ID", help="Number of the document.")],
    to: Annotated[
        str, typer.Option("--to", metavar="DEPARTMENT", help="Who gets the copies.")
    ] = "",
    recall: Annotated[
        str,
        typer.Option(
            "--recall",
            metavar="DEPARTMENT",
            help="Who gives copies back; without --copy, those that are not in force any more.",
        ),
    ] = "",
    copies: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--copy", metavar="N", help="Number of a copy; may be given again."),
    ] = None,
    everybody: Annotated[
        bool,
        typer.Option(
            "--all", help="One copy for each department of `distribution` that has none yet."
        ),
    ] = False,
    version: Version = "",
    person: Person = None,
    key: KeyFile = None,
    unsigned: Unsigned = False,
    time: Time = None,
) -> None:
    """Record that copies of a released version were handed out, or taken back."""
    from qmsdoc.pipeline.distribute import hand_out, hand_out_to_all, take_back

    if sum((bool(to), bool(recall), everybody)) != 1:
        raise UsageError("distribute takes one of --to, --recall and --all")
    if to and not copies:
        text = "--to {department} needs the number of the copy as well: `--copy N`"
        raise UsageError(text, department=to)
    if everybody and copies:
        raise UsageError("--all numbers the copies itself; leave --copy out")
    if recall and version:
        raise UsageError("--version names what is handed out; leave it out with --recall")
    with desk_of(context, Signer(person, key, unsigned, time)) as desk:
        if everybody:
            enter(desk, hand_out_to_all(desk, document, version))
        elif to:
            enter(desk, hand_out(desk, document, to, copies or (), version))
        else:
            enter(desk, take_back(desk, document, recall, copies or ()))
