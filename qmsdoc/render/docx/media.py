"""The pictures of a file: each is in it once, whatever shows it."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from typing import NamedTuple

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
# Points of a sheet for each dot of a picture that says nothing of itself.
_DOT = 72 / 96


class Picture(NamedTuple):
    """``name`` is that of its part. Lengths are in points."""

    name: str
    width: float
    height: float


class Chart(NamedTuple):
    """A drawing as SVG, of so many points, to be shown as dots where SVG is not read."""

    svg: str
    width: float
    height: float


@dataclass(slots=True)
class Media:
    """``files`` by name of the part; the dots of ``charts`` are still to be made."""

    files: dict[str, bytes] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    _pictures: dict[str, Picture | None] = field(default_factory=dict)

    def picture(self, source: str) -> Picture | None:
        """The picture of a data: URI; None where Word would not show it."""
        if source not in self._pictures:
            self._pictures[source] = self._taken(source)
        return self._pictures[source]

    def chart(self, chart: Chart) -> tuple[str, str]:
        """The names of the parts of *chart*: dots, and SVG."""
        for name, known in self.charts.items():
            if known == chart:
                return name, name.replace(".png", ".svg")
        stem = f"media/chart{len(self.charts) + 1}"
        self.charts[f"{stem}.png"] = chart
        self.files[f"{stem}.svg"] = chart.svg.encode("utf-8", "replace")
        return f"{stem}.png", f"{stem}.svg"

    def _taken(self, source: str) -> Picture | None:
        head, _, data = source.partition(",")
        suffix = _SUFFIXES.get(head.removeprefix("data:").removesuffix(";base64"))
        size = _size(content := b64decode(data)) if suffix else None
        if size is None:
            return None
        name = f"media/picture{len(self._pictures) + 1}.{suffix}"
        self.files[name] = content
        return Picture(name, *size)


def _size(content: bytes) -> tuple[float, float] | None:
    """Width and height in points; None for what is no whole picture."""
    from docx.image.image import Image

    try:
        image = Image.from_blob(content)
        width, height = image.px_width, image.px_height
    except Exception:  # whatever a damaged head makes python-docx raise: struct.error, KeyError, …
        return None
    return (width * _DOT, height * _DOT) if width > 0 and height > 0 else None
