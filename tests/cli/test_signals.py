"""Ctrl-C and SIGTERM in the middle of a run: the right code, no traceback, nothing half-written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import PROCEDURE, process_environment

Make = Callable[..., Path]

# The run signals itself at a chosen point, so that no clock decides where it is hit.
DRIVER = """
import os, signal, sys
import qmsdoc.{module} as module
from qmsdoc.cli.exit import run

def main():
    really, count = module.{name}, 0

    def hit(*arguments, **named):
        global_hit()
        return really(*arguments, **named)

    def global_hit():
        nonlocal count
        count += 1
        if count == {at}:
            os.{kill}({target}, signal.{signal})

    module.{name} = hit
    sys.exit(run())

if __name__ == "__main__":
    main()
"""
POINTS = {
    "reading": ("workspace.work_tree", "blob_id"),
    "compiling": ("pipeline.load", "decode"),
    "linking": ("pipeline.check", "link_tree"),
    "reporting": ("cli.formats", "reporter"),
    "writing": ("workspace.output", "_mode"),
}
CODES = {"SIGINT": 130, "SIGTERM": 143}


def run_hit(
    root: Path, point: str, name: str, arguments: list[str], *, group: bool = False
) -> subprocess.CompletedProcess[bytes]:
    module, function = POINTS[point]
    driver = root.parent / f"driver-{point}-{name}.py"
    text = DRIVER.format(
        module=module,
        name=function,
        at=1 if point in {"linking", "reporting", "writing"} else 3,
        kill="killpg" if group else "kill",
        target="os.getpgrp()" if group else "os.getpid()",
        signal=name,
    )
    driver.write_text(text)
    return subprocess.run(
        [sys.executable, str(driver), *arguments],
        cwd=root,
        env=process_environment(),
        capture_output=True,
        check=False,
        start_new_session=True,
        timeout=120,
    )


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("point", POINTS)
def test_a_signal_ends_the_run(workspace: Make, tmp_path: Path, point: str, name: str) -> None:
    root = workspace({f"documents/{n}.md": PROCEDURE + str(n) for n in range(6)})
    report = tmp_path / "out" / "report.json"
    report.parent.mkdir()
    report.write_text("old")
    done = run_hit(root, point, name, ["validate", "--format", "json", "-o", str(report)])
    said = done.stderr.decode()
    assert done.returncode == CODES[name]
    assert said.splitlines() == [f"qmsdoc: {'interrupted' if name == 'SIGINT' else 'terminated'}"]
    assert done.stdout == b""
    assert [path.name for path in report.parent.iterdir()] == ["report.json"]
    assert report.read_text() == "old"
    # The next run is as if nothing had been.
    again = subprocess.run(
        [sys.executable, "-m", "qmsdoc", "validate", "--format", "json", "-o", str(report)],
        cwd=root,
        env=process_environment(),
        capture_output=True,
        check=False,
    )
    assert again.returncode == 1
    assert report.read_text().startswith("{")


@pytest.mark.parametrize("name", CODES)
def test_several_processes_end_together_and_without_a_word(workspace: Make, name: str) -> None:
    root = workspace({f"documents/{n}.md": PROCEDURE + str(n) for n in range(40)})
    arguments = ["validate", "--no-cache", "--jobs", "2"]
    # A terminal sends Ctrl-C to every process of the group.
    done = run_hit(root, "compiling", name, arguments, group=name == "SIGINT")
    assert done.returncode == CODES[name]
    said = [line for line in done.stderr.decode().splitlines() if line]
    assert said == [f"qmsdoc: {'interrupted' if name == 'SIGINT' else 'terminated'}"]
