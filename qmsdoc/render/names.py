"""The name of each document's page: from its number alone, so that a title can name no file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from qmsdoc.index.types import DocumentFile
from qmsdoc.model.document_number import NUMBER

_SAFE_ID = re.compile(NUMBER, re.ASCII)
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+", re.ASCII)
_LONGEST = 40


def page_names(documents: Mapping[str, DocumentFile]) -> dict[str, str]:
    """The name, without suffix, of the page of each document, by path. No two differ by case only.

    A number that is not of the usual form, and a number that another document has too, become a
    slug of the path with a digest of it.
    """
    names: dict[str, str] = {}
    taken = {"manual"}
    for path in sorted(documents):
        identifier = documents[path].id
        name = identifier if _SAFE_ID.fullmatch(identifier) else ""
        if not name or name.casefold() in taken:
            name = _from_path(path)
        taken.add(name.casefold())
        names[path] = name
    return names


def _from_path(path: str) -> str:
    stem = path.rpartition("/")[2].rpartition(".")[0].lower()
    slug = _NOT_IN_NAME.sub("-", stem).strip("-")[:_LONGEST]
    digest = sha256(path.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{slug or 'document'}-{digest}"
