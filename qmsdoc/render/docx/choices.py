"""Choices on lines that are broken between them, so that each stays whole where there is room.

Not every program heeds the space that does not break between a box and a Chinese character, or has
lines break only between words: the lines are reckoned here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qmsdoc.render.docx.inline import FIRM, PLAIN, run
from qmsdoc.render.docx.xml import Xml, w
from qmsdoc.render.drawing.widths import text_width

_BOX, _FIXED, _GAP = "☐", "\u00a0", "\u3000"
# Some fonts have a box, or the space after it, as wide as a Chinese character.
_BOX_WIDTH = 1.6
_SLACK = 0.2


def boxes(choices: Sequence[str], room: float) -> Xml:
    """Boxes to tick and what they stand for, on lines of *room* em."""
    widths = [text_width(choice) + _BOX_WIDTH for choice in choices]
    lines = _lines(widths, room - _SLACK, text_width(_GAP))
    return broken(
        Xml(
            run(_GAP).join(
                _whole(f"{_BOX}{_FIXED}{choices[n]}", widths[n] <= room - _SLACK) for n in line
            )
        )
        for line in lines
    )


def listed(choices: Sequence[str], comma: str, room: float) -> list[Xml]:
    """Choices with *comma* between them, line by line of *room* em."""
    mark = comma.strip()
    texts = [f"{choice}{mark}" for choice in choices[:-1]] + [*choices[-1:]]
    widths = [text_width(text) for text in texts]
    gap = " " if comma != mark else ""
    lines = _lines(widths, room - _SLACK, text_width(gap))
    return [
        Xml(run(gap).join(_whole(texts[n], widths[n] <= room - _SLACK) for n in line))
        for line in lines
    ]


def broken(lines: Iterable[Xml]) -> Xml:
    """*lines* with breaks between them."""
    return Xml(w("r", w("br")).join(lines))


def _lines(widths: Sequence[float], room: float, gap: float) -> list[list[int]]:
    """The places of what stands on each line; at least one does, however wide it is."""
    lines: list[list[int]] = []
    length = 0.0
    for place, width in enumerate(widths):
        if lines and length + gap + width <= room:
            lines[-1].append(place)
            length += gap + width
        else:
            lines.append([place])
            length = width
    return lines


def _whole(text: str, fits: bool) -> Xml:
    """*text* that is not broken where it *fits* on a line."""
    return run(text.replace(" ", _FIXED), FIRM) if fits else run(text, PLAIN)
