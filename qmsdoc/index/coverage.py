"""Which clause is covered by what: read off the linked workspace, nothing is stored.

A clause is covered when a document or an objective claims exactly its number: a claim of 5.1 says
nothing of 5.1.1, and the other way round. It is met when nothing of the evidence that it asks for is
missing. A clause with clauses below it sums those up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.evidence import Shortfalls
from qmsdoc.index.sections import find_section
from qmsdoc.index.types import ClauseClaim, DocumentFile, Index, ObjectiveFile, ReferenceKind
from qmsdoc.standards.evidence import Shortfall
from qmsdoc.standards.types import Clause, Standard
from qmsdoc.text.natural import natural_key

OBJECTIVE = "objective"


class State(StrEnum):
    """How a clause stands. ``PARTLY`` met: claimed, with evidence missing, or met in a part of the
    clauses below it. ``MISSING``: nobody claims it.

    ``ADAPTABLE`` and ``FREE`` are unclaimed: the first may be taken up, the second asks nothing.
    """

    MET = "met"
    PARTLY = "partly-met"
    MISSING = "missing"
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
    """A clause and its covers. ``total`` counts the lowest-level clauses, itself or below it, that
    must be covered, ``covered`` those of them that are claimed, ``met`` those of these that lack no
    evidence; excluded ones are in none.

    ``shortfalls`` are what its evidence lacks. ``reason`` is why it is excluded. ``unjustified``
    marks an exclusion that gives no reason: it excludes nothing.
    """

    clause: Clause
    state: State
    covers: tuple[Cover, ...]
    total: int
    covered: int
    met: int
    shortfalls: tuple[Shortfall, ...] = ()
    reason: str = ""
    unjustified: bool = False

    @property
    def is_gap(self) -> bool:
        """A lowest-level clause that must be covered and is not."""
        return self.state is State.MISSING and not self.clause.children


class StandardCoverage(Struct, frozen=True, gc=False):
    """One standard in force; ``clauses`` in the order of the standard.

    ``excluded`` counts lowest-level clauses that would have to be covered otherwise.
    """

    standard: Standard
    clauses: tuple[ClauseCoverage, ...]
    total: int
    covered: int
    met: int
    excluded: int

    @property
    def partly(self) -> int:
        """How many lowest-level clauses are claimed, with evidence missing."""
        return self.covered - self.met

    @property
    def gaps(self) -> tuple[ClauseCoverage, ...]:
        """The lowest-level clauses that nothing covers."""
        return tuple(item for item in self.clauses if item.is_gap)


def coverage(
    index: Index, only: str | None = None, shortfalls: Shortfalls | None = None
) -> tuple[StandardCoverage, ...]:
    """The coverage of every standard in force that has a pack, or of the one named *only*.

    Without *shortfalls* a claim is taken to meet its clause.
    """
    covers = _Covers(index)
    exclusions = {
        named.id.value: {item.clause.value: item.reason for item in named.exclusions}
        for named in index.policy.standards
    }
    return tuple(
        _standard(standard, covers, exclusions.get(identifier, {}), shortfalls or {})
        for identifier, standard in index.standards.items()
        if only is None or identifier == only
    )


def _standard(
    standard: Standard, covers: _Covers, exclusions: Mapping[str, str], shortfalls: Shortfalls
) -> StandardCoverage:
    # From the bottom up, so that what is below a clause is known before it.
    done: dict[str, ClauseCoverage] = {}
    for clause in reversed(tuple(standard.clauses.values())):
        found = covers.of(standard.id, clause.number)
        missing = shortfalls.get((standard.id, clause.number), ())
        reason = _exclusion(standard, clause, exclusions)
        if clause.children:
            below = [done[number] for number in clause.children]
            done[clause.number] = _parent(clause, found, below, missing, reason)
        else:
            done[clause.number] = _leaf(clause, found, missing, reason)
    clauses = tuple(done[number] for number in standard.clauses)
    leaves = [item for item in clauses if not item.clause.children]
    return StandardCoverage(
        standard,
        clauses,
        total=sum(item.total for item in leaves),
        covered=sum(item.covered for item in leaves),
        met=sum(item.met for item in leaves),
        excluded=sum(
            item.state is State.EXCLUDED and item.clause.must_be_covered for item in leaves
        ),
    )


def _leaf(
    clause: Clause, covers: tuple[Cover, ...], missing: tuple[Shortfall, ...], reason: str | None
) -> ClauseCoverage:
    if reason:
        return ClauseCoverage(clause, State.EXCLUDED, covers, 0, 0, 0, reason=reason)
    counted = int(clause.applies == "required")
    if covers:
        state = State.PARTLY if missing else State.MET
    else:
        missing = ()
        idle = State.ADAPTABLE if clause.applies == "adaptable" else State.FREE
        state = State.MISSING if counted else idle
    return ClauseCoverage(
        clause,
        state,
        covers,
        total=counted,
        covered=counted * bool(covers),
        met=counted * (state is State.MET),
        shortfalls=missing,
        unjustified=reason is not None,
    )


def _parent(
    clause: Clause,
    covers: tuple[Cover, ...],
    below: Iterable[ClauseCoverage],
    missing: tuple[Shortfall, ...],
    reason: str | None,
) -> ClauseCoverage:
    items = tuple(below)
    total, covered = sum(item.total for item in items), sum(item.covered for item in items)
    met = sum(item.met for item in items)
    states = {item.state for item in items}
    if total:
        whole = met == total and not missing
        state = State.MET if whole else State.PARTLY if covered else State.MISSING
    else:
        # Nothing below has to be covered; say of it what can be said of all of it.
        likely = (State.PARTLY, State.MET, State.ADAPTABLE, State.EXCLUDED)
        state = next((state for state in likely if state in states), State.FREE)
    return ClauseCoverage(
        clause, state, covers, total, covered, met, missing, reason or "", reason == ""
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
        found = find_section(document, section.value) if section is not None else None
        if found is not None:
            anchor = found.heading.anchor
            lines = self._forms[file.path]
            linked = {identifier for line, identifier in lines if found.first <= line < found.end}
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
