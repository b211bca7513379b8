"""Pictures by their bytes."""

from __future__ import annotations

from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.source.picture import MAX_IMAGE_SIZE, Picture, read_picture

PNG = (Path(__file__).parent.parent / "golden/render/workspace/pictures/dot.png").read_bytes()
JPEG = (
    b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xff\xc2\0\x0b\x08"
    + pack(">HH", 30, 40)
    + b"\1\1\x11\0\xff\xda\0\2\0\xff\xd9"
)
GIF = b"GIF87a" + pack("<HH", 40, 30) + b"\0\0\0;"
LOSSLESS = b"RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f" + pack("<I", 39 | 29 << 14) + bytes(5)
LOSSY = b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0" + bytes(6) + pack("<HH", 40, 30)
EXTENDED = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + b"\x27\0\0\x1d\0\0"
WHOLE = {
    "png": [PNG],
    "jpeg": [JPEG, JPEG + b"\0\0"],
    "gif": [GIF, GIF + b"\0"],
    "webp": [LOSSLESS, LOSSY, EXTENDED],
}


@pytest.mark.parametrize(
    ("kind", "data"), [(kind, data) for kind, found in WHOLE.items() for data in found]
)
def test_whole_pictures(kind: str, data: bytes) -> None:
    width, height = (1, 1) if kind == "png" else (40, 30)
    assert read_picture(data) == Picture(kind, len(data), width, height)
    assert read_picture(data).can_be_shown


@pytest.mark.parametrize("data", [found[0] for found in WHOLE.values()])
def test_every_shorter_piece_is_not_whole(data: bytes) -> None:
    for length in range(len(data)):
        assert not read_picture(data[:length]).can_be_shown, length


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg/>", b"%PDF-1.7", b"BM" + bytes(60), b"II*\0", b"RIFF\0\0\0\0WAVE", b"\0" * 99],
)
def test_other_files_are_no_pictures(data: bytes) -> None:
    assert read_picture(data) == Picture("", len(data))
    assert not read_picture(data).can_be_shown


def test_too_many_bytes_or_points() -> None:
    heavy = PNG[:-12] + pack(">I", MAX_IMAGE_SIZE) + b"zzZz" + bytes(MAX_IMAGE_SIZE + 4) + PNG[-12:]
    assert read_picture(heavy).whole
    assert not read_picture(heavy).can_be_shown
    wide = PNG[:16] + pack(">II", 100_000, 100_000) + PNG[24:]
    assert (read_picture(wide).whole, read_picture(wide).can_be_shown) == (True, False)
    assert not read_picture(PNG[:16] + bytes(8) + PNG[24:]).can_be_shown


@given(st.sampled_from([PNG, JPEG, GIF, LOSSLESS]), st.binary(max_size=80), st.integers(0, 60))
def test_no_bytes_raise(head: bytes, tail: bytes, kept: int) -> None:
    found = read_picture(head[:kept] + tail)
    assert found.size == len(head[:kept] + tail)


def test_no_endless_chunks() -> None:
    assert not read_picture(PNG[:33] + pack(">I", 0xFFFFFFFF) + b"abcd").can_be_shown
    assert not read_picture(b"\xff\xd8" + b"\xff" * 100_000).can_be_shown
