"""What each rule finds, case by case: QDnnn.yaml holds the cases of the rule QDnnn.

A case has a ``name``, its ``files`` (over the defaults of case_trees), and what to ``expect``: every
finding of that rule as ``path:line:column message``. ``related`` lists the places that explain them,
``fixed`` the files as the fixes leave them, after which nothing is left to fix, and ``also`` the
other rules that run. ``base`` is what differs from ``files`` in the state that --base names.
``ledger`` are entries of the approvals ledger, see case_ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from case_ledger import ledger_files
from case_trees import DEFAULTS, tree_of

from qmsdoc.diagnostics.types import Diagnostic, Edit, Location
from qmsdoc.pipeline.check import Base, Selection, check
from qmsdoc.rules.catalogue import all_rules
from qmsdoc.text.message import Message
from qmsdoc.workspace.cache import CompileCache

FILES = sorted(Path(__file__).parent.glob("QD*.yaml"))
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FILES}
TODAY = date(2026, 3, 1)
SECTIONS = ["## Why", "## Wrong", "## Right", "## How to mend"]


def findings(
    code: str, case: Mapping[str, Any], files: Mapping[str, Any], folder: Path
) -> tuple[Diagnostic, ...]:
    files = {**files, **ledger_files({**DEFAULTS, **files}, case.get("ledger", ()))}
    tree = tree_of(files, folder)
    earlier = {**files, **case["base"]} if "base" in case else None
    base = Base("main", tree_of(earlier, folder)) if earlier is not None else None
    selection = Selection((code, *case.get("also", ())))
    result = check(tree, CompileCache(None), TODAY, selection, jobs=1, base=base)
    return tuple(item for item in result.diagnostics if item.code == code)


def line(location: Location, message: Message) -> str:
    return f"{location.path}:{location.span.line}:{location.span.column} {message}"


def fixed(text: str, edits: Iterable[Edit]) -> str:
    lines = text.splitlines(keepends=True)
    starts = [0]
    for one in lines:
        starts.append(starts[-1] + len(one))
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        start = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        text = text[:start] + edit.text + text[end:]
    return text


@pytest.mark.parametrize(
    ("code", "case"),
    [
        pytest.param(code, case, id=f"{code} {case['name']}")
        for code, cases in CASES.items()
        for case in cases
    ],
)
def test_finds_what_the_case_says(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    found = findings(code, case, case["files"], tmp_path)
    assert [line(item.location, item.message) for item in found] == case["expect"]
    if "related" in case:
        related = [line(other.location, other.message) for item in found for other in item.related]
        assert related == case["related"]
    if "fixed" in case:
        files = {**DEFAULTS, **case["files"]}
        for path in {item.location.path for item in found}:
            here = (item for item in found if item.location.path == path)
            edits = [edit for item in here if item.fix for edit in item.fix.edits]
            files[path] = fixed(files[path], edits)
        assert {path: files[path] for path in case["fixed"]} == case["fixed"]
        assert not [item for item in findings(code, case, files, tmp_path) if item.fix]


@pytest.mark.parametrize("code", all_rules())
def test_each_rule_has_cases_that_hit_and_that_do_not(code: str) -> None:
    cases = CASES.get(code, [])
    assert any(case["expect"] for case in cases), "no case in which the rule finds something"
    assert any(not case["expect"] for case in cases), "no case in which it finds nothing"


def test_each_case_file_is_of_a_rule() -> None:
    assert CASES.keys() <= all_rules().keys()


@pytest.mark.parametrize("code", all_rules())
def test_each_page_has_its_sections_in_order(code: str) -> None:
    page = all_rules()[code].page
    assert [text for text in page.splitlines() if text.startswith("#")] == SECTIONS
    assert page.splitlines()[0].endswith("."), "the summary is one sentence on one line"
    for section in re.split(r"^## .*$", page, flags=re.MULTILINE)[1:]:
        assert section.strip()
