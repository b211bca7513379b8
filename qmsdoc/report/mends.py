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
    """The lines of a patch; one without a hidden character can be given to `git apply`."""
    path = display(mended.path)
    before, after = (_lines(data) for data in (mended.before, mended.after))
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}"):
        text = line.removesuffix("\n")
        carriage = "\r" if text.endswith("\r") else ""
        yield display(text.removesuffix("\r")) + carriage
        if text == line:
            yield "\\ No newline at end of file"


def _lines(data: bytes) -> list[str]:
    """The lines of a text with their ends, which only LF is."""
    pieces = data.decode("utf-8").split("\n")
    return [f"{piece}\n" for piece in pieces[:-1]] + [piece for piece in pieces[-1:] if piece]


def _painted(line: str, colour: bool) -> str:
    code = _COLOURS.get(line[:1])
    return f"\x1b[{code}m{line}\x1b[0m" if colour and code else line
