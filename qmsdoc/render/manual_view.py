"""The whole quality system on one page: documents by level, registers, clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypedDict

from qmsdoc.index.coverage import ClauseCoverage, coverage
from qmsdoc.index.types import DocumentFile, ObjectiveFile
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.release import LatestView, ReleaseView, latest_revisions, release_view
from qmsdoc.render.sign_off import MarkView, common_mark
from qmsdoc.render.trend_view import TrendView, trend_view
from qmsdoc.render.view import (
    LEVEL_NAMES,
    DocumentView,
    Library,
    LinkView,
    document_view,
    standard_names,
)
from qmsdoc.text.natural import natural_key


class LevelView(TypedDict):
    """The documents of one level; ``number`` is 0 for those of a level that is not in use."""

    number: int
    name: str
    anchor: str
    documents: tuple[DocumentView, ...]


class ClauseRow(TypedDict):
    """``depth`` counts from 1. ``excluded`` is the reason why the clause does not apply;
    ``excluded_with`` is the clause above that has the reason."""

    number: str
    title: str
    depth: int
    is_group: bool
    is_gap: bool
    covers: tuple[CoverView, ...]
    excluded: str
    excluded_with: str


class CoverView(TypedDict):
    """A document or objective that covers a clause, and in which section."""

    number: str
    title: str
    section: str
    href: str


class StandardView(TypedDict):
    """The clauses of a standard in force; ``lines`` is empty where its pack holds none."""

    number: str
    title: str
    anchor: str
    lines: tuple[ClauseRow, ...]


class ObjectiveView(TypedDict):
    """One line of the list of objectives; ``direction`` is at-least, at-most or ""."""

    number: str
    title: str
    indicator: str
    direction: str
    target: str
    unit: str
    period: str
    owner: str
    documents: tuple[LinkView, ...]
    trend: TrendView | None


class ManualView(TypedDict):
    """``date`` is the latest of all revisions, "" where there are none; ``mark`` that of the sheets
    that stand for all documents."""

    release: ReleaseView
    revisions: tuple[LatestView, ...]
    mark: MarkView
    levels: tuple[LevelView, ...]
    standards: tuple[StandardView, ...]
    objectives: tuple[ObjectiveView, ...]
    date: str


def manual_view(library: Library) -> ManualView:
    """Everything, in the order in which it is printed."""
    levels = tuple(_levels(library))
    documents = [document for level in levels for document in level["documents"]]
    manual = next((file for file in sorted_documents(library) if file.kind == "manual"), None)
    view = next((document for document in documents if document["kind"] == "manual"), None)
    counts = tuple((level["name"], len(level["documents"])) for level in levels)
    return ManualView(
        release=release_view(library, manual, view, counts),
        revisions=latest_revisions(documents),
        mark=common_mark([document["mark"] for document in documents]),
        levels=levels,
        standards=tuple(_standards(library)),
        objectives=tuple(_objectives(library)),
        date=max((document["date"] for document in documents), default=""),
    )


def sorted_documents(library: Library) -> list[DocumentFile]:
    """All documents, by level and then by number."""
    order = {kind: place for place, kind in enumerate(library.index.policy.levels)}

    def key(file: DocumentFile) -> tuple[int, str, object, str]:
        place = order.get(file.kind, len(order))
        return place, "" if file.kind in order else file.kind, natural_key(file.id), file.path

    return sorted(library.index.documents.values(), key=key)


def _levels(library: Library) -> list[LevelView]:
    kinds: dict[str, list[DocumentFile]] = {}
    for file in sorted_documents(library):
        kinds.setdefault(file.kind, []).append(file)
    used = library.index.policy.levels
    return [
        LevelView(
            number=used.index(kind) + 1 if kind in used else 0,
            name=library.translate(LEVEL_NAMES.get(kind, "Document")),
            anchor=f"level-{place}",
            documents=tuple(
                document_view(library, file, f"sheet-{place}-{number}")
                for number, file in enumerate(files, start=1)
            ),
        )
        for place, (kind, files) in enumerate(kinds.items(), start=1)
    ]


def _standards(library: Library) -> Iterator[StandardView]:
    """Every standard that the policy names, also one whose pack is not known."""
    covered = {item.standard.id: item for item in coverage(library.index)}
    addresses = Addresses(library.index, library.names, in_manual=True)
    for named in library.index.policy.standards:
        identifier = named.id.value
        number, title = standard_names(library.index, identifier, library.language)
        clauses = covered[identifier].clauses if identifier in covered else ()
        excluded = {exclusion.clause.value for exclusion in named.exclusions}
        yield StandardView(
            number=number,
            title=title,
            anchor=f"standard-{identifier}",
            lines=tuple(
                _clause_row(item, excluded, addresses, library.language)
                for item in clauses
                if item.clause.applies != "none"
            ),
        )


def _clause_row(
    item: ClauseCoverage, excluded: Collection[str], addresses: Addresses, language: str
) -> ClauseRow:
    clause = item.clause
    return ClauseRow(
        number=clause.number,
        title=clause.title.in_language(language),
        depth=clause.number.count(".") + 1,
        is_group=bool(clause.children),
        is_gap=item.is_gap,
        covers=tuple(
            CoverView(
                number=cover.id,
                title=cover.title,
                section=cover.section,
                href=addresses.of(cover.path, cover.anchor),
            )
            for cover in item.covers
        ),
        excluded=item.reason if clause.number in excluded else "",
        excluded_with=_excluded_with(clause.number, excluded) if item.reason else "",
    )


def _excluded_with(number: str, excluded: Collection[str]) -> str:
    """The clause above that is left out as a whole, "" where there is none."""
    while number := number.rpartition(".")[0]:
        if number in excluded:
            return number
    return ""


def _sorted_objectives(library: Library) -> list[ObjectiveFile]:
    return sorted(
        library.index.objectives.values(), key=lambda file: (natural_key(file.id), file.path)
    )


def _objectives(library: Library) -> Iterator[ObjectiveView]:
    """Those that have been measured come with a figure, numbered from 1."""
    figures = 0
    for file in _sorted_objectives(library):
        trend = trend_view(library, file, figures + 1)
        figures += trend is not None
        yield _objective(library, file, trend)


def _objective(library: Library, file: ObjectiveFile, trend: TrendView | None) -> ObjectiveView:
    objective = file.objective
    addresses = Addresses(library.index, library.names, in_manual=True)
    documents = (library.index.document(text.value) for text in objective.documents)
    texts = (
        objective.indicator,
        objective.direction,
        objective.target,
        objective.unit,
        objective.period,
        objective.owner,
    )
    indicator, direction, target, unit, period, owner = (
        text.value if text else "" for text in texts
    )
    return ObjectiveView(
        number=file.id,
        title=file.title,
        indicator=indicator,
        direction=direction,
        target=target,
        unit=unit,
        period=period,
        owner=owner,
        documents=tuple(
            LinkView(number=found.id, title=found.title, href=addresses.of(found.path))
            for found in documents
            if found
        ),
        trend=trend,
    )
