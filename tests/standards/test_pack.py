"""What a pack leaves out is filled in, and what can be derived is derived."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.standards.pack import load_pack
from qmsdoc.standards.types import ClauseRef, Fact, Standard, Title, parse_clause_ref

NUMBERS = st.lists(
    st.builds(
        lambda top, rest: ".".join([top, *map(str, rest)]),
        st.sampled_from(["0", "1", "4", "10", "A", "B"]),
        st.lists(st.integers(1, 12), max_size=3),
    ),
    unique=True,
)


def pack(*clauses: dict[str, Any], **fields: Any) -> Standard:
    head = {"id": "own-1", "number": "Own 1", "title": {"zh": "自有标准"}, "status": "in-force"}
    origin = {"source": "a copy in the office", "confidence": "verified"}
    return load_pack({**head, **origin, "clauses": list(clauses), **fields})


def test_parents_and_children_follow_from_the_numbers() -> None:
    standard = pack({"number": "5.10"}, {"number": "5.2"}, {"number": "5"}, {"number": "5.2.1.1"})
    assert list(standard.clauses) == ["5", "5.2", "5.2.1.1", "5.10"]
    assert standard.clauses["5"].children == ("5.2", "5.10")
    # 5.2.1 is not in the pack: the nearest clause above that is takes its place.
    assert standard.clauses["5.2.1.1"].parent == "5.2"
    assert standard.clauses["5"].parent is None


def test_applies_comes_from_above_and_only_the_lowest_count() -> None:
    standard = pack(
        {"number": "3", "applies": "none"},
        {"number": "3.1"},
        {"number": "5"},
        {"number": "5.1"},
        {"number": "5.2", "applies": "adaptable"},
    )
    assert [clause.applies for clause in standard.clauses.values()] == [
        *("none", "none", "required", "required", "adaptable")
    ]
    assert [clause.number for clause in standard.clauses.values() if clause.must_be_covered] == [
        "5.1"
    ]


@given(NUMBERS)
def test_parent_and_child_always_agree(numbers: list[str]) -> None:
    clauses = pack(*({"number": number} for number in numbers)).clauses
    assert set(clauses) == set(numbers)
    for number, clause in clauses.items():
        above = [other for other in numbers if number.startswith(f"{other}.")]
        assert clause.parent == max(above, key=len, default=None)
        assert all(clauses[child].parent == number for child in clause.children)
    seen: set[str | None] = {None}
    for number, clause in clauses.items():
        assert clause.parent in seen
        seen.add(number)
    assert sum(len(clause.children) for clause in clauses.values()) == sum(
        clause.parent is not None for clause in clauses.values()
    )


def test_a_number_that_stands_twice_keeps_its_first_clause() -> None:
    twice = [{"number": "4", "title": {"en": "first"}}, {"number": "4", "title": {"en": "second"}}]
    assert pack(*twice).clauses["4"].title.en == "first"


def test_a_clause_speaks_before_the_pack_and_its_title_before_the_clause() -> None:
    standard = pack(
        {"number": "1"},
        {"number": "2", "confidence": "general", "title_confidence": {"en": "weak"}},
        {"number": "3", "source": "a letter"},
        facts={
            "clauses": {"source": "contents page"},
            "title_zh": {"confidence": "translation"},
            "documented": {"source": "a list", "confidence": "weak"},
        },
    )
    first, second, third = (clause.facts for clause in standard.clauses.values())
    assert first.number == first.title_en == Fact("contents page", "verified")
    assert first.title_zh == Fact("contents page", "translation")
    assert first.documented == first.about == Fact("a list", "weak")
    assert second.number == Fact("contents page", "general")
    assert second.title_zh == Fact("contents page", "general")
    assert second.title_en == Fact("contents page", "weak")
    assert second.documented == Fact("a list", "general")
    assert third.title_zh == Fact("a letter", "translation")


def test_a_number_typed_without_quotes_is_text() -> None:
    standard = pack({"number": "1", "title": {"zh": 2024}}, number=45001)
    assert standard.number == "45001"
    assert standard.clauses["1"].title.zh == "2024"


def test_title_in_a_language_falls_back_to_the_other() -> None:
    both, one = Title("范围", "Scope"), Title(zh="范围")
    assert both.in_language("en") == "Scope"
    assert both.in_language("zh_CN") == "范围"
    assert one.in_language("en") == "范围"
    assert Title(en="Scope").in_language("zh") == "Scope"
    assert Title().in_language("zh") == ""
    assert not Title()


@pytest.mark.parametrize(
    ("standard", "number"),
    [("gbt-19001-2016", "8.2.1"), ("db11t-1123-2014", "5"), ("own", "A"), ("own", "A.10.2")],
)
def test_a_clause_reference_is_read_and_written_back(standard: str, number: str) -> None:
    reference = parse_clause_ref(f"{standard}:{number}")
    assert reference == ClauseRef(standard, number)
    assert str(reference) == f"{standard}:{number}"


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "own", "own:", ":5", "own:5.", "own:.5", "own:5..1", "own:5 ", " own:5"),
        *("own:5\n", "own: 5", "own：5", "Own:5", "own:a", "own:AB", "own:5.A", "own:A1"),
        *("own:５", "own--1:5", "-own:5", "own:5:1", "own:5#x", "own_1:5"),
    ],
)
def test_anything_else_is_no_clause_reference(text: str) -> None:
    assert parse_clause_ref(text) is None


def test_the_fold_of_a_line_is_no_space_in_chinese() -> None:
    note = {"zh": "是否有效， 请核实。 附录 A 另见", "en": "Is it, in force."}
    standard = pack(title={"zh": "质量管理体系 要求"}, note=note)
    assert standard.note == Title("是否有效，请核实。附录 A 另见", "Is it, in force.")
    assert standard.title.zh == "质量管理体系 要求"
