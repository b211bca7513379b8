"""qmsdoc render site: the whole quality system as pages that need no server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    from qmsdoc.pipeline.render import Rendering
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
    from qmsdoc.pipeline.site_build import EarlySketches, build_site

    early = EarlySketches()
    choices = Choices(edition=request.edition, pdf_standard=request.pdf_standard)
    rendering = Rendering(workspace, order.today, order.language, request.jobs, choices, early)
    _tell(rendering)
    tell_fonts(rendering, order.formats)
    beside = [name for name in order.formats if name != "html"]
    files = build_site(rendering, workspace.cache, beside, early)
    return workspace.revision, bar.counted(files)


def _tell(rendering: Rendering) -> None:
    if rendering.edition.left_out:
        text = "{count} documents are left out, since no version of them is in force"
        hint = Message.of("`--edition working` takes the texts at hand")
        say(Message.of(text, count=len(rendering.edition.left_out)).with_hint(hint))
    if rendering.history.missing is not None:
        reason = rendering.history.trouble or rendering.history.missing
        say(Message.of("the pages show no revision history").with_hint(reason))


def tell_fonts(rendering: Rendering, formats: Sequence[str]) -> None:
    """Say which families policy names and no file has."""
    if missing := rendering.missing_fonts(formats):
        text = "PDF is set in the shipped faces in place of {fonts}"
        hint = Message.of(
            "put the font files into `fonts/` of the workspace, if their licences allow it"
        )
        say(Message.of(text, fonts=translate(", ").join(missing)).with_hint(hint))
