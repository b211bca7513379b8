"""Where in an objective a finding points."""

from __future__ import annotations

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.types import ObjectiveFile
from qmsdoc.model.text import Text
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span


def place_of(file: ObjectiveFile, key: str) -> Location:
    """The key, where it is typed; else the number of the objective, which every register shows."""
    objective = file.objective
    span = objective.keys.get(key)
    if span is not None:
        return Location(file.path, span, f"/{key}")
    return objective.id.at(file.path) if objective.id else Location(file.path)


def part_of(text: Text, start: int, end: int) -> Span | None:
    """The place of a part of a value; None where it was typed in another form than it has."""
    span = text.span
    typed = span.end_column - span.column
    quotes = typed - len(text.value)
    if span.line != span.end_line or quotes not in (0, 2) or "\n" in text.value:
        return None
    return Span.on_line(span.line, span.column + quotes // 2 + start, end - start)


def located(
    path: str, text: Text, start: int, end: int, message: Message
) -> tuple[Location, Message]:
    """The place of a part, or of the whole with the count of characters before it in the message."""
    span = part_of(text, start, end)
    if span is not None:
        return Location(path, span, text.pointer), message
    counted = Message.of("it is character {count} of the value", count=start + 1)
    hint = message.hint.with_hint(counted) if message.hint else counted
    return text.at(path), message.with_hint(hint)
