"""The Beijing standards: chapters and annexes, and nothing that was not seen."""

from __future__ import annotations

import pytest

from qmsdoc.standards.builtin import builtin_standard

DB11 = ("db11t-1123-2014", "db11t-1124-2014")
EVALUATION = "db11t-1574-2018"
CHAPTERS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B", "C")


@pytest.mark.parametrize("standard_id", DB11)
def test_local_standards_have_chapters_and_annexes_only(standard_id: str) -> None:
    standard = builtin_standard(standard_id)
    assert tuple(standard.clauses) == CHAPTERS
    assert [
        number for number, clause in standard.clauses.items() if clause.must_be_covered
    ] == list("456789")
    applies = [clause.applies for clause in standard.clauses.values()]
    assert applies == ["none"] * 3 + ["required"] * 6 + ["adaptable"] * 3
    for clause in standard.clauses.values():
        assert clause.title.zh
        assert not clause.documented
        assert clause.confidence == "verified"
        assert clause.facts.title_en.confidence == "translation"


@pytest.mark.parametrize("standard_id", [*DB11, EVALUATION])
def test_status_of_local_standards_is_for_the_user_to_verify(standard_id: str) -> None:
    standard = builtin_standard(standard_id)
    assert standard.status == "unknown"
    assert "请使用单位核实" in standard.note.zh
    assert "the user is to verify" in " ".join(standard.note.en.split())


def test_dates_and_titles_of_local_standards() -> None:
    for standard_id in DB11:
        standard = builtin_standard(standard_id)
        assert (standard.issued, standard.effective) == ("2014-11-05", "2015-03-01")
    chapters = {standard_id: builtin_standard(standard_id).clauses for standard_id in DB11}
    assert chapters["db11t-1123-2014"]["5"].title.zh == "前台接待服务"
    assert chapters["db11t-1123-2014"]["C"].title.zh == "求职人员推荐介绍信、回执"
    assert chapters["db11t-1124-2014"]["8"].title.zh == "标准化职业素质测评服务"
    assert chapters["db11t-1124-2014"]["A"].title.zh == "常用测验类型"


def test_the_evaluation_standard_is_metadata_only_and_says_so() -> None:
    standard = builtin_standard(EVALUATION)
    assert standard.clauses == {}
    assert (standard.issued, standard.effective) == ("2018-09-29", "2019-01-01")
    assert standard.confidence == "weak"
    assert "Number, title and dates only" in standard.note.en
