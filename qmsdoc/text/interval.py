"""Lengths of time, as the reader of a page says them."""

from __future__ import annotations

import re

from qmsdoc.text.language import Translate

_INTERVAL = re.compile(
    r"([0-9]{1,4}) ?(?:(day)s?|(week)s?|(month)s?|(year)s?|(天|日|周|个月|月|年))"
)
_UNITS = {"天": "day", "日": "day", "周": "week", "个月": "month", "月": "month", "年": "year"}


def interval(text: str, before: str, translate: Translate) -> str:
    """*text* as typed in front matter, in the language of *translate*; any other text unchanged.

    *before* is ``every `` or "": the two are messages of their own, since languages join the words
    differently.
    """
    if text in ("permanent", "永久"):
        return translate("permanently")
    match = _INTERVAL.fullmatch(text)
    if match is None:
        return text
    unit = next(group for group in match.groups()[1:] if group)
    unit = _UNITS.get(unit, unit)
    many = "" if match[1] == "1" else "s"
    return translate(f"{before}{{n}} {unit}{many}").replace("{n}", match[1])
