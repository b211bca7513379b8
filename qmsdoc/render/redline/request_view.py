"""The change request form of a document, as far as it can be filled from a comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypedDict

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Aspect, FileChanges, Impact, ImpactKind, Weight
from qmsdoc.errors import UsageError
from qmsdoc.model.roles import Role
from qmsdoc.render.redline.align import NEW_ONLY, OLD_ONLY, Marked
from qmsdoc.render.redline.parts import RunView, run_views
from qmsdoc.render.redline.view import Papers, happened
from qmsdoc.source.defect import SourceError
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.yaml import load_yaml
from qmsdoc.text.display import display

# What stays of equal text beside an edit, in characters.
_BESIDE = 30
_CONTROLLED = frozenset({Role.DOCUMENT, Role.OBJECTIVE})
_COUNTERSIGNED = "countersigned"
_BY_SUBJECT = frozenset({ImpactKind.REFERENCE, ImpactKind.BROKEN})
_USUAL_ROLES = ("reviewed", "approved")


class Tick(TypedDict):
    """One box of a choice."""

    name: str
    ticked: bool


class PlaceView(TypedDict):
    """What one place said and says: lines of runs. ``place`` is a heading, "" above the first."""

    place: str
    before: list[list[RunView]]
    after: list[list[RunView]]


class TouchedItem(TypedDict):
    """``places`` are paths, each with the lines in it: ``documents/QP-07.md:12, 15``."""

    text: str
    places: list[str]


class TouchedView(TypedDict):
    label: str
    items: list[TouchedItem]


class RequestView(TypedDict):
    """One form. Empty texts are left for people to fill in. ``whole`` is added or removed where
    the document as a whole came or went; then there are no ``places``."""

    applicant: str
    day: str
    number: str
    title: str
    version_before: str
    version_after: str
    whole: str
    ways: list[Tick]
    weights: list[Tick]
    reasons: list[str]
    places: list[PlaceView]
    impact: list[TouchedView]
    departments: list[str]
    roles: list[str]


def request_views(papers: Papers) -> list[RequestView]:
    """A form for each document and objective. Raises UsageError where none changed."""
    found = [
        _view(papers, file)
        for file in papers.comparison.meaningful
        if file.id and file.role in _CONTROLLED
    ]
    if not found:
        raise UsageError("no document changed, so there is no change to request")
    return found


def _view(papers: Papers, file: FileChanges) -> RequestView:
    whole = happened(file)
    story = papers.stories.get(file.path)
    before, after = _versions(file, whole)
    text = papers.before(file.path) if whole == "removed" else papers.after(file.path)
    front = _front(text)
    roles = _roles(papers.signatures, str(front.get("kind") or ""))
    return {
        "applicant": display(story.author) if story else "",
        "day": story.day if story else "",
        "number": display(file.id),
        "title": display(file.title),
        "version_before": display(before),
        "version_after": display(after),
        "whole": "" if whole == "changed" else whole,
        "ways": [{"name": way, "ticked": way == whole} for way in ("added", "changed", "removed")],
        "weights": [
            {"name": display(papers.wording.weight(weight)), "ticked": weight is file.weight}
            for weight in Weight
        ],
        "reasons": [display(reason) for reason in story.reasons] if story else [],
        "places": _compared(papers, file) if whole == "changed" else [],
        "impact": list(_touched(papers, file)),
        "departments": _texts(front.get("distribution")),
        "roles": [role for role in roles if role != _COUNTERSIGNED],
    }


def _versions(file: FileChanges, whole: str) -> tuple[str, str]:
    if whole == "added":
        return "", file.version
    if whole == "removed":
        return file.version, ""
    change = next((one for one in file.changes if one.aspect is Aspect.VERSION), None)
    return (change.before or "", change.after or "") if change else (file.version, file.version)


def _front(text: str) -> Mapping[str, Any]:
    """The front matter, or a whole YAML file; nothing where it cannot be read."""
    front, _ = split_front_matter(text)
    try:
        data = load_yaml(text if front is None else front, 1).data
    except SourceError:
        return {}
    return data if isinstance(data, dict) else {}


def _texts(value: Any) -> list[str]:
    found = value if isinstance(value, list) else []
    return [display(str(item)) for item in found if isinstance(item, str | int)]


def _roles(signatures: Mapping[str, Collection[str]], kind: str) -> tuple[str, ...]:
    return tuple(signatures.get(kind) or _USUAL_ROLES)


def _compared(papers: Papers, file: FileChanges) -> list[PlaceView]:
    return list(_places(papers.marked(file, exact=False), papers.wording.translate(": ")))


def _places(marked: Sequence[Marked], colon: str) -> Iterator[PlaceView]:
    """The changed lines by the heading that they stand under."""
    places: list[tuple[int, str, Marked]] = []
    heading, count = "", 0
    for one in marked:
        if one.line.kind == "heading":
            kept = "insert" if one.op not in OLD_ONLY else "delete"
            count += 1
            heading = "".join(run.text for run in one.cells[0] if run.op in {"equal", kept})
        if one.op != "same":
            places.append((count, heading, one))
    for (_, place), group in groupby(places, key=lambda found: found[:2]):
        lines = [one for _, _, one in group]
        yield {
            "place": place,
            "before": [_side(one, "delete", colon) for one in lines if one.op not in NEW_ONLY],
            "after": [_side(one, "insert", colon) for one in lines if one.op not in OLD_ONLY],
        }


def _side(marked: Marked, op: str, colon: str) -> list[RunView]:
    """The runs of one side; the cells of a row are parted by bars, a field is its name and value."""
    runs: list[Run] = []
    for place, cell in enumerate(marked.cells):
        if place:
            runs.append(Run("equal", colon if marked.line.kind == "field" else " | "))
        runs += [run for run in cell if run.op in {"equal", op}]
    return run_views(list(_trimmed(_joined(runs))))


def _joined(runs: Sequence[Run]) -> list[Run]:
    return [
        Run(op, "".join(run.text for run in group))
        for op, group in groupby(runs, key=lambda run: run.op)
    ]


def _trimmed(runs: Sequence[Run]) -> Iterator[Run]:
    """Equal text is kept near edits only; without any edit, its beginning."""
    for place, run in enumerate(runs):
        text, first, last = run.text, place == 0, place == len(runs) - 1
        if run.op != "equal" or len(text) <= 2 * _BESIDE + 4:
            yield run
        elif first:
            head = f"{text[: 2 * _BESIDE]}…" if last else f"…{text[-_BESIDE:]}"
            yield Run("equal", head)
        else:
            tail = "" if last else text[-_BESIDE:]
            yield Run("equal", f"{text[:_BESIDE]}…{tail}")


def _touched(papers: Papers, file: FileChanges) -> Iterator[TouchedView]:
    """What this document's change touches, by kind."""
    for kind, group in groupby(papers.comparison.impact, key=lambda one: one.kind):
        items: dict[str, dict[str, list[int]]] = {}
        for one in group:
            for text, where in _concerned(one, file, papers.wording.language):
                lines = items.setdefault(display(text), {}).setdefault(display(where.path), [])
                lines.append(where.span.line)
        if items:
            yield {
                "label": display(papers.wording.impact(kind)),
                "items": [
                    {"text": text, "places": [_place(*place) for place in places.items()]}
                    for text, places in items.items()
                ],
            }


