"""A schema in one piece, for editors: without references to other files."""

from __future__ import annotations

from typing import Any

from qmsdoc.model.schema import schema

# What an author or an operator writes, by the name that the command takes.
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
)
_COMMON = "common.schema.json#/$defs/"
_OWN = "#/$defs/"


def self_contained(name: str) -> dict[str, Any]:
    """The schema of that name with the definitions of other files taken in."""
    bundled: dict[str, Any] = _rewritten(schema(name), "")
    bundled.pop("$id", None)
    shared = _rewritten(schema("common")["$defs"], "common.")
    wanted = _reached(bundled, shared)
    taken = {f"common.{key}": shared[key] for key in sorted(wanted)}
    if taken:
        bundled["$defs"] = {**bundled.get("$defs", {}), **taken}
    return bundled


def _rewritten(value: Any, home: str) -> Any:
    """*value* with its references pointing into one file; *home* is set within common."""
    if isinstance(value, list):
        return [_rewritten(item, home) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _rewritten(item, home) for key, item in value.items()}
    reference = value.get("$ref")
    if isinstance(reference, str):
        if reference.startswith(_COMMON):
            made["$ref"] = f"{_OWN}common.{reference.removeprefix(_COMMON)}"
        elif home and reference.startswith(_OWN):
            made["$ref"] = f"{_OWN}{home}{reference.removeprefix(_OWN)}"
    return made


def _reached(value: Any, shared: dict[str, Any]) -> set[str]:
    """The names of the shared definitions that *value* needs, by way of others too."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += item.values()
            reference = item.get("$ref")
            prefix = f"{_OWN}common."
            if isinstance(reference, str) and reference.startswith(prefix):
                name = reference.removeprefix(prefix)
                if name not in found:
                    found.add(name)
                    waiting.append(shared[name])
    return found
