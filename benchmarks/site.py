"""The site beside `mkdocs build` on the same documents: cold, nothing changed, one document edited.

python benchmarks/site.py --sizes 100,1000 --peers-bin /path/to/venv/bin
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import compare
from cases import IDLE_SIZE, Bench, Result, emptied
from corpora import Edited, corpus
from measure import Measurement

COLD = "qmsdoc render site, cold"
FIRST = "qmsdoc render site, filling the cache"
WARM = "qmsdoc render site, nothing changed"
EDITED = "qmsdoc render site, one document edited"
PEER = "mkdocs build, search off"
BEST = "mkdocs build, search off, one entry to navigate"
# The marks: CPU milliseconds a page of the cold build, the peer over it, a build of nothing over it.
COLD_MS, PEER_TIMES, WARM_SHARE = 2.2, 2.0, 0.10
# A site has pages besides those of documents: lists, posts, standards.
PAGES = "*.html"


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="qmsdoc-bench-") as scratch:
        root = options.keep.resolve() if options.keep else Path(scratch)
        root.mkdir(parents=True, exist_ok=True)
        qmsdoc = compare.find_qmsdoc(options.qmsdoc)
        bench = Bench(root, options.runs, qmsdoc, options.peers_bin)
        print(compare.conditions())
        if qmsdoc is None:
            print("qmsdoc is not installed", file=sys.stderr)
            return 2
        # Once unmeasured, so that no figure holds the compiling of modules.
        for _ in cases(replace(bench, runs=1), IDLE_SIZE):
            pass
        for size in options.sizes:
            table = compare.show(f"{size:,} documents", size, cases(bench, size), {})
            for line in marks(table, pages(site_of(bench, size))):
                print(f"  {line}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("--sizes", type=compare.sizes, default=[100, 1000], help="numbers of documents, by commas")
    add("--runs", type=int, default=3, help="runs of each command, of which the median is taken")
    add("--qmsdoc", help="command to measure; else the one beside this Python or on the PATH")
    add("--peers-bin", type=Path, help="folder of the peers' commands; else the PATH")
    add("--keep", type=Path, metavar="DIR", help="keep the corpora here for the next time")
    return parser.parse_args()


def site_of(bench: Bench, size: int) -> Path:
    return bench.root / str(size) / "qmsdoc-site"


def pages(folder: Path) -> int:
    return len(list(folder.glob(PAGES)))


def cases(bench: Bench, size: int) -> Iterator[Result]:
    """Cold without any cache; then with one: filling it, nothing changed, one document edited."""
    assert bench.qmsdoc is not None
    workspace, out = corpus(bench.root, size, "qmsdoc"), site_of(bench, size)
    command = [bench.qmsdoc, "-C", str(workspace), "render", "site", "--jobs", "1"]
    command += ["-o", str(out), "--today", "2026-11-23"]
    measured = bench.run([*command, "--no-cache"], bench.root, before=emptied(out))
    yield Result(COLD, measured, COLD)
    cache = bench.root / str(size) / "site-cache"
    for folder in (cache, out):
        emptied(folder)(0)
    yield Result(FIRST, bench.run(command, bench.root, cache=cache, runs=1), COLD)
    yield Result(WARM, bench.run(command, bench.root, cache=cache), COLD)
    edited = Edited(workspace)
    try:
        yield Result(EDITED, bench.run(command, bench.root, cache=cache, before=edited), COLD)
    finally:
        edited.restore()
    if builder := bench.peer("mkdocs"):
        folder = corpus(bench.root, size, "mkdocs")
        target = bench.root / str(size) / "mkdocs-html"
        peer = [builder, "build", "--quiet", "--site-dir", str(target)]
        yield Result(BEST, bench.run(peer, folder, before=emptied(target)), COLD)
        peer += ["--config-file", str(with_navigation(folder))]
        yield Result(PEER, bench.run(peer, folder, before=emptied(target)), COLD)


def with_navigation(folder: Path) -> Path:
    """The settings of the peer without those on navigation: every page leads to every other one."""
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    before, _, rest = settings.partition("nav:\n")
    made = folder / "navigation.yml"
    made.write_text(before + rest[rest.index("markdown_extensions:") :], "utf-8")
    return made


def marks(table: dict[str, Result], count: int) -> Iterator[str]:
    """Every mark that there are figures for; *count* is the number of pages of the site."""
    cold, warm = _cpu(table, COLD), _cpu(table, WARM)
    if cold and count:
        yield _mark(
            cold / count * 1e3 <= COLD_MS, f"{cold / count * 1e3:.2f} ms a page, cold", COLD_MS
        )
    if cold and warm:
        yield _mark(
            warm / cold <= WARM_SHARE, f"{warm / cold:.0%} where nothing changed", WARM_SHARE
        )
    if cold and (peer := _cpu(table, PEER)):
        said = f"{peer / cold:.2f} times less than {PEER}"
        yield _mark(peer / cold >= PEER_TIMES, said, PEER_TIMES)
    if cold and (best := _cpu(table, BEST)):
        yield f"{'':8} {best / cold:.2f} times less than {BEST} (no mark)"


def _cpu(table: dict[str, Result], label: str) -> float:
    found: Measurement | None = compare.good(table, label)
    return found.cpu if found else 0.0


def _mark(reached: bool, said: str, mark: float) -> str:
    return f"{'reached' if reached else 'MISSED':8} {said} (mark: {mark:g})"


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.exit(main())
