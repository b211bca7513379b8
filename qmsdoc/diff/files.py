"""Which file of one revision is which of the other: by number, place, content, then likeness."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from qmsdoc.diff.pairing import pair_alike, pair_equal, rest
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import Index
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.roles import role_of
from qmsdoc.model.series import SeriesTable

_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Side:
    """One of two revisions. ``index`` is None where there was no workspace yet.

    ``blobs`` are the content ids of the files that are compiled, ``attachments`` those of other
    files, by path. ``text`` reads a file, and gives "" where it cannot be read.
    """

    index: Index | None
    blobs: Mapping[str, str]
    text: Callable[[str], str]
    attachments: Mapping[str, str] = field(default_factory=dict)


class File(Struct, frozen=True, gc=False):
    """What tells one file from another. ``content`` is a document or an objective; ``series`` is
    what a file of figures holds, and ``objective`` whose figures they are.
    """

    path: str
    role: str
    blob: str
    content: Document | Objective | None = None
    series: SeriesTable | None = None
    objective: Objective | None = None

    @property
    def id(self) -> str:
        named = self.content or self.objective
        return named.id.value if named and named.id else ""

    @property
    def title(self) -> str:
        named = self.content or self.objective
        return named.title.value if named and named.title else ""

    @property
    def labels(self) -> dict[str, str]:
        """What the columns of the figures are called."""
        known = self.objective.series if self.objective else ()
        return {item.name.value: item.label for item in known}

    @property
    def version(self) -> str:
        return self.content.version.value if self.content and self.content.version else ""

    @property
    def sketch(self) -> str:
        """A short text by which a file that has a new number and a new place is known again."""
        parts = [self.title]
        if isinstance(self.content, Document):
            parts += [heading.title for heading in self.content.headings if heading.level > 1]
            parts += [step.action.value for steps in self.content.steps for step in steps]
            parts += [field.label.value for field in self.content.fields]
        elif self.content and self.content.indicator:
            parts.append(self.content.indicator.value)
        return "\n".join(parts)[:400]


def files_of(side: Side) -> tuple[File, ...]:
    """The compiled files of a side, by path."""
    return tuple(_files(side))


def _files(side: Side) -> Iterator[File]:
    measured = _measured(side.index) if side.index else {}
    for path, blob in side.blobs.items():
        content: Document | Objective | None = None
        if side.index and path in side.index.documents:
            content = side.index.documents[path].document
        elif side.index and path in side.index.objectives:
            content = side.index.objectives[path].objective
        series = side.index.series.get(path) if side.index else None
        yield File(path, role_of(path) or "", blob, content, series, measured.get(path))


def _measured(index: Index) -> dict[str, Objective]:
    """The objective of each file of figures, the first by path."""
    found: dict[str, Objective] = {}
    for path in sorted(index.objectives):
        objective = index.objectives[path].objective
        target = resolve_link(path, objective.data.value) if objective.data else None
        if target:
            found.setdefault(target.path, objective)
    return found


def match_files(before: Sequence[File], after: Sequence[File]) -> list[tuple[int, int]]:
    """Pairs of places. What is left over was added or removed."""
    pairs: list[tuple[int, int]] = []
    for key in _KEYS:
        old = rest(len(before), (i for i, _ in pairs))
        new = rest(len(after), (k for _, k in pairs))
        found = pair_equal([key(before[i]) for i in old], [key(after[k]) for k in new])
        pairs += [(old[i], new[k]) for i, k in found]
    # A document does not become an objective, however alike they are.
    for role in sorted({file.role for file in before if file.content}):
        old = [i for i in rest(len(before), (i for i, _ in pairs)) if before[i].role == role]
        new = [k for k in rest(len(after), (k for _, k in pairs)) if after[k].role == role]
        texts = [before[i].sketch for i in old], [after[k].sketch for k in new]
        pairs += [(old[i], new[k]) for i, k in pair_alike(*texts, _ALIKE)]
    return sorted(pairs)


_KEYS: tuple[Callable[[File], Hashable], ...] = (
    lambda file: (file.role, file.id, file.path) if file.id else "",
    lambda file: (file.role, file.id) if file.id else "",
    lambda file: file.path,
    lambda file: (file.role, file.blob) if file.blob else "",
    lambda file: (file.role, file.title) if file.title else "",
)
