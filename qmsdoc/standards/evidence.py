"""What a clause asks of its evidence: whether it is there, and if not, what is missing.

Two engines, as for the schemas of files: jsonschema-rs says yes or no; only where it says no does
jsonschema walk to the parts that fail. What a part says (x-message, x-basis, x-where) holds for the
parts inside it. A schema of a workspace has passed ``standard.schema.json``, which lets it refer to
nothing but the shared definitions; both engines are kept from fetching anything all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from qmsdoc.errors import PolicyError
from qmsdoc.model.schema import BASE, referred_schema, schema
from qmsdoc.standards.types import Clause, Title

if TYPE_CHECKING:
    import jsonschema
    from jsonschema.exceptions import ValidationError

Data = dict[str, Any]
Basis = Literal["standard", "toolkit", "organization"]
Where = Literal["", "manual", "procedure", "instruction", "form", "objective"]
ORGANIZATION: Basis = "organization"
_SHARED = "evidence"
_MESSAGE, _BASIS, _WHERE = "x-message", "x-basis", "x-where"


class Shortfall(Struct, frozen=True):
    """What is missing, on whose authority it is asked, in which kind of document it would belong.

    ``message`` is empty where the schema does not say what is missing; ``where`` is "" likewise.
    """

    message: Title
    basis: Basis
    where: Where


def shortfalls(clause: Clause, evidence: Data) -> tuple[Shortfall, ...]:
    """What *evidence*, an evidence object, lacks of what *clause* asks; each thing once.

    Raises PolicyError where a pattern of the schema cannot be used.
    """
    if clause.evidence is None:
        return ()
    asked = json.dumps(clause.evidence, ensure_ascii=False)
    try:
        if _fast(asked).is_valid(evidence):
            return ()
        errors = _errors(asked, evidence)
    except ValueError as error:
        raise PolicyError(
            "what standards/ asks as evidence of clause {clause} cannot be checked: {problem}",
            clause=clause.number,
            problem=str(error).partition("\n")[0],
        ) from None
    return tuple(dict.fromkeys(_shortfall(error, clause) for error in errors))


def _shortfall(error: ValidationError, clause: Clause) -> Shortfall:
    """What the innermost parts around *error* say. What an organisation asks is its own to the
    last part, even where it borrows a part that speaks of the standard."""
    message: Data = {}
    basis: Basis = "toolkit"
    where: Where = ""
    for part in _parts_around(error, clause.evidence or {}):
        message = part.get(_MESSAGE, message)
        where = part.get(_WHERE, where)
        if basis != ORGANIZATION:
            basis = part.get(_BASIS, basis)
    return Shortfall(_said(message, clause), basis, where)


def _parts_around(error: ValidationError, root: Data) -> Iterator[Data]:
    """The schemas from *root* down to the one that *error* is about."""
    part: Any = root
    yield root
    for step in error.absolute_schema_path:
        part = part[step]
        if step == "$ref":
            part = schema(_SHARED)["$defs"][part.rpartition("/")[2]]
        if isinstance(part, dict):
            yield part


def _said(message: Data, clause: Clause) -> Title:
    subject = clause.about or clause.title
    texts = {
        language: str(message.get(language, "")).replace(
            "{subject}", subject.in_language(language) or clause.number
        )
        for language in ("zh", "en")
    }
    return Title(texts["zh"] or texts["en"], texts["en"] or texts["zh"])


@cache
def _fast(asked: str) -> Any:
    import jsonschema_rs

    # Patterns in time linear in the text: the other engine of the library looks back.
    linear = jsonschema_rs.RegexOptions()
    return jsonschema_rs.Draft202012Validator(
        _rooted(asked), registry=_shared(), retriever=referred_schema, pattern_options=linear
    )


@cache
def _shared() -> Any:
    """The shared definitions, read once for all validators."""
    import jsonschema_rs

    return jsonschema_rs.Registry([(f"{BASE}{_SHARED}.schema.json", schema(_SHARED))])


def _errors(asked: str, evidence: Data) -> list[ValidationError]:
    import re2

    try:
        return list(_slow(asked).iter_errors(evidence))
    except re2.error as error:
        raise ValueError(str(error)) from None


@cache
def _slow(asked: str) -> jsonschema.Draft202012Validator:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry, Resource

    def retrieve(uri: str) -> Resource[Any]:
        return Resource.from_contents(referred_schema(uri))

    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    validator = extend(Draft202012Validator, {"$ref": _reference, "pattern": _pattern})  # type: ignore[no-untyped-call]
    made: jsonschema.Draft202012Validator = validator(_rooted(asked), registry=registry)
    return made


def _reference(validator: Any, ref: str, instance: Any, part: Any) -> Iterator[ValidationError]:
    """``$ref`` as it is, but noted in the path: beside it may stand words of the same names."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator.VALIDATORS["$ref"](validator, ref, instance, part):
        error.schema_path.appendleft("$ref")
        yield error


def _pattern(
    _validator: Any, pattern: str, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    import re2
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not re2.search(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _rooted(asked: str) -> Data:
    """With a base, from which ``evidence.schema.json#/$defs/…`` leads to the shared definitions."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}clause-evidence.schema.json",
        **json.loads(asked),
    }
