"""qmsdoc diff: what changed between two revisions, as document control sees it. Writes nothing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from qmsdoc.cli.options import Jobs, NoCache, Output, Today, day, global_options
from qmsdoc.cli.output import deliver, speak, terminal_width, translate, wants_colour
from qmsdoc.errors import UsageError
from qmsdoc.text.language import choose_language

if TYPE_CHECKING:
    from qmsdoc.pipeline.compare import Compared
    from qmsdoc.pipeline.open import Workspace


class DiffFormat(StrEnum):
    """How the changes are reported."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


_PAPERS = frozenset({DiffFormat.HTML, DiffFormat.DOCX, DiffFormat.PDF})
_BINARY = frozenset({DiffFormat.DOCX, DiffFormat.PDF})


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
        DiffFormat,
        typer.Option(
            "--format",
            help="Form of the report. docx has real tracked changes: accept all of them for the new "
            "text, reject them for the old one. docx and pdf need -o FILE.",
        ),
    ] = DiffFormat.TEXT,
    request: Annotated[
        bool,
        typer.Option(
            "--request",
            help="Fill in a change request form for each document instead, as --format docx or pdf.",
        ),
    ] = False,
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

    _check(output_format, output, request=request)
    options = global_options(context)
    with open_range(options.folder, arguments or (), use_cache=not no_cache) as opened:
        workspace, ends, ids = opened
        language = _language(options.language, workspace)
        compared = compare_ends(workspace, ends, ids, day(today), jobs)
        if output_format in _PAPERS:
            content = _paper(workspace, compared, language, day(today), output_format, request)
            _deliver_bytes(content, output)
            return 0
        report = compared.report(
            translate,
            language,
            colour=output is None and wants_colour(),
            width=terminal_width(),
        )
        deliver(diff_reporter(output_format)(report), output)
    return 0


def _check(output_format: DiffFormat, output: Path | None, *, request: bool) -> None:
    """Refuse, before anything is read, what could not be delivered."""
    if request and output_format not in _BINARY:
        raise UsageError("the change request form is made as --format docx or --format pdf")
    if output is None and output_format in _BINARY:
        raise UsageError(
            "{format} is not for a terminal; name a file with -o FILE.{format}",
            format=output_format.value,
        )


def _paper(
    workspace: Workspace,
    compared: Compared,
    language: str,
    day: date,
    output_format: DiffFormat,
    request: bool,
) -> bytes:
    from qmsdoc.pipeline.redline import papers_of
    from qmsdoc.render.redline.catalogue import paper

    papers = papers_of(workspace, compared, translate, language, day, request=request)
    return paper(papers, output_format.value, request=request)


def _deliver_bytes(content: bytes, path: Path | None) -> None:
    """To the file, whatever the bytes; only text goes to standard output."""
    if path is None:
        deliver(content.decode("utf-8"), None)
        return
    from qmsdoc.workspace.output import is_special, write_file, write_special

    if is_special(path):
        write_special(path, content)
    else:
        write_file(path.resolve(), content)


def _language(option: str | None, workspace: Workspace) -> str:
    language = choose_language(option, workspace.language)
    speak(language)
    return language
