"""Sections of a text: matched although moved, renumbered or renamed, compared by their own text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.blocks import Block, blocks, passages, whole
from qmsdoc.diff.pairing import likeness, out_of_order, pair_alike, pair_equal, rest
from qmsdoc.diff.types import Action, Aspect, Change, Passage
from qmsdoc.source.markdown import Heading
from qmsdoc.text.span import Span
from qmsdoc.text.words import normalise

_ALIKE = 0.5
# Under one number, a text may have changed more, and still be the same section.
_ALIKE_UNDER_NUMBER = 0.3
# So much of a section's text is looked at when likeness decides.
_LOOKED_AT = 600


class Section(Struct, frozen=True, gc=False):
    """A heading and its own text, that of sections below it not included.

    ``parent`` is the place of the section above it in the list, -1 for none. ``titles`` are those
    from the top down to its own. The text above the first heading is a section of level 0.
    """

    level: int
    number: str
    title: str
    parent: int
    titles: tuple[str, ...]
    span: Span
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """Number and title, as typed."""
        return f"{self.number} {self.title}".strip()

    @property
    def text(self) -> str:
        return "\n".join(block.key for block in self.blocks)


def sections(text: str, first_line: int, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """The sections of a body. *text* is the body, *first_line* its line in the file."""
    lines = text.split("\n")
    starts = [heading.span.line - first_line for heading in headings]
    found: list[Section] = []
    preamble = blocks(lines[: starts[0]] if starts else lines, first_line)
    if preamble:
        found.append(Section(0, "", "", -1, (), Span(first_line, 1, first_line, 1), preamble))
    above: list[int] = []
    ends = [*starts[1:], len(lines)][: len(starts)]
    for heading, start, end in zip(headings, starts, ends, strict=True):
        while above and found[above[-1]].level >= heading.level:
            above.pop()
        parent = above[-1] if above else -1
        titles = (*(found[parent].titles if above else ()), normalise(heading.title))
        above.append(len(found))
        own = blocks(lines[start + 1 : end], first_line + start + 1)
        found.append(
            Section(heading.level, heading.number, heading.title, parent, titles, heading.span, own)
        )
    return tuple(found)


def match(before: Sequence[Section], after: Sequence[Section]) -> list[tuple[int, int]]:
    """Pairs of places, by the order of *before*: the clearest likeness first."""
    pairs: list[tuple[int, int]] = []

    def left() -> list[int]:
        return rest(len(before), (i for i, _ in pairs))

    def right() -> list[int]:
        return rest(len(after), (k for _, k in pairs))

    # The title of a document is the top of its text, whatever it is called.
    if before and after and before[0].level == after[0].level:
        pairs.append((0, 0))
    for key in _KEYS:
        old, new = left(), right()
        found = pair_equal([key(before[i]) for i in old], [key(after[k]) for k in new])
        pairs += [(old[i], new[k]) for i, k in found]
    old, new = left(), right()
    for i, k in pair_equal([before[i].number for i in old], [after[k].number for k in new]):
        section, other = before[old[i]], after[new[k]]
        if _likeness(section, other) >= _ALIKE_UNDER_NUMBER:
            pairs.append((old[i], new[k]))
    old, new = left(), right()
    texts = [_looked_at(before[i]) for i in old], [_looked_at(after[k]) for k in new]
    pairs += [(old[i], new[k]) for i, k in pair_alike(*texts, _ALIKE)]
    return sorted(pairs)


def section_changes(
    document: str, paths: tuple[str, str], before: Sequence[Section], after: Sequence[Section]
) -> Iterator[Change]:
    """What became of each section, in the order of *after*; then those that are gone."""
    pairs = match(before, after)
    partner = {k: i for i, k in pairs}
    strays = _moved(before, after, pairs)
    for k, section in enumerate(after):
        where = Location(paths[1], section.span)
        old = before[partner[k]] if k in partner else None
        if old is None:
            text = whole("added", section.blocks)
            yield _change(Action.ADDED, document, where, section, None, section.heading, text)
            continue
        if k in strays:
            yield _moved_change(document, where, (before, old), (after, section))
        if old.number != section.number:
            numbers = (old.number, section.number)
            yield _change(Action.RENUMBERED, document, where, section, *numbers)
        if normalise(old.title) != normalise(section.title):
            titles = (old.title, section.title)
            yield _change(Action.RENAMED, document, where, section, *titles)
        if [block.key for block in old.blocks] != [block.key for block in section.blocks]:
            text = passages(old.blocks, section.blocks)
            if any(passage.op != "same" for passage in text):
                yield _change(Action.EDITED, document, where, section, None, None, text)
    for i in rest(len(before), (i for i, _ in pairs)):
        where, text = Location(paths[0], before[i].span), whole("removed", before[i].blocks)
        yield _change(Action.REMOVED, document, where, before[i], before[i].heading, None, text)


_KEYS: tuple[Callable[[Section], object], ...] = (
    lambda section: section.titles,
    lambda section: normalise(section.title),
    # A renamed section that kept every word.
    lambda section: section.text,
)


def _moved(
    before: Sequence[Section], after: Sequence[Section], pairs: Sequence[tuple[int, int]]
) -> set[int]:
    """Places of *after* that stand under another section, or elsewhere among their neighbours."""
    partner = dict(pairs)
    moved: set[int] = set()
    siblings: dict[int, list[int]] = {}
    for i, k in pairs:
        parent = before[i].parent
        if partner.get(parent, -1) == after[k].parent:
            siblings.setdefault(parent, []).append(k)
        elif parent in partner or parent == -1:
            moved.add(k)
    for places in siblings.values():
        moved |= {places[position] for position in out_of_order(places)}
    return moved


def _moved_change(
    document: str,
    where: Location,
    before: tuple[Sequence[Section], Section],
    after: tuple[Sequence[Section], Section],
) -> Change:
    (old, was), (new, section) = before, after
    left = old[was.parent].heading if was.parent >= 0 else ""
    right = new[section.parent].heading if section.parent >= 0 else ""
    if normalise(left) == normalise(right):
        return _change(Action.MOVED, document, where, section)
    return _change(Action.MOVED, document, where, section, left, right)


def _change(
    action: Action,
    document: str,
    where: Location,
    section: Section,
    before: str | None = None,
    after: str | None = None,
    text: tuple[Passage, ...] = (),
) -> Change:
    return Change(
        aspect=Aspect.SECTION,
        action=action,
        document=document,
        where=where,
        subject=section.heading,
        before=before,
        after=after,
        gone=action is Action.REMOVED,
        passages=text,
    )


def _likeness(section: Section, other: Section) -> float:
    titles = likeness(normalise(section.title), normalise(other.title))
    return max(titles, likeness(_looked_at(section), _looked_at(other)))


def _looked_at(section: Section) -> str:
    return f"{section.title}\n{section.text}"[:_LOOKED_AT]
