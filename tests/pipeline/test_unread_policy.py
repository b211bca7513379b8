"""A slip in the files by which all is judged ends a run; it does not make drafts of what is in force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import PROCEDURE, Ran, write_files

Cli = Callable[..., Ran]
POLICY = "organization: X\nlanguage: en\n"
ENTRY = "approvals/QP-07/A-0/approved.X.json"
COMMANDS = ["render", "render site", "render --edition working", "status", "coverage", "verify"]


def workspace(folder: Path, **changed: str) -> Path:
    files = {
        "qmsdoc.yaml": POLICY,
        "organization.yaml": "people: []\n",
        "documents/QP-07.md": PROCEDURE,
        ENTRY: "{}",
    }
    return write_files(folder / "ws", {**files, **changed})


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["qmsdoc.yaml", "organization.yaml"])
def test_nothing_is_said_without_them(name: str, command: str, cli: Cli, tmp_path: Path) -> None:
    root = workspace(tmp_path, **{name: "a: 1\nb: [c\n"})
    out = tmp_path / "out"
    where = ("-o", out) if "render" in command else ()
    ran = cli("--lang", "en", "-C", root, *command.split(), *where)
    assert ran.code == 2
    assert f"{name} cannot be read at line 2" in ran.err
    assert not out.exists()


def test_a_site_outlives_a_slip(cli: Cli, tmp_path: Path) -> None:
    root, out = workspace(tmp_path), tmp_path / "out"
    render = ("-C", root, "render", "site", "--edition", "working", "-o", out)
    assert cli(*render).code == 0
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write_files(root, {"qmsdoc.yaml": POLICY + "b: {\n"})
    assert cli(*render).code == 2
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_people_matter_where_something_is_signed(cli: Cli, tmp_path: Path) -> None:
    root = workspace(tmp_path, **{"organization.yaml": "b: [c\n"})
    (root / ENTRY).unlink()
    assert cli("-C", root, "render", "-o", tmp_path / "out").code == 0
