"""The text under one heading, paragraph by paragraph, item by item, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Indel, Opcode

from qmsdoc.diff.pairing import likeness, pair_equal
from qmsdoc.diff.redline import Run, redline
from qmsdoc.diff.types import Passage
from qmsdoc.text.words import normalise

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r"(\s*)([-*+]|[0-9]{1,9}[.)])\s+")
_DELIMITERS = re.compile(r"[\s|:-]*-[\s|:-]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_SETEXT = re.compile(r"\s*(=+|-+)\s*")
_ALIKE = 0.45
# Between two blocks that stayed, so many pairs are compared at most; more are halved, both sides in
# the middle, since the time would grow with the square.
_MOST_PAIRS = 10_000


class Block(Struct, frozen=True, gc=False):
    """``text`` as typed but for the layout of a table row; ``key`` is what counts of it; ``line``
    is where it begins."""

    text: str
    key: str
    line: int = 0


def blocks(lines: Sequence[str], first_line: int = 1) -> tuple[Block, ...]:
    """All that stands in *lines*: nothing but blank lines and rules of tables is left out."""
    return tuple(
        Block(text, key, first_line + place)
        for place, text in _texts(lines)
        if (key := key_of(text))
    )


def passages(before: Sequence[Block], after: Sequence[Block]) -> tuple[Passage, ...]:
    """How one list of blocks became the other, in the order of *after*."""
    names: dict[str, int] = {}
    old = [names.setdefault(block.key, len(names)) for block in before]
    new = [names.setdefault(block.key, len(names)) for block in after]
    opcodes = _stretches(Indel.opcodes(old, new))
    # A block that went here and came there only changed places: it is told once, where it stands.
    gone = [i for equal, places, _ in opcodes if not equal for i in places]
    come = [k for equal, _, places in opcodes if not equal for k in places]
    pairs = list(pair_equal([before[i].key for i in gone], [after[k].key for k in come]))
    left_behind, moved = {gone[i] for i, _ in pairs}, {come[k] for _, k in pairs}
    found: list[Passage] = []
    for equal, sources, targets in opcodes:
        if equal:
            found += [_one("same", after[k]) for k in targets]
        else:
            left = [before[i] for i in sources if i not in left_behind]
            found += _replaced(left, [(after[k], k in moved) for k in targets])
    return tuple(_folded(found))


def _stretches(opcodes: Iterable[Opcode]) -> list[tuple[bool, range, range]]:
    """Whether a stretch is equal, and its places on both sides; unequal neighbours are one."""
    found: list[tuple[bool, range, range]] = []
    for equal, group in groupby(opcodes, key=lambda op: op.tag == "equal"):
        ops = list(group)
        first, last = ops[0], ops[-1]
        old, new = range(first.src_start, last.src_end), range(first.dest_start, last.dest_end)
        found.append((equal, old, new))
    return found


def whole(op: str, text: Sequence[Block]) -> tuple[Passage, ...]:
    """A section that is new, or gone, as passages."""
    return tuple(_one("added" if op == "added" else "removed", block) for block in text)


def _replaced(left: Sequence[Block], right: Sequence[tuple[Block, bool]]) -> Iterator[Passage]:
    """Between blocks that stayed: *right* says of each block whether it was there before."""
    fresh = [block for block, known in right if not known]
    if len(left) * len(fresh) > _MOST_PAIRS and len(right) > 1:
        middle, new_middle = len(left) // 2, len(right) // 2
        yield from _replaced(left[:middle], right[:new_middle])
        yield from _replaced(left[middle:], right[new_middle:])
        return
    partners = _partners(left, fresh)
    done, place = 0, 0
    waiting: list[Passage] = []
    for block, known in right:
        partner = None if known else partners.get(place)
        place += not known
        if partner is None:
            waiting.append(_one("moved" if known else "added", block))
            continue
        yield from (_one("removed", gone) for gone in left[done:partner])
        yield from waiting
        old = left[partner].text
        # Of code every blank counts.
        is_code = bool(_FENCE.match(old) and _FENCE.match(block.text))
        yield Passage("edited", redline(old, block.text, ignore_layout=not is_code), block.line)
        done, waiting = partner + 1, []
    yield from (_one("removed", gone) for gone in left[done:])
    yield from waiting


def _partners(left: Sequence[Block], right: Sequence[Block]) -> dict[int, int]:
    """For places of *right* the place of *left* that it came from: the most alike in all, in order."""
    if len(left) == 1 and len(right) == 1 and likeness(left[0].key, right[0].key) > _ALIKE / 2:
        return {0: 0}
    rows, columns = len(left), len(right)
    score = [[likeness(a.key, b.key, _ALIKE) for b in right] for a in left]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for k in range(columns - 1, -1, -1):
            both = best[i + 1][k + 1] + score[i][k] if score[i][k] else 0.0
            best[i][k] = max(both, best[i + 1][k], best[i][k + 1])
    found: dict[int, int] = {}
    i = k = 0
    while i < rows and k < columns:
        if score[i][k] and best[i][k] == best[i + 1][k + 1] + score[i][k]:
            found[k] = i
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return found


def _folded(found: Sequence[Passage]) -> Iterator[Passage]:
    """An edit that is only one of layout is none."""
    for passage in found:
        if passage.op == "edited" and all(run.op == "equal" for run in passage.runs):
            yield Passage("same", passage.runs, passage.line)
        else:
            yield passage


def _one(op: str, block: Block) -> Passage:
    if op == "added":
        return Passage("added", (Run("insert", block.text),), block.line)
    if op == "removed":
        return Passage("removed", (Run("delete", block.text),), block.line)
    kind: Literal["moved", "same"] = "moved" if op == "moved" else "same"
    return Passage(kind, (Run("equal", block.text),), block.line)


def _texts(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Blocks as typed, with the place of their first line. Lines of one paragraph are one block,
    since wrapping says nothing."""
    gathered: list[str] = []
    start = 0
    fence = ""
    for place, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            gathered.append(line)
            if opening and opening[1].startswith(fence):
                fence = ""
                yield start, "\n".join(gathered)
                gathered = []
            continue
        is_row = line.lstrip().startswith("|")
        if gathered and (opening or is_row or not line.strip() or _ITEM.match(line)):
            yield start, "\n".join(gathered)
            gathered = []
        start = start if gathered else place
        if is_row:
            if not _DELIMITERS.fullmatch(line):
                yield place, _row(line)
        elif opening:
            fence = opening[1]
            gathered = [line]
        elif line.strip() and (gathered or not _SETEXT.fullmatch(line)):
            gathered.append(line.strip() if not gathered else line)
    if gathered:
        # Below a fence that is never closed, the blank lines at the end are no part of it.
        yield start, "\n".join(gathered).rstrip()


def _row(line: str) -> str:
    cells = _CELL_END.split(line.strip().removeprefix("|"))
    if cells and not cells[-1].strip():
        cells.pop()
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def key_of(text: str) -> str:
    """What counts of a block: not which bullet, nor which number Markdown counts up by itself."""
    item = _ITEM.match(text)
    if item:
        marker = "-" if item[2] in "-*+" else "1."
        return f"{marker} {normalise(text[item.end() :])}"
    if _FENCE.match(text):
        return text
    return normalise(text)
