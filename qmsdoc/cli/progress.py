"""How far a long run is, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import TextIO, TypeVar

from qmsdoc.cli.output import translate
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.wide import columns

Item = TypeVar("Item")
# Seconds before the first word, and between two.
_PATIENCE, _STEP = 1.0, 0.2


def counted(
    items: Iterable[Item], stream: TextIO | None = None, patience: float = _PATIENCE
) -> Iterator[Item]:
    """*items*, and how many there have been on *stream* (standard error), where that is a terminal.

    Nothing is written before *patience* seconds, and nothing stays behind.
    """
    out = stream or sys.stderr
    if out is None or not out.isatty():
        yield from items
        return
    line = _Line(out, patience)
    try:
        for item in items:
            line.count += 1
            yield item
    finally:
        line.end()


class _Line:
    """The last line of the terminal, written by a thread of its own: one page can take seconds."""

    def __init__(self, out: TextIO, patience: float) -> None:
        self.count = 0
        self._out = out
        self._patience = patience
        self._width = 0
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Take the line away."""
        self._over.set()
        self._thread.join()
        if self._width:
            self._write(f"\r{' ' * self._width}\r")

    def _run(self) -> None:
        pause = self._patience
        while not self._over.wait(pause):
            message = Message.of("making pages, {count} done so far …", count=self.count)
            said = display(message.render(translate))
            self._width = max(self._width, columns(said))
            self._write(f"\r{said}")
            pause = _STEP

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._out.write(text)
            self._out.flush()
