"""What the site is made of: the library, what is to be had beside the pages, and plain views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from qmsdoc.render.body_sketch import Sketch
from qmsdoc.render.view import Library

# A page that every other one knows; documents have a hyphen in their names, so none is called so.
HOME = "index.html"
OBJECTIVES = "objectives.html"
ASSETS = "assets/"
DOWNLOADS = "files/"


class Download(TypedDict):
    """A file to be had of a document; ``size`` is in words."""

    label: str
    href: str
    size: str


@dataclass(frozen=True, slots=True)
class SiteContent:
    """``library`` has *objectives* set. ``sketch`` gives the body of a document by its path.

    ``downloads`` go by the path of the document.
    """

    library: Library
    sketch: Callable[[str], Sketch]
    downloads: Mapping[str, tuple[Download, ...]] = field(default_factory=dict)


class DocumentRow(TypedDict):
    """A document in a list. ``state`` and ``mark`` are those of its standing; ``notable`` is a state
    that is not the usual one, in force.
    """

    number: str
    title: str
    href: str
    version: str
    date: str
    owner: str
    kind: str
    state: str
    mark: str
    notable: bool
