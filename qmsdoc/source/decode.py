"""Bytes to text: UTF-8 and nothing else, without characters that hide from the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Edit, Fix
from qmsdoc.source.defect import Defect, SourceError
from qmsdoc.source.tree import MAX_BLOB_SIZE, too_long
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

# Controls, zero-width and bidirectional characters (CVE-2021-42574), tags, noncharacters, private
# line ends. U+3000 and U+00A0 are spaces that a reader sees. Equal ones in a row are one match.
_HIDDEN = re.compile(
    "([\x00-\x08\x0b-\x0d\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff])\\1*"
)
_REMOVABLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_JOINERS = "\u200c\u200d"
# Marks that Markdown and YAML read together with what stands beside them.
_MARKUP = frozenset("*_`~[]<>|!\\&$^=#(){}\"'@:")
# No list, heading or fence begins with more characters than these before its first letter.
_MARKER = 80


def decode(data: bytes) -> str:
    """Return the text with LF line ends. Raises SourceError where it is not UTF-8 text."""
    if len(data) > MAX_BLOB_SIZE:
        raise SourceError(Defect("unreadable-file", too_long(len(data))))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, error) from None
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n") if "\r" in text else text


def hidden_characters(text: str) -> Iterator[Defect]:
    """Every run of a character that a reader cannot see but a program can."""
    # isprintable is a hundred times faster than the pattern, and nearly always enough.
    if text.replace("\n", "").replace("\t", "").replace("\u3000", "").isprintable():
        return
    line, line_start, seen = 1, 0, 0
    for match in _HIDDEN.finditer(text):
        start = match.start()
        newlines = text.count("\n", seen, start)
        if newlines:
            line += newlines
            line_start = text.rindex("\n", 0, start) + 1
        seen = start
        character = match[1]
        span = Span.on_line(line, start - line_start + 1, match.end() - start)
        yield Defect(
            "hidden-character",
            Message.of(
                "the hidden character U+{code} stands here; delete it",
                code=f"{ord(character):04X}",
            ),
            span,
            fix=Fix(
                Message.of("delete the hidden character"),
                (Edit(span, ""),),
                safe=character in _REMOVABLE and _is_idle(text, line_start, start, match.end()),
            ),
        )


def _is_idle(text: str, line_start: int, at: int, end: int) -> bool:
    """Whether the text reads the same without the zero-width characters from *at* to *end*.

    A bidirectional control changes what is seen, a joiner is part of an emoji or of a word in
    another script, and beside markup a character that nobody sees can keep it from being markup.
    """
    # Others of its kind beside it go with it.
    before = text[max(at - _MARKER, line_start) : at].rstrip(_REMOVABLE)[-1:]
    after = text[end : end + _MARKER].lstrip(_REMOVABLE)[:1]
    if text[at] in _JOINERS and not (_is_joined(before) and _is_joined(after)):
        return False
    if not any(map(str.isalpha, text[line_start : min(at, line_start + _MARKER)])):
        # What begins a line may be a list, a heading or a fence.
        return after.isalpha()
    if before in _MARKUP or after in _MARKUP:
        return False
    # Spaces at the end of a line break it.
    return not (before in (" ", "\t") and after in ("", "\n"))


def _is_joined(character: str) -> bool:
    """Whether a joiner beside the character joins nothing: Latin letters, marks, Chinese."""
    return character.isascii() or "\u3000" <= character <= "\u9fff"


def _wrong_encoding(data: bytes, error: UnicodeDecodeError) -> SourceError:
    for marker, name in ((b"\xff\xfe", "UTF-16LE"), (b"\xfe\xff", "UTF-16BE")):
        if data.startswith(marker):
            return _convert(name)
    if _is_mostly_utf8(data):
        return _damaged(data, error.start)
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return _damaged(data, error.start)
    return _convert("GB18030")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether only a few bytes are wrong. GB18030 could decode the same bytes to other characters,
    so that converting the file would ruin it."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > 5 * wrong


def _damaged(data: bytes, offset: int) -> SourceError:
    before = data[:offset].decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    column = len(before) - (before.rfind("\n") + 1) + 1
    message = Message.of(
        "the byte 0x{byte} is not UTF-8 text; save the file as UTF-8", byte=f"{data[offset]:02X}"
    )
    span = Span.on_line(before.count("\n") + 1, column, 1)
    return SourceError(Defect("unreadable-file", message, span))


def _convert(encoding: str) -> SourceError:
    return _unreadable(
        "the file is not UTF-8; it looks like {encoding}. "
        "Convert it: iconv -f {encoding} -t UTF-8 FILE > NEW",
        encoding=encoding,
    )


def _unreadable(text: str, **values: object) -> SourceError:
    return SourceError(Defect("unreadable-file", Message.of(text, **values)))
