"""What a reporter of changes is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qmsdoc.diff.types import Comparison
from qmsdoc.text.language import Translate


@dataclass(frozen=True, slots=True)
class DiffReport:
    """``base`` and ``head`` are what the reader calls the two ends, ``head`` "" the work tree;
    ``commits`` are their full ids, "" for the work tree. ``began`` says that there was no workspace
    in the base. ``language`` is zh or en. ``colour`` is only for terminals.
    """

    version: str
    comparison: Comparison
    base: str
    head: str
    commits: tuple[str, str]
    translate: Translate
    language: str = "en"
    began: bool = False
    colour: bool = False
    width: int = 80


DiffReporter = Callable[[DiffReport], str]
