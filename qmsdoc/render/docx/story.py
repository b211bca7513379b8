"""What is counted and collected while the text of one file is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qmsdoc.render.docx.faces import Fonts
from qmsdoc.render.docx.media import Media
from qmsdoc.render.docx.numbering import Numbering
from qmsdoc.render.docx.package import Relations
from qmsdoc.render.docx.profiles import GB, Profile
from qmsdoc.render.docx.xml import Xml, w
from qmsdoc.text.language import Translate

TOP = "top"


@dataclass(slots=True)
class Story:
    """One file in the making. ``targets`` has the bookmark of each place that a link may lead to.

    ``relations`` go by the name of the part, ``notes`` are the footnotes in order.
    """

    translate: Translate
    chinese: bool
    targets: Mapping[str, str]
    base: int = 1
    profile: Profile = GB
    own: Fonts = field(default_factory=dict)
    media: Media = field(default_factory=Media)
    numbering: Numbering = field(init=False)
    notes: list[Xml] = field(default_factory=list)
    note_numbers: dict[str, int] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)
    _running: dict[tuple[str, bytes], str] = field(default_factory=dict)
    _placed: set[str] = field(default_factory=set)
    _marks: int = 0
    _drawings: int = 0

    def __post_init__(self) -> None:
        self.numbering = Numbering(self.profile.lead, self.profile.step, self.profile.mark)

    @property
    def fonts(self) -> Fonts:
        """The names of Chinese faces by use; the organisation's own go before those of the layout."""
        return {**self.profile.faces, **self.own}

    def relations_of(self, part: str) -> Relations:
        """What the part of that name refers to."""
        return self.relations.setdefault(part, Relations())

    def bookmark(self, target: str, *inside: Xml) -> Xml:
        """*inside* as the place *target*; as it is where that has been placed already."""
        name = self.targets.get(target)
        if name is None or target in self._placed:
            return Xml("".join(inside))
        self._placed.add(target)
        return self.named(name, *inside)

    def named(self, name: str, *inside: Xml) -> Xml:
        """*inside* between the ends of the bookmark *name*."""
        self._marks += 1
        start = w("bookmarkStart", id=self._marks, name=name)
        return Xml("".join((start, *inside, w("bookmarkEnd", id=self._marks))))

    def running(self, kind: str, side: str, content: bytes) -> str:
        """The name of the part with that head or foot of sheets; alike ones of a side are one."""
        return self._running.setdefault((side, content), f"{kind}{len(self._running) + 1}.xml")

    def running_parts(self) -> dict[str, bytes]:
        """The heads and feet by the name of their part."""
        return {name: content for (_, content), name in self._running.items()}

    def drawing_id(self) -> int:
        """A number for a drawing that no other has."""
        self._drawings += 1
        return self._drawings

    def label(self, text: str, **values: object) -> str:
        """A label of the page with its values put in."""
        said = self.translate(text)
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said


def targets_of(view: object, more: tuple[str, ...] = ()) -> dict[str, str]:
    """The names of bookmarks for all places in *view*: every ``anchor`` and every ``id``.

    Names are numbers: Word takes no more than 40 characters, and few that are no letters.
    """
    found = dict.fromkeys(more)
    for mapping in _mappings(view):
        found.update(
            dict.fromkeys(str(mapping[key]) for key in ("anchor", "id") if mapping.get(key))
        )
    found.pop("", None)
    return {target: f"_Q{number}" for number, target in enumerate(found, start=1)}


def _mappings(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from _mappings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _mappings(inner)
