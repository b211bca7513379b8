"""What a reporter is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qmsdoc.diagnostics.types import Diagnostic, Severity
from qmsdoc.text.language import Translate


@dataclass(frozen=True, slots=True)
class Report:
    """``sources`` gives the text of a file, for the line under a finding; "" where there is none.

    ``documents`` and ``files`` count what was checked. ``colour`` is only for terminals.
    """

    version: str
    diagnostics: tuple[Diagnostic, ...]
    documents: int
    files: int
    translate: Translate
    sources: Callable[[str], str] = field(default=lambda _: "")
    colour: bool = False
    width: int = 80

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Findings by severity."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)


Reporter = Callable[[Report], str]
