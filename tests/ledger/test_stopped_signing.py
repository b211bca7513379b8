"""approve and release, killed on the way or run twice at once: the ledger is whole, and goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from scratch import ROOT, Ran, process_environment
from signing import AUTHOR, CHIEF, CLERK, HEAD, Office

from qmsdoc.model.approval import Act

FAULTS = ROOT / "tests" / "promises" / "faults"
DAY = ("--today", "2026-06-30")
# The calls of the system that leave something behind.
CALLS = ("mkdir", "openat", "write", "fsync", "chmod", "link", "unlink", "rename", "flock", "close")
SAME_EACH_TIME = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "XDG_CACHE_HOME": os.devnull,
}
SIGNERS = ((Act.PREPARED, AUTHOR), (Act.REVIEWED, HEAD), (Act.APPROVED, CHIEF))
# What is run, and what is signed before it.
COMMANDS = {
    "approve": (("approve", "QP-07", "--as", "approved"), CHIEF, SIGNERS[:2]),
    "release": (("release", "QP-07"), CLERK, SIGNERS),
}


@pytest.fixture
def stopped(office: Office, tmp_path: Path) -> Callable[..., int]:
    """Run a command as far as it is let, on a copy; then again to its end. How the first one ended."""
    number = 0

    def call(
        name: str, before: tuple[str, ...] = (), fault: Mapping[str, str] | None = None
    ) -> int:
        nonlocal number
        number += 1
        root = tmp_path / f"copy-{number}"
        shutil.copytree(office.root, root)
        copy = Office(root, office.keys, office.cli)
        arguments, person, earlier = COMMANDS[name]
        known = set(copy.ledger())
        line = command_line(copy, person, *arguments)
        code = subprocess.run(
            [*before, *line],
            env=faulty(root, **SAME_EACH_TIME, **(fault or {})),
            capture_output=True,
            check=False,
        ).returncode
        there = set(copy.ledger()) - known
        assert known <= set(copy.ledger())
        again = copy.by(person, *arguments)
        # Who had signed before he was killed is told so, or signs once more.
        assert again.code == 0 or there, again.err
        if again.code:
            # Nothing was written again, and so nothing cleared away.
            for stray in (copy.root / "approvals").rglob(".qmsdoc-*.tmp"):
                stray.unlink()
        goes_on(copy, len(earlier) + 1)
        shutil.rmtree(root)
        return code

    return call


def command_line(office: Office, person: str, *arguments: str) -> list[str]:
    """The command in a process of its own, as ``Office.by`` runs it in this one."""
    who = ("--person", person, "--key", str(office.keys[person]))
    time = ("--time", "2026-06-01T09:00:00+08:00")
    command = (sys.executable, "-m", "qmsdoc", "-C", str(office.root), *arguments)
    return [*command, *who, *time]


def goes_on(office: Office, least: int) -> None:
    """All that is there is complete and counts, at *least* so many entries."""
    assert not list((office.root / "approvals").rglob(".qmsdoc-*"))
    for entry in office.ledger():
        assert (office.root / f"{entry}.sig").is_file()
    assert len(list((office.root / "approvals").rglob("*.sig"))) == len(office.ledger()) >= least
    office.commit()
    ran: Ran = office.run("verify", "--format", "json", *DAY)
    assert (ran.code, json.loads(ran.out)["accepted"]) == (0, True), ran.out


def faulty(below: Path, **variables: str) -> dict[str, str]:
    """The environment of a process in which the fault that *variables* name comes to pass."""
    path = f"{FAULTS}{os.pathsep}{process_environment()['PYTHONPATH']}"
    return process_environment(PYTHONPATH=path, FAULT_BELOW=str(below), **variables)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def prepare(office: Office, name: str) -> None:
    for act, person in COMMANDS[name][2]:
        assert office.approve(person, act).code == 0
    office.commit()


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("at", [1, 2])
def test_killed_before_the_signature_or_the_entry(
    name: str, at: int, office: Office, stopped: Callable[..., int]
) -> None:
    prepare(office, name)
    fault = {"FAULT": "kill", "FAULT_AT": str(at), "FAULT_EVENT": "os.link"}
    assert stopped(name, fault=fault) == -signal.SIGKILL


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("event", ["open", "os.link"])
def test_a_full_disk_leaves_the_ledger_as_it_was(name: str, event: str, office: Office) -> None:
    prepare(office, name)
    arguments, person, earlier = COMMANDS[name]
    before = files_below(office.root / "approvals")
    done = subprocess.run(
        command_line(office, person, *arguments),
        env=faulty(office.root / "approvals", FAULT="full", FAULT_AT="1", FAULT_EVENT=event),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr.decode()
    assert "No space left on device" in done.stderr.decode()
    assert files_below(office.root / "approvals") == before
    assert office.by(person, *arguments).code == 0
    goes_on(office, len(earlier) + 1)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace kills at a call of the system")
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_any_call_of_the_system(
    name: str, call: str, office: Office, stopped: Callable[..., int]
) -> None:
    prepare(office, name)
    for number in points(office, name, call):
        inject = f"inject={call}:signal=KILL:when={number}"
        assert stopped(name, ("strace", "-qq", "-o", os.devnull, "-e", inject)) != 0


def points(office: Office, name: str, call: str) -> list[int]:
    """Which calls of that name come after the first folder or file below approvals/ is made."""
    root = office.root.parent / "counted"
    shutil.copytree(office.root, root)
    arguments, person, _ = COMMANDS[name]
    log = office.root.parent / "calls"
    command = command_line(Office(root, office.keys, office.cli), person, *arguments)
    subprocess.run(
        ["strace", "-y", "-qq", "-o", log, "-e", f"trace={','.join(CALLS)}", *command],
        env=process_environment(**SAME_EACH_TIME),
        check=True,
        capture_output=True,
    )
    shutil.rmtree(root)
    seen, found, begun = 0, [], False
    for line in log.read_text("utf-8").splitlines():
        begun = begun or (line.startswith(("mkdir", "flock")) and "approvals" in line)
        if line.startswith(f"{call}("):
            seen += 1
            if begun:
                found.append(seen)
    return found


def test_three_sign_at_once_and_two_release_at_once(office: Office) -> None:
    lines = [
        command_line(office, person, "approve", "QP-07", "--as", act.value)
        for act, person in SIGNERS
    ]
    assert together(lines) == [0, 0, 0]
    goes_on(office, 3)
    release = command_line(office, CLERK, "release", "QP-07")
    assert 0 in together([release, release])
    goes_on(office, 4)


def test_one_signs_twice_at_once(office: Office) -> None:
    line = command_line(office, AUTHOR, "approve", "QP-07", "--as", "prepared")
    assert 0 in together([line, line])
    goes_on(office, 1)


def together(lines: list[list[str]]) -> list[int]:
    """The exit codes of processes that run at the same time."""
    runs = [
        subprocess.Popen(
            line,
            env=process_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for line in lines
    ]
    return [run.wait() for run in runs]
