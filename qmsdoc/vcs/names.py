"""Names in a git tree are bytes that anyone may have chosen."""

from __future__ import annotations

import re

from qmsdoc.text.message import Message

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NEVER_A_SEGMENT = frozenset({"", ".", "..", ".git", "git~1"})


def decode(name: bytes) -> tuple[str, Message | None]:
    """The path as text and, where it must not be used, why. Bytes beyond UTF-8 show as ``\\xff``."""
    try:
        path = name.decode("utf-8")
    except UnicodeDecodeError:
        return (
            name.decode("utf-8", "backslashreplace"),
            Message.of("the file name is not UTF-8; rename the file"),
        )
    return path, trouble(path)


def trouble(path: str) -> Message | None:
    """Why a path from a tree must not be used; None where it may be."""
    if _CONTROL.search(path):
        return Message.of("the file name holds a control character; rename the file")
    if "\\" in path:
        return Message.of("the file name holds a backslash; rename the file")
    for segment in path.casefold().split("/"):
        if segment in _NEVER_A_SEGMENT:
            return Message.of(
                "the path has the part “{part}”, which no checkout can hold; take the file away",
                part=segment,
            )
    return None
