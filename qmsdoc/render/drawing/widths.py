"""How wide a text is, and where its lines break, by a table and without any font.

A Chinese character is 1 em wide. Latin letters differ from font to font; the table errs on the
wide side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

from qmsdoc.render.drawing.phrases import BETTER, WHOLE, inside

_BY_WIDTH = {
    0.3: " !',.:;|ijl`",
    0.38: '"()-/I[\\]frt{}*',
    0.54: "?Jacksvxyz^_",
    0.6: "#$0123456789+<=>~EFLbdeghnopqu",
    0.7: "ABCDGHKNOPQRSTUVXYZ&",
    0.96: "%@MWmw",
}
_NARROW = {character: width for width, many in _BY_WIDTH.items() for character in many}
_OPENING = "（《〈“‘「『【〔(["
_CLOSING = "，。、；：？！）》〉”’」』】〕…—·％℃)]%,.;:!?"
# What stays on one line: a word; a number and the character that it counts; one other character.
_ATOM = re.compile(
    rf"\s+|[{re.escape(_OPENING)}]*"
    rf"(?:[0-9]+(?:\.[0-9]+)?(?:[a-zA-Z0-9_/-]+|[^\W_])?|[a-zA-Z0-9_/&+.@#-]+|\S)"
    rf"[{re.escape(_CLOSING)}]*"
)
# What a break costs inside what is whole, in lines; inside what is better whole, and what a last
# line of one character costs, in squares of what is left free, in em.
_WHOLE_LINES, _BETTER_COST, _LONELY_COST = 2, 6.0, 9.0
# A text, how wide it is, how wide the space before it, and what a line break before it costs: in
# lines, and in squares.
_Atom = tuple[str, float, float, int, float]
# A character, with a mark behind it.
_LONELY = 1.9
_LONGEST = 500
# Rounding must not send a text to another line that fits exactly.
_SLACK = 1e-6


@lru_cache(maxsize=4096)
def character_width(character: str) -> float:
    """In em."""
    if character in _NARROW:
        return _NARROW[character]
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    if character >= "\U0001f000":
        return 1.4
    # The ambiguous ones, such as “ and ×, are full-width in a Chinese font.
    return 1 if east_asian_width(character) in "WFA" else 0.75


def text_width(text: str) -> float:
    """In em."""
    return sum(map(character_width, text))


@lru_cache(maxsize=4096)
def wrap(text: str, width: float, most: int) -> tuple[str, ...]:
    """*text* on as few lines of at most *width* em as can be, as even as can be; none where blank.

    No line begins with closing or ends with opening punctuation, and none parts a number from what
    it counts or a short word in quotes, as far as the width allows. More than *most* lines are cut
    off with ``…``.
    """
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    text = text.strip()
    if text_width(text) <= width:
        return (" ".join(text.split()),) if text else ()
    lines = _fill(tuple(_atoms(text, width)), width + _SLACK)
    if len(lines) > most:
        return (*lines[: most - 1], _cut(lines[most - 1], width))
    return lines


def _atoms(text: str, width: float) -> Iterator[_Atom]:
    """A word that is wider than a line is cut anywhere."""
    space = 0.0
    whole, better = inside(WHOLE, text), inside(BETTER, text)
    for found in _ATOM.finditer(text):
        atom = found[0]
        if atom.isspace():
            space = _NARROW[" "]
            continue
        start, extent = found.start(), text_width(atom)
        lines = _WHOLE_LINES if start in whole else 0
        cost = _BETTER_COST if start in better else 0.0
        for piece in (atom,) if extent <= width else _pieces(atom, width):
            yield piece, text_width(piece), space, lines, cost
            space = 0.0


def _pieces(atom: str, width: float) -> list[str]:
    pieces, length = [""], 0.0
    for character in atom:
        length += character_width(character)
        if length > width and pieces[-1]:
            pieces.append("")
            length = character_width(character)
        pieces[-1] += character
    return pieces


def _fill(atoms: Sequence[_Atom], width: float) -> tuple[str, ...]:
    """Of all ways with the fewest lines, that with the least sum of squares of what is left free."""
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    many = len(atoms)
    for end in range(1, many + 1):
        length, chosen = 0.0, (_WHOLE_LINES * many + many, 0.0, 0)
        for start in range(end - 1, -1, -1):
            _, extent, _, lines, broken = atoms[start]
            length += extent + (atoms[start + 1][2] if start + 1 < end else 0)
            if length > width and start < end - 1:
                break
            count, cost, _ = best[start]
            if start:
                count, cost = count + lines, cost + broken
                if end == many and length < _LONELY:
                    cost += _LONELY_COST
            # Of equals, the one whose earlier lines are longer: where the last begins later.
            cost = round(cost + (width - length) ** 2, 3)
            chosen = min(chosen, (count + 1, cost, -start))
        best.append(chosen)
    parts: list[str] = []
    end = many
    while end:
        start = -best[end][2]
        parts.append(_joined(atoms[start:end]))
        end = start
    return tuple(reversed(parts))


def _joined(atoms: Sequence[_Atom]) -> str:
    return "".join(f" {atom[0]}" if atom[2] else atom[0] for atom in atoms).strip()


def _cut(line: str, width: float) -> str:
    while line and text_width(line) + 1 > width:
        line = line[:-1]
    return f"{line}…"
