"""qmsdoc rule: the pages and the list, in both languages, at the width of the terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scratch import Ran

from qmsdoc.rules.catalogue import all_rules
from qmsdoc.text.wide import columns

Cli = Callable[..., Ran]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_has_every_rule_in_columns(cli: Cli, language: str) -> None:
    ran = cli("--lang", language, "rule")
    lines = ran.out.rstrip("\n").split("\n")
    assert max(columns(line) for line in lines) <= 80
    heads = [line for line in lines if line.startswith("QD")]
    assert [line[:5] for line in heads] == list(all_rules())
    starts = {columns(line[: line.index(line.split()[2])]) for line in heads}
    assert len(starts) == 1


def test_the_list_names_severities_in_the_language(cli: Cli) -> None:
    found = cli("--lang", "zh", "rule").out
    assert {"错误", "警告", "提示"} == {
        line.split()[1] for line in found.split("\n") if line.startswith("QD")
    }


@pytest.mark.parametrize(
    ("language", "heads"),
    [("zh", ["为什么", "不对", "对", "怎样改"]), ("en", ["Why", "Wrong", "Right", "How to mend"])],
)
@pytest.mark.parametrize("code", list(all_rules()))
def test_a_page(cli: Cli, language: str, heads: list[str], code: str) -> None:
    ran = cli("--lang", language, "rule", code)
    assert ran.code == 0
    lines = ran.out.split("\n")
    assert [line[3:] for line in lines if line.startswith("## ")] == heads
    # Examples stay as they are.
    assert max(columns(line) for line in lines if not line.startswith("    ")) <= 80
    assert lines[0].startswith(f"{code} {all_rules()[code].name} [")


def test_a_page_by_name(cli: Cli) -> None:
    assert cli("rule", "orphan-document").out == cli("rule", "qd304").out


def test_a_wide_terminal_does_not_make_lines_too_long_to_read(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    ran = cli("--lang", "zh", "rule", "QD308")
    assert max(columns(line) for line in ran.out.split("\n")) <= 100
    # All of it is there, whatever the width.
    text = ran.out.replace("\n", "")
    monkeypatch.setenv("COLUMNS", "40")
    narrow = cli("--lang", "zh", "rule", "QD308").out.replace("\n", "")
    assert text.replace(" ", "") == narrow.replace(" ", "")


def test_a_misspelt_rule(cli: Cli) -> None:
    ran = cli("--lang", "zh", "rule", "orphan-documents")
    assert ran.code == 2
    assert "没有规则orphan-documents；全部规则见`qmsdoc rule`；是不是orphan-document？" in ran.err
