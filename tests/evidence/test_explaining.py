"""`qmsdoc standard explain`, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from scratch import Ran

from qmsdoc.model.schema import referred_schema, schema
from qmsdoc.report.text import columns
from qmsdoc.resources import data_dir

Cli = Callable[..., Ran]
Make = Callable[..., Path]
EXAMPLE = data_dir("examples") / "beijing-pes"
BROKEN = data_dir("examples") / "broken"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_piece_has_its_file_and_line(cli: Cli, language: str) -> None:
    ran = cli("-C", EXAMPLE, "--lang", language, "standard", "explain", "db11t-1123-2014:5")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert max(columns(line) for line in lines) <= 80
    place = next(line.strip() for line in lines if "QP-07.md" in line)
    path, line, column = place.split(":")
    typed = (EXAMPLE / path).read_text("utf-8").splitlines()[int(line) - 1]
    assert typed[int(column) - 1 :].startswith('"db11t-1123-2014:5"')


def test_what_is_missing_is_said_with_its_authority(cli: Cli) -> None:
    ran = cli("-C", BROKEN, "--lang", "en", "standard", "explain", "broken-1:7")
    missing = " ".join(ran.out.partition("\nMissing\n")[2].split())
    assert missing == (
        "a record of: Registration (called for by the standard); it belongs in a record form"
    )


def validator() -> Draft202012Validator:
    registry: Registry[Any] = Registry(
        retrieve=lambda uri: Resource.from_contents(referred_schema(uri))
    )
    return Draft202012Validator(schema("explanation"), registry=registry)


@pytest.mark.parametrize(
    ("example", "ref", "state"),
    [
        (EXAMPLE, "db11t-1124-2014:8", "met"),
        (EXAMPLE, "gbt-19001-2016:8.3.3", "excluded"),
        (EXAMPLE, "gbt-19001-2016:6.2.1", "met"),
        (EXAMPLE, "gbt-19001-2016:8.5", "met"),
        (EXAMPLE, "gbt-19001-2016:1", "free"),
        (BROKEN, "broken-1:7", "partly-met"),
        (BROKEN, "broken-1:5", "missing"),
    ],
)
def test_json_is_as_published(cli: Cli, example: Path, ref: str, state: str) -> None:
    ran = cli("-C", example, "standard", "explain", ref, "--format", "json")
    data = json.loads(ran.out)
    validator().validate(data)
    assert (data["ref"], data["state"]) == (ref, state)


def test_every_state_has_its_words(cli: Cli) -> None:
    said = {
        "gbt-19001-2016:8.3.3": "nothing is asked of an excluded clause",
        "gbt-19001-2016:5.1.1": "nothing; the clause asks for no evidence beyond a claim",
        "gbt-19001-2016:8.5": "6 of 6 clauses below it met",
    }
    for ref, words in said.items():
        out = cli("-C", EXAMPLE, "--lang", "en", "standard", "explain", ref).out
        assert words in " ".join(out.split())
    out = cli("-C", BROKEN, "--lang", "en", "standard", "explain", "broken-1:5").out
    assert "a claim: no document says that it covers the clause" in out


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("8.5.1", "not of the form standard:number"),
        ("gbt-19001-2061:8.5.1", "did you mean gbt-19001-2016?"),
        ("iso-9001-2026:8.5.1", "not among the standards in force"),
        ("gbt-19001-2016:8.9", "has no clause 8.9"),
    ],
)
def test_what_cannot_be_explained(cli: Cli, ref: str, words: str) -> None:
    ran = cli("-C", EXAMPLE, "--lang", "en", "standard", "explain", ref)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_hostile_text_cannot_steer_a_terminal(cli: Cli, workspace: Make) -> None:
    bad = json.dumps("a\x1b[31m\u202eb")
    root = workspace(
        {
            "qmsdoc.yaml": "organization: x\nstandards: [{id: db11t-1123-2014}]\n",
            "documents/x.md": f"---\nid: {bad}\nkind: {bad}\ntitle: {bad}\n"
            'clauses: ["db11t-1123-2014:5"]\n---\n# x\n',
        }
    )
    for form in ("text", "json"):
        out = cli("-C", root, "standard", "explain", "db11t-1123-2014:5", "--format", form).out
        assert out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_list_and_show_know_what_an_overlay_adds(cli: Cli, workspace: Make) -> None:
    root = workspace(
        {
            "standards/o.yaml": "overlay: db11t-1123-2014\nsource: 所持文本\n"
            'add: [{number: "5.1", title: {zh: 首问, en: First contact}}]\n'
        }
    )
    assert "First contact" in cli("-C", root, "standard", "show", "db11t-1123-2014").out
    packs = json.loads(cli("-C", root, "standard", "list", "--format", "json").out)["standards"]
    held = {pack["id"]: (pack["own"], pack["clauses"]) for pack in packs}
    assert held["db11t-1123-2014"] == (False, 13)


def test_what_a_hostile_pack_asks_is_shown_safely(cli: Cli, workspace: Make) -> None:
    bad = json.dumps("a\x1b[31m\u202eb")
    root = workspace(
        {
            "standards/own.yaml": "id: own-1\nnumber: Q 1\ntitle: {zh: 规范}\nstatus: in-force\n"
            "source: 本单位\nconfidence: general\nclauses:\n"
            f'  - {{number: "4", evidence: {{x-message: {{zh: {bad}}}, properties: {{{bad}: {{const: 1}}}}}}}}\n'
        }
    )
    out = cli("-C", root, "standard", "show", "own-1", "--format", "json").out
    assert json.loads(out)["clauses"][0]["evidence"]
    assert "\\u001b" not in out
    assert "\u202e" not in out
