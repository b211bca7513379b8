"""Lists: each numbered one counts for itself, from where its author begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from qmsdoc.render.docx.faces import SANS, SOFT, rfonts
from qmsdoc.render.docx.xml import NOTHING, Xml, part, w

DEEPEST = 8
_BULLETS, _NUMBERS = 0, 1
_MARKS = ("●", "○", "■")
_KINDS = ("decimal", "lowerLetter", "lowerRoman")
_LARGEST = 2**31 - 1


@dataclass(slots=True)
class Numbering:
    """The lists of one file: ``lead`` is before a mark, ``step`` before its text, in twips;
    ``mark`` is the size of a bullet and how far it is raised, in half points. The list 1 is that of
    all bullets."""

    lead: int
    step: int
    mark: tuple[int, int]
    starts: list[tuple[int, int]] = field(default_factory=list)

    def bullets(self) -> int:
        """The number of the list of all bullets."""
        return 1

    def numbered(self, level: int, start: int) -> int:
        """The number of a new list that counts at *level* from *start*."""
        self.starts.append((min(level, DEEPEST), min(max(start, 0), _LARGEST)))
        return len(self.starts) + 1

    def part(self) -> bytes:
        """The part that says how lists are marked."""
        lists = (
            w(
                "num",
                w("abstractNumId", val=_NUMBERS),
                w("lvlOverride", w("startOverride", val=start), ilvl=level),
                numId=number,
            )
            for number, (level, start) in enumerate(self.starts, start=2)
        )
        return part(
            "w:numbering",
            "w",
            self._abstract(_BULLETS),
            self._abstract(_NUMBERS),
            w("num", w("abstractNumId", val=_BULLETS), numId=1),
            *lists,
        )

    def indent(self, level: int) -> int:
        """How far the text of an item is from the margin."""
        return self.step * (min(level, DEEPEST) + 1) + self.lead

    def _abstract(self, number: int) -> Xml:
        levels = (self._level(number, level) for level in range(DEEPEST + 1))
        return w(
            "abstractNum",
            w("multiLevelType", val="hybridMultilevel"),
            *levels,
            abstractNumId=number,
        )

    def _level(self, number: int, level: int) -> Xml:
        if number == _BULLETS:
            kind, mark = "bullet", _MARKS[level % len(_MARKS)]
            size, raised = self.mark
            place = w("position", val=raised) if raised else NOTHING
            look = rfonts(SANS, hint=True), w("color", val=SOFT), place, w("sz", val=size)
            face = w("rPr", *look)
        else:
            kind = _KINDS[level % len(_KINDS)]
            mark, face = f"%{level + 1}.", w("rPr")
        return w(
            "lvl",
            w("start", val=1),
            w("numFmt", val=kind),
            w("lvlText", val=mark),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=self.indent(level), hanging=self.step)),
            face,
            ilvl=level,
        )