def _place(path: str, lines: Sequence[int]) -> str:
    return f"{path}:{', '.join(map(str, sorted(set(lines))))}"


def _concerned(impact: Impact, file: FileChanges, language: str) -> Iterator[tuple[str, Location]]:
    """What of *impact* has to do with *file*, and where that is."""
    name = file.id or file.path
    pairs = zip(impact.documents, impact.where, strict=True)
    if impact.kind in _BY_SUBJECT:
        # The subject is what changed, and the documents are who refers to it.
        if impact.subject.partition("#")[0] in _names(file):
            yield from pairs
        return
    title = impact.title.in_language(language)
    for document, where in pairs:
        if impact.kind is ImpactKind.COPY and _is_copy_of(document, name):
            yield f"{impact.subject} {document}", where
        elif document == name:
            yield f"{impact.subject} {title}".strip(), where


def _names(file: FileChanges) -> set[str]:
    """What others call a document, or called it."""
    said = {Aspect.ID: "{}", Aspect.TITLE: "《{}》"}
    former = {
        said[change.aspect].format(change.before)
        for change in file.changes
        if change.aspect in said
    }
    return {file.id, file.path, file.old_path, f"《{file.title}》", *former}


def _is_copy_of(document: str, name: str) -> bool:
    """Copies are told with their version and number: QP-07 A/1 #02."""
    return document.startswith(f"{name} ")
