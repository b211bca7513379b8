"""What a file is for, by its place in the workspace."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Each role has its own reader. A file without one is an attachment."""

    POLICY = "policy"
    ORGANIZATION = "organization"
    GLOSSARY = "glossary"
    DOCUMENT = "document"
    OBJECTIVE = "objective"
    SERIES = "series"
    STANDARD = "standard"
    APPROVAL = "approval"
    SIGNATURE = "signature"


POLICY_FILE = "qmsdoc.yaml"
_ROOT_FILES = {
    POLICY_FILE: Role.POLICY,
    "organization.yaml": Role.ORGANIZATION,
    "glossary.yaml": Role.GLOSSARY,
}

_LEDGER = {"json": Role.APPROVAL, "sig": Role.SIGNATURE}


def role_of(path: str) -> Role | None:
    """The role of the file at *path* (POSIX, from the root of the workspace)."""
    if path.startswith("documents/"):
        return Role.DOCUMENT if path.endswith(".md") else None
    if path in _ROOT_FILES:
        return _ROOT_FILES[path]
    if path.startswith("objectives/") and path.endswith(".csv"):
        return Role.SERIES
    if path.startswith("approvals/"):
        return _LEDGER.get(path.rpartition(".")[2])
    if path.endswith((".yaml", ".yml")):
        if path.startswith("objectives/"):
            return Role.OBJECTIVE
        if path.startswith("standards/"):
            return Role.STANDARD
    return None


def is_policy(path: str) -> bool:
    """Whether the file decides by what the others are judged: `--policy-ref` names where it is
    trusted from."""
    return path in _ROOT_FILES or path.startswith("standards/")
