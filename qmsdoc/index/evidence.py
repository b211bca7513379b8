"""The evidence of clauses: what claims a clause and what can be reached from there, and what of it
is missing. Read off the linked workspace, for the clauses that ask for evidence, once a run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from qmsdoc.index.evidence_object import (
    EVERYTHING,
    Range,
    claimed_document,
    document_base,
    form_base,
    objective_base,
)
from qmsdoc.index.sections import find_section
from qmsdoc.index.types import ClauseClaim, DocumentFile, Index, ObjectiveFile, ReferenceKind
from qmsdoc.standards.evidence import Shortfall, shortfalls
from qmsdoc.standards.types import Clause, Standard

_MANUAL, _FORM = "manual", "form"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is for one clause. ``claims`` are of the clause and of those below it.

    ``documents`` claim it with the lines that they mean; ``forms`` and ``objectives`` claim it or
    are named by those documents. ``data`` is the same as plain data, the evidence object.
    """

    standard: Standard
    clause: Clause
    claims: tuple[ClauseClaim, ...]
    documents: tuple[tuple[DocumentFile, tuple[Range, ...]], ...]
    forms: tuple[DocumentFile, ...]
    objectives: tuple[ObjectiveFile, ...]
    data: Mapping[str, Any]

    @property
    def missing(self) -> tuple[Shortfall, ...]:
        """What the clause asks and is not there."""
        return shortfalls(self.clause, dict(self.data))


Shortfalls = Mapping[tuple[str, str], tuple[Shortfall, ...]]


def evidence_shortfalls(index: Index, only: str | None = None) -> Shortfalls:
    """What is missing, by standard and number, for each clause that is claimed and not excluded.

    Of every standard in force, or of the one named *only*. A clause that nobody claims is a gap,
    which says it all.
    """
    found: dict[tuple[str, str], tuple[Shortfall, ...]] = {}
    collector = EvidenceCollector(index)
    for identifier, standard in index.standards.items():
        if only is not None and identifier != only:
            continue
        excluded = _excluded(index, identifier)
        for clause in standard.clauses.values():
            if clause.evidence is None or _is_below(standard, clause, excluded):
                continue
            evidence = collector.of(standard, clause)
            missing = evidence.missing if evidence.claims else ()
            if missing:
                found[identifier, clause.number] = missing
    return found


def _excluded(index: Index, standard: str) -> set[str]:
    """Numbers of excluded clauses. An exclusion without a reason excludes nothing."""
    return {
        exclusion.clause.value
        for named in index.policy.standards
        if named.id.value == standard
        for exclusion in named.exclusions
        if exclusion.reason.strip()
    }


def _is_below(standard: Standard, clause: Clause, numbers: set[str]) -> bool:
    number: str | None = clause.number if numbers else None
    while number is not None:
        if number in numbers:
            return True
        number = standard.clauses[number].parent
    return False


class EvidenceCollector:
    """Gathers the evidence of one clause after the other; each file becomes plain data once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._bases: dict[str, dict[str, Any]] = {}

    def of(self, standard: Standard, clause: Clause) -> Evidence:
        """The evidence of *clause*, of which *standard* is in force."""
        claims = tuple(self._claims(standard, clause))
        ranges: defaultdict[str, list[Range]] = defaultdict(list)
        for claim in claims:
            ranges[claim.path].extend(self._range(claim))
        files = [self._index.named(path) for path in ranges]
        documents = [f for f in files if isinstance(f, DocumentFile) and f.kind != _FORM]
        forms = {
            f.path: list[str]() for f in files if isinstance(f, DocumentFile) and f.kind == _FORM
        }
        objectives = {f.path for f in files if isinstance(f, ObjectiveFile)}
        claiming = frozenset((*forms, *objectives))
        reached = dict.fromkeys(path for path in ranges if path in objectives)
        for file in documents:
            for form in self._forms(file, ranges[file.path]):
                forms.setdefault(form, []).append(file.id)
            reached.update(dict.fromkeys(self._objectives(file)))
        return Evidence(
            standard,
            clause,
            claims,
            documents=tuple((file, tuple(ranges[file.path])) for file in documents),
            forms=tuple(self._index.documents[path] for path in forms),
            objectives=tuple(self._index.objectives[path] for path in reached),
            data={
                "standard": standard.id,
                "clause": clause.number,
                "documents": [self._document(file, ranges[file.path]) for file in documents],
                "forms": [
                    {**self._form(path), "claimed": path in claiming, "named_by": names}
                    for path, names in forms.items()
                ],
                "objectives": [
                    {**self._objective(path), "claimed": path in claiming} for path in reached
                ],
            },
        )

    def _claims(self, standard: Standard, clause: Clause) -> Iterator[ClauseClaim]:
        """Claims of the clause; of one that was split, those of its parts are its evidence too."""
        yield from self._index.claims.get((standard.id, clause.number), ())
        for number in clause.children:
            yield from self._claims(standard, standard.clauses[number])

    def _range(self, claim: ClauseClaim) -> Iterable[Range]:
        """The lines that are claimed: none where the section is not there, which QD407 reports."""
        file = self._index.documents.get(claim.path)
        if claim.claim.section is None or file is None:
            return (EVERYTHING,)
        section = find_section(file.document, claim.claim.section.value)
        return ((section.first, section.end),) if section else ()

    def _forms(self, file: DocumentFile, ranges: Iterable[Range]) -> Iterator[str]:
        """Paths of the forms that the document names for the clause, each once."""
        found = {
            path: None
            for line, path in self._links.get(file.path, ())
            if any(first <= line < end for first, end in ranges)
        }
        # A manual names the forms of every process: only the claimed section tells which are meant.
        for text in file.document.records if file.kind != _MANUAL else ():
            form = self._index.document(text.value)
            if form is not None and form.kind == _FORM:
                found[form.path] = None
        yield from found

    def _objectives(self, file: DocumentFile) -> Iterator[str]:
        if file.kind != _MANUAL:
            for text in file.document.objectives:
                found = self._index.by_id.get(text.value)
                if isinstance(found, ObjectiveFile):
                    yield found.path

    @cached_property
    def _links(self) -> Mapping[str, list[tuple[int, str]]]:
        """Links to forms by path of the document that holds them: line and path of the form."""
        forms = {path for path, file in self._index.documents.items() if file.kind == _FORM}
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for reference in self._index.references:
            if reference.kind is ReferenceKind.LINK and reference.target in forms:
                found[reference.source].append((reference.text.span.line, reference.target))
        return found

    def _document(self, file: DocumentFile, ranges: list[Range]) -> dict[str, Any]:
        base = self._bases.get(file.path)
        if base is None:
            links = [
                (line, self._index.documents[path].id)
                for line, path in self._links.get(file.path, ())
            ]
            base = document_base(file, self._index.policy.levels, links)
            self._bases[file.path] = base
        return claimed_document(file.document, base, ranges)

    def _form(self, path: str) -> dict[str, Any]:
        if path not in self._bases:
            self._bases[path] = form_base(self._index.documents[path])
        return self._bases[path]

    def _objective(self, path: str) -> dict[str, Any]:
        if path not in self._bases:
            self._bases[path] = objective_base(self._index.objectives[path])
        return self._bases[path]
