"""Which procedures the charter is about: those that the policy names, or those of services."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from qmsdoc.errors import PolicyError
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.charter import CharterService
from qmsdoc.model.text import Text
from qmsdoc.rules.references.qd312_unfounded_promise import check as unfounded_promise
from qmsdoc.standards.types import parse_clause_ref
from qmsdoc.text.natural import natural_key

# What a clause asks for that is about a service, in the packs of standards.
_SERVICE = "#/$defs/serviceProcedure"
_COMPLAINT = ("投诉", "complaint")


class Chosen(Struct, frozen=True):
    """A procedure, and what the policy says of it in the charter."""

    file: DocumentFile
    setting: CharterService


def services(index: Index) -> list[Chosen]:
    """The services, in the order of the policy or else by number. Raises PolicyError.

    Without a word in the policy they are the procedures that claim a clause whose evidence is a
    service procedure.
    """
    named = index.policy.charter.services
    for fault in unfounded_promise.check(index):
        line = fault.location.span.line
        text = "line {line} of {path} does not fit the texts that are published"
        raise PolicyError(text, hint=fault.message, line=line, path=fault.location.path)
    if named:
        return [chosen for setting in named if (chosen := _chosen(index, setting))]
    found = [
        Chosen(file, CharterService(Text(file.id)))
        for file in index.documents.values()
        if file.kind == "procedure" and _is_service(index, file)
    ]
    if not found:
        raise PolicyError(
            "no procedure claims a clause on a service; name those of the charter under "
            "`charter: {services: […]}` in qmsdoc.yaml"
        )
    return sorted(found, key=lambda item: (natural_key(item.file.id), item.file.path))


def complaint(index: Index) -> Chosen | None:
    """The procedure for complaints: the one that the policy names, else the only one whose title
    speaks of them."""
    named = index.policy.charter.complaint
    if named is not None:
        return _chosen(index, named)
    found = [
        file
        for file in index.documents.values()
        if file.kind == "procedure" and any(word in file.title.lower() for word in _COMPLAINT)
    ]
    return Chosen(found[0], CharterService(Text(found[0].id))) if len(found) == 1 else None


def _chosen(index: Index, setting: CharterService) -> Chosen | None:
    file = index.document(setting.procedure.value)
    return Chosen(file, setting) if file else None


def _is_service(index: Index, file: DocumentFile) -> bool:
    for claim in file.document.claims:
        ref = parse_clause_ref(claim.clause.value)
        standard = index.standards.get(ref.standard) if ref else None
        clause = standard.clauses.get(ref.number) if standard and ref else None
        if clause is not None and _asks_for_service(clause.evidence):
            return True
    return False


def _asks_for_service(schema: Any) -> bool:
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.endswith(_SERVICE):
            return True
        return any(_asks_for_service(inner) for inner in schema.values())
    return isinstance(schema, list) and any(map(_asks_for_service, schema))
