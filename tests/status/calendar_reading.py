"""A reader of iCalendar that takes nothing on trust: RFC 5545, 3.1 and 3.3.11."""

from __future__ import annotations

import re

Properties = dict[str, str]
_NAME = re.compile(r"[A-Z-]+(?:;[A-Z-]+=[A-Z-]+)*")


def read_calendar(data: bytes) -> tuple[Properties, list[Properties]]:
    """The properties of the calendar, and those of each event; values unescaped."""
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    for line in lines:
        assert not {b"\r"[0], b"\n"[0]} & set(line), "a line end that is none"
        assert len(line) <= 75, "a line of more than 75 octets"
        line.decode("utf-8")  # no character is cut in two
    unfolded: list[bytes] = []
    for line in lines:
        if line.startswith(b" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    return _components([line.decode("utf-8") for line in unfolded])


def _components(lines: list[str]) -> tuple[Properties, list[Properties]]:
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    calendar: Properties = {}
    events: list[Properties] = []
    current = calendar
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            assert current is calendar, "an event within an event"
            current = {}
        elif line == "END:VEVENT":
            events.append(current)
            current = calendar
        else:
            name, _, value = line.partition(":")
            assert _NAME.fullmatch(name), name
            assert name not in current, f"{name} twice"
            current[name] = _text(value)
    assert current is calendar
    return calendar, events


def _text(value: str) -> str:
    bare = re.sub(r"\\[\\;,nN]", "", value)
    assert not re.search(r"[\\;,]", bare), f"not escaped: {value}"
    assert value.isprintable() or not value
    return re.sub(r"\\([\\;,])", r"\1", value.replace(r"\n", "\n"))
