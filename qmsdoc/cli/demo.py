"""qmsdoc demo: a worked example in a git repository of its own, looked at by the main commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qmsdoc.cli.options import Today, day, global_options
from qmsdoc.cli.output import speak, terminal_width, translate, wants_colour, write_out
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.pipeline.demo import Story, Tour

_SHOWN_LINES = 24


def demo(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="New or empty folder for the example.")
    ] = Path("qmsdoc-demo"),
    today: Today = None,
) -> int:
    """Lay out a complete quality system with its history in git, then look at it.

    Runs validate, coverage, render, diff and verify on it, and says what to open.
    """
    from qmsdoc.diagnostics.types import Severity
    from qmsdoc.pipeline.demo import lay_out, tour
    from qmsdoc.workspace.output import write_file

    options = global_options(context)
    root = options.folder / folder
    story = lay_out(root)
    # Reviews fall due some time: on any other day the example would tell of more than it is about.
    seen_on = day(today) if today else story.day
    found = tour(
        root, story, seen_on, options.language, colour=wants_colour(), width=terminal_width() - 3
    )
    speak(found.language)
    for path, content in found.files.items():
        write_file(root / path, content)
    for line in _account(root, story, found):
        write_out(f"{line}\n")
    return 1 if found.report.counts.get(Severity.ERROR) else 0


def _account(root: Path, story: Story, tour: Tour) -> Iterator[str]:
    """What was done, step by step, and what to do with it."""
    from qmsdoc.pipeline.demo import BUILD, SHOWN
    from qmsdoc.report.catalogue import reporter
    from qmsdoc.report.diff.summary import totals

    where = display(str(root))
    yield _head(Message.of("1. A quality system in git"))
    yield _said(
        Message.of(
            "{count} commits by {authors} people, {first} to {last}, in {folder}",
            count=len(story.told),
            authors=story.authors,
            first=story.told[0].date[:10],
            last=story.told[-1].date[:10],
            folder=where,
        )
    )
    yield _said(Message.of("releases: {tags}", tags=story.tags))
    yield _said(Message.of("looked at as of {day}", day=tour.day))
    yield from ("", _head(Message.of("2. qmsdoc validate")))
    yield from _indented(reporter("text")(tour.report))
    yield from ("", _head(Message.of("3. qmsdoc coverage")))
    for item in tour.coverage.standards:
        yield f"   {tour.coverage.summary(item)}"
    yield from ("", _head(Message.of("4. qmsdoc render")))
    yield _said(
        Message.of("{count} pages in {folder}", count=tour.pages, folder=f"{where}/{BUILD}")
    )
    yield from ("", _head(Message.of("5. qmsdoc diff {base}..HEAD", base=story.tags[0])))
    report = tour.compared.report(translate, tour.language)
    yield f"   {totals(report).render(translate)}"
    yield from ("", _said(Message.of("What became of {id}:", id=SHOWN)))
    yield from _excerpt(tour.shown)
    yield from ("", _head(Message.of("6. qmsdoc verify")))
    yield _said(tour.verdict.summary)
    yield from ("", _head(Message.of("Open")))
    yield _said(Message.of("in {folder}:", folder=f"{where}/{BUILD}"))
    yield from _to_open()
    yield from ("", _head(Message.of("Go on")))
    for command in (
        f"qmsdoc -C {where} diff {story.tags[1]}..HEAD",
        f"qmsdoc -C {where} coverage --at {story.tags[0]}",
        f"qmsdoc -C {where} render site -o {where}/{BUILD}/site",
        f"qmsdoc -C {where} render manual --to pdf,docx -o {where}/{BUILD}",
        f"qmsdoc -C {where} status --today {story.day.year + 1}-05-10",
        f"qmsdoc -C {where} history {SHOWN}",
        f"git -C {where} log --oneline",
    ):
        yield f"   {command}"


def _to_open() -> Iterator[str]:
    from qmsdoc.pipeline.demo import SHOWN
    from qmsdoc.report.cells import padded

    pages = {
        "manual.html": Message.of("the whole manual on one page, ready to print"),
        f"{SHOWN}.html": Message.of("a procedure with its revision history from git"),
        "QR-16-01.html": Message.of("a record form, to be printed and filled in"),
        "coverage.html": Message.of("clause, document, section, records and objectives"),
        "review.md": Message.of("all changes since the first release, for a reviewer"),
    }
    width = max(len(name) for name in pages)
    for name, purpose in pages.items():
        yield f"   {padded(name, width)}  {purpose.render(translate)}"


def _excerpt(text: str) -> Iterator[str]:
    lines = text.rstrip("\n").split("\n")
    yield from _indented("\n".join(lines[:_SHOWN_LINES]))
    left = len(lines) - _SHOWN_LINES
    if left > 0:
        yield _said(Message.of("… and {count} more lines", count=left))


def _indented(text: str) -> Iterator[str]:
    for line in text.rstrip("\n").split("\n"):
        yield f"   {line}".rstrip()


def _head(message: Message) -> str:
    said = message.render(translate)
    return f"\x1b[1m{said}\x1b[0m" if wants_colour() else said


def _said(message: Message) -> str:
    return f"   {message.render(translate)}"
