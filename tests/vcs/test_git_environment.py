"""What a git process is given, and what becomes of a missing or an old git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qmsdoc.errors import GitError
from qmsdoc.vcs import environment
from qmsdoc.vcs.git import Repository

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop


def test_nothing_of_the_caller_but_what_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_TRACE", "GIT_CONFIG_COUNT", "LD_PRELOAD", "LANGUAGE", "PAGER"):
        monkeypatch.setenv(name, "/planted")
    monkeypatch.setenv("HOME", "/home/someone")
    given = environment.environment()
    assert "/planted" not in given.values()
    assert given["HOME"] == "/home/someone"
    assert given["LC_ALL"] == "C.UTF-8"


def test_without_user_config_there_is_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    given = environment.environment(user_config=False)
    assert "HOME" not in given
    assert given["GIT_CONFIG_GLOBAL"] == "/dev/null"


def test_a_git_in_the_workspace_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "git"
    planted.write_text("#!/bin/sh\ntouch canary\n")
    planted.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", os.environ["PATH"]]))
    assert Path(environment.executable()) != planted
    assert Path(environment.executable()).is_absolute()


def test_no_git(repo: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match=r"install git 2\.39"):
        Repository.find(repo.root)


def test_no_git_does_not_matter_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Repository.find(tmp_path) is None


def test_a_git_that_is_too_old(
    repo: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho git version 2.30.2\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent))
    with pytest.raises(GitError, match=r"git version 2\.30\.2, and git 2\.39"):
        Repository.find(repo.root)


@pytest.mark.parametrize("said", ["git version 2.39.5", "git version 3.0.rc1", "git version 10.1"])
def test_versions_that_will_do(said: str) -> None:
    environment.check_version(said)


@pytest.mark.parametrize("said", ["", "git version 1.99", "git version 2.38.9", "nonsense"])
def test_versions_that_will_not(said: str) -> None:
    with pytest.raises(GitError, match="needed"):
        environment.check_version(said)


def test_gitpython_is_imported_only_when_a_repository_is_opened() -> None:
    code = (
        "import sys, qmsdoc.vcs.git, qmsdoc.vcs.git_tree, qmsdoc.vcs.history, qmsdoc.vcs.fresh\n"
        "assert 'git' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_only_the_listed_verbs(repo: Workshop) -> None:
    from qmsdoc.vcs.runner import Runner

    runner = Runner(repo.root, git_dir=repo.root / ".git")
    for verb in ("status", "diff", "config", "blame", "fast-import", "-c"):
        with pytest.raises(ValueError, match="not among"):
            runner.output(verb)
    with pytest.raises(ValueError, match="not among"):
        runner.status(as_process=True)
    with pytest.raises(NotImplementedError):
        runner.log()


def test_importing_gitpython_runs_nothing(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    for name in ("git", "trap"):
        (tmp_path / name).write_text(f"#!/bin/sh\ntouch '{canary}'\n")
        (tmp_path / name).chmod(0o755)
    planted = {
        "PATH": os.pathsep.join((str(tmp_path), os.environ["PATH"])),
        "GIT_TRACE": str(canary),
        "GIT_TEST": "kept",
    }
    for variables in ({}, {"GIT_PYTHON_GIT_EXECUTABLE": str(tmp_path / "trap")}):
        given = {**os.environ, **planted, **variables}
        subprocess.run([sys.executable, "-c", "import git"], env=given, check=False)
        assert canary.exists(), "GitPython by itself does"
        canary.unlink()
        code = (
            "import os\nbefore = dict(os.environ)\nimport qmsdoc.vcs.runner\n"
            "assert dict(os.environ) == before\n"
        )
        subprocess.run([sys.executable, "-c", code], env=given, check=True)
        assert not canary.exists()
