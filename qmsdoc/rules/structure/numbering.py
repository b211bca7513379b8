"""The numbers that authors type before headings: how they are written, and which would be right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from qmsdoc.source.markdown import Heading
from qmsdoc.text.numerals import read_numeral, write_numeral

# Sections that have no number among numbered ones.
_UNNUMBERED = re.compile(
    r"(?:附|前言|引言|序言|目次|目录|索引|封面|参考文献|发布令|批准页|颁布令|(?:修订|修改|更改|版本)(?:记录|历史))"
)
_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_WRAPPED = re.compile(r"(第|（|)([0-9]+|[零一二三四五六七八九十百]+)([章节条]|）|)")
# Above this it is no number of a section: 12345 热线, 2026 年度计划.
_HIGHEST = 199


class Number(Struct, frozen=True):
    """``style`` tells numbers apart that do not continue each other; ``parts`` are its places.

    Only the last part of 4.2 counts on; 第三章 and （三） have one part.
    """

    style: str
    parts: tuple[int, ...]

    @property
    def place(self) -> int:
        return self.parts[-1]

    def follows(self, other: Number) -> bool:
        same = self.style == other.style and self.parts[:-1] == other.parts[:-1]
        return same and self.place == other.place + 1


@dataclass(eq=False, slots=True)
class Section:
    """A heading with its number (None where it has none that is understood) and what is below."""

    heading: Heading
    number: Number | None
    parent: Section | None
    children: list[Section] = field(default_factory=list)
    renumbered: Number | None = None


class Fault(Struct, frozen=True):
    """``expected`` is the number that would follow; None where the section is of another style."""

    section: Section
    expected: Number | None
    before: Section | None


def sections(headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The sections at the top, with those below them. Annexes and the like are left out."""
    found: list[Section] = []
    open_sections: list[Section] = []
    for heading in headings:
        if heading.level == 1:
            continue
        while open_sections and open_sections[-1].heading.level >= heading.level:
            open_sections.pop()
        parent = open_sections[-1] if open_sections else None
        section = Section(heading, read_number(heading), parent)
        open_sections.append(section)
        if not _is_unnumbered(heading):
            (parent.children if parent else found).append(section)
    return tuple(found)


def faults(siblings: Sequence[Section]) -> Iterator[Fault]:
    """What is wrong with the numbers of *siblings* and of all below them, in their order."""
    style = _usual_style(siblings)
    before: Section | None = None
    for section in siblings:
        number = section.number
        if (number.style if number else None) != style:
            yield Fault(section, None, before)
        elif number is not None:
            expected = _next(section, before)
            if number != expected and not _starts_at_zero(number, expected, before):
                yield Fault(section, expected, before)
            before = section
        yield from faults(section.children)


def renumber(siblings: Sequence[Section]) -> None:
    """Set ``renumbered`` on every section whose style is that of its siblings."""
    style = _usual_style(siblings)
    place: int | None = None
    for section in siblings:
        number = section.number
        if number is not None and number.style == style:
            first = 0 if number.place == 0 else 1
            # 条 run on through all chapters, so the first one of a chapter is taken as it is.
            first = number.place if number.style == "第条" else first
            place = first if place is None else place + 1
            section.renumbered = Number(number.style, (*_prefix(section, renumbered=True), place))
        renumber(section.children)


def read_number(heading: Heading) -> Number | None:
    """The number of a heading; None where it has none, or one of an annex."""
    typed = heading.number
    if _ARABIC.fullmatch(typed):
        parts = tuple(int(part) for part in typed.split("."))
        return Number("1", parts) if max(parts) <= _HIGHEST else None
    wrapped = _WRAPPED.fullmatch(typed)
    value = read_numeral(wrapped[2]) if wrapped else None
    if wrapped is None or value is None:
        return None
    digits = "" if wrapped[2].isascii() or wrapped[1] == "第" else "一"
    return Number(f"{wrapped[1]}{digits}{wrapped[3]}", (value,))


def write_number(typed: str, number: Number) -> str:
    """*number* in the form in which *typed* is written."""
    if _ARABIC.fullmatch(typed):
        return ".".join(map(str, number.parts))
    wrapped = _WRAPPED.fullmatch(typed)
    assert wrapped is not None
    place = number.place
    digits = str(place) if wrapped[2].isascii() else write_numeral(place)
    return f"{wrapped[1]}{digits}{wrapped[3]}"


def _usual_style(siblings: Sequence[Section]) -> str | None:
    """The style that most of them have; of equals, the first."""
    counted = Counter(section.number.style if section.number else None for section in siblings)
    return counted.most_common(1)[0][0] if counted else None


def _prefix(section: Section, renumbered: bool = False) -> tuple[int, ...]:
    """What stands before the last part: the number above, where both are of the form 4.2."""
    parent = section.parent
    if parent is None or section.number is None or section.number.style != "1":
        return ()
    above = parent.renumbered if renumbered and parent.renumbered else parent.number
    return above.parts if above and above.style == "1" else ()


def _next(section: Section, before: Section | None) -> Number:
    """The number that follows the one typed before it."""
    assert section.number is not None
    if before is None or before.number is None:
        first = section.number.place if section.number.style == "第条" else 1
        return Number(section.number.style, (*_prefix(section), first))
    return Number(before.number.style, (*before.number.parts[:-1], before.number.place + 1))


def _starts_at_zero(number: Number, expected: Number, before: Section | None) -> bool:
    return before is None and number.place == 0 and number.parts[:-1] == expected.parts[:-1]


def _is_unnumbered(heading: Heading) -> bool:
    if heading.number:
        return heading.number.startswith("附")
    return _UNNUMBERED.match(heading.title) is not None
