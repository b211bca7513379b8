"""Two versions of a document of the example, and what an expert would mark between them.

A file a pair below redline/real: the path now, the subject of the commit, and the marks in order.
Long ones are cut in the middle, the beginning and the end being what counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from qmsdoc.diff.redline import Run, redline
from qmsdoc.pipeline.example import example_files, states, told_history

FOLDER = Path(__file__).parent / "redline" / "real"
_LONGEST, _END = 100, 30
_SHAPES = {"delete": "[-{}-]", "insert": "{{+{}+}}"}


class Pair(NamedTuple):
    """``marks`` are the hunks, each with some of what stands beside it."""

    name: str
    before: str
    after: str
    marks: list[str]


@cache
def _revisions() -> dict[tuple[str, str], tuple[str, str]]:
    """The texts before and after each commit that edits a document, by path and subject."""
    told = told_history("beijing-pes")
    files = states(example_files("beijing-pes"), told)
    found = {}
    for before, after, commit in zip(files, files[1:], told[1:], strict=False):
        old = {rename.new: rename.old for rename in commit.renames}
        for path in commit.edits:
            if path.endswith(".md"):
                texts = before[old.get(path, path)].decode(), after[path].decode()
                found[path, commit.message.split("\n")[0]] = texts
    return found


def pairs() -> Iterator[Pair]:
    """Every pair that has a file."""
    for file in sorted(FOLDER.glob("*.yaml")):
        case = yaml.safe_load(file.read_text("utf-8"))
        before, after = _revisions()[case["document"], case["commit"]]
        yield Pair(file.stem, before, after, case["marks"])


def marks(before: str, after: str) -> list[str]:
    """What the redline marks, as the files have it."""
    return list(_hunks(redline(before, after, ignore_layout=True)))


def _hunks(runs: Sequence[Run]) -> Iterator[str]:
    left = said = ""
    for run in (*runs, Run("equal", "")):
        if run.op != "equal":
            said += _SHAPES[run.op].format(_cut(run.text))
            continue
        if said:
            yield f"{_line_end(left)}{said}{_line_start(run.text)}"
        left, said = run.text, ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_END]}…{text[-_END:]}"


def _line_end(text: str) -> str:
    return re.split(r"[\n|]", text)[-1][-10:].lstrip()


def _line_start(text: str) -> str:
    return re.split(r"[\n|]", text)[0][:10].rstrip()
