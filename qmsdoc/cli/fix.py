"""qmsdoc fix: carry out the mends that findings offer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from qmsdoc.cli.options import Today, day, opened
from qmsdoc.cli.output import say, translate, wants_colour, write_out
from qmsdoc.errors import OutputError

if TYPE_CHECKING:
    from qmsdoc.pipeline.fix import Mend


def fix(
    context: typer.Context,
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[PATH…]", help="Mend these files and folders only."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what would change, and write nothing.")
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Also mends that a person should look over.")
    ] = False,
    select: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--select", metavar="RULE", help="Mends of these rules only."),
    ] = None,
    ignore: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--ignore", metavar="RULE", help="No mends of these rules."),
    ] = None,
    today: Today = None,
) -> None:
    """Carry out the safe mends that findings offer. Meaning is never changed.

    Each file is written in one step. Run twice, it does what it does once.
    """
    from qmsdoc.pipeline.check import Selection
    from qmsdoc.pipeline.fix import mend
    from qmsdoc.pipeline.report import inside
    from qmsdoc.report.mends import render_diff, render_summary

    selection = Selection(tuple(select or ()), tuple(ignore or ()))
    with opened(context) as workspace:
        mends = mend(
            workspace.tree,
            workspace.cache,
            day(today),
            selection,
            unsafe=unsafe,
            is_wanted=inside(paths or (), workspace.root, workspace.entries),
        )
        if diff:
            write_out(render_diff(mends, colour=wants_colour()))
            return
        failures = _write(workspace.root, mends)
        written = [item for item in mends if item.path not in failures]
        if written or not failures:
            write_out(render_summary(written, translate))
    # What could be written is written, and every file that could not be is named.
    for number, failure in enumerate(failures.values(), start=1):
        if number == len(failures):
            raise failure
        say(failure.message)


def _write(root: Path, mends: Iterable[Mend]) -> dict[str, OutputError]:
    """Write each file in one step; what went wrong, by path."""
    from qmsdoc.workspace.output import write_file

    failures: dict[str, OutputError] = {}
    for item in mends:
        try:
            write_file(root / item.path, item.after)
        except OutputError as error:
            failures[item.path] = error
    return failures
