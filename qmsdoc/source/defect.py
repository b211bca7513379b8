"""What is wrong with a text as a text, found while it is read."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.diagnostics.types import Fix
from qmsdoc.text.message import Message
from qmsdoc.text.span import START, Span


class Defect(Struct, frozen=True, gc=False):
    """``rule`` is the name of the rule that reports it, such as ``duplicate-key``."""

    rule: str
    message: Message
    span: Span = START
    pointer: str = ""
    fix: Fix | None = None


class SourceError(Exception):
    """The one error that leaves the loaders: the text could not be read any further."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(str(defect.message))
        self.defect = defect
