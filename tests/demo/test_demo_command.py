"""qmsdoc demo, as typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import Ran, git

from qmsdoc.pipeline.example import told_history
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.report.text import columns

Cli = Callable[..., Ran]


@pytest.fixture
def demo(cli: Cli, tmp_path: Path) -> tuple[Path, Ran]:
    root = tmp_path / "示例 demo"
    return root, cli("demo", root, "--today", "2026-11-20")


def test_it_says_what_it_did(demo: tuple[Path, Ran]) -> None:
    root, ran = demo
    assert (ran.code, ran.err) == (0, "")
    told = told_history("beijing-pes")
    assert str(len(told)) in ran.out
    for word in ("validate", "coverage", "render", "diff release-2026-03..HEAD", "QP-07"):
        assert word in ran.out
    # Every entry of the ledger is accepted.
    assert re.search(r"6\. qmsdoc verify\n   \D*([1-9][0-9]*)\D+\1\D", ran.out)
    # What is named is there.
    names = re.findall(r"^   ([\w-]+\.(?:html|md))  ", ran.out, re.MULTILINE)
    assert len(names) >= 4
    for name in names:
        assert (root / "build" / name).is_file()


def test_the_repository_is_as_told(demo: tuple[Path, Ran]) -> None:
    root, _ = demo
    told = told_history("beijing-pes")
    subjects = git(root, "log", "--reverse", "--format=%an %s").split("\n")
    assert subjects == [f"{item.author} {item.message.split(chr(10))[0]}" for item in told]
    assert git(root, "tag").split() == sorted(item.tag for item in told if item.tag)
    assert git(root, "status", "--porcelain") == ""  # build/ is ignored
    assert git(root, "fsck", "--strict") == ""


def test_it_makes_the_same_commits_every_time(
    demo: tuple[Path, Ran], cli: Cli, tmp_path: Path
) -> None:
    cli("demo", tmp_path / "again")
    assert git(demo[0], "rev-parse", "HEAD") == git(tmp_path / "again", "rev-parse", "HEAD")


def test_the_history_is_on_the_page(demo: tuple[Path, Ran]) -> None:
    page = (demo[0] / "build" / "QP-07.html").read_text("utf-8")
    for word in ("A/0", "A/1", "B/0", "田雨桐", "2026-10-21"):
        assert word in page
    # The history goes back behind the rename.
    assert "2026-02-03" in (demo[0] / "build" / "WI-01.html").read_text("utf-8")


def test_other_commands_work_on_it(demo: tuple[Path, Ran], cli: Cli) -> None:
    root, _ = demo
    assert cli("-C", root, "validate", "--at", "release-2026-03", "--today", "2026-03-02").code == 0
    ran = cli("-C", root, "diff", "release-2026-06..HEAD", "QP-16")
    assert "B/0" in ran.out
    made = Path(cli("-C", root, "new", "procedure", "--title", "新程序").out.strip())
    assert made.name == "QP-27.md"


def test_nothing_comes_from_the_work_tree_but_the_commit(demo: tuple[Path, Ran]) -> None:
    with open_workspace(demo[0], "HEAD") as workspace, open_workspace(demo[0]) as here:
        kept = {path for path in here.entries if not path.startswith("build/")}
        assert kept == {path for path in workspace.entries if not path.startswith(".")}


def test_a_folder_with_something_in_it(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = cli("demo", tmp_path)
    assert ran.code == 2
    assert "not empty" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert cli("demo", tmp_path / "empty").code == 0


def test_the_default_folder(cli: Cli, tmp_path: Path) -> None:
    assert cli("-C", tmp_path, "demo").code == 0
    assert (tmp_path / "qmsdoc-demo" / ".git").is_dir()
    assert cli("-C", tmp_path, "demo").code == 2


def test_without_git(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = cli("demo", tmp_path / "demo")
    assert ran.code == 2
    assert "git was not found" in ran.err
    assert not (tmp_path / "demo").exists()


def test_a_place_that_cannot_be_written(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = cli("demo", tmp_path / "file" / "demo")
    assert ran.code == 2
    assert "internal error" not in ran.err
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_keeps_to_the_width_of_the_terminal(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli("--lang", language, "demo")
    assert ran.code == 0
    assert max(columns(line) for line in ran.out.split("\n")) <= 80
