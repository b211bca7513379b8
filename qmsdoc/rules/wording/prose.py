"""The text of a body as one string, which every rule of wording searches in one pass."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from qmsdoc.rules.types import UnitContext
from qmsdoc.rules.wording.once import LastMade
from qmsdoc.source.markdown import Block, Body
from qmsdoc.text.sentences import Range, is_quoted, sentence_around
from qmsdoc.text.span import Span


class Hit(Struct, frozen=True):
    """What was found: *start* and *end* are offsets in the text of *block*."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.shown[self.start : self.end]

    @property
    def before(self) -> str:
        return self.block.shown[: self.start]

    @property
    def after(self) -> str:
        return self.block.shown[self.end :]

    @property
    def span(self) -> Span:
        return self.block.place(self.start, self.end)

    @property
    def quoted(self) -> bool:
        """Whether it is another's word: in quotation marks, in 《》, or the title that a link names."""
        return is_quoted(self.block.shown, self.start, self.end) or self.linked

    @property
    def linked(self) -> bool:
        """Whether it stands in the text of a link."""
        if not self.block.links:
            return False
        span = self.span
        return any(
            link.span.start <= span.start and span.end <= link.span.end for link in self.block.links
        )

    @property
    def sentence(self) -> Range:
        return sentence_around(self.block.shown, self.start)


class Prose:
    """All blocks of a body, without code and link targets, line by line in one string."""

    def __init__(self, body: Body) -> None:
        self.blocks = body.blocks
        self.shown = "\n".join([block.shown for block in body.blocks])

    @cached_property
    def _starts(self) -> list[int]:
        starts, start = [], 0
        for block in self.blocks:
            starts.append(start)
            start += len(block.shown) + 1
        return starts

    def matches(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Each match of *pattern*, which takes in no line break."""
        for match in pattern.finditer(self.shown):
            yield self.hit(*match.span())

    def hit(self, start: int, end: int) -> Hit:
        """The place from *start* to *end* of ``shown``, in its block."""
        index = bisect_right(self._starts, start) - 1
        offset = self._starts[index]
        return Hit(self.blocks[index], start - offset, end - offset)


_LAST: LastMade[Body, Prose] = LastMade(Prose)


def prose_of(unit: UnitContext) -> Prose | None:
    """The prose of a document; None where there is nothing to read."""
    body = unit.file.body
    if body is None or not body.blocks:
        return None
    return _LAST.of(body)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds each of *words*, and of two at one place the longer one."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
