"""A bundled schema stands alone and judges as the one that it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from qmsdoc.model.schema import misfits
from qmsdoc.model.schema_bundle import NAMES, self_contained

GOOD = {"id": "QP-01", "kind": "procedure", "title": "接待", "version": "A/0", "owner": "大厅"}
INSTANCES: list[tuple[str, Any]] = [
    ("procedure", GOOD),
    ("procedure", {**GOOD, "clauses": ["gbt-19001-2016:8.1", {"clause": "a:1", "section": "x"}]}),
    ("procedure", {**GOOD, "clauses": [{"claus": "a:1"}]}),
    ("procedure", {**GOOD, "titel": "x"}),
    ("procedure", {**GOOD, "review": {"every": "often"}}),
    ("form", {**GOOD, "kind": "form", "fields": [{"name": "a", "label": "甲", "type": "text"}]}),
    ("form", {**GOOD, "kind": "form", "fields": [{"name": "A", "label": "甲", "type": "text"}]}),
    ("form", {**GOOD, "kind": "form"}),
    (
        "policy",
        {"organization": "中心", "standards": [{"id": "x", "exclusions": [{"clause": "1"}]}]},
    ),
    ("policy", {"organisation": "中心"}),
]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_without_references_to_other_files(name: str) -> None:
    bundled = self_contained(name)
    Draft202012Validator.check_schema(bundled)
    meta = "https://json-schema.org/draft/2020-12/schema"
    assert {ref for ref in references(bundled) if not ref.startswith("#/")} <= {meta}


@pytest.mark.parametrize(("name", "instance"), INSTANCES)
def test_it_judges_as_its_original_does(name: str, instance: Any) -> None:
    alone = Draft202012Validator(self_contained(name), registry=Registry())
    assert alone.is_valid(instance) is (misfits(name, instance) == ())


def test_both_verdicts_are_tried() -> None:
    verdicts = [misfits(name, instance) == () for name, instance in INSTANCES]
    assert {True, False} == set(verdicts)
