"""Which clause is covered by what: read off the linked workspace, nothing is stored.

A clause is covered when a document or an objective claims exactly its number: a claim of 5.1 says
nothing of 5.1.1, and the other way round. A clause with clauses below it sums those up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.types import ClauseClaim, DocumentFile, Index, ObjectiveFile, ReferenceKind
from qmsdoc.model.document import Document
from qmsdoc.standards.types import Clause, Standard
from qmsdoc.text.natural import natural_key

OBJECTIVE = "objective"


class State(StrEnum):
    """How a clause stands. ``PARTIAL`` only where clauses below it differ.

    ``ADAPTABLE`` and ``FREE`` are unclaimed: the first may be taken up, the second asks nothing.
    """

    COVERED = "covered"
    PARTIAL = "partial"
    GAP = "gap"
    EXCLUDED = "excluded"
    ADAPTABLE = "adaptable"
    FREE = "free"


class Cover(Struct, frozen=True, gc=False):
    """One claim: the document or objective that makes it, and what proves it.

    ``kind`` is the kind of the document or ``objective``. ``section`` is the heading as typed in
    the claim, "" where the whole document is meant; ``anchor`` leads to it and is "" where there
    is no such heading. ``records`` are forms: those linked in that section, else those that the
    document lists. ``objectives`` are those that the document serves; a manual serves all, so there
    it is empty.
    """

    path: str
    id: str
    title: str
    kind: str
    location: Location
    section: str = ""
    anchor: str = ""
    records: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()


class ClauseCoverage(Struct, frozen=True, gc=False):
    """A clause and its covers. ``total`` and ``covered`` count the lowest-level clauses, itself or
    below it, that must be covered; excluded ones are in neither.

    ``reason`` is why it is excluded. ``unjustified`` marks an exclusion that gives no reason: it
    excludes nothing.
    """

    clause: Clause
    state: State
    covers: tuple[Cover, ...]
    total: int
    covered: int
    reason: str = ""
    unjustified: bool = False

    @property
    def is_gap(self) -> bool:
        """A lowest-level clause that must be covered and is not."""
        return self.state is State.GAP and not self.clause.children


class StandardCoverage(Struct, frozen=True, gc=False):
    """One standard in force; ``clauses`` in the order of the standard.

    ``excluded`` counts lowest-level clauses that would have to be covered otherwise.
    """

    standard: Standard
    clauses: tuple[ClauseCoverage, ...]
    total: int
    covered: int
    excluded: int

    @property
    def gaps(self) -> tuple[ClauseCoverage, ...]:
        """The lowest-level clauses that nothing covers."""
        return tuple(item for item in self.clauses if item.is_gap)


def coverage(index: Index, only: str | None = None) -> tuple[StandardCoverage, ...]:
    """The coverage of every standard in force that has a pack, or of the one named *only*."""
    covers = _Covers(index)
    exclusions = {
        named.id.value: {item.clause.value: item.reason for item in named.exclusions}
        for named in index.policy.standards
    }
    return tuple(
        _standard(standard, covers, exclusions.get(identifier, {}))
        for identifier, standard in index.standards.items()
        if only is None or identifier == only
    )


def _standard(
    standard: Standard, covers: _Covers, exclusions: Mapping[str, str]
) -> StandardCoverage:
    # From the bottom up, so that what is below a clause is known before it.
    done: dict[str, ClauseCoverage] = {}
    for clause in reversed(tuple(standard.clauses.values())):
        found = covers.of(standard.id, clause.number)
        if clause.children:
            below = [done[number] for number in clause.children]
            done[clause.number] = _parent(standard, clause, found, below, exclusions)
        else:
            done[clause.number] = _leaf(standard, clause, found, exclusions)
    clauses = tuple(done[number] for number in standard.clauses)
    leaves = [item for item in clauses if not item.clause.children]
    return StandardCoverage(
        standard,
        clauses,
        total=sum(item.total for item in leaves),
        covered=sum(item.covered for item in leaves),
        excluded=sum(
            item.state is State.EXCLUDED and item.clause.must_be_covered for item in leaves
        ),
    )


def _leaf(
    standard: Standard, clause: Clause, covers: tuple[Cover, ...], exclusions: Mapping[str, str]
) -> ClauseCoverage:
    reason = _exclusion(standard, clause, exclusions)
    if reason:
        return ClauseCoverage(clause, State.EXCLUDED, covers, 0, 0, reason)
    unjustified = reason is not None
    if clause.applies != "required":
        idle = State.ADAPTABLE if clause.applies == "adaptable" else State.FREE
        state = State.COVERED if covers else idle
        return ClauseCoverage(clause, state, covers, 0, 0, unjustified=unjustified)
    state = State.COVERED if covers else State.GAP
    return ClauseCoverage(clause, state, covers, 1, int(bool(covers)), unjustified=unjustified)


def _parent(
    standard: Standard,
    clause: Clause,
    covers: tuple[Cover, ...],
    below: Iterable[ClauseCoverage],
    exclusions: Mapping[str, str],
) -> ClauseCoverage:
    items = tuple(below)
    total, covered = sum(item.total for item in items), sum(item.covered for item in items)
    states = {item.state for item in items}
    if total:
        state = State.COVERED if covered == total else State.PARTIAL if covered else State.GAP
    else:
        # Nothing below has to be covered; say of it what can be said of all of it.
        state = next(
            (s for s in (State.COVERED, State.ADAPTABLE, State.EXCLUDED) if s in states), State.FREE
        )
    reason = _exclusion(standard, clause, exclusions)
    return ClauseCoverage(
        clause, state, covers, total, covered, reason or "", unjustified=reason == ""
    )


def _exclusion(standard: Standard, clause: Clause, exclusions: Mapping[str, str]) -> str | None:
    """The reason why the clause, or one above it, is excluded; None where none is."""
    number: str | None = clause.number
    found: str | None = None
    while number is not None and not found:
        if number in exclusions:
            found = exclusions[number].strip()
        number = standard.clauses[number].parent
    return found


class _Covers:
    """Turns claims into covers. Which forms a section links is found once for all documents."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._forms: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for reference in index.references:
            if reference.kind is ReferenceKind.LINK and reference.target:
                target = index.documents.get(reference.target)
                if target is not None and target.kind == "form" and target.id:
                    self._forms[reference.source].append((reference.text.span.line, target.id))

    def of(self, standard: str, number: str) -> tuple[Cover, ...]:
        """The covers of exactly this clause, documents by number before objectives."""
        claims = self._index.claims.get((standard, number), ())
        covers = (self._cover(claim) for claim in claims)
        found = (cover for cover in covers if cover is not None)
        return tuple(sorted(found, key=lambda c: (c.kind == OBJECTIVE, natural_key(c.id), c.path)))

    def _cover(self, claim: ClauseClaim) -> Cover | None:
        file = self._index.named(claim.path)
        if isinstance(file, ObjectiveFile):
            return Cover(
                file.path, file.id, file.title, OBJECTIVE, claim.location, objectives=(file.id,)
            )
        return self._document(file, claim) if file is not None else None

    def _document(self, file: DocumentFile, claim: ClauseClaim) -> Cover:
        document, section = file.document, claim.claim.section
        anchor, records = "", tuple(text.value for text in document.records)
        if section is not None:
            found = _section(document, section.value)
            if found is not None:
                anchor, first, end = found
                lines = self._forms[file.path]
                linked = {identifier for line, identifier in lines if first <= line < end}
                records = tuple(sorted(linked, key=natural_key))
        if file.kind == "form" and file.id:
            records = (file.id,)
        return Cover(
            file.path,
            file.id,
            file.title,
            file.kind,
            claim.location,
            section.value if section is not None else "",
            anchor,
            records,
            # A manual states every objective there is, which says nothing of one clause.
            () if file.kind == "manual" else tuple(text.value for text in document.objectives),
        )


def _section(document: Document, title: str) -> tuple[str, int, int] | None:
    """Anchor, first line and the line behind the end of the section of that title."""
    headings = document.headings
    for position, heading in enumerate(headings):
        if heading.title == title:
            rest = headings[position + 1 :]
            following = (item.span.line for item in rest if item.level <= heading.level)
            return heading.anchor, heading.span.line, next(following, 1 << 30)
    return None
