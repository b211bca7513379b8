"""The one YAML loader: plain values, and the place of every key and value.

It reads PyYAML's C events itself, because ``load`` keeps the last of two equal keys in silence and
``compose`` recurses in C (deep nesting ends the process). It refuses what a controlled document has
no use for: anchors, aliases, tags, merge keys, second documents, keys that are not text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from msgspec import Struct

from qmsdoc.source.defect import Defect, SourceError
from qmsdoc.source.yaml_errors import explain
from qmsdoc.text.message import Message
from qmsdoc.text.span import START, Span

MAX_DEPTH = 40
MAX_NODES = 200_000

# A number is a number only where printing it gives back what was typed: 95 and 95.5, but not
# 1.10, 010, 1:30 or 1e3, which stay text. Dates and NO stay text as well.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{0,12}[1-9]|\.0)?", re.ASCII)
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}

_OTHER_LINE_ENDS = "\r\x85\u2028\u2029"
_AS_SPACES = str.maketrans(dict.fromkeys(_OTHER_LINE_ENDS, " "))

Place = tuple[int, int, int, int]


class YamlDocument(Struct, frozen=True):
    """``data`` is plain values; ``places`` and ``key_places`` go from JSON pointer to span."""

    data: Any
    places: dict[str, Place]
    key_places: dict[str, Place]
    defects: tuple[Defect, ...] = ()

    def span(self, pointer: str) -> Span:
        """The span of the value at *pointer*, or of the nearest value above it."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        place = self.places.get(pointer)
        return Span(*place) if place else START

    def key_span(self, pointer: str) -> Span:
        """The span of the key at *pointer*; of the value where it is an item of a list."""
        place = self.key_places.get(pointer)
        return Span(*place) if place else self.span(pointer)


def load_yaml(text: str, first_line: int = 1) -> YamlDocument:
    """Read one YAML document. *first_line* is the line of the file on which *text* starts.

    Duplicate keys are reported and the first one stands, so that one mistake hides no other.
    Raises SourceError, and nothing else, where the text cannot be read any further.
    """
    text = _with_plain_lines(text)
    try:
        parser = yaml.CSafeLoader(text)
        return _Reader(parser, first_line).document()
    except (yaml.YAMLError, UnicodeError) as error:
        raise SourceError(explain(error, text, first_line)) from None


def _with_plain_lines(text: str) -> str:
    """For YAML a lone CR, NEL, LS and PS end a line too; for every editor and report they do not.

    QD008 reports them. Here they become spaces, so that lines and columns stay those of the file.
    """
    if not any(mark in text for mark in _OTHER_LINE_ENDS):
        return text
    return text.replace("\r\n", "\n").translate(_AS_SPACES)


def pointer_token(key: str) -> str:
    """A key as a token of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def resolve(text: str) -> Any:
    """What a plain scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789" and _NUMBER.fullmatch(text):
        number = float(text) if "." in text else int(text)
        return number if str(number) == text else text
    return text


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, parser: yaml.CSafeLoader, first_line: int) -> None:
        self._next = parser.get_event
        self._first_line = first_line
        self._nodes = 0
        self._places: dict[str, Place] = {}
        self._key_places: dict[str, Place] = {}
        self._defects: list[Defect] = []

    def document(self) -> YamlDocument:
        self._next()  # stream start
        event = self._next()
        data = None
        if isinstance(event, yaml.DocumentStartEvent):
            data = self._value(self._next(), "", 0)
            self._next()  # document end
            event = self._next()
            if not isinstance(event, yaml.StreamEndEvent):
                self._refuse(event, "one file holds one YAML document; delete the second ---")
        return YamlDocument(data, self._places, self._key_places, tuple(self._defects))

    def _value(self, event: Any, pointer: str, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse(event, "more than {limit} values in one file", limit=MAX_NODES)
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._refuse(event, "*{name} is an alias; write the value out", name=event.anchor)
        if event.anchor is not None:
            self._refuse(event, "&{name} is an anchor; write the value out", name=event.anchor)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            self._refuse(event, "{tag} is a tag; take it away", tag=tag)
        if kind is yaml.ScalarEvent:
            self._places[pointer] = self._scalar_place(event)
            return resolve(event.value) if event.implicit[0] else event.value
        if depth >= MAX_DEPTH:
            self._refuse(event, "nested more than {limit} deep", limit=MAX_DEPTH)
        if kind is yaml.MappingStartEvent:
            return self._mapping(event, pointer, depth)
        return self._sequence(event, pointer, depth)

    def _mapping(self, start: Any, pointer: str, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        last = ""
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._key(event)
            place = self._scalar_place(event)
            where = f"{pointer}/{pointer_token(key)}"
            if key in data:
                self._duplicate(key, place, where)
                # Read past the second value without letting it touch the places of the first.
                where = f"{where}~2"
            else:
                self._key_places[where] = place
            value = self._value(self._next(), where, depth + 1)
            data.setdefault(key, value)
            last = where
        self._places[pointer] = self._collection_place(start, last, event)
        return data

    def _sequence(self, start: Any, pointer: str, depth: int) -> list[Any]:
        data: list[Any] = []
        last = ""
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            last = f"{pointer}/{len(data)}"
            data.append(self._value(event, last, depth + 1))
        self._places[pointer] = self._collection_place(start, last, event)
        return data

    def _key(self, event: Any) -> str:
        if type(event) is not yaml.ScalarEvent:
            self._refuse(event, "a key is a word, not a list, a mapping or an alias")
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, "a key has no anchor and no tag")
        key: str = event.value
        if event.implicit[0]:
            if key == "<<":
                self._refuse(event, "<< merges mappings; write the keys out")
            if not isinstance(resolve(key), str):
                text = 'the key {key} is not text; write "{key}"' if key else "a key is empty"
                self._refuse(event, text, key=key)
        return key

    def _duplicate(self, key: str, place: Place, pointer: str) -> None:
        first = Span(*self._key_places[pointer])
        message = Message.of(
            "the key {key} stands here a second time (first on line {line}); keep one of them",
            key=key,
            line=first.line,
        )
        self._defects.append(Defect("duplicate-key", message, Span(*place), pointer))

    def _scalar_place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        line = start.line + self._first_line
        # A block scalar ends on the line below it, in column 0; point at its first line.
        if end.column == 0 and end.line > start.line:
            return (line, start.column + 1, line, start.column + 2)
        return (line, start.column + 1, end.line + self._first_line, end.column + 1)

    def _collection_place(self, start: Any, last: str, end: Any) -> Place:
        first = start.start_mark
        line, column = first.line + self._first_line, first.column + 1
        if start.flow_style or not last:
            mark = end.end_mark
            return (line, column, mark.line + self._first_line, mark.column + 1)
        tail = self._places[last]
        return (line, column, tail[2], tail[3])

    def _refuse(self, event: Any, text: str, **values: object) -> None:
        span = Span(*self._scalar_place(event))
        raise SourceError(Defect("unsafe-yaml", Message.of(text, **values), span))
