"""The shared pieces: each fails where it should, and says what is missing on whose authority."""

from __future__ import annotations

import json
from typing import Any

import pytest
from holding import (
    clause,
    document,
    evidence,
    field,
    form,
    objective,
    pieces,
    section,
    shared,
    step,
)
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from qmsdoc.errors import PolicyError
from qmsdoc.model.schema import misfits, referred_schema, schema
from qmsdoc.standards import evidence as engine
from qmsdoc.standards.evidence import shortfalls
from qmsdoc.standards.types import Title

ASKING = (
    "maintainedDocument",
    "retainedRecord",
    "authorizedRecord",
    "measuredObjective",
    "describedProcess",
    "writtenProcedure",
    "serviceProcedure",
    "generalProvisions",
    "informativeForm",
)
FULL = evidence(documents=[document()], forms=[form()], objectives=[objective()])
MANUAL = document(kind="manual", level=1)

# A piece, an evidence object in which it fails, and a word of each thing that is then missing.
SHORT: list[tuple[str, dict[str, Any], list[str]]] = [
    ("maintainedDocument", evidence(), ["a document on: evaluation"]),
    ("maintainedDocument", evidence(forms=[form(claimed=True)]), ["a document on"]),
    ("maintainedDocument", evidence(documents=[{**MANUAL, "whole": True}]), ["the section"]),
    ("retainedRecord", evidence(documents=[document()]), ["a record of: evaluation"]),
    ("retainedRecord", evidence(forms=[form(retention=None)]), []),
    ("authorizedRecord", evidence(forms=[form(fields=[field("date")])]), ["a signature"]),
    ("authorizedRecord", evidence(), ["a record of"]),
    ("measuredObjective", evidence(documents=[document()]), ["documented quality objectives"]),
    ("describedProcess", evidence(documents=[{**MANUAL, "whole": True}]), ["a section"]),
    (
        "describedProcess",
        evidence(documents=[document(sections=[section(claimed=False)])]),
        ["a section"],
    ),
    ("writtenProcedure", evidence(documents=[document(steps=[])]), ["a procedure"]),
    ("writtenProcedure", evidence(documents=[document(steps=[step(posts=[])])]), ["the resp"]),
    (
        "writtenProcedure",
        evidence(documents=[{**MANUAL, "steps": [step(claimed=False)]}]),
        ["a procedure"],
    ),
    (
        "serviceProcedure",
        evidence(),
        ["content of", "process of the service: a procedure", "a record", "supervision"],
    ),
    (
        "serviceProcedure",
        {
            **FULL,
            "documents": [
                document(steps=[step(), {k: v for k, v in step().items() if k != "limit"}])
            ],
        },
        ["requirements on the service"],
    ),
    ("serviceProcedure", {**FULL, "documents": [document(audience=[])]}, ["basic requirements"]),
    (
        "serviceProcedure",
        evidence(documents=[document(sections=[section("接待")])], forms=[form()]),
        ["supervision"],
    ),
    ("generalProvisions", evidence(documents=[document(sections=[section("通则")])]), ["superv"]),
    ("informativeForm", evidence(documents=[document()]), ["the form: evaluation"]),
    ("informativeForm", evidence(forms=[form(fields=[field("date")])]), ["a form of at least"]),
    ("informativeForm", evidence(forms=[form(fields=[field()] * 5)]), ["a signature or a date"]),
    ("protectedForm", evidence(forms=[form(fields=[field()])]), ["the mark"]),
]


@pytest.mark.parametrize(("name", "held", "missing"), SHORT)
def test_what_is_missing(name: str, held: dict[str, Any], missing: list[str]) -> None:
    held = json.loads(json.dumps(held))
    found = shortfalls(clause(shared(name)), held)
    said = sorted(item.message.en for item in found)
    assert len(said) == len(missing)
    assert all(text.startswith(start) for text, start in zip(said, sorted(missing), strict=True))


def test_a_record_without_a_retention_period() -> None:
    held = form()
    del held["retention"]
    (found,) = shortfalls(clause(shared("retainedRecord")), evidence(forms=[held]))
    assert (found.basis, found.where) == ("toolkit", "form")
    assert found.message.zh == "记录的保存期限（retention）"


def test_an_objective_that_cannot_be_measured() -> None:
    held = objective()
    del held["formula"]
    (found,) = shortfalls(clause(shared("measuredObjective")), evidence(objectives=[held]))
    assert (found.basis, found.where) == ("toolkit", "objective")


@pytest.mark.parametrize("name", pieces())
def test_full_evidence_lacks_nothing(name: str) -> None:
    if name not in {"laysDown", "withSteps", "signedForm"}:  # these are about one document or form
        assert shortfalls(clause(shared(name)), FULL) == ()


@pytest.mark.parametrize("name", ASKING)
def test_whatever_a_piece_misses_it_says_in_both_languages(name: str) -> None:
    for held in (evidence(), *(held for _, held, _ in SHORT)):
        for found in shortfalls(clause(shared(name)), held):
            assert found.message.zh
            assert found.message.en
            assert "{" not in found.message.zh + found.message.en
            assert found.where
            if found.basis == "standard":
                # All that is ever asked in the name of a standard.
                assert found.message.en.startswith(("a document", "a record", "documented quality"))


def test_without_a_subject_the_title_stands_for_it_and_then_the_number() -> None:
    asked = shared("retainedRecord")
    named = clause(asked, Title())
    assert shortfalls(named, evidence())[0].message.zh == "记录：监督"


