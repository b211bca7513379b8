"""Time limits and intervals: which of two is longer, and when nobody can say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.diff.criteria import CRITERIA, heaviest
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.limits import (
    Course,
    course,
    limit_course,
    read_duration,
    read_interval,
    text_course,
)

# Each is looser than the one before it.
LADDER = ("当场", "30秒", "10分钟", "两刻钟", "1小时", "1个工作日", "3日", "5个工作日", "二十日")
RISING = (
    *pairwise(LADDER),
    ("三个工作日内", "5个工作日以内"),
    ("到台1分钟内", "到台3分钟内"),
    ("5日", "5个工作日"),
    ("5个工作日", "7日"),
    ("面试前2日", "面试前1日"),
    ("半年", "1年"),
    ("半小时", "1小时"),
    ("当场", "收到后2小时内"),
    ("当日", "1个工作日"),
    ("1个月", "40天"),
    ("within 3 working days", "within 5 working days"),
    ("immediately", "the same day"),
    ("１小时", "２小时"),
)
UNCLEAR = (
    ("5个工作日", "6日"),
    ("30日", "1个月"),
    ("受理后3日内", "3日内"),
    ("办结后3日内", "申请后5日内"),
    ("当日下班前", "次日上午"),
    ("铃响3声内", "铃响5声内"),
    ("1至2个工作日", "3个工作日"),
    ("每周五前", "5日"),
    ("随时", "1小时"),
    ("", "1小时"),
    ("百百日", "1日"),
    ("9999999日", "1日"),
)
SAME = (("1小时", "60分钟"), ("六个月", "半年"), ("24小时", "1日"), ("12 months", "1 year"))


@pytest.mark.parametrize(("before", "after"), RISING)
def test_a_longer_limit_is_looser(before: str, after: str) -> None:
    assert limit_course(before, after) is Course.LONGER
    assert limit_course(after, before) is Course.SHORTER


@pytest.mark.parametrize(("before", "after"), UNCLEAR)
def test_what_cannot_be_compared_is_not(before: str, after: str) -> None:
    assert limit_course(before, after) is Course.UNCLEAR
    assert limit_course(after, before) is Course.UNCLEAR


@pytest.mark.parametrize(("before", "after"), SAME)
def test_the_same_in_other_units(before: str, after: str) -> None:
    assert limit_course(before, after) is Course.SAME


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("month", "quarter"),
        ("half-year", "year"),
        ("12 months", "2 years"),
        ("每月一次", "每季度一次"),
        ("每15日", "每30日"),
        ("每日3次", "每日两次"),
        ("每年不少于2次", "每年1次"),
        ("每半年", "每年"),
    ],
)
def test_a_longer_interval_is_less_often(before: str, after: str) -> None:
    assert text_course(before, after, read_interval) is Course.LONGER
    assert text_course(after, before, read_interval) is Course.SHORTER


@pytest.mark.parametrize("text", ["", "每", "每次", "百", "0次", "常常", "1.2.3日", "-1日"])
def test_reads_no_more_than_is_there(text: str) -> None:
    assert read_interval(text) is None
    assert read_duration(text) is None


@given(st.text("0123456789半一二两三十百个工作日天小时分钟月年季度周内前后每次 .", max_size=12))
def test_any_text_can_be_asked_for(text: str) -> None:
    for found in (read_duration(text), read_interval(text)):
        assert found is None or 0 <= found.least <= found.most
        assert course(found, found) in {Course.SAME, Course.UNCLEAR}
    assert limit_course(text, text) in {Course.SAME, Course.UNCLEAR}


def test_every_judgement_has_one_criterion() -> None:
    assert set(CRITERIA) == set(Judgement)
    labels = [criterion.label.text for criterion in CRITERIA.values()]
    assert len(labels) == len(set(labels))


def test_the_heaviest_is_the_first_of_the_heaviest() -> None:
    found = (Judgement.WORDING, Judgement.STEP_ADDED, Judgement.CLAUSE_LOST, Judgement.UNREADABLE)
    assert heaviest(*found) is Judgement.CLAUSE_LOST
