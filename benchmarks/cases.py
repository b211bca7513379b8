"""What is run on each corpus: qmsdoc and its peers."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpora import HERE, Edited, bundled_schema, corpus
from measure import Measurement, measure

EXAMPLE = HERE.parent / "examples" / "beijing-pes"
PEERS = ("check-jsonschema", "yamllint", "mkdocs", "weasyprint")
COLD = "qmsdoc validate, cold"
FIRST = "qmsdoc validate, filling the cache"
WARM = "qmsdoc validate, warm"
EDITED = "qmsdoc validate, one document edited"
RENDER = "qmsdoc render to HTML"
PDF = "qmsdoc render manual to PDF"
# So many generated documents fill 60 sheets.
PDF_SIZE = 25
VERSION = "qmsdoc --version"
ON_EXAMPLE = "qmsdoc validate, examples/beijing-pes, cold"
# The smallest workspace: what is left of a run when there are next to no documents.
IDLE_SIZE = 4
# It is taken off other figures, so its own scatter would spoil them: more runs of it.
IDLE_RUNS = 11


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; `baseline` names the line that ratios are taken to."""

    label: str
    measurement: Measurement
    baseline: str


@dataclass(frozen=True, slots=True)
class Bench:
    """Where things are, and how often to run them."""

    root: Path
    runs: int
    qmsdoc: str | None
    peers_bin: Path | None

    def peer(self, name: str) -> str | None:
        """Path of a peer's command, or nothing."""
        folder = str(self.peers_bin) if self.peers_bin else None
        return shutil.which(name, path=folder)

    def missing(self, only: str | None) -> list[str]:
        """Sentences naming what is not installed, each with the command that installs it."""
        pip = f"{self.peers_bin}/python -m pip" if self.peers_bin else f"{sys.executable} -m pip"
        skipped = {"validate": {"mkdocs", "weasyprint"}, "render": {"check-jsonschema", "yamllint"}}
        names = [n for n in PEERS if n not in skipped.get(only or "", set()) and not self.peer(n)]
        lines = [f"{name} is not installed: {pip} install {name}" for name in names]
        if not self.qmsdoc:
            lines.append(
                f"qmsdoc is not installed: {sys.executable} -m pip install -e {HERE.parent}"
            )
        return lines

    def run(
        self,
        command: list[str],
        folder: Path,
        *,
        cache: Path | None = None,
        runs: int = 0,
        before: Callable[[int], None] | None = None,
    ) -> Measurement:
        """Measure *command* in *folder*, the user's cache being *cache* or a fresh folder."""
        home = cache or self.root / "cache"
        environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
        # With it, a checkout on the path is compiled anew in every run, which no user has.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return measure(command, folder, environment, runs or self.runs, before)


def validate_command(qmsdoc: str, workspace: Path, *, cached: bool) -> list[str]:
    command = [qmsdoc, "-C", str(workspace), "validate", "--jobs", "1"]
    return command if cached else [*command, "--no-cache"]


def all_of(bench: Bench, size: int, only: str | None) -> Iterator[Result]:
    """Every case of one size; *only* is "validate", "render" or nothing."""
    if only != "render":
        yield from qmsdoc_validate(bench, size)
        yield from peers_validate(bench, size)
    if only != "validate":
        yield from render(bench, size)


def prime(bench: Bench, only: str | None) -> None:
    """Run everything once, unmeasured, so that no figure holds the compiling of modules."""
    for _ in all_of(replace(bench, runs=1), IDLE_SIZE, only):
        pass


def idle(bench: Bench) -> Iterator[Result]:
    """qmsdoc validate on the smallest workspace."""
    yield from qmsdoc_validate(replace(bench, runs=max(bench.runs, IDLE_RUNS)), IDLE_SIZE)


def start_up(bench: Bench) -> Iterator[Result]:
    """Runs that have no or next to no documents, and the example."""
    if bench.qmsdoc is None:
        return
    yield Result(VERSION, bench.run([bench.qmsdoc, "--version"], bench.root), VERSION)
    if EXAMPLE.is_dir():
        command = validate_command(bench.qmsdoc, EXAMPLE, cached=False)
        yield Result(ON_EXAMPLE, bench.run(command, bench.root), VERSION)


