"""The examples: the broken one shows every rule and nothing else, the minimal one is clean."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.model.roles import role_of
from qmsdoc.pipeline.check import check
from qmsdoc.resources import data_dir
from qmsdoc.rules.catalogue import all_rules, change_rules
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.work_tree import WorkTree

EXPECTED = Path(__file__).with_name("broken_example.txt")
# They need an earlier state, which a folder of files does not have.
NOT_SHOWN = {rule.code for rule in change_rules()}


def findings(example: str) -> tuple[Diagnostic, ...]:
    tree = WorkTree(data_dir("examples") / example, role_of)
    return check(tree, CompileCache(None), date(2026, 3, 1), jobs=1).diagnostics


def place(found: Diagnostic) -> str:
    start = found.location.span
    return f"{found.location.path}:{start.line}:{start.column} {found.code}"


def test_the_broken_example_has_the_findings_that_are_wanted_and_no_other() -> None:
    wanted = EXPECTED.read_text("utf-8").splitlines()
    assert sorted(place(found) for found in findings("broken")) == sorted(wanted)


def test_the_broken_example_shows_every_rule() -> None:
    shown = {line.split()[-1] for line in EXPECTED.read_text("utf-8").splitlines()}
    assert shown == all_rules().keys() - NOT_SHOWN


def test_the_readme_of_the_broken_example_names_the_file_of_every_finding() -> None:
    text = (data_dir("examples") / "broken" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (QD\d{3}) (\S+) \| `([^`]+)`", text, re.MULTILINE)
    rules = all_rules()
    assert all(rules[code].name == name for code, name, _ in rows)
    named = {(code, path) for code, _, path in rows}
    wanted = EXPECTED.read_text("utf-8").splitlines()
    assert named == {(line.split()[-1], line.rsplit(":", 2)[0]) for line in wanted}


def test_the_minimal_example_has_five_files_and_no_finding() -> None:
    folder = data_dir("examples") / "minimal"
    assert sum(path.is_file() for path in folder.rglob("*")) == 5
    assert findings("minimal") == ()
