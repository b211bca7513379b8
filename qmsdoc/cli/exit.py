"""The one place that turns what happened into an exit code.

0 clean · 1 findings at or above the gate · 2 could not run · 130 Ctrl-C · 143 terminated.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from qmsdoc import __version__
from qmsdoc.cli.output import drop_output, drop_stuck_output, say, write_out
from qmsdoc.errors import QmsdocError
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

CLEAN, FINDINGS, COULD_NOT_RUN, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


class _Terminated(BaseException):
    """SIGTERM, raised where the program is, so that files are closed and removed on the way out."""


def run() -> int:
    """Run the command line; nothing but an exit code leaves."""
    signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run()
    except KeyboardInterrupt:
        say(Message.of("interrupted"))
        return INTERRUPTED
    except _Terminated:
        say(Message.of("terminated"))
        return TERMINATED
    except QmsdocError as error:
        say(error.message)
    except BrokenPipeError:
        drop_output()
        say(Message.of("the reader of the output went away"))
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else CLEAN
    except (RecursionError, MemoryError) as error:
        say(Message.of("the input is too large or too deep ({kind})", kind=type(error).__name__))
    except OSError as error:
        drop_stuck_output()
        where = f"{error.filename}: " if error.filename else ""
        say(Message.of("{where}{problem}", where=where, problem=error.strerror or error))
    except Exception as error:  # the last line of defence: a user never sees a traceback
        if os.environ.get("QMSDOC_TRACEBACK"):
            raise
        say(
            Message.of(
                "internal error ({kind}: {problem}); set QMSDOC_TRACEBACK=1 and report it",
                kind=type(error).__name__,
                problem=error,
            )
        )
    return COULD_NOT_RUN


def _run() -> int:
    if sys.argv[1:] == ["--version"]:
        # Asked by every editor and CI job at every start: not worth loading a command line.
        write_out(f"qmsdoc {__version__}\n")
        return CLEAN
    from typer.main import get_command

    from qmsdoc.cli.app import app
    from qmsdoc.cli.help import localise, simplify, translated_for
    from qmsdoc.cli.plain_values import read_plain_values

    command = get_command(app)
    translate = translated_for(sys.argv[1:])
    if translate is not None:
        localise(command, translate)
    simplify(command)
    read_plain_values(command)
    try:
        result = command.main(prog_name="qmsdoc", standalone_mode=False)
    except SystemExit as error:
        # The library ends by itself, with 1, when the reader of the output goes away.
        if isinstance(error.__context__, BrokenPipeError):
            raise error.__context__ from None
        raise
    except Exception as error:  # what the command line makes of wrong words is not one family
        code = _usage_code(error, translate)
        if code is None:
            raise
        return code
    if result == INTERRUPTED:
        # It catches Ctrl-C too, and leaves nothing but the code.
        raise KeyboardInterrupt
    return result if isinstance(result, int) else CLEAN


def _usage_code(error: Exception, translate: Translate | None) -> int | None:
    """Errors of the command-line library are shown and end with 2; its Exit carries a code."""
    kind = type(error)
    if kind.__name__ == "Exit":
        return int(getattr(error, "exit_code", CLEAN))
    if kind.__name__ == "Abort":
        raise KeyboardInterrupt from error
    show = getattr(error, "show", None)
    if callable(show) and hasattr(error, "exit_code"):
        _show_usage_error(error, show, translate)
        return COULD_NOT_RUN
    return None


def _show_usage_error(
    error: Exception, show: Callable[[], None], translate: Translate | None
) -> None:
    # Help that was asked for by naming no command is shown in this way, too.
    if translate is None or sys.stderr is None or type(error).__name__ == "NoArgsIsHelpError":
        show()
        return
    from qmsdoc.cli.help import usage_error

    sys.stderr.write(usage_error(error, translate))


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _Terminated
