"""Options of the commands that add to the approvals ledger, and what they say at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from qmsdoc.cli.options import moment, opened
from qmsdoc.cli.output import say, translate, write_out
from qmsdoc.errors import UsageError
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.model.approval import Entry
    from qmsdoc.pipeline.ledger_desk import Desk

Documents = Annotated[
    list[str], typer.Argument(metavar="ID", help="Numbers of documents.", show_default=False)
]
Person = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--person", metavar="NAME", help="Who signs; else the person whose address git has."
    ),
]
KeyFile = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--key",
        metavar="FILE",
        help="Key to sign with; else git's user.signingkey, else your key in the SSH agent.",
    ),
]
Unsigned = Annotated[
    bool, typer.Option("--unsigned", help="Without a signature, where policy allows that.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Version = Annotated[
    str,
    typer.Option(
        "--version",
        metavar="VERSION",
        help="A released version that takes effect later; else the one in force.",
    ),
]
Time = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--time", metavar="TIME", hidden=True, help="Take this time for now."),
]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, when and with what, as the command line has it."""

    person: str | None
    key: Path | None
    unsigned: bool
    time: str | None


@contextmanager
def desk_of(context: typer.Context, signer: Signer) -> Iterator[Desk]:
    """The desk of the workspace that the options name."""
    from qmsdoc.pipeline.ledger_desk import Desk

    now = moment(signer.time)
    with opened(context) as workspace:
        yield Desk(workspace, now, signer.person, signer.key, unsigned=signer.unsigned)


def day_of(text: str) -> str:
    """The value of --effective as YYYY-MM-DD, "" where none is given. Raises UsageError."""
    if not text:
        return ""
    try:
        found = date.fromisoformat(text).isoformat()
    except ValueError:
        found = ""
    if found != text:
        raise UsageError("--effective takes a day such as 2026-03-01, not {text}", text=text)
    return text


def enter(desk: Desk, entries: Sequence[Entry]) -> None:
    """Sign and write *entries*, and say where they are."""
    from qmsdoc.model.approval import act_words

    paths = desk.enter(entries)
    for entry, path in zip(entries, paths, strict=True):
        said = Message.of(
            "{document} {version} {role}, by {person}: {path}",
            document=entry.document,
            version=entry.version,
            role=act_words(entry.role),
            person=entry.person,
            path=path,
        )
        if entry.department:
            said = Message.of(
                "{document} {version} {role}, by {person}, {department}, copy {copy}: {path}",
                **said.values,
                department=entry.department,
                copy=entry.copy,
            )
        write_out(f"{said.render(translate)}\n")
    if not desk.line_ends_are_kept:
        say(
            Message.of(
                "signatures can suffer where git changes line ends; put `approvals/** -text` into "
                ".gitattributes"
            )
        )
    say(Message.of("commit the new files of approvals/, or they count only here"))
