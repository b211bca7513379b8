"""Run qmsdoc and its peers on the same content and print CPU seconds and ratios.

python benchmarks/compare.py --sizes 100,1000 --peers-bin /path/to/venv/bin
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cases
import control
import marks
from cases import Bench, Result
from corpora import corpus
from measure import Measurement
from plan import MINIMUM

Table = dict[str, Result]


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="qmsdoc-bench-") as scratch:
        root = options.keep.resolve() if options.keep else Path(scratch)
        root.mkdir(parents=True, exist_ok=True)
        bench = Bench(root, options.runs, find_qmsdoc(options.qmsdoc), options.peers_bin)
        print(conditions())
        for line in bench.missing(options.only):
            print(line)
        run(bench, options.sizes, options.only)
    return 0


def conditions() -> str:
    """What else bears on the figures."""
    load = os.getloadavg()[0]
    python = platform.python_version()
    return f"{platform.platform()}, Python {python}, {os.cpu_count()} CPUs, load {load:.2f}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("--sizes", type=sizes, default=[100, 1000, 10000], help="numbers of documents, by commas")
    add("--only", choices=("validate", "render"), help="leave the other half out")
    add("--runs", type=int, default=3, help="runs of each command, of which the median is taken")
    add("--qmsdoc", help="command to measure; else the one beside this Python or on the PATH")
    add("--peers-bin", type=Path, help="folder of the peers' commands; else the PATH")
    add("--keep", type=Path, metavar="DIR", help="keep the corpora here for the next time")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    if options.qmsdoc and not shutil.which(options.qmsdoc):
        parser.error(f"no such command: {options.qmsdoc}")
    return options


def sizes(text: str) -> list[int]:
    """Numbers of documents in rising order; ValueError for what is none."""
    numbers = sorted({int(part) for part in text.split(",")})
    if numbers[0] < MINIMUM:
        raise argparse.ArgumentTypeError(f"{MINIMUM} documents or more")
    return numbers


def find_qmsdoc(given: str | None) -> str | None:
    beside = Path(sys.executable).with_name("qmsdoc")
    return shutil.which(given or beside) or shutil.which("qmsdoc")


def run(bench: Bench, wanted: list[int], only: str | None) -> None:
    """Measure, printing each line as it is known, then the marks."""
    cases.prime(bench, only)
    tables: dict[int, Table] = {}
    start: Table = {}
    idle: Table = {}
    if only != "render":
        for fault in control.unfound(bench):
            print(f"NOTE: qmsdoc validate did not find {fault}: its figures are of less work")
        start = show("Start-up", None, cases.start_up(bench), {})
        title = f"{cases.IDLE_SIZE} documents (taken as start-up below)"
        idle = show(title, cases.IDLE_SIZE, cases.idle(bench), {})
    earlier: Table = {}
    for size in wanted:
        table = show(f"{size:,} documents", size, cases.all_of(bench, size, only), earlier)
        tables[size] = earlier = table
    manual: Table = {}
    if only != "validate":
        small = corpus(bench.root, cases.PDF_SIZE, "qmsdoc")
        manual = show("A manual of 60 sheets", None, cases.pdf(bench, small), {})
        show("The manual of examples/beijing-pes", None, cases.pdf(bench, cases.EXAMPLE), {})
    print("\nMarks")
    if paper := good(manual, cases.PDF):
        mark = marks.Mark("a manual of 60 sheets to PDF", paper.cpu, marks.PDF_SECONDS, "s")
        print(f"  {mark.line()}")
    if only != "render":
        for mark in reached(start, idle, tables):
            print(f"  {mark.line()}")


def show(title: str, size: int | None, lines: Iterator[Result], earlier: Table) -> Table:
    """Print the lines of one size; growth is against the line of the same name in *earlier*."""
    print(f"\n{title}")
    head = ("CPU s", "ms/doc", "x qmsdoc", "growth", "peak MB", "runs", "spread")
    print(" " * 46 + "".join(f"{name:>10}" for name in head))
    table: Table = {}
    for result in lines:
        table[result.label] = result
        print(f"  {result.label:44}{figures(result, size, table, earlier)}", flush=True)
    return table


def figures(result: Result, size: int | None, table: Table, earlier: Table) -> str:
    now = result.measurement
    if now.failure:
        return f"  failed, {now.failure}"
    base, before = good(table, result.baseline), good(earlier, result.label)
    each = f"{now.cpu / size * 1e3:.3f}" if size else "-"
    ratio = f"{now.cpu / base.cpu:.2f}" if base and size else "-"
    growth = f"{now.cpu / before.cpu:.2f}" if before else "-"
    return f"{now.cpu:10.3f}{each:>10}{ratio:>10}{growth:>10}{now.peak / 1e6:10.0f}{now.runs:10}{now.spread:10.0%}"


def good(table: Table, label: str) -> Measurement | None:
    """The measurement of that name, if there is one and it did not fail."""
    result = table.get(label)
    return result.measurement if result and not result.measurement.failure else None


def reached(start: Table, idle: Table, tables: dict[int, Table]) -> Iterator[marks.Mark]:
    """Every mark that there are figures for."""
    if version := good(start, cases.VERSION):
        yield marks.Mark("qmsdoc --version", version.cpu, marks.VERSION_SECONDS, "s")
    if example := good(start, cases.ON_EXAMPLE):
        yield marks.Mark(cases.ON_EXAMPLE, example.cpu, marks.EXAMPLE_SECONDS, "s")
    idle_cold, idle_warm = good(idle, cases.COLD), good(idle, cases.WARM)
    if not idle_cold or not idle_warm:
        print("  no figures of qmsdoc validate, hence no marks of it")
        return
    known = {
        size: (cold, warm)
        for size, table in tables.items()
        if size >= marks.SMALLEST_MARKED
        and (cold := good(table, cases.COLD))
        and (warm := good(table, cases.WARM))
    }
    for size, (cold, warm) in known.items():
        yield from marks.per_document(size, cold.cpu, warm.cpu, idle_warm.cpu)
        yield marks.memory(size, cold.peak, idle_cold.peak)
    # Not of warm runs: at the smaller size little but start-up is left of them to compare with.
    for small, large in pairwise(known):
        yield marks.growth(
            (small, known[small][0].cpu), (large, known[large][0].cpu), idle_cold.cpu, "cold"
        )


if __name__ == "__main__":
    sys.exit(main())
