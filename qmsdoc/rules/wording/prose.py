"""The text of a body as one string, which every rule of wording searches in one pass."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from qmsdoc.diagnostics.types import Edit
from qmsdoc.rules.types import UnitContext
from qmsdoc.rules.wording.once import LastMade
from qmsdoc.source.file import SourceFile
from qmsdoc.source.markdown import Block
from qmsdoc.text.span import Span


class Hit(Struct, frozen=True):
    """What was found: *start* and *end* are offsets in the text of *block*, *base* is its own."""

    block: Block
    start: int
    end: int
    base: int = 0

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
        """Whether it stands in quotation marks or in 《》."""
        # Its patterns are dear to compile, and only a text in which something was found needs them.
        from qmsdoc.text.sentences import is_quoted

        return is_quoted(self.block.shown, self.start, self.end)

    @property
    def is_other_word(self) -> bool:
        """Whether it is another's word: quoted, or in the title that a link names."""
        return self.quoted or self.linked

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
    def sentence(self) -> tuple[int, int]:
        """Where the sentence starts and ends in the block."""
        from qmsdoc.text.sentences import sentence_around

        return sentence_around(self.block.shown, self.start)


class Prose:
    """All blocks of a body, without code and link targets, line by line in one string."""

    def __init__(self, file: SourceFile) -> None:
        self.blocks = file.body.blocks if file.body else ()
        self.shown = "\n".join([block.shown for block in self.blocks])
        self._text = file.text

    @cached_property
    def _starts(self) -> list[int]:
        starts, start = [], 0
        for block in self.blocks:
            starts.append(start)
            start += len(block.shown) + 1
        return starts

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def matches(self, pattern: re.Pattern[str], text: str | None = None) -> Iterator[Hit]:
        """Each match of *pattern*, which takes in no line break.

        *text* stands for ``shown`` where it is given, character for character.
        """
        for match in pattern.finditer(self.shown if text is None else text):
            yield self.hit(*match.span())

    def edit(self, block: Block, start: int, end: int, text: str) -> Edit | None:
        """Put *text* there; None where the place of the block is not known to the letter."""
        span = block.place(start, end)
        if span.line != span.end_line:
            return None
        typed = self._lines[span.line - 1][span.column - 1 : span.end_column - 1]
        return Edit(span, text) if typed == block.text[start:end] else None

    def hit(self, start: int, end: int) -> Hit:
        """The place from *start* to *end* of ``shown``, in its block."""
        index = bisect_right(self._starts, start) - 1
        offset = self._starts[index]
        return Hit(self.blocks[index], start - offset, end - offset, offset)


_LAST: LastMade[SourceFile, Prose] = LastMade(Prose)


def prose_of(unit: UnitContext) -> Prose | None:
    """The prose of a document; None where there is nothing to read."""
    body = unit.file.body
    return _LAST.of(unit.file) if body is not None and body.blocks else None


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds each of *words*, and of two at one place the longer one."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
