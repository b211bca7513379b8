"""How plain values read from YAML differ, whatever they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from qmsdoc.diff.pairing import out_of_order, pair_alike, pair_equal, rest
from qmsdoc.diff.types import Action
from qmsdoc.source.yaml import pointer_token
from qmsdoc.text.words import normalise

# What tells one item of a list from another: the first of these that it has.
_IDENTITY = ("id", "name", "number", "clause", "term", "short", "rule", "action", "department")
_LABEL = ("label", "title")
# Items known by a name of their own can get another one; those known by what they refer to cannot.
_RENAMABLE = frozenset({"name", "action", "term", "short"})
# Sentences, of which width and line ends are only layout. All other values count to the letter.
_PROSE = frozenset(
    {"basis", "reason", "indicator", "evaluation", "resources", "source", "policy", "help"}
    | {"definition", "action", "duties", "note", "about"}
)
_ALIKE = 0.6


class Difference(Struct, frozen=True, gc=False):
    """One value that differs. ``shape`` is its place with ``*`` for any item of a list; ``names``
    the same place with the name of each item. ``before_pointer`` and ``after_pointer`` are JSON
    pointers, of what holds the value where it is not there itself.
    """

    action: Action
    shape: tuple[str, ...]
    names: tuple[str, ...]
    before: str | None
    after: str | None
    before_pointer: str
    after_pointer: str


class _Side(Struct, frozen=True, gc=False):
    """A value and where it stands."""

    value: Any
    pointer: str

    def item(self, key: str | int) -> _Side:
        return _Side(self.value[key], f"{self.pointer}/{pointer_token(str(key))}")

    def member(self, key: str) -> _Side:
        """The value of a key; None, in the place of the mapping, where it has no such key."""
        return self.item(key) if key in self.value else _Side(None, self.pointer)


def differences(before: Any, after: Any) -> Iterator[Difference]:
    """Every value that was added, taken away or changed, and lists of mappings put in a new order.

    The order of a list of plain values says nothing.
    """
    yield from _compare(_Side(before, ""), _Side(after, ""), (), ())


def summary(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {summary(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(summary(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _compare(
    before: _Side, after: _Side, shape: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Difference]:
    kinds = {_kind(before.value), _kind(after.value)} - {"none"}
    if kinds == {"mapping"}:
        old, new = _or_empty(before, {}), _or_empty(after, {})
        for key in dict.fromkeys((*new.value, *old.value)):
            yield from _compare(old.member(key), new.member(key), (*shape, key), (*names, key))
    elif kinds == {"list"}:
        yield from _lists(_or_empty(before, []), _or_empty(after, []), (*shape, "*"), names)
    elif kinds:
        yield from _scalars(before, after, shape, names)


def _scalars(
    before: _Side, after: _Side, shape: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Difference]:
    old = None if before.value is None else summary(before.value)
    new = None if after.value is None else summary(after.value)
    if old == new or (old and new and shape[-1] in _PROSE and normalise(old) == normalise(new)):
        return
    if not old and not new:
        return
    action = Action.ADDED if old is None else Action.REMOVED if new is None else Action.CHANGED
    yield Difference(action, shape, names, old, new, before.pointer, after.pointer)


def _lists(
    before: _Side, after: _Side, shape: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Difference]:
    old = [before.item(place) for place in range(len(before.value))]
    new = [after.item(place) for place in range(len(after.value))]
    pairs = _pairs(old, new)
    for i in rest(len(old), (i for i, _ in pairs)):
        text, where = summary(old[i].value), (*names, _name(old[i].value))
        yield Difference(Action.REMOVED, shape, where, text, None, old[i].pointer, after.pointer)
    partner = {k: i for i, k in pairs}
    strays = {pairs[position][1] for position in out_of_order([k for _, k in pairs])}
    for k, right in enumerate(new):
        text, where = summary(right.value), (*names, _name(right.value))
        if k not in partner:
            yield Difference(Action.ADDED, shape, where, None, text, before.pointer, right.pointer)
            continue
        left = old[partner[k]]
        if k in strays and isinstance(right.value, Mapping):
            pointers = (left.pointer, right.pointer)
            yield Difference(Action.MOVED, shape, where, None, None, *pointers)
        yield from _compare(*_alike(left, right), shape, where)


def _pairs(old: Sequence[_Side], new: Sequence[_Side]) -> list[tuple[int, int]]:
    """Items that are the same thing: of one identity, else of names that are much alike."""
    pairs = list(
        pair_equal([_identity(side.value) for side in old], [_identity(side.value) for side in new])
    )
    left, right = rest(len(old), (i for i, _ in pairs)), rest(len(new), (k for _, k in pairs))
    left = [i for i in left if _identity_key(old[i].value) in _RENAMABLE]
    right = [k for k in right if _identity_key(new[k].value) in _RENAMABLE]
    alike = pair_alike(
        [_name(old[i].value) for i in left], [_name(new[k].value) for k in right], _ALIKE
    )
    return sorted([*pairs, *((left[i], right[k]) for i, k in alike)])


def _identity(value: Any) -> str:
    key = _identity_key(value)
    return summary(value[key] if key else value)


def _identity_key(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    return next((key for key in _IDENTITY if value.get(key) not in (None, "")), "")


def _name(value: Any) -> str:
    """What a reader calls an item."""
    if isinstance(value, Mapping):
        for key in _LABEL:
            if value.get(key) and not isinstance(value[key], dict | list):
                return summary(value[key])
    return _identity(value)


def _alike(before: _Side, after: _Side) -> tuple[_Side, _Side]:
    """Two items of one kind: a short form such as ``8.2.1`` as the mapping that it stands for."""
    return _as_mapping(before, after.value), _as_mapping(after, before.value)


def _as_mapping(side: _Side, model: Any) -> _Side:
    """A short form such as ``8.2.1`` as the mapping that it stands for."""
    if not isinstance(model, Mapping) or isinstance(side.value, Mapping | list):
        return side
    key = next((key for key in _IDENTITY if key in model), "")
    return _Side({key: side.value}, side.pointer) if key else side


def _or_empty(side: _Side, empty: Any) -> _Side:
    return _Side(empty, side.pointer) if side.value is None else side


def _kind(value: Any) -> str:
    if value is None:
        return "none"
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"
