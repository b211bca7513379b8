"""What a rule is, and all that a rule may see."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.ids import IdPatterns
from qmsdoc.index.types import DocumentFile, Index, ObjectiveFile
from qmsdoc.model.document import KINDS, Document
from qmsdoc.model.organization import Glossary
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import Role
from qmsdoc.model.schema import Misfit, misfits
from qmsdoc.model.text import Text
from qmsdoc.model.unit import OVERLAY, Content, StandardData
from qmsdoc.source.file import SourceFile

Context = TypeVar("Context")


class UnitContext:
    """One file as typed: for rules that depend on the blob alone. Findings have an empty path."""

    def __init__(self, role: Role, file: SourceFile, content: Content | None) -> None:
        self.role = role
        self.file = file
        self.content = content

    @property
    def document(self) -> Document | None:
        return self.content if isinstance(self.content, Document) else None

    @property
    def schema_name(self) -> str | None:
        """The schema of the file; None for a document whose kind is not known."""
        if isinstance(self.content, StandardData) and self.content.overlay:
            return OVERLAY
        if self.role is not Role.DOCUMENT:
            return self.role.value
        kind = self.document.kind if self.document else None
        return kind.value if kind and kind.value in KINDS else None

    @cached_property
    def misfits(self) -> tuple[Misfit, ...]:
        """Where the YAML does not fit its schema."""
        if self.file.yaml is None or self.schema_name is None:
            return ()
        return misfits(self.schema_name, self.file.yaml.data)

    def defects(self, rule: str) -> Iterator[Finding]:
        """The defects of the text that *rule* reports."""
        for defect in self.file.defects:
            if defect.rule == rule:
                where = Location("", defect.span, defect.pointer)
                yield Finding(where, defect.message, fix=defect.fix)


class PolicyContext(UnitContext):
    """One file and what the organisation decided: kept under (blob, policy digest)."""

    def __init__(
        self,
        role: Role,
        file: SourceFile,
        content: Content | None,
        policy: Policy,
        glossary: Glossary,
        ids: IdPatterns,
    ) -> None:
        super().__init__(role, file, content)
        self.policy = policy
        self.glossary = glossary
        self.ids = ids


class Versioned(NamedTuple):
    """What has a number and a version, and where it lies."""

    id: str
    path: str
    version: Text | None


@dataclass(frozen=True, slots=True)
class Revised:
    """The workspace beside an earlier state of it, for rules about change.

    ``blobs`` go from path to blob id; ``text`` and ``base_text`` read a file of either side.
    ``base_name`` is what the user called the earlier state.
    """

    index: Index
    base: Index
    base_name: str
    blobs: Mapping[str, str]
    base_blobs: Mapping[str, str]
    text: Callable[[str], str]
    base_text: Callable[[str], str]

    def pairs(self) -> Iterator[tuple[DocumentFile, DocumentFile]]:
        """Documents with a number that was there before: what had it then, and what has it now."""
        for file in self.index.documents.values():
            before = self.base.document(file.id)
            if before and self.index.by_id[file.id] is file:
                yield before, file

    def versions(self) -> Iterator[tuple[Versioned, Versioned]]:
        """Documents and objectives with a number that was there before: as they were, as they are."""
        for before, after in self.pairs():
            yield (
                Versioned(before.id, before.path, before.document.version),
                Versioned(after.id, after.path, after.document.version),
            )
        for now in self.index.objectives.values():
            then = self.base.by_id.get(now.id)
            if isinstance(then, ObjectiveFile) and self.index.by_id.get(now.id) is now:
                yield (
                    Versioned(then.id, then.path, then.objective.version),
                    Versioned(now.id, now.path, now.objective.version),
                )

    def is_same_blob(self, base_path: str, path: str) -> bool:
        """Whether the two files are the same to the byte."""
        return self.base_blobs.get(base_path) == self.blobs.get(path)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules *codes* found, and how many findings each waiver took away, by its place in
    the policy."""

    policy: Policy
    today: date
    codes: Collection[str]
    waived: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Context]):
    """``check`` yields findings; ``page`` is its module's docstring, which documents it."""

    code: str
    name: str
    severity: Severity
    check: Callable[[Context], Iterator[Finding]]
    page: str

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    @property
    def group(self) -> int:
        return int(self.code[2])


UnitRule = Rule[UnitContext]
PolicyRule = Rule[PolicyContext]
IndexRule = Rule[Index]
ChangeRule = Rule[Revised]
OutcomeRule = Rule[Outcome]


def rule(
    code: str, name: str, severity: Severity
) -> Callable[[Callable[[Context], Iterator[Finding]]], Rule[Context]]:
    """Make a rule of a generator. Its context type says when it runs: see catalogue."""

    def make(check: Callable[[Context], Iterator[Finding]]) -> Rule[Context]:
        page = inspect.getdoc(inspect.getmodule(check)) or ""
        return Rule(code, name, severity, check, page)

    return make
