"""How far a long run is, as a bar on a terminal and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, TextIO, TypeVar

from qmsdoc.cli.output import translate
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")
# Terminals on which nothing can be taken away again.
_WITHOUT_CURSOR = ("dumb", "unknown")
# Seconds before the bar comes.
_PATIENCE = 1.0


class Bar:
    """How much of a run is done; drawn by ``draw``, nowhere until then."""

    def __init__(self, doing: Message) -> None:
        self._doing = doing.render(translate)
        self._count = 0
        self._total: int | None = None
        self._drawn: Progress | None = None
        # Bars are drawn by a thread of their own: one page can take seconds.
        self._lock = Lock()
        self._over = False

    def counted(self, items: Iterable[Item], total: int | None = None) -> Iterator[Item]:
        """*items*, each of which is one step of *total*; None where nobody knows how many."""
        self._total = total
        self._update()
        for item in items:
            self._count += 1
            self._update()
            yield item

    def draw(self, out: TextIO) -> None:
        """Show the bar on *out*, from now on until it is taken away."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
        with self._lock:
            if self._over:
                return
            self._drawn = Progress(*columns, console=Console(file=out), transient=True)
            self._drawn.add_task(self._doing, completed=self._count, total=self._total)
            self._drawn.start()

    def take_away(self) -> None:
        """Leave the terminal as it was."""
        with self._lock:
            self._over = True
            if self._drawn is not None:
                self._drawn.stop()

    def _update(self) -> None:
        if self._drawn is not None:
            for task in self._drawn.task_ids:
                self._drawn.update(task, completed=self._count, total=self._total)


@contextmanager
def progress(
    doing: Message, stream: TextIO | None = None, patience: float = _PATIENCE
) -> Iterator[Bar]:
    """A bar on *stream* (standard error), where that is a terminal, after *patience* seconds.

    Nothing stays behind. Nothing else may be written to the terminal meanwhile.
    """
    bar = Bar(doing)
    out = stream or sys.stderr
    if out is None or not out.isatty() or os.environ.get("TERM") in _WITHOUT_CURSOR:
        yield bar
        return
    timer = Timer(patience, bar.draw, [out])
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        bar.take_away()
