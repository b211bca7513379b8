"""Marks of punctuation that do not belong in Chinese text, with what belongs there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from qmsdoc.rules.wording.prose import Hit, Prose

Replacement = tuple[int, int, str]
"""Offsets in the block, and the text that goes there."""

_HAN = "\u3400-\u9fff"
# What may stand before a Chinese mark, and behind it.
_LEFT, _RIGHT = f"{_HAN}》”’）」』】", f"{_HAN}《“‘（「『【"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_NARROW = re.compile(rf"[,;:?!](?<=[{_LEFT}].)(?: *(?=[{_RIGHT}])|(?=$))", re.M)
_PAIR = re.compile(rf" *\(([^()（）\n]*[{_HAN}][^()（）\n]*)\)")
_HALF_PAIR = re.compile(r"（[^()（）\n]*\)|\([^()（）\n]*）")
_DOUBLED = re.compile(r"[，。；：？！、]{2,}")
_SPACE = re.compile(rf" (?<=[{_HAN}”’] ) *(?=[{_HAN}])")
_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十百零〇]+[章节条款项]|附[录表件图])$")
_STOPS = re.compile(r"[，。；：、,;:]")
_SINGLE = re.compile(rf"'(?<![A-Za-z0-9']')[^'\n]*[{_HAN}][^'\n]*'(?![A-Za-z0-9'])")
_CHINESE = re.compile(f"[{_HAN}]")


class Mark(Struct, frozen=True):
    """``kind`` names the fault; no ``replacements`` where the author has to choose."""

    kind: str
    hit: Hit
    replacements: tuple[Replacement, ...] = ()


def wrong_marks(prose: Prose) -> Iterator[Mark]:
    """Every wrong mark of a text, kind by kind."""
    shown = prose.shown
    pairs: list[Mark] = []
    if "(" in shown or ")" in shown:
        pairs += _brackets(prose)
    if '"' in shown or "'" in shown:
        pairs += _quotes(prose)
    yield from pairs
    # Beside a bracket that is to be a Chinese one, a comma is to be one too.
    yield from _narrow(prose, _mended(shown, pairs) if pairs else shown)
    yield from _doubled(prose)
    yield from _spaces(prose)


def _mended(shown: str, marks: list[Mark]) -> str:
    """The text as it will be, at the same length."""
    characters = list(shown)
    for mark in marks:
        for _, end, text in mark.replacements:
            characters[mark.hit.base + end - 1] = text
    return "".join(characters)


def _narrow(prose: Prose, text: str) -> Iterator[Mark]:
    for hit in prose.matches(_NARROW, text):
        wide = _WIDE[hit.text[0]]
        yield Mark("narrow", hit, ((hit.start, hit.end, wide),))


def _brackets(prose: Prose) -> Iterator[Mark]:
    for hit in prose.matches(_PAIR):
        text = hit.text
        opening = hit.start + text.index("(")
        before, after = hit.before[-1:], hit.after[:1]
        inside = _CHINESE.match(hit.block.shown, opening + 1)
        beside = re.match(f"[{_LEFT}]", before) or re.match(f"[{_RIGHT}，。；：、]", after)
        if beside or (inside and not before and not after):
            ends = ((hit.start, opening + 1, "（"), (hit.end - 1, hit.end, "）"))
            yield Mark("brackets", Hit(hit.block, opening, hit.end, hit.base), ends)
    for hit in prose.matches(_HALF_PAIR):
        narrow_first = hit.text.startswith("(")
        where = hit.start if narrow_first else hit.end - 1
        mend = (where, where + 1, "（" if narrow_first else "）")
        yield Mark("brackets", Hit(hit.block, where, where + 1, hit.base), (mend,))


def _quotes(prose: Prose) -> Iterator[Mark]:
    base = 0
    for block in prose.blocks:
        shown = block.shown
        places = [match.start() for match in re.finditer('"', shown)] if '"' in shown else []
        pairs = zip(places[::2], places[1::2], strict=True) if len(places) % 2 == 0 else ()
        for start, end in pairs:
            if _CHINESE.search(shown, start, end):
                ends = ((start, start + 1, "“"), (end, end + 1, "”"))
                yield Mark("quotes", Hit(block, start, end + 1, base), ends)
        base += len(shown) + 1
    for hit in prose.matches(_SINGLE):
        ends = ((hit.start, hit.start + 1, "‘"), (hit.end - 1, hit.end, "’"))
        yield Mark("quotes", hit, ends)


def _doubled(prose: Prose) -> Iterator[Mark]:
    for hit in prose.matches(_DOUBLED):
        marks = hit.text
        same = len(set(marks)) == 1
        # 。。。 stands for ……, and of two different marks only the author knows the right one.
        one = same and not marks.startswith("。。。")
        yield Mark("doubled", hit, ((hit.start, hit.end, marks[0]),) if one else ())


def _spaces(prose: Prose) -> Iterator[Mark]:
    # In the shown text, code and link targets are spaces too.
    for hit in prose.matches(_SPACE):
        block = hit.block
        if block.kind != "heading" and not _is_layout(hit):
            yield Mark("space", hit, ((hit.start, hit.end, ""),))


def _is_layout(hit: Hit) -> bool:
    """Whether the space is no slip: in a title, behind 第一章, in 姓 名, or between columns."""
    block = hit.block
    if not block.text[hit.start : hit.end].isspace() or _ORDINAL.search(hit.before):
        return True
    if hit.is_other_word:
        return True
    if len(hit.before.split()[-1]) == 1 or len(hit.after.split()[0]) == 1:
        return True
    start, end = hit.sentence
    sentence = block.shown[start:end]
    return len(_SPACE.findall(sentence)) > 1 and not _STOPS.search(sentence)
