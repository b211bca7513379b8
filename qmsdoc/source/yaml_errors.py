"""libyaml's complaints in words that an author can act on."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import yaml

from qmsdoc.source.defect import Defect
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

_NO_CONTENT = "did not find expected node content"
_NOT_CLOSED = {
    "[": Message.of("a list [ … ] is not closed"),
    "{": Message.of("a mapping { … } is not closed"),
}
_OPEN_QUOTE = Message.of("a quotation mark is not closed")
_PROBLEMS = {
    "mapping values are not allowed in this context": Message.of(
        "a second colon on this line, or a key without its own line; "
        "put a text that contains a colon in quotes"
    ),
    "did not find expected key": Message.of(
        "the indentation or a quotation mark does not match the lines above"
    ),
    "could not find expected ':'": Message.of("a key without a colon; write key: value"),
    "did not find expected ',' or ']'": _NOT_CLOSED["["],
    "did not find expected ',' or '}'": _NOT_CLOSED["{"],
    "found unexpected end of stream": _OPEN_QUOTE,
    "found unexpected document indicator": _OPEN_QUOTE,
    "found unknown escape character": Message.of(
        "an unknown escape after \\; use single quotes, or write \\\\"
    ),
    "did not find expected '-' indicator": Message.of(
        "this line belongs neither to the list above nor to its parent; check the indentation"
    ),
    "block sequence entries are not allowed in this context": Message.of(
        "a list item stands where a value was begun; put the list on its own lines"
    ),
    _NO_CONTENT: Message.of("a value is missing here: a comma or a bracket too many"),
    "did not find expected <document start>": Message.of(
        "this does not belong to what stands above; check the indentation and the brackets"
    ),
    "found undefined tag handle": Message.of("a text that starts with ! must be in quotes"),
}
# libyaml notices these where the text goes on; the mistake is where the thing began.
_AT_THE_START = frozenset(
    {
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
        "found unexpected end of stream",
        "found unexpected document indicator",
        "could not find expected ':'",
    }
)
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?[\w-]+(：)", re.ASCII | re.MULTILINE)


def explain(error: Exception, text: str, first_line: int) -> Defect:
    """Turn an exception of PyYAML into a defect at its place."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _unreadable_character(error, text, first_line)
    problem = str(getattr(error, "problem", "") or error)
    if problem == _NO_CONTENT and not _rest(text, mark).strip():
        unclosed = _unclosed(text, first_line)
        if unclosed:
            return unclosed
    if problem in _AT_THE_START:
        mark = getattr(error, "context_mark", None) or mark
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1)
    column = min(mark.column, len(lines[line]))
    span = Span.on_line(line + first_line, column + 1, 1)
    if problem == "found character that cannot start any token":
        return Defect("invalid-yaml", _bad_start(lines[line][column : column + 1]), span)
    colon = _FULL_WIDTH_COLON.search(text)
    if colon:
        return _full_width_colon(text, colon.start(1), first_line)
    known = _PROBLEMS.get(problem)
    message = known or Message.of("this is not valid YAML: {problem}", problem=problem)
    return Defect("invalid-yaml", message, span)


def _rest(text: str, mark: Any) -> str:
    """What of *text* stands behind *mark*."""
    line, *below = text.split("\n")[mark.line :] or [""]
    return "\n".join([line[mark.column :], *below])


def _unclosed(text: str, first_line: int) -> Defect | None:
    """The text ends where a value was to come: the innermost bracket that is open is at fault."""
    opened = []
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event.start_mark)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
    lines = text.split("\n")
    for mark in reversed(opened):
        bracket = lines[mark.line][mark.column : mark.column + 1] if mark else ""
        if mark and bracket in _NOT_CLOSED:
            span = Span.on_line(mark.line + first_line, mark.column + 1, 1)
            return Defect("invalid-yaml", _NOT_CLOSED[bracket], span)
    return None


def _bad_start(character: str) -> Message:
    if character == "\t":
        return Message.of("a tab in the indentation; use spaces")
    return Message.of(
        "a value cannot start with {character}; put it in quotes", character=character
    )


def _full_width_colon(text: str, offset: int, first_line: int) -> Defect:
    line = text.count("\n", 0, offset)
    column = offset - (text.rfind("\n", 0, offset) + 1)
    return Defect(
        "invalid-yaml",
        Message.of("a full-width colon after a key; write a half-width colon and a space"),
        Span.on_line(line + first_line, column + 1, 1),
    )


def _unreadable_character(error: Exception, text: str, first_line: int) -> Defect:
    # A ReaderError knows the offset in bytes of what it was given, not the line.
    if isinstance(error, UnicodeEncodeError):
        return _unwanted(ord(text[error.start]), text[: error.start], first_line)
    position = getattr(error, "position", None)
    code = getattr(error, "character", None)
    if not isinstance(position, int) or not isinstance(code, int):
        return Defect(
            "invalid-yaml", Message.of("this is not valid YAML: {problem}", problem=str(error))
        )
    before = text.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "replace")
    return _unwanted(code, before, first_line)


def _unwanted(code: int, before: str, first_line: int) -> Defect:
    line = before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    return Defect(
        "invalid-yaml",
        Message.of("the character U+{code} is not allowed in YAML; delete it", code=f"{code:04X}"),
        Span.on_line(line + first_line, column + 1, 1),
    )
