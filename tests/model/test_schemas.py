"""JSON Schema: the two engines agree, and a misfit is named where it stands."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable
from scratch import ROOT

from qmsdoc.model import schema as schemas
from qmsdoc.model.schema import Misfit, misfits
from qmsdoc.source.yaml import load_yaml

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAMES = sorted(
    path.name.removesuffix(".schema.json") for path in ROOT.glob("schemas/*.schema.json")
)
FRONT = {"id": "QP-07", "title": "接待", "version": "A/1", "owner": "大厅"}
MAXIMAL = {
    **FRONT,
    "parent": "QM-01",
    "basis": "就业促进法",
    "clauses": ["a:5", {"clause": "a:8.2", "section": "程序"}],
    "references": ["QP-01"],
    "records": ["QR-01"],
    "objectives": ["QO-2026-01"],
    "distribution": ["大厅", 1],
    "audience": ["接待岗"],
    "review": {"every": "12 months"},
    "supersedes": [],
    "attachments": ["a.png"],
    "keywords": ["接待"],
    "confidentiality": "public",
    "medium": "both",
    "language": "zh-CN",
    "x-own": {"anything": [1]},
}
GOOD: list[tuple[str, Any]] = [
    ("procedure", {**MAXIMAL, "kind": "procedure"}),
    ("procedure", {**FRONT, "kind": "procedure"}),
    ("manual", {**FRONT, "kind": "manual"}),
    ("instruction", {**FRONT, "kind": "instruction"}),
    ("policy", {"organization": "中心"}),
    (
        "policy",
        {"organization": "中心", "render": {"layout": "gongwen", "fonts": {"body": ["仿宋"]}}},
    ),
    (
        "policy",
        {
            "organization": "中心",
            "code": "FWZX",
            "language": "zh-CN",
            "levels": ["procedure", "form"],
            "ids": {"procedure": "P-[0-9]+"},
            "file_names": "free",
            "version_scheme": "numeric",
            "standards": [{"id": "a", "exclusions": [{"clause": "8.3", "reason": "无"}]}],
            "signatures": {"manual": ["prepared", "approved"]},
            "review": {"every": "90 days"},
            "severity": {"QD301": "warning"},
            "waivers": [{"rule": "QD301", "reason": "a", "approver": "b", "expires": "2026-12-31"}],
        },
    ),
]
# One value for another, at one place: each must be judged alike by both engines.
STRANGE: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    " ",
    "12 months",
    "2026-03-01",
    "2026-03-01\n",
]
STRANGE += [
    [],
    [None],
    ["a", "a"],
    [[]],
    {},
    {"every": "often"},
    {"clause": 1},
    "procedure",
    "٣ days",
]


def slow(name: str, data: Any) -> bool:
    return not list(schemas._slow(name).iter_errors(data))


def fast(name: str, data: Any) -> bool:
    return bool(schemas._fast(name).is_valid(data))


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from places(value, (*path, index))


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(data)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def corpus() -> Iterator[tuple[str, Any]]:
    yield from GOOD
    for name, data in GOOD:
        for path in places(data):
            for value in STRANGE:
                yield name, replaced(data, path, value)
            if path and isinstance(path[-1], str):
                without = copy.deepcopy(data)
                inner = without
                for step in path[:-1]:
                    inner = inner[step]
                del inner[path[-1]]
                inner[f"{path[-1]}s"] = 1
                yield name, without


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_valid_and_named_after_its_file(name: str) -> None:
    schema = schemas.schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DRAFT
    assert schema["$id"] == f"{schemas.BASE}{name}.schema.json"
    assert schema["title"]


@pytest.mark.parametrize(("name", "data"), GOOD)
def test_what_fits_has_no_misfit(name: str, data: Any) -> None:
    assert misfits(name, data) == ()
    assert slow(name, data)


def test_both_engines_give_the_same_verdict() -> None:
    judged = list(corpus())
    verdicts = [fast(name, data) for name, data in judged]
    differing = [
        (name, json.dumps(data, ensure_ascii=False))
        for (name, data), verdict in zip(judged, verdicts, strict=True)
        if slow(name, data) != verdict
    ]
    assert differing == []
    assert verdicts.count(True) >= 50
    assert verdicts.count(False) >= 500


def test_what_does_not_fit_has_a_misfit_at_a_place_that_is_there() -> None:
    for name, data in random.Random(7).sample(list(corpus()), 300):
        found = misfits(name, data)
        assert bool(found) != fast(name, data)
        for misfit in found:
            parent = misfit.pointer.rpartition("/")[0]
            assert (
                value_at(data, parent if misfit.keyword == "unknown" else misfit.pointer) is not ...
            )


def value_at(data: Any, pointer: str) -> Any:
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(data, list):
            data = data[int(key)]
        elif isinstance(data, dict) and key in data:
            data = data[key]
        else:
            return ...
    return data


VALUES = st.recursive(
    st.sampled_from(STRANGE),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*MAXIMAL, "kind", "every", "clause", "x-a", "b/c~d"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(NAMES), VALUES)
def test_any_value_is_judged_alike(name: str, data: Any) -> None:
    assert fast(name, data) == slow(name, data)
    assert bool(misfits(name, data)) != fast(name, data)


def found(name: str, **changed: Any) -> set[tuple[str, str]]:
    base = dict(FRONT, kind=name) if name != "policy" else {"organization": "中心"}
    data = {key: value for key, value in {**base, **changed}.items() if value is not ...}
    return {(misfit.pointer, misfit.keyword) for misfit in misfits(name, data)}


def test_misfits_are_named_where_they_stand() -> None:
    assert found("procedure", owner=...) == {("", "required")}
    assert found("procedure", owner=["a"]) == {("/owner", "type")}
    assert found("procedure", owner="") == {("/owner", "minLength")}
    assert found("procedure", kind="manual") == {("/kind", "const")}
    assert found("procedure", review={"every": "often"}) == {("/review/every", "pattern")}
    assert found("procedure", review={"every": "12 months\n"}) == {("/review/every", "pattern")}
    assert found("procedure", records=["a", 1, [2]]) == {
        ("/records/1", "type"),
        ("/records/2", "type"),
    }
    assert found("procedure", medium="stone") == {("/medium", "enum")}
    assert found("policy", levels=["form"]) == {("/levels", "minItems")}
    assert found("policy", levels=["form", "form"]) == {("/levels", "uniqueItems")}
    assert found("policy", waivers=[{"rule": "a"}]) == {("/waivers/0", "required")}


def test_each_missing_key_is_a_misfit_of_its_own() -> None:
    lacking = list(misfits("procedure", {"kind": "procedure"}))
    assert {misfit.expected for misfit in lacking} == {"id", "title", "version", "owner"}
    assert len(lacking) == 4


def test_of_two_shapes_the_one_that_was_meant_is_explained() -> None:
    assert found("procedure", clauses=[{"clause": "a:1", "sectoin": "x"}]) == {
        ("/clauses/0/sectoin", "unknown")
    }
    assert found("procedure", clauses=[{"section": "x"}]) == {("/clauses/0", "required")}
    assert found("procedure", clauses=[7]) == {("/clauses/0", "type")}


def test_unknown_keys_are_found_through_what_a_schema_refers_to() -> None:
    (misfit,) = misfits("procedure", {**FRONT, "kind": "procedure", "titel": "x", "x-own": 1})
    assert (misfit.pointer, misfit.keyword, misfit.instance) == ("/titel", "unknown", "titel")
    assert {"title", "version", "review"} <= set(misfit.expected)
    assert found("policy", review={"evry": "1 day", "every": "1 day"}) == {
        ("/review/evry", "unknown")
    }
    assert found("procedure", **{"a/b~c": 1}) == {("/a~1b~0c", "unknown")}


@pytest.mark.parametrize(
    "reference",
    ["http://127.0.0.1:9/x.json", "file:///etc/passwd", f"{schemas.BASE}../x.schema.json"],
)
def test_nothing_is_fetched_whatever_a_reference_says(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: pytest.fail("it was fetched"))
    monkeypatch.setattr(schemas, "schema", lambda _: {"$schema": DRAFT, "$ref": reference})
    with pytest.raises(Unresolvable):
        list(schemas._slow.__wrapped__("x").iter_errors({}))
    with pytest.raises(Exception, match="is no built-in schema"):
        schemas._fast.__wrapped__("x")


@pytest.mark.parametrize("pattern", [r"^(a+)+$", r"^(a|aa)+$", r"^(.*a){20}$"])
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    # Python's own engine would not end on these within the age of the universe.
    errors = schemas._pattern(None, pattern, "a" * 5000 + "!", None)
    assert len(list(errors)) == 1


def test_the_places_of_misfits_are_in_the_text() -> None:
    text = "organization: 中心\nreview:\n  every: often\n  evry: 1\nlevels: [form]\n"
    yaml = load_yaml(text)
    spans = {
        misfit.pointer: (yaml.span(misfit.pointer).line, yaml.key_span(misfit.pointer).line)
        for misfit in misfits("policy", yaml.data)
    }
    assert spans == {"/review/every": (3, 3), "/review/evry": (4, 4), "/levels": (5, 5)}
    assert isinstance(misfits("policy", yaml.data)[0], Misfit)
