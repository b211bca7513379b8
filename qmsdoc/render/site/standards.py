"""The standards in force, clause by clause: what covers each, down to the section."""

from __future__ import annotations

from hashlib import sha256
from typing import TypedDict

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage, coverage
from qmsdoc.index.coverage_words import missing_texts, remark, state_word
from qmsdoc.index.evidence import evidence_shortfalls
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.site.rows import site_addresses
from qmsdoc.render.view import Library, LinkView


class CoverRow(TypedDict):
    """A document or objective, and the section in it."""

    number: str
    title: str
    href: str
    section: str
    records: tuple[LinkView, ...]


class ClauseRow(TypedDict):
    """``state`` is a key of State, ``said`` the same in words. ``depth`` counts from 1."""

    number: str
    title: str
    depth: int
    is_group: bool
    state: str
    said: str
    note: str
    covers: tuple[CoverRow, ...]
    missing: tuple[str, ...]


class Cell(TypedDict):
    """One lowest-level clause in the heat map."""

    number: str
    title: str
    state: str
    said: str
    count: int


class Chapter(TypedDict):
    """A row of the heat map."""

    number: str
    title: str
    cells: tuple[Cell, ...]


class StandardPage(TypedDict):
    """``total`` counts the clauses to be covered."""

    page: str
    number: str
    title: str
    total: int
    met: int
    partly: int
    missing: int
    excluded: int
    chapters: tuple[Chapter, ...]
    clauses: tuple[ClauseRow, ...]


def standard_pages(library: Library) -> tuple[StandardPage, ...]:
    """Every standard in force whose pack is known."""
    shortfalls = evidence_shortfalls(library.index)
    addresses = site_addresses(library)
    return tuple(
        _standard(library, item, addresses)
        for item in coverage(library.index, shortfalls=shortfalls)
    )


def page_of_standard(identifier: str) -> str:
    """With its full stop this is the page of no document."""
    safe = identifier.isascii() and identifier.replace("-", "").isalnum() and identifier.islower()
    name = identifier if safe and len(identifier) < 60 else _digest(identifier)
    return f"standard.{name}.html"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


def _standard(library: Library, item: StandardCoverage, addresses: Addresses) -> StandardPage:
    shown = [clause for clause in item.clauses if clause.clause.applies != "none" or clause.covers]
    return StandardPage(
        page=page_of_standard(item.standard.id),
        number=item.standard.number,
        title=item.standard.title.in_language(library.language),
        total=item.total,
        met=item.met,
        partly=item.partly,
        missing=len(item.gaps),
        excluded=item.excluded,
        chapters=tuple(_chapters(library, item, shown)),
        clauses=tuple(_clause(library, clause, addresses) for clause in shown),
    )


def _chapters(
    library: Library, item: StandardCoverage, shown: list[ClauseCoverage]
) -> list[Chapter]:
    """The lowest-level clauses, by the chapter that they are in."""
    cells: dict[str, list[Cell]] = {}
    for clause in shown:
        if not clause.clause.children:
            cells.setdefault(_root(clause.clause.number), []).append(_cell(library, clause))
    by_number = {clause.clause.number: clause for clause in item.clauses}
    return [
        Chapter(
            number=number,
            title=by_number[number].clause.title.in_language(library.language)
            if number in by_number
            else "",
            cells=tuple(found),
        )
        for number, found in cells.items()
    ]


def _root(number: str) -> str:
    return number.partition(".")[0]


def _cell(library: Library, item: ClauseCoverage) -> Cell:
    return Cell(
        number=item.clause.number,
        title=item.clause.title.in_language(library.language),
        state=str(item.state),
        said=state_word(item).render(library.translate),
        count=len(item.covers),
    )


def _clause(library: Library, item: ClauseCoverage, addresses: Addresses) -> ClauseRow:
    clause = item.clause
    return ClauseRow(
        number=clause.number,
        title=clause.title.in_language(library.language),
        depth=min(clause.number.count(".") + 1, 4),
        is_group=bool(clause.children),
        state=str(item.state),
        said=state_word(item).render(library.translate),
        note=remark(item, library.translate),
        covers=tuple(_cover(cover, addresses) for cover in item.covers),
        missing=tuple(missing_texts(item, library.language, library.translate)),
    )


def _cover(cover: Cover, addresses: Addresses) -> CoverRow:
    return CoverRow(
        number=cover.id,
        title=cover.title,
        href=addresses.of(cover.path, cover.anchor),
        section=cover.section,
        records=tuple(
            LinkView(number=record, title="", href=addresses.of_id(record))
            for record in cover.records
            if record != cover.id
        ),
    )
