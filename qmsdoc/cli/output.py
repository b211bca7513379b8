"""Standard output and standard error."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from qmsdoc.errors import OutputError
from qmsdoc.text.display import display
from qmsdoc.text.language import choose_language, translator
from qmsdoc.text.message import Message

_language = ""


def speak(language: str) -> None:
    """Set the language of everything said from now on."""
    global _language  # noqa: PLW0603  # one process speaks one language; errors need it anywhere
    _language = language


def translate(text: str) -> str:
    """*text* in the language of this run."""
    return translator(_language or choose_language(None))(text)


def say(message: Message) -> None:
    """A message to the person at the terminal, on standard error."""
    if sys.stderr is None:
        return
    with suppress(OSError, ValueError):
        sys.stderr.write(f"qmsdoc: {display(message.render(translate))}\n")
        sys.stderr.flush()


def write_out(text: str) -> None:
    """Write to standard output, all of it or an OutputError. BrokenPipeError passes."""
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        sys.stdout.flush()
        data = memoryview(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
        while data:
            # Without a buffer (PYTHONUNBUFFERED) a write may take a part only, and say so.
            data = data[sys.stdout.buffer.write(data) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise OutputError("cannot write the output: {problem}", problem=error.strerror) from None
    except ValueError:
        raise OutputError("standard output is closed") from None


def drop_output() -> None:
    """What is still in the buffer can go nowhere; keep the interpreter from trying at its end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def drop_stuck_output() -> None:
    """Drop what the command-line library wrote by itself, where it can go nowhere."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        drop_output()


def deliver(text: str, path: Path | None) -> None:
    """To the file, or to standard output where there is none.

    A link that the user names is followed: the file that it leads to is written.
    """
    if path is None:
        write_out(text)
        return
    from qmsdoc.workspace.output import is_special, write_file, write_special

    content = text.encode("utf-8", "backslashreplace")
    if is_special(path):
        write_special(path, content)
    else:
        write_file(path.resolve(), content)


def wants_colour() -> bool:
    """Whether standard output is a terminal whose user has not said no (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """Columns of the terminal, 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns
