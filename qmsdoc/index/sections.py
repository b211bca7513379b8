"""Finding the section that a claim names."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.model.document import Document
from qmsdoc.source.markdown import Heading


class Section(Struct, frozen=True, gc=False):
    """A heading and what stands below it: from line ``first`` up to, not with, line ``end``.

    ``position`` is its place among all headings of the document.
    """

    heading: Heading
    position: int
    first: int
    end: int


def find_section(document: Document, title: str) -> Section | None:
    """The first section of that title, with or without its number; spaces do not tell two apart."""
    wanted = "".join(title.split())
    for position, heading in enumerate(document.headings):
        plain = "".join(heading.title.split())
        if wanted in (plain, heading.number + plain):
            rest = document.headings[position + 1 :]
            following = (item.span.line for item in rest if item.level <= heading.level)
            return Section(heading, position, heading.span.line, next(following, 1 << 30))
    return None
