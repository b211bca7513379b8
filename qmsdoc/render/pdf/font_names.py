"""By which names a font may be called. Typst knows each face by one alone.

A Chinese font has an English name and a Chinese one (FangSong_GB2312, 仿宋_GB2312), and which of them
comes first in the file, by which Typst calls it, nobody knows who sees it in a list of fonts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

# Where a source finds by which name Typst knows a face.
FACES_FILE = "faces.json"
_COLLECTION = b"ttcf"
_MOST_FACES, _MOST_NAMES = 64, 512
# What names a family: one of its own for families of many styles, and the one that each font has.
_TYPOGRAPHIC, _FAMILY = 16, 1
_UNICODE, _MACINTOSH, _WINDOWS = 0, 1, 3
_OF_WINDOWS = (0, 1)
# Those that are to be had without any file of the organisation's.
SHIPPED = ("Noto Serif CJK SC", "Noto Sans CJK SC")


def called(fonts: Iterable[bytes]) -> dict[str, str]:
    """Every name of every face, in lower case, with the one by which Typst knows it."""
    known: dict[str, str] = {}
    for data in fonts:
        for names in _faces(data):
            for name in names:
                known.setdefault(name.lower(), names[0])
    return known


def not_found(named: Mapping[str, Sequence[str]], fonts: Iterable[bytes]) -> list[str]:
    """The first choice for each use for which *fonts* have none of the families that are named."""
    known = {*called(fonts), *(name.lower() for name in SHIPPED)}
    missing = (
        names[0]
        for names in named.values()
        if names and not any(name.lower() in known for name in names)
    )
    return list(dict.fromkeys(missing))


def _faces(data: bytes) -> Iterator[list[str]]:
    """The names of each face of a file, Typst's first. What is broken has none."""
    try:
        starts: Sequence[int] = (0,)
        if data[:4] == _COLLECTION:
            (count,) = struct.unpack_from(">I", data, 8)
            starts = struct.unpack_from(f">{min(count, _MOST_FACES)}I", data, 12)
        for start in starts:
            if names := _names(data, start):
                yield names
    except struct.error:
        return


def _names(data: bytes, start: int) -> list[str]:
    """Raises struct.error where the file ends too soon."""
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"name":
            records = list(_records(data, offset))
            found = [said for kind in (_TYPOGRAPHIC, _FAMILY) for of, said in records if of == kind]
            return list(dict.fromkeys(found))
    return []


def _records(data: bytes, table: int) -> Iterator[tuple[int, str]]:
    """What each name is of, and the name."""
    _, count, texts = struct.unpack_from(">HHH", data, table)
    for number in range(min(count, _MOST_NAMES)):
        platform, encoding, _, kind, length, offset = struct.unpack_from(
            ">HHHHHH", data, table + 6 + 12 * number
        )
        begin = table + texts + offset
        said = data[begin : begin + length]
        if platform == _UNICODE or (platform == _WINDOWS and encoding in _OF_WINDOWS):
            yield kind, said.decode("utf-16-be", "replace")
        elif platform == _MACINTOSH and encoding == 0:
            yield kind, said.decode("mac_roman")
