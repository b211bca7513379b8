"""A schema in one piece, for editors: without references to other files."""

from __future__ import annotations

import re
from typing import Any

from qmsdoc.model.schema import schema

# What an author or an operator writes, then what commands report with --format json, by the name
# that the command takes.
NAMES = (
    "policy",
    "organization",
    "glossary",
    "manual",
    "procedure",
    "instruction",
    "form",
    "objective",
    "standard",
    "overlay",
    "report",
    "coverage",
    "explanation",
    "diff",
    "history",
    "status",
    "verify",
)
_OTHER_FILE = re.compile(r"([a-z-]+)\.schema\.json(?:#(/.+))?")
# What a schema says of itself as a file.
_OF_THE_FILE = ("$id", "$schema")


def self_contained(name: str) -> dict[str, Any]:
    """The schema of that name with every schema that it refers to under its ``$defs``."""
    bundled: dict[str, Any] = _rewritten(schema(name), "")
    bundled.pop("$id", None)
    taken: dict[str, Any] = {}
    waiting = _others(schema(name))
    while waiting:
        other = waiting.pop()
        if other not in taken:
            taken[other] = _rewritten(schema(other), f"/$defs/{other}")
            for key in _OF_THE_FILE:
                taken[other].pop(key, None)
            waiting |= _others(schema(other))
    if taken:
        bundled["$defs"] = {**bundled.get("$defs", {}), **dict(sorted(taken.items()))}
    return bundled


def _rewritten(value: Any, home: str) -> Any:
    """*value* with its references pointing into one file, in which it lies below *home*."""
    if isinstance(value, list):
        return [_rewritten(item, home) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _rewritten(item, home) for key, item in value.items()}
    reference = value.get("$ref")
    if isinstance(reference, str):
        other = _OTHER_FILE.fullmatch(reference)
        if other:
            made["$ref"] = f"#/$defs/{other[1]}{other[2] or ''}"
        elif reference.startswith("#/"):
            made["$ref"] = f"#{home}{reference.removeprefix('#')}"
    return made


def _others(value: Any) -> set[str]:
    """The names of the schemas that *value* refers to."""
    if isinstance(value, list):
        return set().union(*map(_others, value))
    if not isinstance(value, dict):
        return set()
    found: set[str] = set().union(*map(_others, value.values()))
    reference = value.get("$ref")
    other = _OTHER_FILE.fullmatch(reference) if isinstance(reference, str) else None
    return found | {other[1]} if other else found
