"""qmsdoc render: documents and the whole manual as pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from qmsdoc.cli.options import At, Jobs, NoCache, Today, day, global_options, opened
from qmsdoc.cli.output import say, translate, write_out
from qmsdoc.cli.progress import progress
from qmsdoc.cli.render_site import SITE, SiteRequest, render_site
from qmsdoc.model.edition import EditionName
from qmsdoc.text.language import choose_language
from qmsdoc.text.message import Message


def render(
    context: typer.Context,
    targets: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="[TARGET…]",
            help="Document numbers; `manual` for all on one page; `register`, `external`, `records`, `coverage` or `charter`; `site`, by itself, for a website. Without any, all documents and the manual.",
        ),
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT[,…]",
            help="Forms of the pages: html, pdf, docx; lists also come as xlsx and csv.",
        ),
    ] = "html",
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the pages.")
    ] = Path("build"),
    copy: Annotated[
        str,
        typer.Option("--copy", metavar="N", help="Make controlled copy N, of text in force only."),
    ] = "",
    pdf_standard: Annotated[
        str,
        typer.Option(
            "--pdf-standard",
            metavar="NAME",
            help="Kind of PDF: a-2b, a-3b (holds the Markdown sources), or ua-1.",
        ),
    ] = "a-2b",
    edition: Annotated[
        Optional[EditionName],  # noqa: UP045
        typer.Option(
            "--edition",
            help="The versions in force, or the texts at hand, marked as drafts where they are; "
            "without it those in force, where an approvals ledger is kept.",
        ),
    ] = None,
    at: At = None,
    today: Today = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> None:
    """Publish documents: with cover, control header, clauses and the revision history from git."""
    if targets and SITE in targets:
        request = SiteRequest(output, to, day(today), edition, pdf_standard, at, jobs, no_cache)
        render_site(context, targets, copy, request)
        return
    from qmsdoc.pipeline.render import Choices, Rendering, formats_of
    from qmsdoc.pipeline.render_notes import render_notes
    from qmsdoc.workspace.output import write_file

    formats = formats_of(to)
    with opened(context, at, no_cache=no_cache) as workspace:
        language = choose_language(global_options(context).language, workspace.language)
        choices = Choices(copy, edition=edition, pdf_standard=pdf_standard)
        with progress(Message.of("making pages")) as bar:
            rendering = Rendering(workspace, day(today), language, jobs, choices)
            pages = rendering.artifacts(targets or (), formats=formats)
            # All are made before the first is written: a broken template leaves the old ones.
            artifacts = list(bar.counted(pages, rendering.count(targets or (), formats)))
        notes = tuple(render_notes(rendering, workspace, formats, whole=not targets))
    for note in notes:
        say(note)
    for artifact in artifacts:
        write_file(output / artifact.path, artifact.content)
    write_out(f"{_summary(output, [artifact.path for artifact in artifacts]).render(translate)}\n")


def _summary(folder: Path, paths: list[str]) -> Message:
    if len(paths) == 1:
        return Message.of("written: {path}", path=folder / paths[0])
    text = "{count} pages written to {folder}; open {first}"
    return Message.of(text, count=len(paths), folder=folder, first=folder / _opened(paths))


def _opened(paths: list[str]) -> str:
    """The file to begin with: a page before other forms, what stands for all before its parts."""
    pages = [path for path in paths if path.endswith(".html")] or paths
    whole = [path for path in pages if "-" not in path]
    return (whole or pages)[-1]
