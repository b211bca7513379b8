"""JSON Schema: whether a value fits, and if not, each misfit at its place.

Two engines. jsonschema-rs answers yes or no in microseconds; only where it says no does
jsonschema, a hundred times slower, say what and where. A test holds the two to the same verdicts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from qmsdoc.resources import data_dir
from qmsdoc.source.yaml import pointer_token

if TYPE_CHECKING:
    import jsonschema
    from jsonschema.exceptions import ValidationError

BASE = "https://qmsdoc.example/schemas/"
_SUFFIX = ".schema.json"
_RE2 = "re2"
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*", re.ASCII)


class Misfit(Struct, frozen=True):
    """``pointer`` is where the instance misfits, ``keyword`` which keyword of the schema says so.

    ``expected`` is the value of that keyword; for an unknown key, the keys that are known.
    """

    pointer: str
    keyword: str
    instance: Any
    expected: Any


def misfits(schema_name: str, data: Any) -> tuple[Misfit, ...]:
    """Every misfit of *data* with ``schemas/<schema_name>.schema.json``."""
    if _fast(schema_name).is_valid(data):
        return ()
    errors = sorted(
        _slow(schema_name).iter_errors(data), key=lambda error: list(map(str, error.absolute_path))
    )
    return tuple(misfit for error in errors for misfit in _explain(error, schema_name))


@cache
def schema(name: str) -> dict[str, Any]:
    """The built-in schema of that name, such as ``procedure`` or ``policy``."""
    path = data_dir("schemas") / f"{name}{_SUFFIX}"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def properties(name: str) -> dict[str, Any]:
    """The properties of a schema with those of the definition that it is built on."""
    own = schema(name)
    base: dict[str, Any] = {}
    if own.get("$ref", "").endswith("#/$defs/document"):
        base = schema("common")["$defs"]["document"]["properties"]
    return {**base, **own.get("properties", {})}


@cache
def _fast(name: str) -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(
        schema(name),
        retriever=referred_schema,
        validate_formats=True,
        formats={_RE2: is_pattern},
    )


@cache
def _slow(name: str) -> jsonschema.Draft202012Validator:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry, Resource

    def retrieve(uri: str) -> Resource[Any]:
        return Resource.from_contents(referred_schema(uri))

    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    validator = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    formats = FormatChecker(formats=())
    formats.checks(_RE2)(is_pattern)
    made: jsonschema.Draft202012Validator = validator(
        schema(name), registry=registry, format_checker=formats
    )
    return made


def is_pattern(text: object) -> bool:
    """Whether RE2 can read *text* as a regular expression: the format ``re2`` of our schemas."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(str(text), options)
    except re2.error:
        return False
    return True


def referred_schema(uri: str) -> dict[str, Any]:
    """The built-in schema that a $ref means. Both engines would fetch any other address."""
    name = uri.removeprefix(BASE).removesuffix(_SUFFIX)
    if uri != f"{BASE}{name}{_SUFFIX}" or not _NAME.fullmatch(name):
        raise LookupError(f"{uri} is no built-in schema")
    return schema(name)


def _pattern(
    _validator: Any, pattern: str, instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    """``pattern`` by RE2, where ``$`` is the end of the text and nothing takes for ever."""
    import re2
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not re2.search(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _explain(error: ValidationError, schema_name: str) -> Iterator[Misfit]:
    pointer = "".join(f"/{pointer_token(str(part))}" for part in error.absolute_path)
    keyword = str(error.validator)
    instance: Any = error.instance
    expected: Any = error.validator_value
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        known, extensible = _known_keys(error, schema_name), _is_extensible(error)
        for key in instance:
            if key not in known and not (extensible and key.startswith("x-")):
                yield Misfit(f"{pointer}/{pointer_token(key)}", "unknown", key, tuple(known))
    elif keyword == "required":
        for key in expected:
            # jsonschema gives one error for each missing key; its message begins with the key.
            if key not in instance and error.message.startswith(repr(key)):
                yield Misfit(pointer, keyword, instance, key)
    elif keyword in ("oneOf", "anyOf") and error.context:
        yield from _nearest_branch(error, schema_name, pointer)
    else:
        yield Misfit(pointer, keyword, instance, expected)


def _nearest_branch(error: ValidationError, schema_name: str, pointer: str) -> Iterator[Misfit]:
    """Of several allowed shapes, explain the one whose type fits; else name the types."""
    fitting = [cause for cause in error.context or () if cause.validator != "type"]
    if fitting:
        for cause in fitting:
            yield from _explain(cause, schema_name)
        return
    types = {str(cause.validator_value) for cause in error.context or ()}
    yield Misfit(pointer, "type", error.instance, sorted(types))


def _is_extensible(error: ValidationError) -> bool:
    """Whether keys that begin with x- are the author's own there: in the front matter of documents."""
    own = error.schema
    return error.validator == "unevaluatedProperties" or (
        isinstance(own, dict) and "^x-" in own.get("patternProperties", {})
    )


def _known_keys(error: ValidationError, schema_name: str) -> list[str]:
    if error.validator == "unevaluatedProperties":
        return list(properties(schema_name))
    own = error.schema
    return list(own.get("properties", {})) if isinstance(own, dict) else []
