"""Both editions of ISO 9001, clause by clause, against lists made from the sources."""

from __future__ import annotations

import pytest

from qmsdoc.standards.builtin import builtin_standard
from qmsdoc.standards.types import Clause, Title

GBT, ISO = "gbt-19001-2016", "iso-9001-2026"


def numbers(text: str) -> list[str]:
    """The clause numbers in *text*, which white space parts."""
    return text.split()


# The lowest clauses of chapters 4 to 10, in order.
LEAVES_2016 = numbers("""
    4.1 4.2 4.3 4.4.1 4.4.2
    5.1.1 5.1.2 5.2.1 5.2.2 5.3
    6.1.1 6.1.2 6.2.1 6.2.2 6.3
    7.1.1 7.1.2 7.1.3 7.1.4 7.1.5.1 7.1.5.2 7.1.6 7.2 7.3 7.4 7.5.1 7.5.2 7.5.3.1 7.5.3.2
    8.1 8.2.1 8.2.2 8.2.3.1 8.2.3.2 8.2.4 8.3.1 8.3.2 8.3.3 8.3.4 8.3.5 8.3.6 8.4.1 8.4.2
    8.4.3 8.5.1 8.5.2 8.5.3 8.5.4 8.5.5 8.5.6 8.6 8.7.1 8.7.2
    9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3
    10.1 10.2.1 10.2.2 10.3
""")
RETAIN_2015 = numbers("""
    4.4.2
    7.1.5.1 7.1.5.2 7.2
    8.1 8.2.3.2 8.3.3 8.3.4 8.3.5 8.3.6 8.4.1 8.5.2 8.5.3 8.5.6 8.6 8.7.2
    9.1.1 9.2.2 9.3.3
    10.2.2
""")
MAINTAIN_2015 = ["4.3", "4.4.2", "5.2.2", "6.2.1", "8.1"]
UNTITLED_2016 = numbers("""
    4.4.1 4.4.2
    6.1.1 6.1.2 6.2.1 6.2.2
    7.5.3.1 7.5.3.2
    8.2.3.1 8.2.3.2 8.7.1 8.7.2
    9.2.1 9.2.2
    10.2.1 10.2.2
""")


def clauses(standard_id: str) -> dict[str, Clause]:
    return builtin_standard(standard_id).clauses


def required(standard_id: str) -> list[str]:
    return [number for number, clause in clauses(standard_id).items() if clause.must_be_covered]


def with_parents(lowest: list[str]) -> set[str]:
    found: set[str] = set()
    for number in lowest:
        parts = number.split(".")
        found |= {".".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return found


def calling_for(standard_id: str, call: str) -> list[str]:
    return [number for number, clause in clauses(standard_id).items() if call in clause.documented]


def test_gbt_19001_has_every_clause_and_no_other() -> None:
    expected = {"0.1", "0.2", "0.3", "0.3.1", "0.3.2", "0.3.3", "0.4", "1", "2", "3", "A", "B"}
    expected |= with_parents(LEAVES_2016)
    assert set(clauses(GBT)) == expected
    assert len(expected) == 103
    assert required(GBT) == LEAVES_2016


def test_iso_9001_2026_differs_where_it_is_known_to() -> None:
    old, new = with_parents(LEAVES_2016), set(clauses(ISO))
    assert {number for number in new if number[0] in "0123AB" and number[:2] != "10"} == {
        *("0.1", "0.2", "0.3", "1", "2", "3", "A")
    }
    assert old - new == {"10.3"}
    assert new - old - {"0.1", "0.2", "0.3", "1", "2", "3", "A"} == {"6.1.3"}
    assert len(required(ISO)) == 65
    english = {number: clause.title.en for number, clause in clauses(ISO).items()}
    assert english["5.3"] == "Roles, responsibilities and authorities"
    assert english["6.1.1"] == "Determining risks and opportunities"
    assert english["6.1.2"] == "Actions to address risks"
    assert english["6.1.3"] == "Actions to address opportunities"
    assert english["6.2.1"] == "Quality objectives"
    assert english["6.2.2"] == "Planning to achieve quality objectives"
    assert english["9.2.1"] == "General"
    assert english["9.2.2"] == "Internal audit programme"
    assert english["9.3.3"] == "Management review results"
    assert english["10.1"] == "Continual improvement"


def test_titles_of_gbt_19001() -> None:
    titles = {number: clause.title for number, clause in clauses(GBT).items()}
    assert titles["8.2.1"] == Title("顾客沟通", "Customer communication")
    assert titles["5.3"].zh == "组织的岗位、职责和权限"
    assert titles["5.3"].en == "Organizational roles, responsibilities and authorities"
    assert titles["10.3"] == Title("持续改进", "Continual improvement")
    assert [number for number, title in titles.items() if not title] == UNTITLED_2016


def test_documented_information_of_2015() -> None:
    assert calling_for(GBT, "record") == RETAIN_2015
    assert calling_for(GBT, "document") == [*MAINTAIN_2015, "8.5.1"]
    assert calling_for(GBT, "amend") == ["8.2.4"]
    assert calling_for(GBT, "consider") == ["8.3.2"]


def test_documented_information_of_2026_stands_at_the_same_clauses() -> None:
    for call in ("document", "record", "amend", "consider", "general"):
        assert calling_for(ISO, call) == calling_for(GBT, call)


@pytest.mark.parametrize("standard_id", [GBT, ISO])
def test_what_is_called_for_is_said_in_both_languages(standard_id: str) -> None:
    for number, clause in clauses(standard_id).items():
        if clause.documented and number not in ("7.5", "7.5.3"):
            assert clause.about.zh, number
            assert clause.about.en, number
        else:
            assert not clause.about, number


def test_confidence_of_gbt_19001() -> None:
    known = clauses(GBT)
    assert [number for number in known if known[number].confidence != "verified"] == ["0.4"]
    unsure = [number for number in known if known[number].facts.title_zh.confidence == "general"]
    assert unsure == ["0.4", "7.1.5.1", "7.1.5.2"]
    assert known["7.1.5.1"].facts.documented.confidence == "verified"
    assert known["B"].facts.title_en.confidence == "general"
    assert known["B"].facts.title_zh.confidence == "verified"


def test_everything_of_iso_9001_2026_is_marked_unsure() -> None:
    standard = builtin_standard(ISO)
    assert standard.confidence == "weak"
    assert standard.title_zh.confidence == "translation"
    for clause in standard.clauses.values():
        assert clause.confidence == "weak"
        assert clause.facts.title_en.confidence == "weak"
        assert clause.facts.title_zh.confidence == "translation"
        assert clause.facts.documented.confidence == "weak"
        assert clause.facts.about.confidence == "general"


def test_a_title_that_was_not_seen_is_told_from_one_that_is_not_there() -> None:
    known = clauses(ISO)
    untitled = [number for number in known if not known[number].title]
    unseen = [number for number in untitled if known[number].note]
    assert unseen == ["0.1", "0.2", "0.3"]
    gone = {"6.1.1", "6.1.2", "6.2.1", "6.2.2", "9.2.1", "9.2.2"}
    assert [number for number in untitled if number not in unseen] == [
        number for number in UNTITLED_2016 if number not in gone
    ]
