"""Write everything that can be written of one workspace: a program, so that it has surroundings.

    python build_all.py ROOT OUT LANGUAGE DAY JOBS BASE few|all|site

It starts where the surroundings put it, and says on standard error what did not work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from outputs import TERMINAL, Output, outputs, sites

from qmsdoc.cli.exit import COULD_NOT_RUN, run


def main(arguments: Sequence[str]) -> int:
    root, out, language, day, jobs, base, extent = arguments
    failed = 0
    wanted = sites() if extent == "site" else outputs(every_standard=extent == "all")
    for output in wanted:
        line = output.command_line(Path(out), day, int(jobs), base)
        sys.argv = ["qmsdoc", "-C", root, "--lang", language, *line]
        with _standard_output(output, Path(out)):
            code = run()
        if code >= COULD_NOT_RUN:
            sys.stderr.write(f"{output.name}: ended with {code}\n")
            failed += 1
    return 1 if failed else 0


@contextmanager
def _standard_output(output: Output, out: Path) -> Iterator[None]:
    """Into a file where that is the output; away where it only says what was written."""
    place = out / output.name if output.kind == TERMINAL else Path(os.devnull)
    place.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    kept = os.dup(1)
    with place.open("wb") as file:
        os.dup2(file.fileno(), 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
