"""Text of a file inside Markdown on a git host: seen as typed, and doing nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qmsdoc.diff.redline import Run
from qmsdoc.text.code import code_parts
from qmsdoc.text.display import display

_ACTIVE = re.compile(r"[\\`*_\[\]|~$]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# A host looks for these in the text that it shows: mentions, numbers of issues, addresses, emoji.
# An empty comment between two characters is not seen, and parts them.
_NOTHING = "<!-- -->"
_HOST = re.compile(
    r"(?P<sign>&amp;|\\[~$]|[@#!%])(?=\w)|(?P<scheme>[A-Za-z]:)(?=//)|(?P<www>www)(?=\.)"
    r"|(?P<gh>GH-)(?=\d)|(?P<emoji>:)(?=[\w+-]+:)",
    re.IGNORECASE,
)
_MARKS = {"insert": ("**", "strong"), "delete": ("~~", "del")}


def inline(text: str) -> str:
    """*text* within a line of Markdown, never at its beginning."""
    return _inert(_ACTIVE.sub(r"\\\g<0>", display(text).translate(_ENTITIES)))


def message(text: str) -> str:
    """A message within a line of Markdown, its commands as code, in which nothing acts."""
    parts = code_parts(display(text))
    return "".join(f"`{part}`" if is_code else inline(part) for part, is_code in parts)


def html(text: str) -> str:
    """*text* within an HTML element that stands in Markdown."""
    # Where HTML begins a line, Markdown in it is not read; a blank line cannot come from display().
    return _inert(display(text).translate(_ENTITIES).replace('"', "&quot;"))


def redlined(runs: Sequence[Run]) -> str:
    """Insertions bold, deletions struck through.

    The marks of Markdown do not open or close beside some characters (CommonMark 6.2: Chinese
    punctuation inside, a character outside); there the elements stand that the marks stand for.
    """
    texts = [inline(run.text) for run in runs]
    parts = []
    for place, (run, text) in enumerate(zip(runs, texts, strict=True)):
        if run.op == "equal" or not text:
            parts.append(text)
            continue
        mark, element = _MARKS[run.op]
        before = parts[-1][-1:] if parts else " "
        after = next((other[:1] for other in texts[place + 1 :] if other), " ")
        if place + 1 < len(runs) and runs[place + 1].op != "equal":
            # What follows begins with a mark, or with an element where its own mark does not hold.
            after = "*"
        if _holds(before or " ", text[0]) and _holds(after, text[-1]):
            parts.append(f"{mark}{text}{mark}")
        else:
            parts.append(f"<{element}>{text}</{element}>")
    return "".join(parts)


def _holds(outside: str, inside: str) -> bool:
    """Whether a mark between these two characters opens or closes."""
    if inside.isspace():
        return False
    return not _is_sign(inside) or outside.isspace() or unicodedata.category(outside)[0] == "P"


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _inert(text: str) -> str:
    return _HOST.sub(lambda match: match[0] + _NOTHING, text)
