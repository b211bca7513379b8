"""The layouts that policy chooses from: their sheets, their lists, and what their styles have otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from qmsdoc.render.docx.faces import MM, SHEET, Fonts
from qmsdoc.render.docx.official import FACES, PITCH, RESTYLED, SIZE


class Profile(NamedTuple):
    """``margins`` are top, right, bottom and left of the sheet in twips, ``head`` and ``foot`` those
    of the running lines. Sheets with ``sides`` are bound alternately, and numbered alone at the
    outer edge. ``pitch`` is that of the lines of a grid, 0 without one. ``tallest`` is the height
    of a picture in points; ``lead`` and ``step`` are how far the marks of
    lists stand from the margin and from the text, ``mark`` the size of one and how far it is
    raised, in half points.

    ``size`` in half points is that of text, ``note`` that of labels and remarks, ``restyled`` has by name what styles have otherwise.
    """

    margins: tuple[int, int, int, int]
    head: int
    foot: int
    tallest: float
    sides: bool = False
    pitch: int = 0
    lead: int = 140
    step: int = 420
    mark: tuple[int, int] = (13, 0)
    size: int = 21
    note: int = 16
    faces: Fonts = MappingProxyType({})
    restyled: Mapping[str, Mapping[str, Any]] = MappingProxyType({})

    @property
    def wide(self) -> int:
        """How wide the text is on a sheet that stands."""
        return SHEET[0] - self.margins[1] - self.margins[3]

    @property
    def lying(self) -> int:
        """How wide the text is on a sheet that lies."""
        return SHEET[1] - self.margins[1] - self.margins[3]


def _margins(top: float, right: float, bottom: float, left: float) -> tuple[int, int, int, int]:
    return round(top * MM), round(right * MM), round(bottom * MM), round(left * MM)


GB = Profile(_margins(30, 22, 24, 26), round(15 * MM), round(12 * MM), 620.0)
GONGWEN = Profile(
    _margins(37, 26, 35, 28),
    round(20 * MM),
    round(25.5 * MM),
    560.0,
    sides=True,
    pitch=PITCH,
    lead=632,
    step=480,
    mark=(16, 7),
    size=SIZE,
    note=18,
    faces=FACES,
    restyled=RESTYLED,
)


def profile_of(name: str) -> Profile:
    """The layout of that name in policy."""
    return GONGWEN if name == "gongwen" else GB
