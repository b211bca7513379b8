"""qmsdoc coverage: which clause is covered by which document. Writes nothing in the workspace."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from qmsdoc.cli.options import At, Output, Today, day, global_options, opened
from qmsdoc.cli.output import deliver, terminal_width, translate, wants_colour
from qmsdoc.text.language import choose_language


class CoverageFormat(StrEnum):
    """How the coverage is reported."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def coverage(
    context: typer.Context,
    standard: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--standard", metavar="ID", help="This standard only, not all in force."),
    ] = None,
    output_format: Annotated[
        CoverageFormat, typer.Option("--format", help="Form of the report.")
    ] = CoverageFormat.TABLE,
    output: Output = None,
    fail_on_gaps: Annotated[
        bool,
        typer.Option(
            "--fail-on-gaps", help="End with exit code 1 when a clause is claimed by nobody."
        ),
    ] = False,
    at: At = None,
    today: Today = None,
) -> int:
    """Show which document and section meets each clause, what is excluded, and what is missing.

    A clause is claimed by its very number: 5.1 is never taken for 5.1.1.
    """
    from qmsdoc.pipeline.coverage import coverage_of, coverage_text

    with opened(context, at) as workspace:
        language = choose_language(global_options(context).language, workspace.language)
        report = coverage_of(
            workspace,
            day(today),
            translate,
            language,
            standard,
            colour=output is None and wants_colour(),
            width=terminal_width(),
        )
        deliver(coverage_text(report, output_format), output)
    return 1 if fail_on_gaps and any(item.gaps for item in report.standards) else 0
