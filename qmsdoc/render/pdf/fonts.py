"""The organisation's own fonts: files below ``fonts/``, so that every machine makes the same PDF."""

from __future__ import annotations

from qmsdoc.errors import TemplateError
from qmsdoc.text.message import Message

FONT_FOLDER = "fonts/"
FONT_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
MAX_FONT_SIZE = 32 * 1024 * 1024
MAX_FONTS = 16
_SIGNATURES = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")


def is_font(path: str) -> bool:
    """Whether a file of the workspace is one of its fonts, by its place and name."""
    return path.startswith(FONT_FOLDER) and path.lower().endswith(FONT_ENDINGS)


def checked_font(path: str, data: bytes) -> bytes:
    """*data*, where it is a font. Raises TemplateError."""
    if len(data) > MAX_FONT_SIZE:
        raise unusable_font(path, too_large(len(data)))
    if not data.startswith(_SIGNATURES):
        raise unusable_font(path, Message.of("it is neither TrueType nor OpenType"))
    return data


def too_large(size: int) -> Message:
    """What to say of a font of so many bytes."""
    limit = f"{MAX_FONT_SIZE // 1024 // 1024} MiB"
    return Message.of("it has {size} bytes; the limit is {limit}", size=size, limit=limit)


def unusable_font(path: str, problem: Message) -> TemplateError:
    """The file at *path* cannot be used as a font."""
    return TemplateError("{path} cannot be used as a font", hint=problem, path=path)


def too_many_fonts(count: int) -> TemplateError:
    """There are more files than are read."""
    return TemplateError(
        "there are {count} fonts in {folder}; at most {most} are read",
        count=count,
        folder=FONT_FOLDER,
        most=MAX_FONTS,
    )
