"""What the ledger held at an earlier time: it must hold it still."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from qmsdoc.errors import UsageError
from qmsdoc.index.types import Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.verify.types import Remark
from qmsdoc.text.message import Message

_LARGEST = 256 * 1024 * 1024


class Anchor(Struct, frozen=True):
    """Digests of entries by document: each of them has to be there still, and with it, by the chain,
    all that came before. ``heads`` is the one key of the JSON report that is read."""

    heads: dict[str, list[str]]
    repository: str = ""


def anchor_of(workspace: Workspace, name: str, index: Index) -> Anchor:
    """The anchor in the file *name*, a report of `verify --format json`, or of that revision.

    Raises UsageError and GitError.
    """
    file = Path(name)
    if file.is_file():
        return _of_file(file)
    tree = workspace.tree_at(name)
    earlier = link_tree(load(tree, workspace.cache), index.today).ledger
    heads = {
        document: [item.digest for item in items] for document, items in earlier.entries.items()
    }
    return Anchor(heads, index.policy.repository)


def missing(anchor: Anchor, index: Index) -> Iterator[tuple[str, Remark]]:
    """What *anchor* knew that the ledger has not any more, with the number of the document."""
    if anchor.repository and anchor.repository != index.policy.repository:
        raise UsageError(
            "the anchor is of “{other}”, and this is “{repository}”",
            other=anchor.repository,
            repository=index.policy.repository,
        )
    entries = index.ledger.entries
    there: Mapping[str, set[str]] = {
        document: {item.digest for item in items} for document, items in entries.items()
    }
    for document, heads in sorted(anchor.heads.items()):
        for digest in heads:
            if digest not in there.get(document, ()):
                text = (
                    "an entry of {document} that was there is gone or was changed (SHA-256 {digest}…); "
                    "restore it with git"
                )
                yield document, Remark("", Message.of(text, document=document, digest=digest[:16]))


def _of_file(file: Path) -> Anchor:
    if file.stat().st_size > _LARGEST:
        raise UsageError("{path} is too large to be a report of verify", path=file)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Anchor)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UsageError(
            "{path} is no report of `qmsdoc verify --format json`", path=file
        ) from None
