"""qmsdoc history: the versions of documents, as git has them. Writes nothing in the workspace."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from qmsdoc.cli.options import At, Output, Today, day, global_options, opened
from qmsdoc.cli.output import deliver, terminal_width, translate, wants_colour
from qmsdoc.text.language import choose_language


class HistoryFormat(StrEnum):
    """How the history is reported."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"


def history(
    context: typer.Context,
    numbers: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="ID",
            help="Documents to look at, those of the past too; all of today if none is named.",
        ),
    ] = None,
    output_format: Annotated[
        HistoryFormat, typer.Option("--format", help="Form of the report.")
    ] = HistoryFormat.TEXT,
    output: Output = None,
    at: At = None,
    today: Today = None,
) -> int:
    """Show the versions of a document with date, author, signers, summary and commits, newest first.

    These are the revisions that a rendered page prints. Renames are followed; a document that was
    removed or renumbered still has its history under the old number.
    """
    from qmsdoc.pipeline.document_history import history_report, history_text
    from qmsdoc.pipeline.signatures import approvals_of

    with opened(context, at) as workspace:
        language = choose_language(global_options(context).language, workspace.language)
        report = history_report(
            workspace,
            numbers or (),
            translate,
            language,
            approvals_of(workspace, numbers or (), day(today)),
            colour=output is None and wants_colour(),
            width=terminal_width(),
        )
        deliver(history_text(report, output_format), output)
    return 0
