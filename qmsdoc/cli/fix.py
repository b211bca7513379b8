"""qmsdoc fix: carry out the mends that findings offer."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from qmsdoc.cli.options import Today, day, opened
from qmsdoc.cli.output import translate, wants_colour, write_out


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
    from qmsdoc.workspace.output import write_file

    selection = Selection(tuple(select or ()), tuple(ignore or ()))
    with opened(context) as workspace:
        wanted = inside(paths or (), workspace.root)
        mends = [
            item
            for item in mend(workspace.tree, workspace.cache, day(today), selection, unsafe=unsafe)
            if wanted(item.path)
        ]
        if diff:
            write_out(render_diff(mends, colour=wants_colour()))
            return
        for item in mends:
            write_file(workspace.root / item.path, item.after)
        write_out(render_summary(mends, translate))
