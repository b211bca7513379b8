"""What has a day, as a calendar (iCalendar, RFC 5545) of whole days. It names no person.

The same day and state give the same bytes: nothing here reads the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from msgspec import Struct

from qmsdoc.report.status import words
from qmsdoc.report.status.types import StatusReport, Subject
from qmsdoc.text.display import display
from qmsdoc.text.interval import interval
from qmsdoc.text.message import Message

_LINE_END = "\r\n"
_LONGEST = 75
_ESCAPED = re.compile(r"[\\;,]")


class Event(Struct, frozen=True, gc=False):
    """A whole day. ``kind`` and ``subject`` make it the same event in every run."""

    kind: str
    subject: str
    day: date
    summary: str
    description: str


def render(report: StatusReport) -> str:
    """Reviews, versions that take effect, and periods to be measured."""
    status = report.status
    stamp = f"{status.day:%Y%m%d}T000000Z"
    name = Message.of("Document control: {name}", name=status.owner or status.organization)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//qmsdoc//qmsdoc//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(report.say(name))}",
    ]
    for event in _events(report):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_uid(status.repository, event)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            *_end(event.day),
            f"SUMMARY:{escaped(event.summary)}",
            f"DESCRIPTION:{escaped(event.description)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """*text* as a value of the type TEXT, on one line."""
    return _ESCAPED.sub(r"\\\g<0>", display(text))


def folded(line: str) -> str:
    """*line* with its end, on lines of at most 75 octets; no character is cut in two."""
    parts: list[str] = []
    part, used = "", 0
    for character in line:
        size = len(character.encode("utf-8", "backslashreplace"))
        if used + size > _LONGEST:
            parts.append(part)
            part, used = " ", 1
        part, used = part + character, used + size
    return _LINE_END.join([*parts, part]) + _LINE_END


def _events(report: StatusReport) -> Iterator[Event]:
    status = report.status
    for row in status.reviews:
        every = interval(row.every, "every ", report.translate)
        said = Message.of("last review on {day}, {every}", day=row.reviewed, every=every)
        yield Event(
            "review",
            row.subject.id,
            row.due,
            _summary(report, Message.of("Review due"), row.subject, row.version),
            report.say(said),
        )
    for change in status.changes:
        if change.state == "coming":
            label = Message.of("Takes effect")
            said_of = words.beside(change)
            yield Event(
                "effective",
                f"{change.subject.id} {change.version}",
                date.fromisoformat(change.effective),
                _summary(report, label, change.subject, change.version),
                report.say(said_of) if said_of else "",
            )
    for item in status.measurements:
        if item.due is not None:
            label = Message.of("Measure {period}", period=item.period)
            said = Message.of("measured up to {period}", period=item.last)
            yield Event(
                "measure",
                item.subject.id,
                item.due,
                _summary(report, label, item.subject),
                report.say(said),
            )


def _summary(report: StatusReport, label: Message, subject: Subject, version: str = "") -> str:
    values = {"what": report.say(label), "head": words.head(subject, version)}
    if not subject.owner:
        return report.say(Message.of("{what}: {head}", **values))
    return report.say(Message.of("{what}: {head} ({owner})", owner=subject.owner, **values))


def _uid(repository: str, event: Event) -> str:
    """A review that is put off moves its event: the day is no part of the name."""
    # "\0" stands in no name of a workspace.
    name = "\0".join((repository, event.kind, event.subject))
    return (
        f"{event.kind}-{sha256(name.encode('utf-8', 'backslashreplace')).hexdigest()[:32]}@qmsdoc"
    )


def _end(day: date) -> tuple[str, ...]:
    """The day after, which the event does not reach; without one, a day is meant just the same."""
    return (f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",) if day < date.max else ()
