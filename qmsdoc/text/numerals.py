"""Numerals in Chinese digits, as headings are numbered with: 一 to 九百九十九."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def read_numeral(text: str) -> int | None:
    """The value of a numeral in Chinese or Arabic digits; None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    hundreds, has_hundred, rest = text.partition("百")
    value = 0
    if has_hundred:
        value, text = 100 * _digit(hundreds or "一"), rest.lstrip("零")
    tens, has_ten, ones = text.partition("十")
    if has_ten:
        value += 10 * _digit(tens or "一")
        text = ones
    if text:
        value += _digit(text)
    return value if value > 0 else None


def write_numeral(value: int) -> str:
    """*value*, from 1 to 999, in Chinese digits."""
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        # 十二 stands alone, but 一百一十二.
        text += f"{_DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _digit(text: str) -> int:
    """The value of one digit; far below zero where it is none, so that no sum can hide it."""
    return _DIGITS.find(text) if len(text) == 1 and text in _DIGITS else -(10**6)
