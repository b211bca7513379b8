"""Linking: units and their paths become one Index. In one process, in one pass, linear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from qmsdoc.index.control import WorkingText, control_of
from qmsdoc.index.ids import IdPatterns
from qmsdoc.index.ledger import LedgerEvidence, link_ledger
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import (
    ClauseClaim,
    DocumentFile,
    Index,
    ObjectiveFile,
    OverlayFault,
    Reference,
    ReferenceKind,
)
from qmsdoc.model.document import Claim, Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.organization import Glossary, Organization
from qmsdoc.model.policy import Policy
from qmsdoc.model.series import SeriesTable
from qmsdoc.model.text import Text
from qmsdoc.model.unit import Content, Unit
from qmsdoc.standards.types import Standard, parse_clause_ref

_T = TypeVar("_T")
_FRONT_MATTER = (
    ("references", ReferenceKind.REFERENCE),
    ("records", ReferenceKind.RECORD),
    ("objectives", ReferenceKind.OBJECTIVE),
    ("supersedes", ReferenceKind.SUPERSEDES),
)


def link(
    units: Mapping[str, Unit],
    paths: Iterable[str],
    policy: Policy,
    standards: Mapping[str, Standard],
    known_standards: Iterable[str],
    today: date,
    other_standards: Mapping[str, Standard] | None = None,
    overlay_faults: tuple[OverlayFault, ...] = (),
    evidence: LedgerEvidence | None = None,
) -> Index:
    """Join *units* (by path) into an Index. *paths* are all files of the tree."""
    contents = {path: unit.content for path, unit in units.items()}
    read = contents.items()
    documents = {path: DocumentFile(path, it) for path, it in read if isinstance(it, Document)}
    objectives = {path: ObjectiveFile(path, it) for path, it in read if isinstance(it, Objective)}
    organization = _last(contents.values(), Organization)
    by_id = _by_id([*documents.values(), *objectives.values()])
    all_paths = frozenset(paths)
    patterns = IdPatterns(policy)
    resolver = _Resolver(by_id, documents, all_paths, patterns)
    references = tuple(resolver.references())
    evidence = evidence or LedgerEvidence()
    stated = {file.id: file.kind for file in documents.values() if file.id}

    def kind_of(identifier: str) -> str:
        return patterns.kind_of(identifier, stated.get(identifier, ""))

    ledger = link_ledger(units, policy, organization, kind_of, today, evidence.seen)
    texts = _working_texts(documents, units, by_id)
    return Index(
        policy=policy,
        organization=organization,
        glossary=_last(contents.values(), Glossary) or Glossary(),
        today=today,
        paths=all_paths,
        documents=documents,
        objectives=objectives,
        by_id=by_id,
        references=references,
        backlinks=_backlinks(references),
        claims=_claims(documents, objectives),
        standards=standards,
        known_standards=frozenset(known_standards),
        other_standards=other_standards or {},
        overlay_faults=overlay_faults,
        unreadable=frozenset(_unreadable(contents)),
        series={path: it for path, it in read if isinstance(it, SeriesTable)},
        policy_texts={path: unit.policy_texts for path, unit in units.items() if unit.policy_texts},
        ledger=ledger,
        control=(
            control_of(texts, ledger, policy, evidence.attached, today, kind_of)
            if ledger.is_used
            else {}
        ),
    )


def _working_texts(
    documents: Mapping[str, DocumentFile],
    units: Mapping[str, Unit],
    by_id: Mapping[str, DocumentFile | ObjectiveFile],
) -> Iterator[WorkingText]:
    for path, file in documents.items():
        digests = units[path].digests
        if digests and file.id and by_id[file.id] is file:
            version = file.document.version.value if file.document.version else ""
            yield WorkingText(file.id, file.kind, path, version, digests)


def _by_id(
    files: Iterable[DocumentFile | ObjectiveFile],
) -> dict[str, DocumentFile | ObjectiveFile]:
    found: dict[str, DocumentFile | ObjectiveFile] = {}
    for file in files:
        if file.id:
            found.setdefault(file.id, file)
    return found


def _last(contents: Iterable[Content | None], kind: type[_T]) -> _T | None:
    found = [content for content in contents if isinstance(content, kind)]
    return found[-1] if found else None


def _unreadable(contents: Mapping[str, Content | None]) -> Iterator[str]:
    for path, content in contents.items():
        if content is None or (isinstance(content, Document | Objective) and content.id is None):
            yield path.rpartition("/")[2].rpartition(".")[0]


class _Resolver:
    """Decides what each candidate of a document means."""

    def __init__(
        self,
        by_id: Mapping[str, DocumentFile | ObjectiveFile],
        documents: Mapping[str, DocumentFile],
        paths: frozenset[str],
        patterns: IdPatterns,
    ) -> None:
        self._by_id = by_id
        self._documents = documents
        self._paths = paths
        self._is_id = patterns.any_match
        self._titles = {file.title: file.path for file in documents.values() if file.title}

    def references(self) -> Iterator[Reference]:
        for file in self._documents.values():
            document = file.document
            if document.parent:
                yield self._named(ReferenceKind.PARENT, file.path, document.parent)
            for attribute, kind in _FRONT_MATTER:
                for text in getattr(document, attribute):
                    yield self._named(kind, file.path, text)
            yield from self._links(file)
            yield from self._mentions(file)

    def _named(self, kind: ReferenceKind, source: str, text: Text) -> Reference:
        found = self._by_id.get(text.value)
        return Reference(kind, source, text, found.path if found else "")

    def _links(self, file: DocumentFile) -> Iterator[Reference]:
        for text in file.document.attachments:
            target = resolve_link(file.path, text.value)
            path = target.path if target and target.path in self._paths else ""
            yield Reference(ReferenceKind.ATTACHMENT, file.path, text, path)
        for item in file.document.links:
            target = resolve_link(file.path, item.target)
            if target is None:
                continue
            kind = ReferenceKind.IMAGE if item.image else ReferenceKind.LINK
            path = target.path if target.path in self._paths else ""
            yield Reference(kind, file.path, Text(item.target, item.span), path, target.anchor)

    def _mentions(self, file: DocumentFile) -> Iterator[Reference]:
        for text in file.document.mentions:
            found = self._by_id.get(text.value)
            if found or self._is_id(text.value):
                target = found.path if found else ""
                yield Reference(ReferenceKind.MENTION, file.path, text, target)
        for text in file.document.titles:
            path = self._titles.get(text.value)
            if path:
                yield Reference(ReferenceKind.TITLE, file.path, text, path)


def _backlinks(references: tuple[Reference, ...]) -> dict[str, tuple[Reference, ...]]:
    arriving: defaultdict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        if reference.target and reference.target != reference.source:
            arriving[reference.target].append(reference)
    return {path: tuple(found) for path, found in arriving.items()}


def _claims(
    documents: Mapping[str, DocumentFile], objectives: Mapping[str, ObjectiveFile]
) -> dict[tuple[str, str], tuple[ClauseClaim, ...]]:
    found: defaultdict[tuple[str, str], list[ClauseClaim]] = defaultdict(list)
    claiming: list[tuple[str, tuple[Claim, ...]]] = [
        *((file.path, file.document.claims) for file in documents.values()),
        *((file.path, file.objective.claims) for file in objectives.values()),
    ]
    for path, claims in claiming:
        for claim in claims:
            ref = parse_clause_ref(claim.clause.value)
            key = (ref.standard, ref.number) if ref else ("", "")
            found[key].append(ClauseClaim(path, claim, *key))
    return {key: tuple(claims) for key, claims in found.items()}
