"""Damaged files through the compiler, every rule and `fix --diff`: findings, and nothing else.

A few in every run; `pytest --slow` takes 20,000, or as many as QMSDOC_MUTATED_FILES says. A failure
names the number from which ``case`` makes the file again.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from datetime import date
from functools import cache
from random import Random
from typing import NamedTuple

import pytest
from mutate import mutated
from scratch import ROOT, MemoryTree

from qmsdoc.diagnostics.edits import apply_edits
from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.errors import QmsdocError
from qmsdoc.model.roles import Role, role_of
from qmsdoc.pipeline.check import Selection, check
from qmsdoc.pipeline.compiled import compile_one, decode
from qmsdoc.pipeline.fix import mend
from qmsdoc.report.mends import render_diff
from qmsdoc.source.decode import decode as decode_text
from qmsdoc.source.defect import SourceError
from qmsdoc.workspace.cache import CompileCache

FEW, MANY = 200, int(os.environ.get("QMSDOC_MUTATED_FILES", "20000"))
TODAY = date(2026, 11, 20)
LIMIT = 120
EXAMPLES = ("beijing-pes", "broken", "minimal")
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
)


class Case(NamedTuple):
    """A file of an example after its damage, and the files that it is checked with."""

    path: str
    data: bytes
    tree: MemoryTree


@cache
def files_of(example: str) -> dict[str, bytes]:
    root = ROOT / "examples" / example
    paths = (path for path in sorted(root.rglob("*")) if path.is_file())
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    return {path: data for path, data in found.items() if role_of(path)}


def case(number: int) -> Case:
    chance = Random(number)
    files = files_of(chance.choice(EXAMPLES))
    path = chance.choice(list(files))
    data = mutated(files[path], chance, [files[chance.choice(list(files))] for _ in range(2)])
    # The policy, the organisation and the glossary decide by what the others are judged.
    around = {name: text for name, text in files.items() if "/" not in name}
    if path in around:
        beside = chance.choice([name for name in files if "/" in name])
        around[beside] = files[beside]
    return Case(path, data, MemoryTree({**around, path: data}))


def go_through(number: int) -> Counter[str]:
    """Everything that is done to the file of that number; what was found, by rule."""
    made = case(number)
    role = role_of(made.path)
    assert role is not None
    compiles_as_it_is_kept(role, made.data)
    try:
        result = check(made.tree, CompileCache(None), TODAY, jobs=1)
    except QmsdocError:
        return Counter({"could not run": 1})
    for item in result.diagnostics:
        stands_in_the_text(item, made)
    again = check(made.tree, CompileCache(None), TODAY, jobs=1)
    assert again == result, "not the same result twice"
    mends_once(made)
    return Counter(item.code for item in result.diagnostics)


def compiles_as_it_is_kept(role: Role, data: bytes) -> None:
    compiled = compile_one(role, data, None)
    assert decode(*compiled.encoded()) == compiled


def stands_in_the_text(item: Diagnostic, made: Case) -> None:
    """Every place that a finding names is one of the file."""
    tree = made.tree.files
    places = [item.location, *(other.location for other in item.related)]
    for path, span in [(place.path, place.span) for place in places if place.path in tree]:
        lines = read(tree[path]).split("\n")
        said = f"{item.code} at {span} of {path}"
        assert 1 <= span.line <= span.end_line <= max(len(lines), 1), said
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1, said
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1, said
        assert span.start <= span.end, said
    str(item.message).encode("utf-8")
    if item.fix:
        text = tree[item.location.path].decode("utf-8")
        _, done = apply_edits(text, [item.fix.edits])
        assert done == (0,), f"the mend of {item.code} meets itself"


def read(data: bytes) -> str:
    try:
        return decode_text(data)
    except SourceError as error:
        # What could be read up to the fault.
        line = error.defect.span.line
        return "\n" * (line - 1) + " " * error.defect.span.end_column


def mends_once(made: Case) -> None:
    mends = mend(made.tree, CompileCache(None), TODAY, Selection())
    assert not CONTROLS.search(render_diff(mends))
    after = {item.path: item.after for item in mends}
    if after:
        again = mend(
            MemoryTree({**made.tree.files, **after}), CompileCache(None), TODAY, Selection()
        )
        assert again == (), "mended twice"


def out_of_time(*_: object) -> None:
    raise TimeoutError(f"not done in {LIMIT} s")


def run_through(numbers: range) -> None:
    """All cases; at the end the first ones that went wrong."""
    found: Counter[str] = Counter()
    failed: dict[int, str] = {}
    slowest, slow = 0.0, 0
    before = signal.signal(signal.SIGALRM, out_of_time)
    try:
        for number in numbers:
            start = time.process_time()
            signal.alarm(LIMIT)
            try:
                found += go_through(number)
            except Exception as error:  # whatever it is, the others are looked at as well
                failed[number] = f"{type(error).__name__}: {str(error)[:200]}"
            signal.alarm(0)
            spent = time.process_time() - start
            if spent > slowest:
                slowest, slow = spent, number
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    print(f"{len(numbers)} files, {sum(found.values())} findings of {len(found)} kinds;", end=" ")
    print(f"the slowest was number {slow}, {slowest:.2f} s")
    first = dict(list(failed.items())[:20])
    assert not failed, f"{len(failed)} of {len(numbers)} went wrong: {first}"
    assert len(found) > 20


def test_a_few_damaged_files() -> None:
    run_through(range(FEW))


@pytest.mark.slow
def test_many_damaged_files() -> None:
    run_through(range(FEW, FEW + MANY))