def qmsdoc_validate(bench: Bench, size: int) -> Iterator[Result]:
    """Cold; then with a cache of its own: the run that fills it, warm, one document edited."""
    if bench.qmsdoc is None:
        return
    workspace = corpus(bench.root, size, "qmsdoc")
    command = validate_command(bench.qmsdoc, workspace, cached=False)
    yield Result(COLD, bench.run(command, bench.root), COLD)
    cache = bench.root / str(size) / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    command = validate_command(bench.qmsdoc, workspace, cached=True)
    yield Result(FIRST, bench.run(command, bench.root, cache=cache, runs=1), COLD)
    yield Result(WARM, bench.run(command, bench.root, cache=cache), COLD)
    edited = Edited(workspace)
    try:
        measurement = bench.run(command, bench.root, cache=cache, before=edited)
    finally:
        edited.restore()
    yield Result(EDITED, measurement, COLD)


def peers_validate(bench: Bench, size: int) -> Iterator[Result]:
    folder = corpus(bench.root, size, "front-matter")
    if checker := bench.peer("check-jsonschema"):
        files = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.yaml"))]
        command = [checker, "--schemafile", str(bundled_schema(bench.root)), *files]
        yield Result("check-jsonschema (front matter)", bench.run(command, folder), COLD)
    if linter := bench.peer("yamllint"):
        yield Result("yamllint (front matter)", bench.run([linter, "."], folder), COLD)


def render(bench: Bench, size: int) -> Iterator[Result]:
    if bench.qmsdoc is not None:
        workspace = corpus(bench.root, size, "qmsdoc")
        ids = sorted(path.stem for path in workspace.rglob("documents/*/*.md"))
        out = bench.root / str(size) / "qmsdoc-html"
        command = [bench.qmsdoc, "-C", str(workspace), "render", *ids, "--to", "html"]
        measurement = bench.run([*command, "-o", str(out)], bench.root, before=emptied(out))
        yield Result(RENDER, measurement, RENDER)
    if builder := bench.peer("mkdocs"):
        folder = corpus(bench.root, size, "mkdocs")
        out = bench.root / str(size) / "mkdocs-html"
        command = [builder, "build", "--quiet", "--site-dir", str(out)]
        measurement = bench.run(command, folder, before=emptied(out))
        yield Result("mkdocs build, search off", measurement, RENDER)


def pdf(bench: Bench, workspace: Path) -> Iterator[Result]:
    """The whole manual of *workspace*; the peer makes PDF of the HTML that qmsdoc made of it."""
    if bench.qmsdoc is None or not workspace.is_dir():
        return
    out = bench.root / "pdf"
    command = [bench.qmsdoc, "-C", str(workspace), "render", "manual", "-o", str(out)]
    yield Result(PDF, bench.run([*command, "--to", "pdf"], bench.root), PDF)
    if peer := bench.peer("weasyprint"):
        subprocess.run([*command, "--to", "html"], check=True, capture_output=True)
        measured = bench.run([peer, str(out / "manual.html"), str(out / "peer.pdf")], bench.root)
        yield Result("weasyprint (HTML to PDF alone)", measured, PDF)


def emptied(folder: Path) -> Callable[[int], None]:
    """Before each run, move what the run before wrote out of the way, to be removed at exit.

    Removing it right away would be measured: ext4 hands out no inode that was deleted within the
    last minutes (``recently_deleted`` in the kernel's fs/ext4/ialloc.c), and the next run would
    have to look past thousands of them, four times as long as it takes to write its files.
    """

    def set_aside(_run: int) -> None:
        if folder.exists():
            aside = tempfile.mkdtemp(prefix=".old-", dir=folder.parent)
            atexit.register(shutil.rmtree, aside, ignore_errors=True)
            folder.rename(Path(aside) / folder.name)

    return set_aside
