"""The evidence of a clause as plain data: what evidence-object.schema.json describes.

What does not depend on the clause is made once a file and shared; nobody changes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qmsdoc.index.types import DocumentFile, ObjectiveFile
from qmsdoc.model.document import Document, FormField
from qmsdoc.model.text import Text

Data = dict[str, Any]
# Lines of a document: from the first up to, not with, the second.
Range = tuple[int, int]
EVERYTHING: Range = (0, 1 << 30)


def document_base(
    file: DocumentFile, levels: Sequence[str], links: Iterable[tuple[int, str]]
) -> Data:
    """All but what a claim decides. *links* are the forms that are linked, by line."""
    document = file.document
    return {
        "id": file.id,
        "kind": file.kind,
        "level": levels.index(file.kind) + 1 if file.kind in levels else 0,
        "title": file.title,
        **_stated(
            version=document.version,
            owner=document.owner,
            parent=document.parent,
            basis=document.basis,
            review=document.review_every,
        ),
        "sections": _sections(document, links),
        "steps": _steps(document),
        "records": _values(document.records),
        "objectives": _values(document.objectives),
        "references": _values(document.references),
        "distribution": _values(document.distribution),
        "audience": _values(document.audience),
    }


def claimed_document(document: Document, base: Data, ranges: Sequence[Range]) -> Data:
    """*base*, that of *document*, with what is claimed of it: the lines of *ranges*."""
    whole = EVERYTHING in ranges
    headings = [_within(heading.span.line, ranges) for heading in document.sections]
    tables = [_within(table[0].action.span.line, ranges) for table in document.steps]
    return {
        **base,
        "whole": whole,
        "sections": [
            {**section, "claimed": on}
            for section, on in zip(base["sections"], headings, strict=True)
        ],
        "steps": [{**step, "claimed": tables[step["table"] - 1]} for step in base["steps"]],
    }


def _within(line: int, ranges: Sequence[Range]) -> bool:
    return any(first <= line < end for first, end in ranges)


def form_base(file: DocumentFile) -> Data:
    """A form, but for who names it."""
    document = file.document
    return {
        "id": file.id,
        "title": file.title,
        **_stated(version=document.version, owner=document.owner, retention=document.retention),
        "fields": _fields(document.fields),
    }


def objective_base(file: ObjectiveFile) -> Data:
    """An objective, but for whether it claims the clause."""
    objective = file.objective
    return {
        "id": file.id,
        "title": file.title,
        **_stated(
            owner=objective.owner,
            policy=objective.policy,
            indicator=objective.indicator,
            formula=objective.formula,
            unit=objective.unit,
            direction=objective.direction,
            target=objective.target,
            period=objective.period,
            resources=objective.resources,
            evaluation=objective.evaluation,
            source=objective.source,
            data=objective.data,
        ),
        "series": [series.name.value for series in objective.series],
        "actions": [action.action.value for action in objective.actions],
        "departments": [share.department.value for share in objective.cascade],
    }


def _sections(document: Document, links: Iterable[tuple[int, str]]) -> list[Data]:
    found: list[Data] = [
        {"number": heading.number, "title": heading.title, "level": heading.level, "records": []}
        for heading in document.sections
    ]
    starts = [heading.span.line for heading in document.sections]
    for line, identifier in links:
        place = bisect_right(starts, line) - 1
        if place >= 0 and identifier not in found[place]["records"]:
            found[place]["records"].append(identifier)
    return found


def _steps(document: Document) -> list[Data]:
    return [
        {
            "table": table,
            "number": step.number,
            "action": step.action.value,
            "posts": _values(step.posts),
            **_stated(limit=step.limit),
            "records": _values(step.records),
        }
        for table, steps in enumerate(document.steps, start=1)
        for step in steps
    ]


def _fields(fields: Iterable[FormField], table: str = "") -> list[Data]:
    found: list[Data] = []
    for field in fields:
        found.append(
            {
                "name": field.name.value,
                "label": field.label.value,
                "type": field.type,
                "required": field.required,
                "sensitive": field.sensitive,
                **({"table": table} if table else {}),
            }
        )
        found += _fields(field.columns, field.name.value)
    return found


def _stated(**texts: Text | None) -> Mapping[str, str]:
    return {key: text.value for key, text in texts.items() if text is not None}


def _values(texts: Iterable[Text]) -> list[str]:
    return [text.value for text in texts]
