"""What the pictures are that documents show: read once, and kept by content."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from qmsdoc.index.types import Index, ReferenceKind
from qmsdoc.source.picture import MAX_IMAGE_SIZE, Picture, read_picture
from qmsdoc.source.tree import Entry, Tree
from qmsdoc.workspace.cache import CompileCache

_PICTURE = msgspec.msgpack.Decoder(Picture)


def with_pictures(index: Index, tree: Tree, cache: CompileCache) -> Index:
    """*index* with a Picture for each file that a document shows as one."""
    shown = {
        reference.target
        for reference in index.references
        if reference.kind is ReferenceKind.IMAGE and reference.target
    }
    if not shown:
        return index
    entries = [entry for entry in tree.entries() if entry.path in shown and not entry.trouble]
    keys = {entry.path: f"picture:{entry.blob}" for entry in entries if entry.blob}
    known = cache.get_many(set(keys.values()))
    found, fresh = {}, {}
    for entry in entries:
        key = keys.get(entry.path, "")
        picture = _decoded(known.get(key)) or _read(tree, entry)
        if picture is None:
            continue
        found[entry.path] = picture
        if key and key not in known:
            fresh[key] = msgspec.msgpack.encode(picture)
    cache.put_many(fresh)
    return replace(index, pictures=found)


def _decoded(data: bytes | None) -> Picture | None:
    try:
        return _PICTURE.decode(data) if data is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _read(tree: Tree, entry: Entry) -> Picture | None:
    """None where it cannot be read, which is nobody's mistake in a document."""
    if entry.size > MAX_IMAGE_SIZE:
        return Picture("", entry.size)
    try:
        return read_picture(tree.read(entry))
    except OSError:
        return None