def test_the_innermost_part_speaks_and_the_organisation_answers_for_all_of_its_own() -> None:
    asked = {
        "x-message": {"zh": "外", "en": "outer"},
        "x-where": "manual",
        "allOf": [
            {"properties": {"documents": {"minItems": 1}}},
            {"x-message": {"en": "inner"}, "x-basis": "standard", **shared("hasForm")},
        ],
    }
    outer, inner = shortfalls(clause(asked), evidence())
    assert (outer.message, outer.basis, outer.where) == (Title("外", "outer"), "toolkit", "manual")
    assert (inner.message, inner.basis) == (Title("inner", "inner"), "standard")
    own = {"x-basis": "organization", **shared("retainedRecord")}
    assert shortfalls(clause(own), evidence())[0].basis == "organization"


def test_the_same_thing_is_said_once() -> None:
    asked = {"allOf": [shared("retainedRecord"), shared("authorizedRecord")]}
    assert len(shortfalls(clause(asked), evidence())) == 1


def test_a_clause_that_asks_for_nothing_lacks_nothing() -> None:
    assert shortfalls(clause(None), evidence()) == ()


def test_packs_may_refer_to_every_piece_and_to_nothing_else() -> None:
    allowed = schema("standard")["$defs"]["evidence"]["properties"]["$ref"]["enum"]
    assert allowed == [shared(name)["$ref"] for name in pieces()]


PACK = {
    "id": "own-1",
    "number": "Q/SF 1-2026",
    "title": {"zh": "规范"},
    "status": "in-force",
    "source": "made up for a test",
    "confidence": "general",
}
HOSTILE: list[dict[str, Any]] = [
    {"$ref": "file:///etc/passwd"},
    {"$ref": "https://example.com/schema.json"},
    {"$ref": "#"},
    {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
    {"$dynamicRef": "#node"},
    {"$id": "https://qmsdoc.example/schemas/evidence.schema.json"},
    {"allOf": [{"$ref": "common.schema.json"}]},
    {"properties": {"documents": {"$ref": "#"}}},
    {"unevaluatedProperties": False},
    {"contains": {"minItems": 10**9}},
    {"pattern": "a" * 401},
]


@pytest.mark.parametrize("asked", HOSTILE)
def test_a_pack_cannot_bring_a_schema_that_runs_away(asked: dict[str, Any]) -> None:
    assert misfits("standard", {**PACK, "clauses": [{"number": "5", "evidence": asked}]})


@pytest.mark.parametrize("address", ["file:///etc/hostname", "https://example.com/schema.json"])
def test_no_engine_fetches_an_address(address: str) -> None:
    # The schema of packs keeps such references out; this is what stands behind it.
    with pytest.raises(PolicyError):
        shortfalls(clause({"$ref": address}), evidence())


@pytest.mark.parametrize("pattern", ["(", "(?=a)", "(a)\\1", "[z-a]"])
def test_a_pattern_that_cannot_be_used_is_named(pattern: str) -> None:
    asked = {"properties": {"clause": {"pattern": pattern}}}
    with pytest.raises(PolicyError, match="clause 5"):
        shortfalls(clause(asked), evidence())


def test_a_slow_pattern_ends_at_once() -> None:
    asked = {"properties": {"clause": {"pattern": "^(a+)+$"}}}
    assert shortfalls(clause(asked), {**evidence(), "clause": "a" * 50_000 + "!"})


def objects() -> st.SearchStrategy[dict[str, Any]]:
    steps = st.builds(
        lambda posts, limit, claimed: {
            **{key: value for key, value in step().items() if key != "limit"},
            "posts": posts,
            "claimed": claimed,
            **({"limit": "当场"} if limit else {}),
        },
        st.lists(st.just("岗"), max_size=1),
        st.booleans(),
        st.booleans(),
    )
    sections = st.builds(
        section, st.sampled_from(["接待", "评价", "Review"]), claimed=st.booleans()
    )
    documents = st.builds(
        document,
        kind=st.sampled_from(["manual", "procedure", "instruction", "other"]),
        whole=st.booleans(),
        sections=st.lists(sections, max_size=2),
        steps=st.lists(steps, max_size=2),
        audience=st.lists(st.just("岗"), max_size=1),
    )
    fields = st.builds(
        field, st.sampled_from(["text", "date", "signature"]), sensitive=st.booleans()
    )
    forms = st.builds(form, fields=st.lists(fields, max_size=6))
    without = st.sampled_from(["retention", "id"])
    cut = st.builds(lambda f, key: {k: v for k, v in f.items() if k != key}, forms, without)
    return st.builds(
        evidence,
        documents=st.lists(documents, max_size=2),
        forms=st.lists(forms | cut, max_size=2),
        objectives=st.lists(st.just(objective()), max_size=1),
    )


@given(objects(), st.sampled_from(sorted(pieces())))
def test_the_two_engines_agree(held: dict[str, Any], name: str) -> None:
    asked = json.dumps(shared(name))
    quick = engine._fast(asked).is_valid(held)
    assert quick == (not list(engine._slow(asked).iter_errors(held)))
    assert quick == (shortfalls(clause(shared(name)), held) == ())


def test_the_schemas_are_schemas() -> None:
    registry: Registry[Any] = Registry(
        retrieve=lambda uri: Resource.from_contents(referred_schema(uri))
    )
    for name in ("evidence", "evidence-object", "overlay", "explanation"):
        Draft202012Validator.check_schema(schema(name))
    Draft202012Validator(schema("evidence-object"), registry=registry).validate(FULL)
