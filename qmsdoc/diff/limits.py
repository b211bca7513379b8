"""Time limits, intervals and periods, read from text in Chinese or English so that two compare.

A duration is a stretch of calendar days from the shortest to the longest that it can come to: five
working days are five days at least, and seven with a weekend. One limit is looser than another
where it cannot come to less, whatever the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from qmsdoc.text.numerals import read_numeral
from qmsdoc.text.words import normalise


class Course(StrEnum):
    """Which way a value went."""

    LONGER = "longer"
    SHORTER = "shorter"
    SAME = "same"
    UNCLEAR = "unclear"


class Duration(Struct, frozen=True, gc=False):
    """``least`` and ``most`` in days; ``count`` in the unit that it was typed in, or one that counts
    the same thing ("" for a word like 当场)."""

    least: float
    most: float
    count: float = 1
    unit: str = ""


class Limit(Struct, frozen=True, gc=False):
    """A duration and the words around it: the event that it counts from, without 内 or 之内.

    ``before`` says that it counts back from an event (面试前2日), where more is earlier.
    """

    duration: Duration
    around: str
    before: bool = False


_HOUR = 1 / 24
_DAYS, _WORKING, _MONTHS = "days", "working days", "months"
# Units that count the same thing, and how much of it one is.
_UNITS = {
    "秒": (_DAYS, _HOUR / 3600),
    "分": (_DAYS, _HOUR / 60),
    "刻": (_DAYS, _HOUR / 4),
    "时": (_DAYS, _HOUR),
    "日": (_DAYS, 1.0),
    "周": (_DAYS, 7.0),
    "工作日": (_WORKING, 1.0),
    "月": (_MONTHS, 1.0),
    "季": (_MONTHS, 3.0),
    "半年": (_MONTHS, 6.0),
    "年": (_MONTHS, 12.0),
}
_NAMES = {
    **dict.fromkeys(("秒", "秒钟", "second", "seconds"), "秒"),
    **dict.fromkeys(("分钟", "分", "minute", "minutes", "min"), "分"),
    **dict.fromkeys(("刻", "刻钟"), "刻"),
    **dict.fromkeys(("小时", "个小时", "时", "hour", "hours", "h"), "时"),
    **dict.fromkeys(("日", "天", "个自然日", "自然日", "day", "days"), "日"),
    **dict.fromkeys(("周", "星期", "个星期", "week", "weeks"), "周"),
    **dict.fromkeys(("个月", "月", "month", "months"), "月"),
    **dict.fromkeys(("季度", "个季度", "季", "quarter", "quarters"), "季"),
    **dict.fromkeys(("半年", "half-year"), "半年"),
    **dict.fromkeys(("年", "年度", "个年度", "year", "years"), "年"),
    **dict.fromkeys(("个工作日", "工作日", "workingday", "workingdays"), "工作日"),
    **dict.fromkeys(("businessday", "businessdays"), "工作日"),
}
_UNIT = "|".join(sorted((re.escape(name) for name in _NAMES), key=len, reverse=True))
_COUNT = "[0-9]{1,6}(?:[.][0-9]{1,4})?|[一二两三四五六七八九十百]{1,6}|半"
_DURATION = re.compile(rf"(?P<count>{_COUNT})?(?P<unit>{_UNIT})(?![a-z])", re.IGNORECASE)
# Words that are a limit by themselves: at once, the same day, the next day, for ever.
_WORDS = {
    **dict.fromkeys(("当场", "立即", "即时", "马上", "immediately", "atonce"), (0.0, 0.0)),
    **dict.fromkeys(("onthespot",), (0.0, 0.0)),
    **dict.fromkeys(("当日", "当天", "当日内", "当天内", "sameday", "thesameday"), (0.0, 1.0)),
    **dict.fromkeys(("次日", "次日内", "第二天", "nextday", "thenextday"), (1.0, 2.0)),
    **dict.fromkeys(("永久", "长期", "permanent", "forever"), (36525.0, 36525.0)),
}
_PERIODS = {"month": "月", "quarter": "季", "half-year": "半年", "year": "年", "week": "周"}
_WITHIN = re.compile(r"^(?:within|in)|(?:以内|之内|内)$")
_EVERY = re.compile(r"^(?:每隔?|every)|once$")
_TIMES = re.compile(rf"(?:不少于|至少)?(?P<count>{_COUNT})次$")


def read_duration(text: str) -> Duration | None:
    """``3个工作日``, ``两小时``, ``半年``, ``当场``, ``12 months``; None for anything else."""
    plain = _plain(text)
    if plain in _WORDS:
        return Duration(*_WORDS[plain])
    match = _DURATION.fullmatch(plain)
    return _duration(match) if match else None


def read_limit(text: str) -> Limit | None:
    """``收到答复后3个工作日内``: the one duration in *text* and what stands around it.

    None where there is none, or more than one.
    """
    plain = _WITHIN.sub("", _plain(text))
    if plain in _WORDS:
        return Limit(Duration(*_WORDS[plain]), "")
    found = [match for match in _DURATION.finditer(plain) if match["count"]]
    if len(found) != 1 or (duration := _duration(found[0])) is None:
        return None
    left, right = plain[: found[0].start()], plain[found[0].end() :]
    before = left.endswith(("前", "提前", "before")) or right.startswith(("前", "之前", "before"))
    # From a word such as 当场 to a duration, an event that only says "from now" is no other event.
    return Limit(duration, f"{left}…{right}" if left or right else "", before)


def read_interval(text: str) -> Duration | None:
    """``每季度``, ``每15日一次``, ``每日两次``, ``12 months``, ``half-year``: how often; None for
    anything else."""
    plain = _plain(text)
    if plain in _PERIODS:
        return _of(1, _PERIODS[plain])
    times = _TIMES.search(plain)
    found = read_duration(_EVERY.sub("", plain[: times.start()] if times else plain))
    count = _value(times["count"]) if times else 1
    if found is None or not count:
        return None
    return Duration(found.least / count, found.most / count, found.count / count, found.unit)


def course(before: Duration | None, after: Duration | None) -> Course:
    """Which way a duration went."""
    if before is None or after is None:
        return Course.UNCLEAR
    if before == after:
        return Course.SAME
    if before.unit and before.unit == after.unit:
        return Course.LONGER if after.count > before.count else Course.SHORTER
    if (before.least, before.most) == (after.least, after.most):
        return Course.SAME if before.least == before.most else Course.UNCLEAR
    if after.least >= before.most:
        return Course.LONGER
    return Course.SHORTER if after.most <= before.least else Course.UNCLEAR


def limit_course(before: str, after: str) -> Course:
    """Which way a time limit went, as it was typed: longer is looser."""
    old, new = read_limit(before), read_limit(after)
    if old is None or new is None:
        return Course.UNCLEAR
    at_once = 0.0 in (old.duration.most, new.duration.most)
    if old.around != new.around and not (at_once and "" in (old.around, new.around)):
        return Course.UNCLEAR
    found = course(old.duration, new.duration)
    return _REVERSED.get(found, found) if old.before else found


def text_course(
    before: str | None, after: str | None, read: Callable[[str], Duration | None]
) -> Course:
    """Which way a value went that *read* understands."""
    return course(read(before or ""), read(after or ""))


_REVERSED = {Course.LONGER: Course.SHORTER, Course.SHORTER: Course.LONGER}


def _plain(text: str) -> str:
    return "".join(normalise(text).split()).lower()


def _duration(match: re.Match[str]) -> Duration | None:
    count = _value(match["count"])
    return None if count is None else _of(count, _NAMES[match["unit"]])


def _of(count: float, unit: str) -> Duration:
    kind, each = _UNITS[unit]
    count = round(count * each, 9)
    if kind == _WORKING:
        # With the weekends that must and that can lie between.
        return Duration(count, count + 2 * -(-count // 5), count, kind)
    if kind == _MONTHS:
        return Duration(count * 28, count * 31, count, kind)
    return Duration(count, count, count, kind)


def _value(text: str | None) -> float | None:
    if text is None:
        return 1
    if text == "半":
        return 0.5
    if text[0].isdecimal():
        return float(text)
    return read_numeral(text.replace("两", "二"))
