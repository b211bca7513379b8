"""Formulas: what gets through, what comes out, and that nothing else does either."""

from __future__ import annotations

import ast
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.index.measure.evaluate import evaluator
from qmsdoc.index.measure.formula import (
    MAX_LENGTH,
    Fault,
    Formula,
    is_usable_name,
    parse_formula,
    series_name,
)

VALUES = {"a": Fraction(3), "b": Fraction(4), "c": Fraction(0), "满意": Fraction(1, 2)}


def read(text: str) -> Formula:
    formula = parse_formula(text)
    assert isinstance(formula, Formula), formula
    return formula


def value(text: str) -> Fraction:
    return evaluator(read(text))(VALUES)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("100 * a / b", "75"),
        ("  a - -b\n + 1 ", "8"),
        ("(a + b) ** 2", "49"),
        ("a ** 0", "1"),
        ("min(a, b) + max(a, b) * sum(a, b, 1)", "35"),
        ("min(a)", "3"),
        ("sum(a)", "3"),
        ("满意 * 2", "1"),
        ("0.1 + 0.2", "3/10"),
        ("57 / 100 * 100", "57"),
        ("+a", "3"),
    ],
)
def test_arithmetic_is_exact(text: str, wanted: str) -> None:
    assert value(text) == Fraction(wanted)


def test_names_are_told_in_the_order_of_their_places() -> None:
    uses = read("100 * 满意 / (满意 + b)").uses
    assert [(use.name, use.start, use.end) for use in uses] == [
        ("满意", 6, 8),
        ("满意", 12, 14),
        ("b", 17, 18),
    ]


def test_full_width_letters_are_the_plain_ones() -> None:
    assert read("ａ + 1").names == {"a"} == {series_name("ａ")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a b",
        "a +",
        "(a",
        "a)",
        ")a(",
        "a // b",
        "a % b",
        "a ** b",
        "a ** 10",
        "a ** -1",
        "a ** 0.5",
        "a ** True",
        "a / 0",
        "a / 0.0",
        "a.real",
        "a[0]",
        "'a'",
        '"a"',
        "f'{a}'",
        "a if b else c",
        "a and b",
        "not a",
        "a < b",
        "a == b",
        "a = b",
        "a := b",
        "lambda: a",
        "[a for a in b]",
        "min(x for x in b)",
        "min(*a)",
        "max(a, key=b)",
        "max()",
        "sum",
        "sum(sum)",
        "abs(a)",
        "print(a)",
        "min(a)(b)",
        "(a, b)",
        "a, b",
        "{a}",
        "a; b",
        "a\\\nb",
        "a # b",
        "True",
        "None",
        "1j",
        "0x10",
        "1_000",
        "1e9",
        "007",
        "9" * 16,
        "a @ b",
        "a << b",
        "~a",
        "a\0",
        "²",
        "await a",
        "yield",
        "import os",
        "__import__('os').system('true')",
        "().__class__.__bases__",
        "(1).__class__",
        "-" * 200 + "a",
        "(" * 240 + "a" + ")" * 240,
        "+".join(["a"] * 150),
        "a" * (MAX_LENGTH + 1),
    ],
)
def test_nothing_but_arithmetic_gets_through(text: str) -> None:
    fault = parse_formula(text)
    assert isinstance(fault, Fault)
    assert 0 <= fault.start <= len(text)
    assert fault.start < fault.end <= max(len(text), 1)


@given(st.text(alphabet="ab1.+-*/(), minsu满意＋÷_\n\t'\"[]{}%^&|~<>=!@\\#\0²é", max_size=60))
def test_any_text_is_a_formula_or_a_fault_and_any_formula_has_a_value_or_none(text: str) -> None:
    formula = parse_formula(text)
    if isinstance(formula, Fault):
        assert 0 <= formula.start <= len(text)
        return
    inputs = {name: Fraction(place) for place, name in enumerate(sorted(formula.names))}
    try:
        found = evaluator(formula)(inputs)
    except (ZeroDivisionError, OverflowError):
        return
    assert isinstance(found, Fraction)


_ATOMS = st.sampled_from(["a", "b", "1", "2.5", "10"])
_FORMULAS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda text: f"-{text}"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda t: f"{t[0]}({t[1]}, {t[2]})"
        ),
    ),
    max_leaves=12,
)


@given(_FORMULAS, st.integers(-9, 9), st.integers(-9, 9))
def test_values_are_those_that_python_has_for_fractions(text: str, a: int, b: int) -> None:
    formula = parse_formula(text)
    if isinstance(formula, Fault):
        assert "zero" in str(formula.message)
        return
    exact = ast.parse(text, mode="eval")
    for node in ast.walk(exact):
        if isinstance(node, ast.Constant):
            node.value = Fraction(str(node.value))  # type: ignore[assignment]
    names = {"a": Fraction(a), "b": Fraction(b)}
    try:
        wanted = _python(exact.body, names)
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            evaluator(formula)(names)
        return
    assert evaluator(formula)(names) == wanted


def _python(node: ast.expr, names: dict[str, Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=found):
            return Fraction(found)  # type: ignore[arg-type]
        case ast.Name(id=name):
            return names[name]
        case ast.UnaryOp(operand=operand):
            return -_python(operand, names)
        case ast.Call(func=ast.Name(id=name), args=args):
            chosen = {"min": min, "max": max}[name]
            return chosen(_python(argument, names) for argument in args)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _python(left, names), _python(right, names)
            match op:
                case ast.Add():
                    return first + second
                case ast.Sub():
                    return first - second
                case ast.Mult():
                    return first * second
            return first / second
    raise AssertionError(node)


def test_division_by_zero_and_too_large_numbers_end_in_an_exception_of_their_own() -> None:
    with pytest.raises(ZeroDivisionError):
        value("a / c")
    with pytest.raises(OverflowError):
        value("(((999999999999999 ** 9) ** 9) ** 9) ** 9")


def test_the_engine_itself_knows_no_more_than_the_sieve() -> None:
    from simpleeval import FeatureNotAvailable

    formula = read("a")
    for text in ("a.real", "a[0]", "a if a else a", "a < a", "[a]", "f'{a}'"):
        tree = ast.parse(text, mode="eval").body
        with pytest.raises(FeatureNotAvailable):
            evaluator(Formula(text, tree, formula.uses))(VALUES)


@pytest.mark.parametrize("name", ["due", "按时", "x1", "_a"])
def test_usable_names(name: str) -> None:
    assert is_usable_name(name)


@pytest.mark.parametrize("name", ["", "on-time", "1a", "in", "sum", "min", "a b", "None"])
def test_names_that_a_formula_cannot_hold(name: str) -> None:
    assert not is_usable_name(name)
