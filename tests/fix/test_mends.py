"""What `qmsdoc fix` makes of a workspace, case by case: cases/QDnnn.yaml holds those of QDnnn.

A case has a ``name``, its ``files`` (beside a qmsdoc.yaml), the ``options`` of the command, and
``after``: the files that are other than before. All others are the same to the byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from scratch import ROOT, Ran, names_in

FOLDER = Path(__file__).parent / "cases"
CASES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.iterdir())}
# The rules that offer a safe mend.
FIXABLE = {"QD007", "QD008", "QD104", "QD205", "QD801", "QD805"}

Make = Callable[..., Path]
Cli = Callable[..., Ran]

every_case = pytest.mark.parametrize(
    ("code", "case"),
    [
        pytest.param(code, case, id=f"{code} {case['name']}")
        for code, cases in CASES.items()
        for case in cases
    ],
)


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@every_case
def test_the_case_is_mended_as_it_says(
    code: str, case: dict[str, Any], workspace: Make, cli: Cli
) -> None:
    root = workspace(case["files"])
    before = contents(root)
    options = ["--select", code, *case.get("options", ())]
    ran = cli("-C", root, "fix", *options)
    assert (ran.code, ran.err) == (0, "")
    after = contents(root)
    expected = {path: text.encode() for path, text in case["after"].items()}
    assert {path: data for path, data in after.items() if data != before.get(path)} == expected
    assert after.keys() == before.keys()
    for path in expected:
        assert f"{path}  {code}\n" in ran.out


@every_case
def test_twice_is_the_same_as_once(
    code: str, case: dict[str, Any], workspace: Make, cli: Cli
) -> None:
    root = workspace(case["files"])
    for options in ([], case.get("options", [])):
        cli("-C", root, "fix", *options)
        once = names_in(root)
        again = cli("-C", root, "fix", *options)
        assert again == Ran(0, "nothing to mend\n", "")
        assert names_in(root) == once
        assert cli("-C", root, "fix", "--diff", *options) == Ran(0, "", "")


@every_case
def test_diff_writes_nothing_and_shows_what_is_done(
    code: str, case: dict[str, Any], workspace: Make, cli: Cli
) -> None:
    root = workspace(case["files"])
    before = names_in(root)
    options = ["--select", code, *case.get("options", ())]
    ran = cli("-C", root, "fix", "--diff", *options)
    assert (ran.code, ran.err) == (0, "")
    assert names_in(root) == before
    shown = [line[6:] for line in ran.out.splitlines() if line.startswith("+++ b/")]
    assert shown == sorted(case["after"])


def test_every_rule_with_a_mend_has_cases() -> None:
    assert CASES.keys() == FIXABLE
    assert all(any(case["after"] for case in cases) for cases in CASES.values())
    assert all(any(not case["after"] for case in cases) for cases in CASES.values())


@pytest.mark.parametrize("code", sorted(FIXABLE))
def test_the_broken_example_has_one_mend_of_each_rule(code: str, cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "broken"
    shutil.copytree(ROOT / "examples/broken", root)
    ran = cli("-C", root, "--lang", "en", "fix", "--select", code)
    assert "findings mended: 1, in files: 1" in ran.out
