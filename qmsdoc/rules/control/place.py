"""Where a finding about document control is put."""

from __future__ import annotations

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.control import Control
from qmsdoc.index.types import Index
from qmsdoc.text.span import START


def place_of_text(index: Index, control: Control, otherwise: str) -> Location:
    """The version that the document states; the path *otherwise* where there is no document."""
    file = index.documents.get(control.path)
    if file is None:
        return Location(otherwise, START)
    stated = file.document.version or file.document.id
    return stated.at(file.path) if stated else Location(file.path, START)


def place_of_interval(index: Index, control: Control) -> Location:
    """Where a document in force says how often it is reviewed; its version where only policy does;
    its release where there is no document."""
    file = index.documents.get(control.path)
    if file is not None and file.document.review_every is not None:
        return file.document.review_every.at(file.path)
    return place_of_text(index, control, control.in_force.item.path if control.in_force else "")
