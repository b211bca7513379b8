"""qmsdoc diff: what changed between two revisions, as document control sees it. Writes nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from qmsdoc.cli.options import Jobs, NoCache, Output, Today, day, global_options
from qmsdoc.cli.output import deliver, speak, terminal_width, translate, wants_colour
from qmsdoc.text.language import choose_language

if TYPE_CHECKING:
    from qmsdoc.pipeline.open import Workspace


class DiffFormat(StrEnum):
    """How the changes are reported."""

    TEXT = "text"
    MD = "md"
    JSON = "json"


def diff(
    context: typer.Context,
    arguments: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="BASE[..HEAD] [ID…]",
            help="A revision (against the work tree), two with .. between them, or with ... for "
            "what HEAD changed since it left BASE; then the documents to look at.",
        ),
    ] = None,
    output_format: Annotated[
        DiffFormat, typer.Option("--format", help="Form of the report.")
    ] = DiffFormat.TEXT,
    output: Output = None,
    today: Today = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> int:
    """Show what changed in meaning, the redline of the text, and what the changes touch.

    Without a revision, the work tree is compared with the last commit. Ends with 0 whether or not
    anything changed, with 2 when it could not run.
    """
    from qmsdoc.pipeline.compare import compare_ends, open_range
    from qmsdoc.report.diff.catalogue import diff_reporter

    options = global_options(context)
    with open_range(options.folder, arguments or (), use_cache=not no_cache) as opened:
        workspace, ends, ids = opened
        language = _language(options.language, workspace)
        report = compare_ends(workspace, ends, ids, day(today), jobs).report(
            translate,
            language,
            colour=output is None and wants_colour(),
            width=terminal_width(),
        )
        deliver(diff_reporter(output_format)(report), output)
    return 0


def _language(option: str | None, workspace: Workspace) -> str:
    language = choose_language(option, workspace.language)
    speak(language)
    return language
