"""How wide the labels of a form are and the columns of its tables, in em of what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qmsdoc.render.drawing.widths import text_width, wrap

# Eight Chinese characters and the marks of the field; what is longer goes over several lines.
WIDEST_LABEL = 8.8
_WIDEST_HEAD = 6.0
# A longer choice may go over several lines.
_WIDEST_COLUMN = 12.0
_NARROWEST = 4.5
# Fonts may be a little wider than the table of widths says.
_SLACK = 0.3
# Signs after the label: that it is to be filled in always, and that it is personal.
_REQUIRED, _PERSONAL = "*", "◆"
_HINT, _BOLD = 0.9, 1.05
_BESIDE = 1.5
# What the columns of a table of entries have together, beside that of the numbers of rows.
_LINE = 46.0
_MANY = 99
# Where Chinese and Latin meet, a little room is left that nobody typed.
_MEETING = re.compile("(?<=[\u2e80-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u2e80-\u9fff])")


class Label(NamedTuple):
    """The lines of a label, and the room in em that they and the marks of the field need."""

    lines: tuple[str, ...]
    width: float


def label_of(label: str, required: bool, sensitive: bool, most: float = WIDEST_LABEL) -> Label:
    """*label* on as few lines of *most* em as can be, as even as can be: none is a single character.

    Its marks stand in front of the first line or behind the last.
    """
    marks = text_width((_REQUIRED if required else "") + (_PERSONAL if sensitive else ""))
    spaced = wrap(_MEETING.sub(" ", label), most - marks, _MANY)
    ends = {0, len(spaced) - 1}
    widths = (text_width(line) + (marks if n in ends else 0) for n, line in enumerate(spaced))
    return Label(_as_typed(label, spaced), round(max(widths, default=0.0) + _SLACK, 2))


def _as_typed(label: str, lines: Sequence[str]) -> tuple[str, ...]:
    """*label* in *lines*, which may have other spaces than it has."""
    ends = [0, *(end for end, one in enumerate(label, start=1) if not one.isspace())]
    made, start, said = [], 0, 0
    for line in lines[:-1]:
        said += len("".join(line.split()))
        made.append(label[start : ends[said]].strip())
        start = ends[said]
    return (*made, label[start:].strip())


def labels_width(widths: Sequence[float]) -> float:
    """The column of labels that has room for each of *widths*."""
    return max([_NARROWEST, *widths])


def column_least(head: float, unit: str, choices: Sequence[str]) -> float:
    """What a column needs so that its head, its unit and each of its choices stay whole."""
    hints = [
        text_width(f"（{unit}）") if unit else 0.0,
        *(text_width(f"{one}、") for one in choices),
    ]
    needed = max(head, *(hint * _HINT for hint in hints))
    return round(min(needed, _WIDEST_COLUMN) + _BESIDE, 2)


def head_width(label: str, required: bool, sensitive: bool) -> float:
    """The widest line of the head of a column, bold."""
    return label_of(label, required, sensitive, _WIDEST_HEAD).width * _BOLD


def head_room(width: float) -> float:
    """How much of a column of *width* em its head has; what is bold is wider."""
    return max(_NARROWEST, (width - _BESIDE) / _BOLD)


def column_shares(least: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The width of each column: by its weight, but never less than its *least* while there is room.

    Columns that need more than a line share it by what they need.
    """
    shares = dict(enumerate(least))
    if sum(least) >= _LINE:
        return list(least)
    free = set(shares)
    while free:
        room = _LINE - sum(shares[column] for column in shares if column not in free)
        unit = room / sum(weights[column] for column in free)
        tight = {column for column in free if least[column] > weights[column] * unit}
        if not tight:
            shares.update({column: weights[column] * unit for column in free})
            break
        free -= tight
    return [round(shares[column], 2) for column in range(len(least))]
