"""Text from a file, made safe to show: on a terminal, in a log, in a report."""

from __future__ import annotations

import re

# Controls, surrogates, bidirectional and zero-width characters, line separators, tags and
# noncharacters: whatever moves the cursor, hides, reorders or breaks a line.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


def display(text: str) -> str:
    """*text* on one line, with unsafe characters as ``\\u{202E}``.

    ``##[`` is a workflow command of GitHub's runner anywhere in a line, so it is broken up.
    """
    if text.isprintable() and "##[" not in text:
        return text
    return _UNSAFE.sub(_escaped, text).replace("##[", "## [")


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    return " " if character in "\n\t" else f"\\u{{{ord(character):04X}}}"
