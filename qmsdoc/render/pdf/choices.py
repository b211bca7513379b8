"""What can be chosen for PDF: its standard, the organisation's fonts, the sources that go in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

# A missing glyph is an error in each of them, and a mere blank box in plain PDF.
STANDARDS = ("a-2b", "a-3b", "ua-1")


def no_source(_path: str) -> bytes:
    """Where nobody knows the files."""
    return b""


@dataclass(frozen=True, slots=True)
class PdfChoices:
    """``standard`` is one of STANDARDS, ``fonts`` are files by path. ``source`` gives the bytes of a
    document by path, for the standards that hold files."""

    standard: str = STANDARDS[0]
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    source: Callable[[str], bytes] = no_source

    @property
    def holds_sources(self) -> bool:
        """Whether the sources of documents go into the file: PDF/A-3 is made for that."""
        return self.standard == "a-3b"
