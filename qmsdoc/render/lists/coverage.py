"""The coverage matrix: each clause of the standards in force, and what proves that it is met."""

from __future__ import annotations

from qmsdoc.index.coverage import (
    ClauseCoverage,
    Cover,
    StandardCoverage,
    State,
    coverage,
)
from qmsdoc.index.coverage_words import missing_texts, remark, state_word
from qmsdoc.index.evidence import evidence_shortfalls
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.lists.frame import list_view
from qmsdoc.render.lists.types import (
    Cell,
    ColumnView,
    Content,
    GroupView,
    LineView,
    ListView,
    RowView,
    cell,
    column,
    group,
    line,
    row,
)
from qmsdoc.render.view import Library
from qmsdoc.text.language import Translate

NAME = "coverage"


def coverage_matrix(library: Library) -> ListView:
    """Every clause that asks for something or is claimed, by standard."""
    translate = library.translate
    standards = coverage(library.index, shortfalls=evidence_shortfalls(library.index))
    count = sum(item.total for item in standards)
    return list_view(
        library,
        NAME,
        Content(
            title=translate("Coverage of the standards"),
            columns=_columns(translate),
            groups=tuple(_group(library, item) for item in standards),
            group_label=translate("Standard"),
            count=translate("{count} clauses to cover").replace("{count}", str(count)),
            empty=translate("No standard in force has clauses that are known."),
        ),
    )


def _columns(translate: Translate) -> tuple[ColumnView, ...]:
    return (
        column(translate("Clause"), 4.6, keep=True),
        column(translate("Title"), 16),
        column(translate("State"), 5),
        column(translate("Document and section"), 26),
        column(translate("Records"), 7.5, keep=True),
        column(translate("Missing evidence, reason of an exclusion"), 21),
    )


def _group(library: Library, item: StandardCoverage) -> GroupView:
    standard = item.standard
    label = f"{standard.number} {standard.title.in_language(library.language)}".rstrip()
    said = library.translate(
        "{met} of {total} clauses met, {partly} partly met, {missing} missing, {excluded} excluded"
    )
    figures = {
        "met": item.met,
        "total": item.total,
        "partly": item.partly,
        "missing": len(item.gaps),
        "excluded": item.excluded,
    }
    for name, value in figures.items():
        said = said.replace(f"{{{name}}}", str(value))
    notes: dict[str | None, str] = {}
    rows = []
    for clause in item.clauses:
        note = notes[clause.clause.number] = remark(clause, library.translate)
        if clause.state is not State.FREE or clause.covers:
            # A clause below an excluded one has the same reason: it is said once, at the top.
            said_above = notes.get(clause.clause.parent) == note
            rows.append(_row(library, clause, "" if said_above else note))
    return group(label, rows, said)


def _row(library: Library, item: ClauseCoverage, note: str) -> RowView:
    number = cell(item.clause.number)
    title = cell(item.clause.title.in_language(library.language))
    if item.clause.children and not item.covers and not note and not item.shortfalls:
        depth = item.clause.number.count(".") + 1
        return RowView(cells=(number, title), heading=True, level=depth)
    shortfalls = missing_texts(item, library.language, library.translate)
    records = dict.fromkeys(record for cover in item.covers for record in cover.records)
    return row(
        number,
        title,
        _state(library, item),
        tuple(_cover(library, cover) for cover in item.covers),
        tuple(line(record) for record in records),
        (*(line(text) for text in shortfalls), *cell(note, tone="soft")),
    )


def _state(library: Library, item: ClauseCoverage) -> Cell:
    text = state_word(item).render(library.translate)
    lacking = item.state in (State.MISSING, State.PARTLY)
    quiet = item.state in (State.EXCLUDED, State.ADAPTABLE, State.FREE)
    return cell(text, tone="mark" if lacking else "soft" if quiet else "")


def _cover(library: Library, cover: Cover) -> LineView:
    addresses = Addresses(library.index, library.names, suffix=library.suffix)
    text = f"{cover.id or cover.path} {cover.section or cover.title}".rstrip()
    return line(text, addresses.of(cover.path, cover.anchor))
