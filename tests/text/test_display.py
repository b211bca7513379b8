"""Text from a file, made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.text.display import display
from qmsdoc.text.language import choose_language, translator
from qmsdoc.text.message import Message
from qmsdoc.text.span import Position, Span

ANY = st.text(st.characters(exclude_categories=[]) | st.sampled_from("#[:\n\t\x1b\x9b\u202e\u2028"))


@given(ANY)
def test_what_is_shown_stays_on_one_line_and_steers_nothing(text: str) -> None:
    shown = display(text)
    assert len(shown.splitlines()) <= 1
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")
    assert "##[" not in shown
    shown.encode("utf-8")
    assert display(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="#")))
def test_what_can_be_read_is_shown_as_it_is(text: str) -> None:
    assert display(text.replace("\u180e", "")) == text.replace("\u180e", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("前台\u3000接待", "前台\u3000接待"),
        ("a\u202eb", "a\\u{202E}b"),
        ("\x1b[31m", "\\u{001B}[31m"),
        ("a\nb\tc", "a b c"),
        ("a\r\nb", "a\\u{000D} b"),
        ("##[error]x", "## [error]x"),
        ("###[a", "### [a"),
        ("\U000e0041", "\\u{E0041}"),
        ("\ud800", "\\u{D800}"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert display(text) == shown


def test_a_message_takes_its_values_as_they_are() -> None:
    message = Message.of("{a} and {b}", a="{b}", b="{a.__class__}")
    assert str(message) == "{b} and {a.__class__}"
    assert str(Message.of("a list [ … ] { … } is not closed")) == "a list [ … ] { … } is not closed"
    assert message == Message.of("{a} and {b}", b="{a.__class__}", a="{b}")


def test_a_hint_follows_in_the_same_language() -> None:
    chinese = {"bad {x}": "{x}不对", "; ": "；", "write {y}": "请写{y}"}
    message = Message.of("bad {x}", x="{y}").with_hint(Message.of("write {y}", y="{x}"))
    assert message.render(chinese.__getitem__) == "{y}不对；请写{x}"
    assert str(message) == "bad {y}; write {x}"


def test_a_span_is_a_line_and_a_column() -> None:
    span = Span.on_line(3, 5, 2)
    assert (span.start, span.end) == (Position(3, 5), Position(3, 7))
    assert sorted([Span(2, 1, 2, 2), Span(1, 9, 1, 9), Span(1, 2, 9, 9)])[0].line == 1


@pytest.mark.parametrize(
    ("option", "workspace", "environment", "language"),
    [
        ("zh", "en", {"LANG": "en_US"}, "zh"),
        ("en", "zh-CN", {"LANG": "zh_CN"}, "en"),
        ("zh-CN", "", {}, "zh"),
        (None, "zh-CN", {"LANG": "en_US"}, "zh"),
        (None, "en", {"LANG": "zh_CN"}, "en"),
        (None, "", {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, "", {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, "", {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        (None, "", {}, "en"),
    ],
)
def test_the_option_is_heard_before_the_workspace_and_the_locale(
    option: str | None, workspace: str, environment: dict[str, str], language: str
) -> None:
    assert choose_language(option, workspace, environment) == language


def test_english_needs_no_catalogue_and_an_unknown_text_stays() -> None:
    assert translator("en")("error") == "error"
    assert translator("zh")("no such text in any catalogue") == "no such text in any catalogue"
