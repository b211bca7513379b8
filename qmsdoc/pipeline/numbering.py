"""The next free number of a kind, by the id pattern of the policy. Pure: it reads nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from qmsdoc.errors import UsageError

_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_LAST_DIGITS = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.ASCII | re.DOTALL)
_YEAR = 4


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a number is chosen by.

    ``pattern`` is the policy's for the kind and ``matches`` whether a whole number fits it.
    ``used`` are all numbers ever used, of any kind, each of at most 64 characters; ``siblings`` those of the kind under the same
    parent; ``parent`` is "" where there is none. ``year`` (YYYY) goes into numbers that hold one.
    """

    kind: str
    pattern: str
    matches: Callable[[str], bool]
    used: Collection[str]
    siblings: Collection[str]
    parent: str
    year: str

    def next(self) -> str:
        """One more than the highest number of its row. Raises UsageError where there is none."""
        for model in self._models():
            begin, digits, end = _split(model)
            row = [int(tail) for tail in self._tails(begin, end)]
            number = f"{begin}{str(max(row, default=0) + 1).zfill(len(digits))}{end}"
            if self.matches(number) and number not in self.used:
                return number
            if row and self.matches(f"{begin}{str(max(row)).zfill(len(digits))}{end}"):
                raise UsageError(
                    "all numbers of {kind} behind {last} are used up; widen ids.{kind} in "
                    "qmsdoc.yaml, which is now {pattern}",
                    kind=self.kind,
                    last=f"{begin}{str(max(row)).zfill(len(digits))}{end}",
                    pattern=self.pattern,
                )
        raise UsageError(
            "ids.{kind} in qmsdoc.yaml is {pattern}: no number can be counted up by it; give it a "
            "part such as [0-9]{{2}}, or write the document by hand",
            kind=self.kind,
            pattern=self.pattern,
        )

    def _tails(self, begin: str, end: str) -> Iterator[str]:
        for identifier in self.used:
            if identifier.startswith(begin) and identifier.endswith(end):
                tail = identifier[len(begin) : len(identifier) - len(end)]
                if _DIGITS.fullmatch(tail):
                    yield tail

    def _models(self) -> Iterator[str]:
        """Numbers whose row may be gone on with, the likeliest first."""
        of_kind = [identifier for identifier in self.used if self.matches(identifier)]
        countable = [identifier for identifier in of_kind if _DIGITS.search(identifier)]
        near = [identifier for identifier in countable if identifier in self.siblings]
        if near:
            yield self._this_year(max(near, key=_natural))
        if countable:
            last = max(countable, key=_natural)
            if self.parent and not near:
                yield self._below_parent(last)
            yield self._this_year(last)
        for optional in (True, False) if self.parent else (False, True):
            example = example_of(self.pattern, optional=optional)
            if example is not None and _DIGITS.search(example):
                yield self._below_parent(self._this_year(example))

    def _this_year(self, model: str) -> str:
        """An objective of 2026 is not followed by one of 2026 in 2027."""
        runs = list(_DIGITS.finditer(model))[:-1]
        for run in runs:
            if len(run.group()) == _YEAR and (self.kind == "objective" or not int(run.group())):
                return model[: run.start()] + self.year + model[run.end() :]
        return model

    def _below_parent(self, model: str) -> str:
        """``QR-07-…`` for a form of QP-07."""
        runs, own = list(_DIGITS.finditer(model)), _DIGITS.findall(self.parent)
        if len(runs) < 2 or not own or len(runs[0].group()) == _YEAR:
            return model
        first = runs[0]
        number = str(int(own[-1])).zfill(len(first.group()))
        return model[: first.start()] + number + model[first.end() :]


def _split(model: str) -> tuple[str, str, str]:
    match = _LAST_DIGITS.fullmatch(model)
    assert match is not None, "models have digits"
    return match[1], match[2], match[3]


def _natural(identifier: str) -> tuple[tuple[int, ...], str]:
    return tuple(int(run) for run in _DIGITS.findall(identifier)), identifier


def example_of(pattern: str, *, optional: bool) -> str | None:
    """A text of the form of *pattern*, zeros for digits, with or without *optional* parts.

    None where the pattern uses more than letters, digit classes, groups and repetitions.
    """
    try:
        text, rest = _sequence(pattern, optional)
    except (_TooHardError, IndexError, RecursionError):
        return None
    return text if not rest else None


class _TooHardError(Exception):
    """The pattern says more than is understood here."""


_REPEAT = re.compile(r"\{([0-9]{1,3})(?:,[0-9]*)?\}|[?*+]", re.ASCII)
# A digit class, an escaped mark, the first letter of another class, or a plain character.
_ATOM = re.compile(
    r"\[[01]-9\]|\\d|\[\[:digit:\]\]|\\([^A-Za-z0-9])|\[([A-Za-z])[^][\\]*\]|([^][(){}|\\.?*+^$])",
    re.ASCII,
)


def _sequence(pattern: str, optional: bool) -> tuple[str, str]:
    """The text of the first alternative up to a closing bracket, and what is left behind it."""
    parts: list[str] = []
    rest = pattern.removeprefix("^")
    while rest and rest[0] not in ")|":
        if rest == "$":
            rest = ""
            break
        text, rest = _item(rest, optional)
        repeat = _REPEAT.match(rest)
        if repeat:
            rest = rest[repeat.end() :]
            text *= _times(repeat, optional)
        parts.append(text)
    while rest.startswith("|"):
        _, rest = _sequence(rest[1:], optional)
    return "".join(parts), rest


def _item(pattern: str, optional: bool) -> tuple[str, str]:
    if pattern[0] == "(":
        inside = pattern[1:].removeprefix("?:")
        if inside.startswith("?"):
            raise _TooHardError
        text, rest = _sequence(inside, optional)
        if not rest.startswith(")"):
            raise _TooHardError
        return text, rest[1:]
    atom = _ATOM.match(pattern)
    if atom is None:
        raise _TooHardError
    return atom[1] or atom[2] or atom[3] or "0", pattern[atom.end() :]


def _times(repeat: re.Match[str], optional: bool) -> int:
    if repeat[1] is not None:
        return int(repeat[1]) or int(optional)
    return 1 if repeat.group() == "+" else int(optional)
