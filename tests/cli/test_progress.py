"""What a terminal is told of a long run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from threading import Event

import pytest

from qmsdoc.cli.progress import progress
from qmsdoc.text.message import Message

MAKING = Message.of("making pages")


class Terminal(StringIO):
    """Says when a text was written to it."""

    def __init__(self, awaited: str = "") -> None:
        super().__init__()
        self.awaited = awaited
        self.written = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        size = super().write(text)
        if self.awaited in self.getvalue():
            self.written.set()
        return size


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def lines_of(terminal: Terminal) -> list[str]:
    """What stood on the line of the bar, one after the other."""
    return re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\r", terminal.getvalue()))


@pytest.mark.parametrize(("total", "shown"), [(3, "2/3"), (None, "2/?")])
def test_a_terminal_is_shown_a_bar_that_leaves_no_trace(total: int | None, shown: str) -> None:
    terminal = Terminal(shown)

    def slow() -> Iterator[int]:
        yield 1
        yield 2
        assert terminal.written.wait(30)
        yield 3

    with progress(MAKING, terminal, patience=0) as bar:
        assert list(bar.counted(slow(), total)) == [1, 2, 3]
    lines = lines_of(terminal)
    assert "making pages" in terminal.getvalue() or "正在生成页面" in terminal.getvalue()
    assert any(shown in line for line in lines)
    # The last words clear the line and show the cursor again.
    assert terminal.getvalue().rstrip("\r\n").endswith("\x1b[2K")
    assert "\x1b[?25h" in terminal.getvalue().rpartition("\x1b[?25l")[2]


def test_what_is_done_before_the_first_step_is_shown_too() -> None:
    terminal = Terminal("0/?")
    with progress(MAKING, terminal, patience=0):
        assert terminal.written.wait(30)


def test_a_short_run_says_nothing() -> None:
    terminal = Terminal()
    with progress(MAKING, terminal, patience=3600) as bar:
        assert list(bar.counted([1, 2])) == [1, 2]
    assert terminal.getvalue() == ""


def test_a_file_is_told_nothing() -> None:
    out = StringIO()
    with progress(MAKING, out, patience=0) as bar:
        assert list(bar.counted([1])) == [1]
    assert out.getvalue() == ""


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_takes_nothing_back_is_told_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", name)
    # Nothing that could draw is begun.
    monkeypatch.setattr("qmsdoc.cli.progress.Timer", None)
    terminal = Terminal()
    with progress(MAKING, terminal, patience=0) as bar:
        assert list(bar.counted([1])) == [1]
    assert terminal.getvalue() == ""


def test_an_error_takes_the_bar_away_too() -> None:
    terminal = Terminal("1/?")

    def failing() -> Iterator[int]:
        yield 1
        assert terminal.written.wait(30)
        raise ValueError

    with (
        pytest.raises(ValueError, match=r"^$"),
        progress(MAKING, terminal, patience=0) as bar,
    ):
        list(bar.counted(failing()))
    assert terminal.getvalue().rstrip("\r\n").endswith("\x1b[2K")
