"""What fix did, or would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import Protocol

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

_COLOURS = {"+": "32", "-": "31", "@": "36"}


class MendedFile(Protocol):
    """A file before and after, and the findings that were mended."""

    @property
    def path(self) -> str: ...
    @property
    def before(self) -> bytes: ...
    @property
    def after(self) -> bytes: ...
    @property
    def findings(self) -> tuple[Diagnostic, ...]: ...


def render_diff(mends: Sequence[MendedFile], *, colour: bool = False) -> str:
    """A unified diff of all files; empty where nothing would change."""
    return "".join(f"{_painted(line, colour)}\n" for mended in mends for line in _diff(mended))


def render_summary(mends: Sequence[MendedFile], translate: Translate) -> str:
    """One line a file and a last line with the count."""
    lines = []
    for mended in mends:
        codes = sorted({finding.code for finding in mended.findings})
        lines.append(f"{display(mended.path)}  {', '.join(codes)}")
    count = sum(len(mended.findings) for mended in mends)
    summary = (
        Message.of("findings mended: {count}, in files: {files}", count=count, files=len(mends))
        if mends
        else Message.of("nothing to mend")
    )
    return "\n".join([*lines, summary.render(translate)]) + "\n"


def _diff(mended: MendedFile) -> Iterator[str]:
    path = display(mended.path)
    before = mended.before.decode("utf-8").split("\n")
    after = mended.after.decode("utf-8").split("\n")
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}", lineterm=""):
        yield display(line)


def _painted(line: str, colour: bool) -> str:
    code = _COLOURS.get(line[:1])
    return f"\x1b[{code}m{line}\x1b[0m" if colour and code else line
