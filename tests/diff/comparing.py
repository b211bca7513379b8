"""Two states of a workspace in memory, compared, and the result in one line a change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from scratch import MemoryTree

from qmsdoc.diff.compare import compare
from qmsdoc.diff.files import Side
from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Comparison, FileChanges, Impact
from qmsdoc.model.roles import role_of
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.report.diff.sentences import sentence
from qmsdoc.report.diff.summary import places_of
from qmsdoc.report.diff.types import DiffReport
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.source.tree import blob_id
from qmsdoc.workspace.cache import CompileCache

POLICY = "organization: 示范中心\nstandards: [{id: gbt-19001-2016}]\n"
DAY = date(2026, 3, 1)
MARKS = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
SIGNS = {"edited": "~", "added": "+", "removed": "-", "moved": ">"}

Files = Mapping[str, Any]


def side(files: Files) -> Side:
    """One state. Values are text or bytes; there is a policy unless *files* say otherwise."""
    data = {
        path: value.encode() if isinstance(value, str) else value
        for path, value in {"qmsdoc.yaml": POLICY, **files}.items()
        if value is not None
    }
    loaded = load(MemoryTree(data), CompileCache(None))

    def text(path: str) -> str:
        try:
            return decode(data.get(path, b""))
        except SourceError:
            return ""

    others = {path: blob_id(value) for path, value in data.items() if not role_of(path)}
    return Side(link_tree(loaded, DAY), loaded.blobs, text, others)


def compared(before: Files, after: Files, ids: Collection[str] = ()) -> Comparison:
    """What changed from one state to the other."""
    return compare(side(before), side(after), ids)


def report(comparison: Comparison, **changed: Any) -> DiffReport:
    """A report on it in English."""
    values = {
        "version": "1.0.0",
        "comparison": comparison,
        "base": "A",
        "head": "B",
        "commits": ("a" * 40, "b" * 40),
        "translate": lambda text: text,
    }
    return DiffReport(**{**values, **changed})


def change_lines(comparison: Comparison) -> list[str]:
    """``QP-07:5 version-changed~ version: A/0 → A/1``; a minus before a line of the old text, ``!``
    for what is major and ``~`` for what is editorial.

    Below a section, its passages that changed; a file that is only laid out anew is one line.
    """
    return [line for file in comparison.files for line in _file(file)]


def impact_lines(comparison: Comparison) -> list[str]:
    """``reference QP-07: QM-01  documents/QM-01.md:8``"""
    return [_impact(impact) for impact in comparison.impact]


def marked(runs: Collection[Run]) -> str:
    return "".join(MARKS[run.op].format(run.text) for run in runs)


def _file(file: FileChanges) -> Iterator[str]:
    name = file.id or file.path
    if file.only_layout:
        yield f"{name} layout"
    for change in file.changes:
        line = -change.where.span.line if change.gone else change.where.span.line
        mark = {"major": "!", "editorial": "~"}.get(change.weight, "")
        yield f"{name}:{line} {change.judgement}{mark} {marked(sentence(change, str))}"
        for passage in change.passages:
            if passage.op != "same":
                yield f"  {SIGNS[passage.op]} {marked(passage.runs)}"


def _impact(impact: Impact) -> str:
    return f"{impact.kind} {impact.subject}: {', '.join(places_of(impact))}"
