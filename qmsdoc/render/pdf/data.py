"""The view of a page as the JSON that a Typst source reads: links that lead somewhere, pictures."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

DATA_FILE = "data.json"
# The pages that the manual itself adds, which are targets too.
_ANNEXES = ("release", "revisions", "objectives", "register")


@dataclass(frozen=True, slots=True)
class PageData:
    """``files`` by name, the data among them; ``pictures`` has the path of each picture's file."""

    files: dict[str, bytes]
    pictures: dict[str, str] = field(default_factory=dict)


def page_data(view: Mapping[str, object]) -> PageData:
    """What the sources of a page read.

    The targets of links are each ``anchor`` (of documents, levels, standards) and each ``id`` (of
    headings and rows). Each is there once, and no link is left that leads to none: to Typst,
    either is an error.
    """
    anchors = {str(item["anchor"]) for item in _mappings(view) if item.get("anchor")}
    maker = _Maker({*anchors, *_ANNEXES} if "manual" in view else anchors)
    plain = maker.plain(view)
    maker.settle(plain)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    maker.data.files[DATA_FILE] = text.encode("utf-8", "replace")
    return maker.data


def without_pictures(data: bytes, names: Collection[str]) -> bytes:
    """The data of a page that shows none of the pictures *names*."""
    plain = json.loads(data)
    for mapping in _mappings(plain):
        if mapping.get("file") in names:
            del mapping["file"]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class _Maker:
    """One use each."""

    def __init__(self, targets: set[str]) -> None:
        self.data = PageData({})
        self._targets = targets
        self._by_source: dict[str, str] = {}

    def plain(self, value: object) -> Any:
        """*value* in lists and dictionaries, with each target once and pictures as files."""
        if isinstance(value, Mapping):
            made = {str(key): self.plain(inner) for key, inner in value.items() if key != "src"}
            if "id" in made:
                made["id"] = self._target(made["id"])
            if value.get("src"):
                made["file"] = self._picture(str(value["src"]), str(value["path"]))
            return made
        if isinstance(value, list | tuple):
            return [self.plain(inner) for inner in value]
        return value

    def settle(self, value: Any) -> None:
        """Leave out the links to what this file has not."""
        for mapping in _mappings(value):
            href = mapping.get("href")
            if isinstance(href, str):
                mapping["href"] = self._href(href)

    def _target(self, name: object) -> str:
        target = str(name)
        if not target or target in self._targets:
            return ""
        self._targets.add(target)
        return target

    def _href(self, href: str) -> str:
        if href.startswith("#"):
            return href if href[1:] in self._targets else ""
        # The places in another file have no name that all viewers know.
        return href if urlsplit(href).scheme else href.partition("#")[0]

    def _picture(self, source: str, path: str) -> str:
        if source not in self._by_source:
            name = f"picture-{len(self._by_source) + 1}.json"
            # Typst takes only text from memory, so that the bytes of a picture go as numbers.
            data = json.dumps([*b64decode(source.partition(",")[2])], separators=(",", ":"))
            self._by_source[source] = name
            self.data.files[name] = data.encode("ascii")
            self.data.pictures[name] = path
        return self._by_source[source]


def _mappings(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _mappings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _mappings(inner)
