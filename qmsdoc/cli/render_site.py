"""qmsdoc render site: the whole quality system as pages that need no server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qmsdoc.cli.options import global_options, opened
from qmsdoc.cli.output import say, translate, write_out
from qmsdoc.cli.progress import Bar, progress
from qmsdoc.errors import UsageError
from qmsdoc.model.edition import EditionName
from qmsdoc.text.language import choose_language
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.pipeline.open import Workspace
    from qmsdoc.pipeline.site import SiteOrder

SITE = "site"


@dataclass(frozen=True, slots=True)
class SiteRequest:
    """The options of ``render`` that a site heeds."""

    output: Path
    to: str
    today: date
    edition: EditionName | None
    pdf_standard: str
    at: str | None
    jobs: int | None
    no_cache: bool


def render_site(
    context: typer.Context, targets: list[str], copy: str, request: SiteRequest
) -> None:
    """Publish the site, unless it is there already."""
    from qmsdoc.pipeline.site import SiteOrder, publish_site, site_formats

    if targets != [SITE]:
        raise UsageError("a site is all there is; render it by itself: `qmsdoc render site`")
    if copy:
        raise UsageError("a site is no numbered copy; leave out `--copy`")
    formats = site_formats(request.to)
    with opened(context, request.at, no_cache=request.no_cache) as workspace:
        language = choose_language(global_options(context).language, workspace.language)
        order = SiteOrder(
            folder=request.output,
            today=request.today,
            language=language,
            formats=formats,
            edition=f"{request.edition or ''} {request.pdf_standard}",
        )
        with progress(Message.of("making pages")) as bar:
            published = publish_site(
                workspace, order, lambda: _build(workspace, order, request, bar)
            )
    first = request.output / "index.html"
    if published is None:
        done = Message.of("up to date: {first}", first=first)
    else:
        done = Message.of(
            "{count} files in {folder}: {written} written, {kept} as before, {removed} taken away; "
            "open {first}",
            count=published.written + published.kept,
            folder=request.output,
            written=published.written,
            kept=published.kept,
            removed=published.removed,
            first=first,
        )
    write_out(f"{done.render(translate)}\n")


def _build(
    workspace: Workspace, order: SiteOrder, request: SiteRequest, bar: Bar
) -> tuple[str, Iterator[tuple[str, bytes]]]:
    from qmsdoc.pipeline.render import Choices, Rendering
    from qmsdoc.pipeline.render_notes import render_notes
    from qmsdoc.pipeline.site_build import EarlySketches, build_site

    early = EarlySketches()
    choices = Choices(edition=request.edition, pdf_standard=request.pdf_standard)
    rendering = Rendering(workspace, order.today, order.language, request.jobs, choices, early)
    for note in render_notes(rendering, workspace, order.formats, whole=True):
        say(note)
    beside = [name for name in order.formats if name != "html"]
    files = build_site(rendering, workspace.cache, beside, early)
    return workspace.revision, bar.counted(files)
