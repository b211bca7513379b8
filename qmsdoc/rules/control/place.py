"""Where a finding about document control is put."""

from __future__ import annotations

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.control import Control
from qmsdoc.index.types import Index
from qmsdoc.model.text import Text
from qmsdoc.text.span import START


def place_of_text(index: Index, control: Control, otherwise: str) -> Location:
    """The version that the document states; the path *otherwise* where there is no document."""
    file = index.documents.get(control.path)
    if file is None:
        return Location(otherwise, START)
    stated = file.document.version or file.document.id
    return stated.at(file.path) if stated else Location(file.path, START)


def place_in_force(index: Index, control: Control, stated: Text | None) -> Location:
    """Where a text in force says *stated*. Its version where it does not, or is not the text at hand;
    its release where there is no document."""
    if stated is not None and control.document not in index.texts_in_force:
        return stated.at(control.path)
    return place_of_text(index, control, control.in_force.item.path if control.in_force else "")
