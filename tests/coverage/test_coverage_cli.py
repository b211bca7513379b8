"""qmsdoc coverage and qmsdoc standard, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from mini import POLICY, STANDARD, files
from scratch import Ran, names_in

Cli = Callable[..., Ran]
Make = Callable[..., Path]


@pytest.fixture
def root(workspace: Make) -> Path:
    return workspace(files('"mini:5.1.1"'))


def test_gaps_fail_only_when_asked(cli: Cli, root: Path) -> None:
    assert cli("-C", root, "coverage").code == 0
    assert cli("-C", root, "coverage", "--fail-on-gaps").code == 1


def test_no_gaps_do_not_fail(cli: Cli, workspace: Make) -> None:
    root = workspace(files('"mini:5.1.1"', '"mini:5.1.2"', '"mini:5.10"'))
    assert cli("-C", root, "coverage", "--fail-on-gaps").code == 0


@pytest.mark.parametrize("name", ["table", "json", "csv", "html"])
def test_a_report_goes_to_a_file(cli: Cli, root: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out" / "report"
    ran = cli("-C", root, "coverage", "--format", name, "-o", target)
    assert (ran.code, ran.out) == (0, "")
    assert "QP-01" in target.read_text("utf-8")


def test_nothing_is_written_in_the_workspace(cli: Cli, root: Path) -> None:
    before = names_in(root)
    cli("-C", root, "coverage")
    assert names_in(root) == before


def test_a_standard_that_is_not_in_force(cli: Cli, root: Path) -> None:
    ran = cli("-C", root, "coverage", "--standard", "mimi")
    assert ran.code == 2
    assert "did you mean mini?" in ran.err


def test_a_workspace_without_standards(cli: Cli, workspace: Make) -> None:
    ran = cli("-C", workspace(), "coverage")
    assert ran.code == 2
    assert "qmsdoc standard list" in ran.err


def test_an_older_revision(cli: Cli, root: Path, commit: Callable[..., str]) -> None:
    first = commit(root)
    (root / "documents" / "QP-01.md").unlink()
    commit(root)
    then = cli("-C", root, "coverage", "--at", first, "--format", "json")
    now = cli("-C", root, "coverage", "--format", "json")
    assert json.loads(then.out)["revision"] == first
    assert json.loads(then.out)["standards"][0]["summary"]["met"] == 1
    assert json.loads(now.out)["standards"][0]["summary"]["met"] == 0


def test_a_report_that_cannot_be_written(cli: Cli, root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = cli("-C", root, "coverage", "-o", tmp_path / "file" / "report")
    assert ran.code == 2
    assert "cannot write" in ran.err


def test_the_packs_outside_a_workspace(cli: Cli, tmp_path: Path) -> None:
    ran = cli("-C", tmp_path, "standard", "list")
    assert ran.code == 0
    for name in ("gbt-19001-2016", "iso-9001-2026", "db11t-1123-2014", "db11t-1574-2018"):
        assert name in ran.out


def test_a_pack_of_the_workspace(cli: Cli, root: Path) -> None:
    assert "own pack" in cli("-C", root, "standard", "list").out
    data = json.loads(cli("-C", root, "standard", "list", "--format", "json").out)
    assert [item["id"] for item in data["standards"] if item["own"]] == ["mini"]


def test_the_page_of_a_pack(cli: Cli, root: Path) -> None:
    lines = cli("-C", root, "standard", "show", "mini").out.split("\n")
    assert lines[0] == "MINI 1 Small standard"
    assert "  5.1       Commitment" in lines
    assert "    5.1.1     General" in lines
    assert "A         Annex [adaptable]" in lines
    assert "made up for a test (general knowledge, not verified)" in "\n".join(lines)
    assert "小标准" in cli("--lang", "zh", "-C", root, "standard", "show", "mini").out


@pytest.mark.parametrize("name", ["gbt-19001-2016", "iso-9001-2026", "db11t-1574-2018"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_clause_is_on_the_page(cli: Cli, tmp_path: Path, name: str, language: str) -> None:
    from qmsdoc.standards.builtin import builtin_standard
    from qmsdoc.text.wide import columns

    out = cli("--lang", language, "-C", tmp_path, "standard", "show", name).out
    numbers = [line.split()[0] for line in out.split("\n") if line.strip()]
    assert set(builtin_standard(name).clauses) <= set(numbers)
    assert max(columns(line) for line in out.split("\n")) <= 80
    data = json.loads(cli("-C", tmp_path, "standard", "show", name, "--format", "json").out)
    assert len(data["clauses"]) == len(builtin_standard(name).clauses)


def test_a_pack_that_is_not_there(cli: Cli, root: Path) -> None:
    ran = cli("-C", root, "standard", "show", "gbt-19001")
    assert ran.code == 2
    assert "gbt-19001-2016" in ran.err


def test_hostile_titles_of_an_own_pack(cli: Cli, workspace: Make) -> None:
    text = STANDARD.replace("en: Small standard", 'en: "\\e[31m\\u202e"')
    root = workspace({"qmsdoc.yaml": POLICY, "standards/mini.yaml": text})
    for command in (("standard", "list"), ("standard", "show", "mini"), ("coverage",)):
        out = cli("-C", root, *command).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_a_folder_that_is_not_there(cli: Cli, tmp_path: Path) -> None:
    assert cli("-C", tmp_path / "no", "standard", "list").code == 2
