"""Formulas as typed: what they may hold, which series they use, and where one goes wrong.

A formula is arithmetic over named series, and nothing else gets past this module: no attribute, no
index, no text, no call but those of FUNCTIONS. Places are offsets in characters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from unicodedata import normalize

from msgspec import Struct

from qmsdoc.text.message import Message

MAX_LENGTH = 500
MAX_NODES = 200
MAX_DEPTH = 60
MAX_POWER = 9
FUNCTIONS = ("min", "max", "sum")

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>[0-9]{1,15}(?:\.[0-9]{1,12})?)(?![\w.])|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>\*\*|[-+*/(),])"
)
_WORD = re.compile(r"[\w.]+|.", re.DOTALL)
# Signs that are typed for others, with what to type.
_MEANT = {
    "×": "*", "÷": "/", "（": "(", "）": ")", "，": ",", "＋": "+", "－": "-", "—": "-", "–": "-",
    "−": "-", "＊": "*", "／": "/", "∗": "*", "·": "*", "[": "(", "]": ")", "{": "(", "}": ")",
    "^": "**",
}  # fmt: skip
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_UNREADABLE = Message.of(
    "the formula cannot be read here; write arithmetic such as {example}",
    example="100 * satisfied / valid",
)
_NOT_ALLOWED = Message.of(
    "this is no part of a formula; it has numbers, series, + - * / ** ( ) and min, max, sum"
)


class Fault(Struct, frozen=True):
    """What is wrong with the characters from ``start`` up to, not including, ``end``."""

    start: int
    end: int
    message: Message


class Use(Struct, frozen=True):
    """A series that the formula names, and where."""

    name: str
    start: int
    end: int


class Formula(Struct, frozen=True):
    """``tree`` holds nothing but what is allowed, its numbers as fractions."""

    text: str
    tree: ast.expr
    uses: tuple[Use, ...]

    @property
    def names(self) -> frozenset[str]:
        """The series that a value needs."""
        return frozenset(use.name for use in self.uses)


def parse_formula(text: str) -> Formula | Fault:
    """Read a formula, or say where it goes wrong first. Nothing is computed."""
    if len(text) > MAX_LENGTH:
        message = Message.of(
            "the formula has {length} characters; the limit is {limit}",
            length=len(text),
            limit=MAX_LENGTH,
        )
        return Fault(MAX_LENGTH, len(text), message)
    fault = _bad_token(text)
    if fault:
        return fault
    # One line, from its first character: then Python's columns are ours.
    line = re.sub(r"\s", " ", text)
    indent = len(line) - len(line.lstrip())
    try:
        tree = ast.parse(line.strip(), mode="eval").body
    except SyntaxError as error:
        start = min(indent + max((error.offset or 1) - 1, 0), max(len(line.rstrip()) - 1, 0))
        return Fault(start, start + 1, _UNREADABLE)
    except (ValueError, RecursionError, MemoryError):
        return Fault(0, len(text), _UNREADABLE)
    return _Reader(text, line, indent).formula(tree)


def series_name(name: str) -> str:
    """A name as formulas compare it: they take full-width letters for plain ones."""
    return name if name.isascii() else normalize("NFKC", name)


def is_usable_name(name: str) -> bool:
    """Whether a formula can name a series so."""
    from keyword import iskeyword

    return name.isidentifier() and not iskeyword(name) and name not in FUNCTIONS


def _bad_token(text: str) -> Fault | None:
    """The first thing that no formula holds, a bracket without its other half, a sign at the end."""
    opened: list[int] = []
    last: re.Match[str] | None = None
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            return _stranger(text, place)
        if match[0] == "(":
            opened.append(place)
        elif match[0] == ")":
            if not opened:
                return Fault(place, place + 1, Message.of("no bracket is open here"))
            opened.pop()
        last = last if match["space"] else match
        place = match.end()
    if opened:
        return Fault(opened[-1], opened[-1] + 1, Message.of("the bracket is not closed"))
    if last and last["sign"] and last[0] != ")":
        return Fault(*last.span(), Message.of("nothing follows {sign}", sign=last[0]))
    return None


def _stranger(text: str, place: int) -> Fault:
    found = _WORD.match(text, place)
    word = found[0] if found else text[place]
    if len(word) > 1:
        message = Message.of("{word} is neither a number nor the name of a series", word=word)
    else:
        message = Message.of("{sign} has no meaning in a formula", sign=word)
    meant = _MEANT.get(word)
    hint = Message.of("did you mean {name}?", name=meant) if meant else None
    if word in "%％":
        hint = Message.of("multiply by 100; unit says that the result is in per cent")
    elif word in "=＝":
        hint = Message.of("write only what stands right of it")
    return Fault(place, place + len(word), message.with_hint(hint))


class _Reader:
    """Walks the tree once, and turns numbers into fractions on the way."""

    def __init__(self, text: str, line: str, indent: int) -> None:
        self._text = text
        self._stripped = line.strip().encode()
        self._indent = indent
        self._nodes = 0
        self._uses: list[Use] = []

    def formula(self, tree: ast.expr) -> Formula | Fault:
        fault = next(self._faults(tree, 0), None)
        uses = sorted(self._uses, key=lambda use: use.start)
        return fault or Formula(self._text, tree, tuple(uses))

    def _faults(self, node: ast.expr, depth: int) -> Iterator[Fault]:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_DEPTH:
            yield self._fault(
                node, Message.of("the formula is too long; write a long sum as sum(a, b, c)")
            )
            return
        match node:
            case ast.BinOp(op=ast.Pow(), right=right) if not _is_small(right):
                text = "an exponent is a whole number from 0 to {limit}"
                yield self._fault(right, Message.of(text, limit=MAX_POWER))
            case ast.BinOp(op=ast.Div(), right=ast.Constant(value=0) as right):
                yield self._fault(right, Message.of("this divides by zero"))
            case ast.BinOp(op=op) if isinstance(op, (*_OPERATORS, ast.Pow)):
                yield from self._faults(node.left, depth + 1)
                yield from self._faults(node.right, depth + 1)
            case ast.UnaryOp(op=ast.UAdd() | ast.USub()):
                yield from self._faults(node.operand, depth + 1)
            case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
                # From the digits that were typed: 0.1 is a tenth, not nearly a tenth.
                node.value = Fraction(self._text[slice(*self._place(node))])  # type: ignore[assignment]
            case ast.Name():
                yield from self._name(node)
            case ast.Call():
                yield from self._call(node, depth)
            case _:
                yield self._fault(node, _NOT_ALLOWED)

    def _name(self, node: ast.Name) -> Iterator[Fault]:
        if node.id in FUNCTIONS:
            text = "{name} needs its values in brackets: {name}(a, b)"
            yield self._fault(node, Message.of(text, name=node.id))
            return
        self._uses.append(Use(node.id, *self._place(node)))

    def _call(self, node: ast.Call, depth: int) -> Iterator[Fault]:
        if not isinstance(node.func, ast.Name):
            yield self._fault(node, _NOT_ALLOWED)
        elif node.func.id not in FUNCTIONS:
            message = Message.of(
                "{name} is no function of formulas; there are {functions}",
                name=node.func.id,
                functions=FUNCTIONS,
            )
            yield self._fault(node.func, message)
        elif not node.args:
            yield self._fault(node, Message.of("{name} has no values", name=node.func.id))
        else:
            for argument in node.args:
                yield from self._faults(argument, depth + 1)

    def _fault(self, node: ast.expr, message: Message) -> Fault:
        return Fault(*self._place(node), message)

    def _place(self, node: ast.expr) -> tuple[int, int]:
        """Python counts columns in bytes of UTF-8."""
        end = node.end_col_offset if node.end_col_offset is not None else node.col_offset + 1
        start, stop = (len(self._stripped[:edge].decode()) for edge in (node.col_offset, end))
        return start + self._indent, stop + self._indent


def _is_small(exponent: ast.expr) -> bool:
    value = exponent.value if isinstance(exponent, ast.Constant) else None
    return type(value) is int and 0 <= value <= MAX_POWER
