"""Messages before and after they have a language."""

from __future__ import annotations

import msgspec

from qmsdoc.text.language import translator
from qmsdoc.text.message import Message


def test_lists_are_read_out_with_the_commas_of_the_language() -> None:
    message = Message.of("use {known}", known=("html", "pdf", 3), kind=["a"])
    assert str(message) == "use html, pdf, 3"
    assert message.render(translator("zh")).endswith("html、pdf、3")
    # What is kept or sent to another process is the same message.
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=Message)
    assert again == message


def test_braces_in_values_are_no_template() -> None:
    assert str(Message.of("{a} {b}", a="{b}", b=("{a}", "{0}"))) == "{b} {a}, {0}"


def test_a_hint_follows() -> None:
    hint = Message.of("try {names}", names=("a", "b"))
    assert str(Message.of("wrong").with_hint(hint)) == "wrong; try a, b"


def test_a_value_can_be_a_message_and_waits_for_its_language() -> None:
    word, other = Message.of("reviewed"), Message.of("{role} ({posts})", role="x", posts=("a", "b"))
    message = Message.of("{a}: {b}", a=word, b=[word, other, "{0}"])
    assert str(message) == "reviewed: reviewed, x (a, b), {0}"
    assert message.render(translator("zh")) == "审核: 审核、x（a、b）、{0}"
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=Message)
    assert again == message


def test_a_value_cannot_pass_for_a_list() -> None:
    message = Message.of("{a}; {b}", a="x\x1fy", b=("x\x1fy", "z"))
    assert str(message) == r"x\u{001F}y; x\u{001F}y, z"
    mixed = Message.of("{a}", a=(Message.of("w"), "x\x1fy"))
    assert str(mixed) == r"w, x\u{001F}y"
