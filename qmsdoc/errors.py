"""What the operator must mend. What the author of a document must mend is a Diagnostic.

QmsdocError
├── UsageError         an argument that makes no sense here
├── WorkspaceError     no workspace, or one that cannot be read
├── PolicyError        qmsdoc.yaml and what it names: a standard, a pattern
├── GitError           no git, no repository, an unknown revision, too little history
├── LedgerError        what must not be signed, or cannot be: the approvals ledger stays as it is
├── TemplateError      a template that does not compile or does not end
└── OutputError        a report or a rendered file that could not be written
"""

from __future__ import annotations

from qmsdoc.text.message import Message


class QmsdocError(Exception):
    """Ends the command with exit code 2. The message says what to do."""

    def __init__(self, text: str, /, hint: Message | None = None, **values: object) -> None:
        self.message = Message.of(text, **values).with_hint(hint)
        super().__init__(str(self.message))


class UsageError(QmsdocError):
    """An argument that makes no sense here."""


class WorkspaceError(QmsdocError):
    """There is no workspace, or it cannot be read."""


class PolicyError(QmsdocError):
    """qmsdoc.yaml, or something that it names, cannot be used."""


class GitError(QmsdocError):
    """Git is missing, refuses, or does not hold what was asked for."""


class LedgerError(QmsdocError):
    """Something must not be signed, or cannot be: the approvals ledger stays as it is."""


class TemplateError(QmsdocError):
    """A template does not compile, or asks for what is not there."""


class OutputError(QmsdocError):
    """A report or a rendered file could not be written."""
