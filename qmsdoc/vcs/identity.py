"""Ids of git objects, as text."""

from __future__ import annotations

import re

_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def is_object_id(text: str) -> bool:
    """Whether *text* is a full id, SHA-1 or SHA-256: nothing that git could take otherwise."""
    return _OBJECT_ID.fullmatch(text) is not None
