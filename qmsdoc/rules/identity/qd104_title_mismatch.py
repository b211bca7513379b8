"""The first heading is not the title of the document.

## Why
The register and the cover print the title of the front matter, the reader sees the heading. Where
the two differ, a reference by 《title》 finds one of them and misses the other.

## Wrong
    title: 前台接待服务程序
    ---
    # 前台服务程序

## Right
    title: 前台接待服务程序
    ---
    # 前台接待服务程序

## How to mend
Make the first heading repeat the title; `qmsdoc fix` does it. If the heading is the right one,
correct the title in the front matter instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Edit, Finding, Fix, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.source.markdown import Heading
from qmsdoc.text.message import Message

_MARKUP = re.compile(r"[*`\\]")
# Typed into a heading, these would be read as Markdown.
_NEEDS_ESCAPE = re.compile(r"[*_`\\\[\]<>#|&~\n]|\A(?:[-+]|[0-9]+[.)])(?:\s|\Z)|\A=+\Z")


@rule("QD104", "title-mismatch", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    document = unit.document
    if document is None or document.title is None:
        return
    heading = next((heading for heading in document.headings if heading.level == 1), None)
    title = document.title.value.strip()
    if heading is None or not title or _repeats(heading, title):
        return
    message = Message.of(
        "the first heading is {heading}, the title of the document {title}",
        heading=f"{heading.number} {heading.title}".strip(),
        title=title,
    )
    fix = None
    # Below another heading it is perhaps that of an annex, and the title is missing.
    if heading is document.headings[0] and _is_plain(title):
        text = Message.of("make the heading repeat the title")
        fix = Fix(text, (Edit(heading.span, title),))
    yield Finding(Location("", heading.span), message, fix=fix)


def _is_plain(title: str) -> bool:
    """Whether a heading can be typed so: no markup, and nothing that hides from the reader."""
    return not _NEEDS_ESCAPE.search(title) and title.isprintable()


def _repeats(heading: Heading, title: str) -> bool:
    """Whether the heading is the title, whatever its markup and with or without its number."""
    wanted, typed = _plain(title), _plain(heading.title)
    if wanted == typed:
        return True
    number = heading.number
    return (
        bool(number)
        and wanted.startswith(number)
        and wanted[len(number) :].lstrip(" 、.．") == typed
    )


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())
