"""HTML, or a link that no page may hold, stands in a document.

## Why
A controlled manual is rendered to HTML, PDF and Word from the same source. Raw HTML works in one of
them at most, and script, data: and javascript: targets are ways to attack the reader.

## Wrong
    第一行<br>第二行
    [办理](javascript:open())

## Right
    第一行

    第二行

## How to mend
Write Markdown: an empty line for a new paragraph, ** for emphasis, a table for a table. To show
angle brackets as text, put them in backticks. Links go to files of the workspace, http, https and
mailto.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message

_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_TARGET = re.compile(r"\]\(\s*<?\s*((?:javascript|vbscript|data|file)\s*:|//)", re.IGNORECASE)


@rule("QD009", "unsafe-markup", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    if unit.file.body is None:
        return
    for block in unit.file.body.blocks:
        if "<" in block.shown:
            for match in _HTML.finditer(block.shown):
                message = Message.of(
                    "{tag} is HTML, which documents do not take; write Markdown", tag=match.group()
                )
                yield Finding(Location("", block.place(*match.span())), message)
        if ":" in block.shown or "//" in block.shown:
            for match in _TARGET.finditer(block.shown):
                message = Message.of(
                    "a link may not start with {start}; use a relative path, https or mailto",
                    start=match.group(1),
                )
                yield Finding(Location("", block.place(*match.span(1))), message)
