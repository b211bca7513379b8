"""Whatever stops a run: files are the old ones or the new ones, and nothing else stays behind."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from little import DAY, HARMLESS, make_repository
from scratch import Ran, process_environment
from surroundings import hashes_of

FAULTS = Path(__file__).parent / "faults"
PAGES = ("render", "register", "QP-00", "QR-00", "manual", "--to", "html")
SITE = ("render", "site")
Run = Callable[..., int]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("half") / "ws"
    make_repository(root)
    return root


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same documents with other texts."""
    root = tmp_path_factory.mktemp("other") / "ws"
    make_repository(root, [f"另一{text}" for text in HARMLESS])
    return root


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The exit code of qmsdoc in a process of its own, with a fault if one is named."""
    cache = tmp_path_factory.mktemp("cache-of-runs")

    def call(
        root: Path,
        out: Path,
        arguments: Sequence[str],
        fault: str = "",
        at: int = 0,
        event: str = "",
        largest: int = 0,
    ) -> int:
        environment = process_environment(XDG_CACHE_HOME=str(cache))
        if fault:
            environment["PYTHONPATH"] = f"{FAULTS}{os.pathsep}{environment['PYTHONPATH']}"
            environment |= {"FAULT": fault, "FAULT_AT": str(at), "FAULT_EVENT": event}
            environment["FAULT_BELOW"] = str(out.parent)

        def limit() -> None:
            if largest:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        command = [sys.executable, "-m", "qmsdoc", "-C", str(root), *arguments]
        done = subprocess.run(
            [*command, "--today", DAY, "--no-cache", "-o", str(out)],
            env=environment,
            capture_output=True,
            preexec_fn=limit,
            check=False,
        )
        said = done.stderr.decode()
        assert "Traceback" not in said
        assert done.returncode in (0, 2, -signal.SIGKILL), said
        assert bool(said) == (done.returncode == 2), said
        return done.returncode

    return call


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Callable[..., Path]:
    """What a run writes that nothing stops; made once."""
    known: dict[tuple[Path, tuple[str, ...]], Path] = {}

    def build(root: Path, arguments: tuple[str, ...]) -> Path:
        if (root, arguments) not in known:
            out = tmp_path_factory.mktemp("built") / "out"
            assert run(root, out, arguments) == 0
            known[root, arguments] = out
        return known[root, arguments]

    return build


def names_beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


def is_whole_site(folder: Path) -> bool:
    """Whether a folder is what its manifest says, and no more."""
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    found = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    return found == {name: entry["sha256"] for name, entry in files.items()}


def is_old_or_new(found: Mapping[str, str], *states: Mapping[str, str]) -> bool:
    """Whether each file is that of one of the states."""
    return all(any(state.get(name) == value for state in states) for name, value in found.items())


def some(steps: Sequence[int], *usual: int) -> list[Any]:
    """All *steps*, of which only the *usual* ones are tried when there is little time."""
    return [at if at in usual else pytest.param(at, marks=pytest.mark.slow) for at in steps]


@pytest.mark.parametrize("fault", ["kill", "full"])
@pytest.mark.parametrize("at", some([1, 2, 3, 4, 7], 1, 4))
def test_pages_are_whole_whenever_it_ends(
    fault: str,
    at: int,
    repository: Path,
    other: Path,
    tmp_path: Path,
    run: Run,
    built: Callable[..., Path],
) -> None:
    out = tmp_path / "place" / "out"
    shutil.copytree(built(repository, PAGES), out)
    before, after = hashes_of(out), hashes_of(built(other, PAGES))
    assert before != after
    code = run(other, out, PAGES, fault, at)
    assert code == (-signal.SIGKILL if fault == "kill" else 2)
    found = hashes_of(out)
    strays = [name for name in found if name not in before]
    # Only who is killed cannot clear away, and that has a name that no page has.
    assert all(fault == "kill" and name.startswith(".qmsdoc-") for name in strays)
    assert is_old_or_new({name: found[name] for name in before}, before, after)
    assert run(other, out, PAGES) == 0
    assert {name: value for name, value in hashes_of(out).items() if name in after} == after


@pytest.mark.parametrize("fault", ["kill", "full"])
@pytest.mark.parametrize("at", some([1, 2, 3, 5, 8, 13, 21, 30], 8))
def test_a_site_is_the_old_one_or_the_new_one(
    fault: str,
    at: int,
    repository: Path,
    other: Path,
    tmp_path: Path,
    run: Run,
    built: Callable[..., Path],
) -> None:
    out = tmp_path / "place" / "site"
    shutil.copytree(built(repository, SITE), out)
    before = hashes_of(out)
    code = run(other, out, SITE, fault, at)
    assert code == (-signal.SIGKILL if fault == "kill" else 2)
    assert is_whole_site(out)
    assert hashes_of(out) == before
    if fault == "full":
        assert names_beside(out) == ["site"]
    assert run(other, out, SITE) == 0
    assert is_whole_site(out)
    assert hashes_of(out) != before


def test_a_site_is_the_new_one_when_the_old_one_is_not_yet_cleared_away(
    repository: Path, other: Path, tmp_path: Path, run: Run, built: Callable[..., Path]
) -> None:
    out = tmp_path / "place" / "site"
    shutil.copytree(built(repository, SITE), out)
    assert run(other, out, SITE, "kill", 1, "shutil.rmtree") == -signal.SIGKILL
    assert is_whole_site(out)
    assert hashes_of(out) == hashes_of(built(other, SITE))
    assert run(repository, out, SITE) == 0
    assert is_whole_site(out)


@pytest.mark.parametrize("arguments", [PAGES, SITE, (*PAGES[:-1], "pdf"), (*PAGES[:-1], "docx")])
def test_files_that_do_not_fit_are_not_there(
    arguments: tuple[str, ...],
    repository: Path,
    tmp_path: Path,
    run: Run,
    built: Callable[..., Path],
) -> None:
    """A limit on the size of files ends a write in its middle, as a full disk does."""
    out, whole = tmp_path / "place" / "out", built(repository, arguments)
    largest = sorted(path.stat().st_size for path in whole.rglob("*") if path.is_file())[-1]
    assert run(repository, out, arguments, largest=largest - 1) == 2
    found = hashes_of(out) if out.exists() else {}
    assert is_old_or_new(found, hashes_of(whole))
    assert arguments is not SITE or not out.exists()
    assert names_beside(out) == (["out"] if out.exists() else [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("diff", "HEAD~1..HEAD", "--format", "pdf"),
        ("diff", "HEAD~1..HEAD", "--format", "docx"),
        ("history", "--format", "html"),
        ("coverage", "--format", "json"),
    ],
)
def test_a_report_that_does_not_fit_leaves_the_old_one(
    arguments: Sequence[str], repository: Path, tmp_path: Path
) -> None:
    out = tmp_path / "place" / "report"
    out.parent.mkdir()
    out.write_bytes(b"old")
    command = [sys.executable, "-m", "qmsdoc", "-C", str(repository), *arguments, "-o", str(out)]
    # Larger than the pieces that Typst is given, smaller than any report.
    done = subprocess.run(
        command,
        env=process_environment(XDG_CACHE_HOME="/dev/null"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500)),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert b"Traceback" not in done.stderr
    assert out.read_bytes() == b"old"
    assert names_beside(out) == ["report"]


@pytest.mark.parametrize("arguments", [PAGES, SITE, ("export", "audit")])
def test_a_folder_that_takes_nothing(
    arguments: Sequence[str], repository: Path, tmp_path: Path, cli: Callable[..., Ran]
) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    # Nobody can write below /proc, not even root.
    closed = Path("/proc/self") if os.geteuid() == 0 else tmp_path / "closed"
    option = () if arguments[0] == "export" else ("-o",)
    done = cli("-C", repository, *arguments, *option, closed / "out")
    assert done.code == 2
    assert str(closed) in done.err
    assert not (closed / "out").exists()
