"""What is said to people: one template a sentence, filled with exactly what it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter
from typing import NamedTuple

import pytest
from scratch import ROOT

from qmsdoc import errors

ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)} - {"Message"}
# Values that a call hands on without naming them, as in Message.of(text, **values).
SPREAD = "**"


class Said(NamedTuple):
    """A message where it is made: its template, or None where that is no literal."""

    place: str
    template: str | None
    values: frozenset[str]
    node: ast.expr


def said() -> Iterator[Said]:
    for path in sorted((ROOT / "qmsdoc").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = ast.unparse(node.func)
            if name != "Message.of" and name not in ERRORS:
                continue
            first = node.args[0]
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            values = frozenset(keyword.arg or SPREAD for keyword in node.keywords) - {"hint"}
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            template = str(first.value) if literal and isinstance(first, ast.Constant) else None
            yield Said(place, template, values, first)


SAID = list(said())
TEMPLATES = [item for item in SAID if item.template is not None]
# Findings and errors. Reports and pages also have labels and sentences of their own.
PARTS = ("source", "model", "index", "standards", "rules", "workspace", "vcs", "pipeline")
SENTENCES = [item for item in TEMPLATES if item.place.split("/")[1] in PARTS]


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_messages_are_found() -> None:
    assert len(TEMPLATES) >= 100


def test_no_sentence_is_put_together() -> None:
    # A template may come from a variable or a choice of literals, never from an f-string or a sum.
    wrong = [
        item.place
        for item in SAID
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(item.node))
    ]
    assert wrong == []


def test_each_template_is_filled_with_what_it_names() -> None:
    wrong = [
        (item.place, item.template)
        for item in TEMPLATES
        if SPREAD not in item.values
        and item.values
        and names_in(str(item.template)) != set(item.values)
    ]
    assert wrong == []


def test_a_template_without_values_names_none() -> None:
    # Without values it is not formatted at all, so braces may stand in it.
    wrong = [
        (item.place, item.template)
        for item in SENTENCES
        if not item.values and re.search(r"\{[a-z_]+\}", str(item.template)) and not shown(item)
    ]
    assert wrong == []


def shown(item: Said) -> bool:
    """Whether the template is kept as data, to be filled later."""
    return item.place.startswith("qmsdoc/rules/source/misfit_message.py")


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("ends without a full stop unless it has several sentences", r"^[^.]*[^.]\.$"),
        ("has no double space", r"  "),
        ("has no space at its ends", r"^ | $"),
        ("has no exclamation mark", r"!$"),
        ("does not say please", r"(?i)\bplease\b"),
        ("does not say invalid without saying what is valid", r"^invalid \{?\w+\}?$"),
        ("uses backticks for commands", r"(?i)\brun qmsdoc\b"),
    ],
)
def test_a_message(rule: str, pattern: str) -> None:
    wrong = [
        (item.place, item.template) for item in SENTENCES if re.search(pattern, str(item.template))
    ]
    assert wrong == [], rule


def test_a_message_begins_in_lower_case() -> None:
    # Names keep their own spelling.
    names = (
        "GitPython",
        "RE2",
        "UTF-8",
        "YAML",
        "HTML",
        "Markdown",
        "U+",
        "GB/T",
        "ISO",
        "A key of",
    )
    wrong = [
        (item.place, item.template)
        for item in SENTENCES
        if re.match(r"[A-Z][a-z]", str(item.template)) and not str(item.template).startswith(names)
    ]
    assert wrong == []
