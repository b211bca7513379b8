"""What a terminal is told of a long run."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from threading import Event

import pytest

from qmsdoc.cli.progress import counted


class Terminal(StringIO):
    """Says when it was written to."""

    def __init__(self) -> None:
        super().__init__()
        self.written = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        size = super().write(text)
        self.written.set()
        return size


def test_a_terminal_is_told_how_many_there_are_and_keeps_no_trace() -> None:
    terminal = Terminal()

    def slow() -> Iterator[int]:
        yield 1
        yield 2
        assert terminal.written.wait(30)
        yield 3

    assert list(counted(slow(), terminal, patience=0)) == [1, 2, 3]
    lines = terminal.getvalue().split("\r")
    assert any("done so far" in line or "已完成" in line for line in lines)
    assert (lines[-2].strip(), lines[-1]) == ("", "")
    assert len(lines[-2]) >= len(lines[1])


def test_a_short_run_says_nothing() -> None:
    terminal = Terminal()
    assert list(counted([1, 2], terminal, patience=3600)) == [1, 2]
    assert terminal.getvalue() == ""


def test_a_file_is_told_nothing() -> None:
    out = StringIO()
    assert list(counted([1], out, patience=0)) == [1]
    assert out.getvalue() == ""


def test_an_error_takes_the_line_away_too() -> None:
    terminal = Terminal()

    def failing() -> Iterator[int]:
        yield 1
        assert terminal.written.wait(30)
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        list(counted(failing(), terminal, patience=0))
    assert terminal.getvalue().endswith("\r")
