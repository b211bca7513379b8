"""JSON that is safe to print, for the formats that are made of it."""

from __future__ import annotations

import json


def json_text(data: object) -> str:
    """*data* as indented JSON. Characters that do not show are written as ``\\uXXXX``.

    So what a file holds can be given unchanged (the text of a mend) and still moves no cursor;
    ``##[``, a workflow command of GitHub's runner anywhere in a line, is written so that it is none.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    shown = "\n".join(line if line.isprintable() else _escaped(line) for line in text.split("\n"))
    return shown.replace("##[", "##\\u005b") + "\n"


def _escaped(line: str) -> str:
    return "".join(
        character if character.isprintable() else _escape(character) for character in line
    )


def _escape(character: str) -> str:
    # DEL is the one control character that JSON allows as it is.
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]
