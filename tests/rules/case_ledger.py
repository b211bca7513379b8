"""Entries of the approvals ledger for the cases of rules, unsigned.

An entry is ``{role, person, id, day, ...}``: what is not there is taken from the document of that id
as the case has it. ``text`` is another text that it is about, ``at`` another path that it lies at;
any field of an entry may be given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import yaml

from qmsdoc.model.approval import FORMAT, Act, Entry, canonical, entry_path
from qmsdoc.source.tree import blob_id


def ledger_files(files: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The files of *entries*, each naming those of its document that come before it."""
    made: dict[str, str] = {}
    heads: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for described in entries:
        given = dict(described)
        where = given.pop("at", None)
        entry = _entry(files, given, heads[given["id"]])
        content = canonical(entry)
        made[where or entry_path(entry)] = content.decode()
        heads[described["id"]] = (sha256(content).hexdigest(),)
    return made


def _entry(files: Mapping[str, Any], given: dict[str, Any], previous: tuple[str, ...]) -> Entry:
    number = given.pop("id")
    path, text = _document(files, number)
    text = given.pop("text", text)
    front = yaml.safe_load(text.split("---\n")[1])
    data = text.encode()
    fields = {
        "format": FORMAT,
        "repository": "示例中心",
        "document": number,
        "path": path,
        "version": str(front["version"]),
        "sha256": sha256(data).hexdigest(),
        "blob": blob_id(data),
        "role": Act(given.pop("role")),
        "time": f"{given.pop('day', '2026-01-10')}T09:00:00+08:00",
        "previous": previous,
    }
    return Entry(**{**fields, **given})


def _document(files: Mapping[str, Any], number: str) -> tuple[str, str]:
    for path, text in files.items():
        if isinstance(text, str) and f"\nid: {number}\n" in text:
            return path, text
    raise ValueError(f"the case has no document {number}")
