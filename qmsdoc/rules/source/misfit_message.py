"""What a misfit with a schema means, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qmsdoc.model.schema import Misfit
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.message import Message

_TYPES = {
    "string": Message.of("{key} must be text"),
    "array": Message.of("{key} must be a list: [a, b]"),
    "object": Message.of("{key} must be a mapping of key: value"),
    "integer": Message.of("{key} must be a whole number"),
    "number": Message.of("{key} must be a number"),
    "boolean": Message.of("{key} must be true or false"),
}


def describe(misfit: Misfit) -> Message:
    """The message for one misfit."""
    key = _key(misfit.pointer)
    make = _DESCRIBERS.get(misfit.keyword)
    if make:
        return make(key, misfit.instance, misfit.expected)
    return Message.of("{key} does not fit its schema ({rule})", key=key, rule=misfit.keyword)


def _key(pointer: str) -> str:
    """The nearest name in a pointer: an item of a list is called after the list."""
    names = [part for part in pointer.split("/")[1:] if not part.isdigit()]
    return names[-1].replace("~1", "/").replace("~0", "~") if names else "the file"


def _type(key: str, instance: Any, expected: Any) -> Message:
    types = [expected] if isinstance(expected, str) else list(expected)
    if instance is None:
        return Message.of("{key} is empty; give it a value or delete it", key=key)
    for name in ("string", "object", "array", "integer", "number", "boolean"):
        if name in types:
            return Message.of(_TYPES[name].text, key=key)
    return Message.of("{key} must be one of these types: {types}", key=key, types=tuple(types))


def _enum(key: str, instance: Any, expected: Any) -> Message:
    allowed = [str(value) for value in expected]
    message = Message.of(
        "{key} is {value}; it must be one of {allowed}",
        key=key,
        value=instance,
        allowed=tuple(allowed),
    )
    return message.with_hint(suggestion(str(instance), allowed))


def _pattern(key: str, instance: Any, expected: Any) -> Message:
    if "months" in expected:
        text = "{key} is {value}; write a number and a unit: 12 months, 90 days, 12个月"
    elif expected.startswith("^[0-9]{4}-"):
        text = "{key} is {value}; write a day as 2026-03-01"
    else:
        text = "{key} is {value}, which does not have the form {pattern}"
    return Message.of(text, key=key, value=instance, pattern=expected)


_DESCRIBERS: dict[str, Callable[[str, Any, Any], Message]] = {
    "type": _type,
    "enum": _enum,
    "pattern": _pattern,
    "format": lambda key, value, _: Message.of(
        "{key} is {value}, which is not a regular expression that RE2 can read",
        key=key,
        value=value,
    ),
    "const": lambda key, _, expected: Message.of("{key} must be {value}", key=key, value=expected),
    "required": lambda key, _, expected: Message.of(
        "{key} lacks the key {missing}; add it", key=key, missing=expected
    ),
    "minLength": lambda key, _, __: Message.of("{key} is empty; give it a value", key=key),
    "minItems": lambda key, _, expected: Message.of(
        "{key} needs at least {count} items", key=key, count=expected
    ),
    "maxItems": lambda key, _, expected: Message.of(
        "{key} takes at most {count} items", key=key, count=expected
    ),
    "uniqueItems": lambda key, _, __: Message.of("{key} names the same item twice", key=key),
    "minimum": lambda key, value, expected: Message.of(
        "{key} is {value}; it must be at least {limit}", key=key, value=value, limit=expected
    ),
    "maximum": lambda key, value, expected: Message.of(
        "{key} is {value}; it must be at most {limit}", key=key, value=value, limit=expected
    ),
}
