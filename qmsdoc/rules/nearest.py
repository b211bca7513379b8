"""The nearest known name for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdoc.text.message import Message


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that *word* most likely means, or None where none is close."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        word, sorted(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return str(found[0]) if found else None


def suggestion(word: str, known: Iterable[str]) -> Message | None:
    """``Did you mean …?`` as a hint for a message."""
    name = nearest(word, known)
    return Message.of("Did you mean {name}?", name=name) if name else None
