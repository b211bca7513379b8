"""The evidence of a clause piece by piece, each with its place: for whoever has to look it up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.evidence import Evidence
from qmsdoc.index.evidence_object import Range
from qmsdoc.index.sections import Section, find_section
from qmsdoc.index.types import DocumentFile, ObjectiveFile
from qmsdoc.model.document import Step
from qmsdoc.model.text import Text

PieceKind = Literal["document", "section", "steps", "form", "objective"]


class Piece(Struct, frozen=True, gc=False):
    """One thing that was found. ``id`` is the number of the document, form or objective it is or is
    in; ``title`` its title, or that of the section.

    ``facts`` by kind: a document has kind, version and whole; a section number and records; steps
    count, posts, limits and records (how many have each); a form fields, signatures, sensitive,
    retention, claimed and named_by; an objective indicator, target, period and claimed.
    """

    kind: PieceKind
    id: str
    title: str
    location: Location
    facts: dict[str, Any]


def pieces(evidence: Evidence) -> Iterator[Piece]:
    """Documents with their sections and steps, then forms, then objectives."""
    for (file, ranges), data in zip(evidence.documents, evidence.data["documents"], strict=True):
        yield from _document(evidence, file, ranges, data)
    for form, data in zip(evidence.forms, evidence.data["forms"], strict=True):
        yield _form(form, data)
    for objective, data in zip(evidence.objectives, evidence.data["objectives"], strict=True):
        yield _objective(objective, data)


def _document(
    evidence: Evidence, file: DocumentFile, ranges: Sequence[Range], data: dict[str, Any]
) -> Iterator[Piece]:
    claims = [claim for claim in evidence.claims if claim.path == file.path]
    keys = ("kind", "version", "whole")
    facts: dict[str, Any] = {key: data[key] for key in keys if key in data}
    yield Piece("document", file.id, file.title, claims[0].location, facts)
    named = dict.fromkeys(claim.claim.section.value for claim in claims if claim.claim.section)
    for title in named:
        found = find_section(file.document, title)
        if found is not None:
            yield _section(file, found, data["sections"])
    for steps in _steps(file, ranges):
        counts = {
            "count": len(steps),
            "posts": sum(bool(step.posts) for step in steps),
            "limits": sum(step.limit is not None for step in steps),
            "records": sum(bool(step.records) for step in steps),
        }
        yield Piece("steps", file.id, file.title, steps[0].action.at(file.path), counts)


def _section(file: DocumentFile, found: Section, sections: list[dict[str, Any]]) -> Piece:
    inside = [
        section
        for heading, section in zip(file.document.sections, sections, strict=True)
        if found.first <= heading.span.line < found.end
    ]
    records = dict.fromkeys(record for section in inside for record in section["records"])
    facts = {"number": found.heading.number, "records": list(records)}
    place = Location(file.path, found.heading.span)
    return Piece("section", file.id, found.heading.title, place, facts)


def _steps(file: DocumentFile, ranges: Sequence[Range]) -> list[tuple[Step, ...]]:
    """The step tables that are claimed; where none is, all that the document has, if it is no
    manual: they count as evidence then."""
    tables = file.document.steps
    claimed = [
        table
        for table in tables
        if any(first <= table[0].action.span.line < end for first, end in ranges)
    ]
    return claimed or ([] if file.kind == "manual" else list(tables))


def _form(file: DocumentFile, data: dict[str, Any]) -> Piece:
    document, fields = file.document, data["fields"]
    facts = {
        "fields": len(fields),
        "signatures": sum(field["type"] == "signature" for field in fields),
        "sensitive": sum(field["sensitive"] for field in fields),
        "retention": data.get("retention", ""),
        "claimed": data["claimed"],
        "named_by": data["named_by"],
    }
    return Piece(
        "form", file.id, file.title, _at(file.path, document.retention, document.id), facts
    )


def _objective(file: ObjectiveFile, data: dict[str, Any]) -> Piece:
    objective = file.objective
    stated = ("indicator", "formula", "direction", "target", "unit", "period")
    facts = {key: data[key] for key in stated if key in data}
    place = _at(file.path, objective.target, objective.id)
    return Piece("objective", file.id, file.title, place, {**facts, "claimed": data["claimed"]})


def _at(path: str, *texts: Text | None) -> Location:
    found = next((text for text in texts if text is not None), None)
    return found.at(path) if found is not None else Location(path)
