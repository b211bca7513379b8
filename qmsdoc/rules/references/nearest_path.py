"""The file that a link most likely means where it leads to none."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property

from qmsdoc.rules.nearest import KnownNames
from qmsdoc.text.message import Message

_NOTHING = KnownNames(())


class NearestPath:
    """A file of the same name in another folder, else the path that is spelt most alike."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = paths

    def suggestion(self, source: str, wanted: str) -> Message | None:
        """``did you mean …?`` with the path as it has to be typed in the file *source*.

        *wanted* is the path that was typed, as far as it can be resolved from the root.
        """
        moved = self._by_name.get(posixpath.basename(wanted).casefold(), ())
        found = min(
            moved, key=lambda path: (path.casefold() != wanted.casefold(), path), default=None
        )
        if found is None:
            # A picture is not a misspelt document.
            found = self._spelt.get(_ending(wanted), _NOTHING).nearest(wanted)
        if found is None:
            return None
        typed = posixpath.relpath(found, posixpath.dirname(source) or ".")
        return Message.of("did you mean {name}?", name=typed)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, at any depth."""
        found: set[str] = set()
        for path in self._paths:
            folder = posixpath.dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._paths:
            names[posixpath.basename(path).casefold()].append(path)
        return dict(names)

    @cached_property
    def _spelt(self) -> dict[str, KnownNames]:
        paths: defaultdict[str, list[str]] = defaultdict(list)
        for path in self._paths:
            paths[_ending(path)].append(path)
        return {ending: KnownNames(found) for ending, found in paths.items()}


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def missing_file(source: str, typed: str, path: str, nearest: NearestPath) -> Message:
    """Why *typed*, in the file *source*, leads to no file. *path* is what it resolves to."""
    if not typed.strip():
        return Message.of("the link has no target")
    if path.startswith("\0"):
        message = Message.of(
            "{target} leads out of the workspace; write a path relative to this file", target=typed
        )
        # A path from the root of the workspace is the usual cause.
        return message.with_hint(nearest.suggestion(source, typed.partition("#")[0].lstrip("/")))
    if path in nearest.folders or not path:
        return Message.of("{target} is a folder; name a file in it", target=typed)
    message = Message.of("there is no file {path}", path=path)
    return message.with_hint(nearest.suggestion(source, path))
