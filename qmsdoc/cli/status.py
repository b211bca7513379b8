"""qmsdoc status: what is due, and where every document stands. Writes nothing in the workspace."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from qmsdoc.cli.options import At, NoCache, Output, Today, day, global_options, opened
from qmsdoc.cli.output import deliver, say, terminal_width, translate, wants_colour
from qmsdoc.text.language import choose_language


class StatusFormat(StrEnum):
    """How the status is reported."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    ICS = "ics"


class FailOn(StrEnum):
    """What makes the run end with 1."""

    NEVER = "never"
    OVERDUE = "overdue"


def status(
    context: typer.Context,
    due: Annotated[
        int,
        typer.Option(
            "--due", metavar="DAYS", min=0, max=3660, help="How far ahead to look for what is due."
        ),
    ] = 90,
    owner: Annotated[
        str,
        typer.Option("--owner", metavar="DEPARTMENT", help="What concerns this department alone."),
    ] = "",
    output_format: Annotated[
        StatusFormat,
        typer.Option("--format", help="Form of the report. ics: a calendar of the days."),
    ] = StatusFormat.TABLE,
    output: Output = None,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", help="overdue: end with exit code 1 when a review is overdue."),
    ] = FailOn.NEVER,
    at: At = None,
    today: Today = None,
    no_cache: NoCache = False,
) -> int:
    """Show what is due: reviews, signatures, copies, trainings, measurements.

    All of it is derived from the approvals ledger, the data of objectives and the day.
    """
    from qmsdoc import __version__
    from qmsdoc.pipeline.status import status_of, status_text
    from qmsdoc.report.status.types import StatusReport

    with opened(context, at, no_cache=no_cache) as workspace:
        found = status_of(workspace, day(today), due, owner, say)
        report = StatusReport(
            version=__version__,
            status=found,
            translate=translate,
            language=choose_language(global_options(context).language, workspace.language),
            colour=output is None and wants_colour(),
            width=terminal_width(),
        )
        deliver(status_text(report, output_format.value), output)
    return 1 if fail_on is FailOn.OVERDUE and found.overdue else 0
