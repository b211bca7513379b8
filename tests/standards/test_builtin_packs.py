"""The shipped packs say what was found out about each standard, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from qmsdoc.errors import PolicyError
from qmsdoc.resources import data_dir
from qmsdoc.source.yaml import YamlDocument, load_yaml
from qmsdoc.standards.builtin import builtin_ids, builtin_standard
from qmsdoc.standards.types import Clause, Title

GBT, ISO = "gbt-19001-2016", "iso-9001-2026"
PLACEMENT, DB11 = "db11t-1123-2014", ("db11t-1123-2014", "db11t-1124-2014")
EVALUATION = "db11t-1574-2018"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    folder = data_dir("schemas")
    common = json.loads((folder / "common.schema.json").read_text("utf-8"))
    schema = json.loads((folder / "standard.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    registry: Registry[Any] = Registry().with_resource(
        common["$id"], Resource.from_contents(common)
    )
    return Draft202012Validator(schema, registry=registry)


def source(standard_id: str) -> YamlDocument:
    path = data_dir("schemas") / "standards" / f"{standard_id}.yaml"
    return load_yaml(path.read_text("utf-8"))


def clauses(standard_id: str) -> dict[str, Clause]:
    return builtin_standard(standard_id).clauses


def own_texts(standard_id: str) -> list[Title]:
    found = [builtin_standard(standard_id).title]
    for clause in clauses(standard_id).values():
        found += [clause.title, clause.about]
    return found


def test_the_packs_that_ship() -> None:
    assert builtin_ids() == (*DB11, EVALUATION, GBT, ISO)


def test_an_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(PolicyError, match=r"db11t-1123-2014, .*iso-9001-2026"):
        builtin_standard("../standards/gbt-19001-2016")


@pytest.mark.parametrize("standard_id", builtin_ids())
def test_pack_fits_the_schema(standard_id: str, validator: Draft202012Validator) -> None:
    pack = source(standard_id)
    assert pack.defects == ()
    assert [error.message for error in validator.iter_errors(pack.data)] == []
    assert pack.data["id"] == standard_id
    numbers = [item["number"] for item in pack.data["clauses"]]
    assert len(set(numbers)) == len(numbers)


def test_the_schema_refuses_what_a_pack_must_not_hold(validator: Draft202012Validator) -> None:
    data = source(PLACEMENT).data
    data["clauses"][0]["text"] = "What the standard says."
    data["clauses"][1]["number"] = 2
    data["clauses"][2]["number"] = "1" + ".1" * 40
    assert {error.validator for error in validator.iter_errors(data)} == {
        "additionalProperties",
        "type",
        "maxLength",
    }


@pytest.mark.parametrize("standard_id", builtin_ids())
def test_clauses_stand_in_the_file_as_in_the_standard(standard_id: str) -> None:
    written = [item["number"] for item in source(standard_id).data["clauses"]]
    assert written == list(clauses(standard_id))


@pytest.mark.parametrize("standard_id", builtin_ids())
def test_top_level_clauses_say_whether_they_apply(standard_id: str) -> None:
    for item in source(standard_id).data["clauses"]:
        if clauses(standard_id)[item["number"]].parent is None:
            assert "applies" in item, item["number"]


@pytest.mark.parametrize("standard_id", builtin_ids())
def test_parents_exist(standard_id: str) -> None:
    known = clauses(standard_id)
    for number, clause in known.items():
        above = number.rpartition(".")[0]
        # The introduction has no number of its own, so 0.1 stands at the top.
        assert clause.parent == (above if above not in ("", "0") else None)
        for child in clause.children:
            assert known[child].parent == number


@pytest.mark.parametrize("standard_id", builtin_ids())
def test_every_fact_has_a_source(standard_id: str) -> None:
    standard = builtin_standard(standard_id)
    assert standard.source
    for clause in standard.clauses.values():
        for field in clause.facts.__struct_fields__:
            assert getattr(clause.facts, field).source


@pytest.mark.parametrize("standard_id", builtin_ids())
def test_no_sentence_of_a_standard(standard_id: str) -> None:
    for text in own_texts(standard_id):
        assert len(text.zh) <= 50
        assert len(text.en) <= 140
        for said in (text.zh, text.en):
            assert not said.endswith((".", "。"))
            words = set(said.lower().replace(",", " ").split())
            assert not words & {"shall", "should"}
            assert "应当" not in said
            assert "组织应" not in said


def test_editions_name_each_other() -> None:
    old, new = builtin_standard(GBT), builtin_standard(ISO)
    assert old.superseded_by == new.id
    assert new.supersedes == old.id
    assert old.status == "in-force"
    for standard_id in builtin_ids():
        standard = builtin_standard(standard_id)
        for other in filter(None, (standard.superseded_by, standard.supersedes)):
            assert other in builtin_ids()
