"""What a reporter is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from qmsdoc.diagnostics.types import Diagnostic, RuleInfo, Severity
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message


@dataclass(frozen=True, slots=True)
class Report:
    """``sources`` gives the text of a file, for the line under a finding; "" where there is none.

    ``documents`` and ``files`` count what was checked. ``colour`` is only for terminals.
    ``rules`` are all there are, ``paths`` all files that were checked. ``base`` is the folder of the
    workspace in its git repository, "" at the top: CI services name files from the repository.
    """

    version: str
    diagnostics: tuple[Diagnostic, ...]
    documents: int
    files: int
    translate: Translate
    sources: Callable[[str], str] = field(default=lambda _: "")
    colour: bool = False
    width: int = 80
    rules: tuple[RuleInfo, ...] = ()
    paths: tuple[str, ...] = ()
    base: str = ""

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Findings by severity."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """One for each finding, in order, no two the same: equal findings of a file are counted."""
        met: Counter[str] = Counter()
        unique = []
        for diagnostic in self.diagnostics:
            fingerprint = diagnostic.fingerprint
            before = met[fingerprint]
            met[fingerprint] += 1
            again = sha256(f"{fingerprint}\0{before}".encode()).hexdigest()[:32]
            unique.append(again if before else fingerprint)
        return tuple(unique)

    @property
    def summary(self) -> Message:
        """How much was checked and found, as a sentence."""
        counts = self.counts
        values = {
            "documents": self.documents,
            "errors": counts.get(Severity.ERROR, 0),
            "warnings": counts.get(Severity.WARNING, 0),
            "infos": counts.get(Severity.INFO, 0),
        }
        if not self.diagnostics:
            return Message.of("documents checked: {documents}; nothing to mend", **values)
        return Message.of(
            "documents checked: {documents}; errors: {errors}, warnings: {warnings}, "
            "notes: {infos}",
            **values,
        )

    def in_repository(self, path: str) -> str:
        """A path of the workspace as a path from the top of its repository."""
        return f"{self.base}/{path}" if self.base else path


Reporter = Callable[[Report], str]
