"""Where a link to a document leads: to its own page, or to its place in the whole manual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qmsdoc.index.types import DocumentFile, Index


@dataclass(frozen=True, slots=True)
class Addresses:
    """``names`` are page names by path, without the suffix. In the manual, every document is on
    the one page. ``objectives`` is the page of all objectives, "" where there is none."""

    index: Index
    names: Mapping[str, str]
    in_manual: bool = False
    suffix: str = ".html"
    objectives: str = ""

    def of(self, path: str, anchor: str = "", source: str = "") -> str:
        """The href of the document or objective at *path*, "" where it has no page.

        An anchor that is no heading of the document is left out. *source* is the path of the page
        that the link stands on.
        """
        document = self.index.documents.get(path)
        if document is None:
            return self._objective(path)
        if anchor and all(heading.anchor != anchor for heading in document.document.headings):
            anchor = ""
        if not anchor or anchor == title_anchor(document):
            return self._top(path, source)
        if self.in_manual:
            return f"#{self.heading_id(path, anchor)}"
        return f"#{anchor}" if path == source else f"{self.names[path]}{self.suffix}#{anchor}"

    def of_id(self, identifier: str, source: str = "") -> str:
        """The href of the document or objective of that number, "" where there is none."""
        found = self.index.by_id.get(identifier)
        return self.of(found.path, source=source) if found else ""

    def heading_id(self, path: str, anchor: str) -> str:
        """The id of a heading on the page."""
        return f"{self.names[path]}-{anchor}" if self.in_manual else anchor

    def _top(self, path: str, source: str) -> str:
        if self.in_manual:
            return f"#{self.names[path]}"
        return "#top" if path == source else f"{self.names[path]}{self.suffix}"

    def _objective(self, path: str) -> str:
        objective = self.index.objectives.get(path)
        if objective is None or not objective.id or not (self.in_manual or self.objectives):
            return ""
        return f"{self.objectives}#{objective.id}"


def title_anchor(file: DocumentFile) -> str:
    """The anchor of the first heading, where that is the title of the whole document."""
    headings = file.document.headings
    return headings[0].anchor if headings and headings[0].level == 1 else ""
