"""Traps for git, laid in a repository or in the environment: none is sprung, nothing is told otherwise.

Each case is data. Where plain git springs the trap by itself, the case names the command that does,
and the test shows so: a trap that would never snap proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import Ran, process_environment
from trapped import Field
from traps import CASES

TODAY = ("--today", "2026-06-01")
COMMANDS = (
    ("history", "QP-07", "QP-01", "--format", "json"),
    ("history", "--at", "HEAD~1", "--format", "json"),
    ("validate", "--at", "HEAD", "--format", "json", *TODAY),
    ("validate", "--base", "HEAD~1", "--format", "json", *TODAY),
    ("diff", "HEAD~2..HEAD", "--format", "json", *TODAY),
    ("diff", "HEAD~1", "--format", "text", *TODAY),
)


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.control], ids=lambda name: str(name)
)
def test_plain_git_springs_the_trap(name: str, tmp_path: Path) -> None:
    field = Field(tmp_path)
    field.lay(CASES[name])
    if field.sprung:
        field.canary.unlink(missing_ok=True)
    field.spring(CASES[name])
    assert field.sprung


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_sprung_and_nothing_told_otherwise(
    name: str,
    tmp_path: Path,
    cli: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field = Field(tmp_path)
    monkeypatch.chdir(field.past.root)
    before = [cli(*command) for command in COMMANDS]
    assert [ran.code for ran in before[:2]] == [0, 0]
    assert all(ran.out and ran.code in (0, 1) for ran in before), "there is something to compare"
    case = CASES[name]
    field.lay(case)
    field.canary.unlink(missing_ok=True)
    for key, value in field.variables(case).items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(field.past.root / case.folder)
    told = [cli(*command) for command in COMMANDS]
    assert not field.sprung
    assert told == before


def test_all_at_once_in_a_process_of_its_own(
    tmp_path: Path, cli: Callable[..., Ran], cli_process: Callable[..., Ran]
) -> None:
    field = Field(tmp_path)
    variables: dict[str, str | None] = {}
    before = [cli("-C", field.past.root, *command) for command in COMMANDS]
    field.lay(*CASES.values())
    for case in CASES.values():
        variables |= {key: value for key, value in field.variables(case).items() if key != "LC_ALL"}
    field.canary.unlink(missing_ok=True)
    environment = process_environment(**variables)
    told = [
        cli_process("-C", field.past.root, *command, environment=environment)
        for command in COMMANDS
    ]
    assert not field.sprung
    assert told == before


def test_a_setting_that_git_cannot_read_is_said(tmp_path: Path, cli: Callable[..., Ran]) -> None:
    past = Field(tmp_path).past
    past.git("config", "diff.algorithm", "nonsense")
    ran = cli("-C", past.root, "--lang", "en", "history", "QP-07")
    assert (ran.code, ran.out) == (2, "")
    assert "bad config variable 'diff.algorithm'" in ran.err
