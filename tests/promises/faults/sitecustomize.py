"""Loaded by Python at its start where this folder is on its path: the disk fails, or the run ends.

FAULT_BELOW names a folder. The FAULT_AT-th time that something is about to be opened for writing,
made, renamed, linked or removed below it, the process is killed (FAULT=kill), or the system says
that the disk is full (FAULT=full) and goes on saying so. FAULT_EVENT counts that event alone.
"""

import errno
import os
import signal
import sys

_BELOW = os.environ.get("FAULT_BELOW", "")
_AT = int(os.environ.get("FAULT_AT", "0"))
_EVENT = os.environ.get("FAULT_EVENT", "")
_KILL = os.environ.get("FAULT") == "kill"
_TAKING_AWAY = {"os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}
_CHANGES = {"os.mkdir", "os.rename", "os.link", "os.symlink"} | _TAKING_AWAY
_count = 0


def _hook(event: str, values: tuple[object, ...]) -> None:
    global _count
    if not _changes(event, values) or _EVENT not in ("", event):
        return
    _count += 1
    if _count < _AT:
        return
    if _KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    # A full disk still lets one take away.
    if event not in _TAKING_AWAY:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _changes(event: str, values: tuple[object, ...]) -> bool:
    if event == "open":
        path, _, flags = values
        if not isinstance(flags, int) or not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return False
    elif event in _CHANGES:
        path = values[0]
    else:
        return False
    if not isinstance(path, str | os.PathLike):
        return False
    return os.path.abspath(os.fspath(path)).startswith(_BELOW)  # noqa: PTH100


if _BELOW and _AT:
    sys.addaudithook(_hook)
