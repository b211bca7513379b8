"""Standards that were withdrawn or replaced: ``schemas/withdrawn-standards.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from msgspec import Struct

from qmsdoc.resources import data_dir
from qmsdoc.source.yaml import load_yaml

_DASHES = re.compile(r"(?:[-\u2010-\u2015\u2212\uff0d]{1,2}|[:：])(?=[0-9]{4}$)")
_PART = re.compile(r"\.[0-9]+(?=-[0-9]{4}$)")


class WithdrawnStandard(Struct, frozen=True):
    """``status`` is withdrawn or superseded; ``replaced_by`` is "" where no successor was seen.

    With ``parts``, every part of the number is meant: DB11/T 494-2013 is DB11/T 494.2-2013 too.
    """

    number: str
    status: str
    source: str
    confidence: str
    replaced_by: str = ""
    parts: bool = False


def find_withdrawn(citation: str) -> WithdrawnStandard | None:
    """The withdrawn standard that *citation* names by number and year, however it is spaced."""
    key = _key(citation)
    found = _by_key().get(key)
    if found is None and _PART.search(key):
        family = _by_key().get(_PART.sub("", key))
        return family if family and family.parts else None
    return found


def load_withdrawn(data: Any) -> tuple[WithdrawnStandard, ...]:
    """The standards in *data*, which has passed ``withdrawn-standards.schema.json``."""
    return tuple(
        WithdrawnStandard(
            number=item["number"],
            status=item["status"],
            source=item["source"],
            confidence=item["confidence"],
            replaced_by=item.get("replaced_by", ""),
            parts=item.get("parts", False),
        )
        for item in data["standards"]
    )


@cache
def _by_key() -> dict[str, WithdrawnStandard]:
    # Read only once a document cites a standard; a test holds the file to its schema.
    path = data_dir("schemas") / "withdrawn-standards.yaml"
    found = load_withdrawn(load_yaml(path.read_text("utf-8")).data)
    return {_key(standard.number): standard for standard in found}


def _key(number: str) -> str:
    """``GB/T 19023—2003`` and ``GB/T19023-2003`` are one number."""
    return _DASHES.sub("-", "".join(number.split()))
