"""Pictures by their bytes: what kind, how large, and whether all of it is there. Nothing is decoded.

SVG is no picture here: it is a document of its own, with scripts and outside references.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct as Layout
from struct import error as struct_error

from msgspec import Struct

MAX_IMAGE_SIZE = 1024 * 1024
# What a picture takes when it is decoded: four bytes a point.
MAX_IMAGE_POINTS = 50_000_000
_CHUNK = Layout(">I4s")
_SIZES = Layout(">II")
_SEGMENT = Layout(">BBH")
_FRAME = Layout(">BHH")
_GIF_SIZES = Layout("<HH")
_RIFF = Layout("<4sI4s4s")
# Markers of JPEG that begin a frame, which names its size.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Picture(Struct, frozen=True, array_like=True, gc=False):
    """``kind`` is png, jpeg, gif or webp, "" for what is none of them. ``size`` is in bytes,
    ``width`` and ``height`` in points, 0 where they are not known. ``whole`` is false where the end
    is missing."""

    kind: str
    size: int
    width: int = 0
    height: int = 0
    whole: bool = True

    @property
    def can_be_shown(self) -> bool:
        """Whether pages show it."""
        small = self.size <= MAX_IMAGE_SIZE and self.width * self.height <= MAX_IMAGE_POINTS
        return bool(self.kind) and self.whole and small


def read_picture(data: bytes) -> Picture:
    """What *data* is; never raises."""
    for kind, (matches, read) in _KINDS.items():
        if matches(data):
            try:
                width, height, whole = read(data)
            except (struct_error, IndexError):
                width, height, whole = 0, 0, False
            return Picture(kind, len(data), width, height, whole and width > 0 and height > 0)
    return Picture("", len(data))


def _png(data: bytes) -> tuple[int, int, bool]:
    width, height = _SIZES.unpack_from(data, 16)
    place = 8
    while True:
        length, name = _CHUNK.unpack_from(data, place)
        place += 12 + length
        if name == b"IEND":
            return width, height, place <= len(data)


def _jpeg(data: bytes) -> tuple[int, int, bool]:
    place = 2
    while True:
        mark, kind, length = _SEGMENT.unpack_from(data, place)
        if mark != 0xFF:
            return 0, 0, False
        if kind == 0xFF:  # padding
            place += 1
            continue
        if kind in _FRAMES:
            _, height, width = _FRAME.unpack_from(data, place + 4)
            return width, height, data.rfind(b"\xff\xd9") > place
        place += 2 + length


def _gif(data: bytes) -> tuple[int, int, bool]:
    width, height = _GIF_SIZES.unpack_from(data, 6)
    return width, height, data.rstrip(b"\0").endswith(b";")


def _webp(data: bytes) -> tuple[int, int, bool]:
    _, length, _, kind = _RIFF.unpack_from(data)
    whole = length + 8 <= len(data)
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (size & 0x3FFF for size in _GIF_SIZES.unpack_from(data, 26))
    return width, height, whole


_Reader = Callable[[bytes], tuple[int, int, bool]]
_KINDS: dict[str, tuple[Callable[[bytes], bool], _Reader]] = {
    "png": (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    "jpeg": (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    "gif": (lambda data: data.startswith((b"GIF87a", b"GIF89a")), _gif),
    "webp": (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
}
