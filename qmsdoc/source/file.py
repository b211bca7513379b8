"""A blob as it was typed: its text, its YAML, its Markdown, and what is wrong with any of them."""

from __future__ import annotations

import re

from msgspec import Struct

from qmsdoc.source.decode import decode, hidden_characters
from qmsdoc.source.defect import Defect, SourceError
from qmsdoc.source.markdown import Body, parse_body
from qmsdoc.source.yaml import YamlDocument, load_yaml
from qmsdoc.text.message import Message
from qmsdoc.text.span import START

_FENCE = "---"
# White space behind a fence is nothing that an author could see.
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)


class SourceFile(Struct, frozen=True):
    """``yaml`` is the whole of a YAML file, or the front matter of a Markdown file.

    Either part is None where it is missing or could not be read; ``defects`` says why.
    """

    text: str
    yaml: YamlDocument | None
    body: Body | None
    defects: tuple[Defect, ...]


def read_yaml_file(data: bytes) -> SourceFile:
    """Read a YAML file."""
    try:
        text = decode(data)
    except SourceError as error:
        return SourceFile("", None, None, (error.defect,))
    yaml, defects = _yaml(text, 1)
    return SourceFile(text, yaml, None, (*hidden_characters(text), *defects))


def read_text_file(data: bytes) -> SourceFile:
    """Read a file that is neither YAML nor Markdown."""
    try:
        text = decode(data)
    except SourceError as error:
        return SourceFile("", None, None, (error.defect,))
    return SourceFile(text, None, None, ())


def read_markdown_file(data: bytes) -> SourceFile:
    """Read a Markdown file with YAML front matter."""
    try:
        text = decode(data)
    except SourceError as error:
        return SourceFile("", None, None, (error.defect,))
    front, body_start = split_front_matter(text)
    defects: tuple[Defect, ...]
    if front is None:
        yaml, defects = None, (_missing_front_matter(text),)
    else:
        yaml, defects = _yaml(front, 2)
    first_line = text.count("\n", 0, body_start) + 1
    body = parse_body(text[body_start:], first_line)
    return SourceFile(text, yaml, body, (*hidden_characters(text), *defects))


def split_front_matter(text: str) -> tuple[str | None, int]:
    """The front matter without its fences, and the offset at which the body starts."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, 0
    return text[opening.end() : closing.start()], closing.end()


def _yaml(text: str, first_line: int) -> tuple[YamlDocument | None, tuple[Defect, ...]]:
    try:
        document = load_yaml(text, first_line)
    except SourceError as error:
        return None, (error.defect,)
    return document, document.defects


def _missing_front_matter(text: str) -> Defect:
    if text.startswith(_FENCE):
        message = Message.of(
            "the front matter is not closed; put --- on a line of its own below it"
        )
    else:
        message = Message.of(
            "the file does not start with front matter; put id, kind, title, version and owner "
            "between two lines of ---"
        )
    return Defect("missing-front-matter", message, START)
