"""Options that several commands share, and what they open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from qmsdoc.cli.output import speak
from qmsdoc.errors import UsageError, WorkspaceError
from qmsdoc.text.language import choose_language

if TYPE_CHECKING:
    from qmsdoc.pipeline.open import Workspace

At = Annotated[
    Optional[str],  # noqa: UP045  # typer reads the annotation
    typer.Option("--at", metavar="REV", help="Look at this git revision, not at the work tree."),
]
Today = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--today", metavar="DATE", help="Take this day (YYYY-MM-DD) for today."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Compile every file anew.")]
Jobs = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        "--jobs", "-j", min=1, help="Processes that compile; chosen from the work if not said."
    ),
]
Output = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, not to the terminal."),
]


@dataclass(frozen=True, slots=True)
class Global:
    """What stands before the command: ``-C DIR`` and ``--lang``."""

    folder: Path
    language: str | None


def work_in(context: typer.Context, folder: Path) -> Path:
    """Go to *folder* until the command ends, so that every path it is given starts there."""
    if folder == Path():
        return folder
    if not folder.is_dir():
        raise WorkspaceError("{path} is not a folder", path=folder)
    context.with_resource(chdir(folder))
    return Path()


def global_options(context: typer.Context) -> Global:
    """The options before the command."""
    options = context.find_object(Global)
    return options or Global(Path(), None)


def day(text: str | None) -> date:
    """The day that counts as today. Only here is the clock read."""
    if text is None:
        return date.today()  # noqa: DTZ011  # the organisation's own calendar day is meant
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("--today takes a day such as 2026-03-01, not {text}", text=text) from None


def moment(text: str | None) -> datetime:
    """The time that counts as now, with an offset and without parts of a second."""
    if text is None:
        return datetime.now().astimezone().replace(microsecond=0)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        known = "2026-03-01T09:00:00+08:00"
        raise UsageError("--time takes a time such as {known}, not {text}", known=known, text=text)
    return found


@contextmanager
def opened(
    context: typer.Context, at: str | None = None, *, no_cache: bool = False
) -> Iterator[Workspace]:
    """The workspace that the options name; its language is spoken from here on."""
    from qmsdoc.pipeline.open import open_workspace

    options = global_options(context)
    with open_workspace(options.folder, at, use_cache=not no_cache) as workspace:
        speak(choose_language(options.language, workspace.language))
        yield workspace
