"""What every test can ask for: a workspace in a folder, a tree in memory, the command line."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from scratch import POLICY, Files, MemoryTree, Ran, git, process_environment, write_files

from qmsdoc.cli.exit import run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow: run with --slow")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the test's own, and nothing of the caller's terminal or language."""
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "QMSDOC_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return cache


@pytest.fixture
def workspace(tmp_path: Path) -> Callable[..., Path]:
    """Make a workspace of these files; qmsdoc.yaml is there unless it is given as None."""

    def make(files: Mapping[str, str | bytes | None] | None = None, name: str = "ws") -> Path:
        wanted: dict[str, str | bytes | None] = {"qmsdoc.yaml": POLICY, **(files or {})}
        root = tmp_path / name
        root.mkdir(parents=True, exist_ok=True)
        return write_files(root, {path: text for path, text in wanted.items() if text is not None})

    return make


@pytest.fixture
def memory_tree() -> Callable[[Files], MemoryTree]:
    """A tree of these files and a qmsdoc.yaml, in memory."""
    return lambda files: MemoryTree({"qmsdoc.yaml": POLICY, **files})


@pytest.fixture
def cli(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Ran]]:
    """Run the command line in this process."""
    before = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["qmsdoc", *map(str, arguments)])
        capfd.readouterr()
        code = run()
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    yield call
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def cli_process() -> Callable[..., Ran]:
    """Run the command line in a process of its own, as a user does."""

    def call(
        *arguments: str | Path,
        environment: Mapping[str, str | None] | None = None,
        folder: Path | None = None,
    ) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "qmsdoc", *map(str, arguments)],
            capture_output=True,
            cwd=folder,
            env=process_environment(**(environment or {})),
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def commit() -> Callable[..., str]:
    """Commit all files of a folder, which becomes a repository; the id of the commit."""

    def make(folder: Path, message: str = "change") -> str:
        if not (folder / ".git").exists():
            git(folder, "init", "-q", "-b", "main", "--template=")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", message)
        return git(folder, "rev-parse", "HEAD")

    return make
