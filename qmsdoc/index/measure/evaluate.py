"""Formulas computed, exactly and within bounds, by simpleeval.

Fractions and not floats: 0.57 * 100 is 57, so that no target is missed by a rounding error.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from qmsdoc.index.measure.formula import Formula

# Bits of a numerator or a denominator: more than any measured quantity needs.
_MAX_BITS = 1_000
_NODES = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Call)


def evaluator(formula: Formula) -> Callable[[Mapping[str, Fraction]], Fraction]:
    """A function from the value of each series to the value of the formula.

    It raises ZeroDivisionError, and OverflowError where a number grows out of bounds. Every name
    in ``formula.names`` must have a value.
    """
    from simpleeval import SimpleEval  # type: ignore[import-untyped]

    engine = SimpleEval(operators=_OPERATORS, functions=_FUNCTIONS, names={})
    # The tree was read through a sieve already; the engine does not know how to do more, either.
    engine.nodes = {kind: engine.nodes[kind] for kind in _NODES}

    def value(inputs: Mapping[str, Fraction]) -> Fraction:
        engine.names = inputs
        return Fraction(engine.eval(formula.text, previously_parsed=formula.tree))

    return value


def _bounded(operate: Callable[..., Any]) -> Callable[..., Fraction]:
    def bounded(*operands: Fraction) -> Fraction:
        result = Fraction(operate(*operands))
        if max(result.numerator.bit_length(), result.denominator.bit_length()) > _MAX_BITS:
            raise OverflowError
        return result

    return bounded


_OPERATORS = {
    ast.Add: _bounded(operator.add),
    ast.Sub: _bounded(operator.sub),
    ast.Mult: _bounded(operator.mul),
    ast.Div: _bounded(operator.truediv),
    ast.Pow: _bounded(operator.pow),
    ast.UAdd: _bounded(operator.pos),
    ast.USub: _bounded(operator.neg),
}
_FUNCTIONS = {
    "min": _bounded(lambda *values: min(values)),
    "max": _bounded(lambda *values: max(values)),
    "sum": _bounded(lambda *values: sum(values, Fraction(0))),
}
