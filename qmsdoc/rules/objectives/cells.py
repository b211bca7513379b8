"""What is wrong with a cell that should hold a number."""

from __future__ import annotations

from unicodedata import normalize

from qmsdoc.model.series import number
from qmsdoc.text.message import Message

# What people type where nothing was measured.
_NOTHING = frozenset(
    (
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "无数据",
        "缺",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "#n/a",
    )
)
# Marks that stand in a number for people and not in one for machines.
_DECORATION = str.maketrans("", "", ", _'%‰人次件元份")


def not_a_number(text: str) -> Message | None:
    """Why the cell holds no number; None for a number and for an empty cell, which is missing."""
    if not text or number(text) is not None:
        return None
    message = Message.of("{value} is not a number", value=text)
    plain = normalize("NFKC", text)
    if plain.casefold() in _NOTHING:
        return message.with_hint(Message.of("leave the cell empty where nothing was measured"))
    meant = plain.translate(_DECORATION).replace("−", "-")
    if number(meant) is not None:
        return message.with_hint(Message.of("did you mean {name}?", name=meant))
    return message
