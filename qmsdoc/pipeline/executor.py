"""Map in order, in this process or in several; the result is the same."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")

# Below this many items for each worker, starting it costs more than it saves.
_WORTH_A_WORKER = 400


def map_in_order(
    work: Callable[[_In], _Out], items: Iterable[_In], jobs: int | None, count: int, size: int
) -> Iterator[_Out]:
    """*work* over *items* in their order; *count* is their number. *jobs* None chooses from *size*,
    which is the number of items of the usual size that would be as much work."""
    workers = jobs or min(os.cpu_count() or 1, size // _WORTH_A_WORKER)
    if workers <= 1 or count <= 1:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    # Never fork: a process with threads or a compiled PDF behind it can stop for ever.
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    chunk = max(1, min(64, count // (workers * 4)))
    with ProcessPoolExecutor(
        workers, mp_context=get_context(method), initializer=_leave_signals_to_the_parent
    ) as pool:
        yield from pool.map(work, items, chunksize=chunk)


def _leave_signals_to_the_parent() -> None:
    """Ctrl-C reaches every process of the terminal; only the parent has something to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
