"""``validate --format``: several reports at once, and where they go."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from findings import count, sarif
from scratch import PROCEDURE, Ran

from qmsdoc.report.catalogue import REPORTERS

Cli = Callable[..., Ran]
Make = Callable[..., Path]
MACHINE = ("json", "sarif", "junit", "github", "gitlab")
LOST = PROCEDURE + "\n按 QP-99 办理。\n\n再按 QP-99 办理。\n"


@pytest.fixture
def lost(workspace: Make) -> Path:
    """A workspace with two equal findings in one file."""
    return workspace({"documents/QP-07.md": LOST})


def only(*arguments: str | Path) -> tuple[str | Path, ...]:
    return (*arguments, "--select", "QD301")


def test_several_reports_of_one_run_agree(lost: Path, cli: Cli, tmp_path: Path) -> None:
    formats = [part for name in MACHINE for part in ("--format", f"{name}={tmp_path / name}")]
    ran = cli(*only("-C", lost, "validate", "--format", "text", *formats))
    assert ran.code == 1
    assert "errors: 2," in ran.out
    assert ran.err == ""
    for name in MACHINE:
        assert count(name, (tmp_path / name).read_text("utf-8")) == 2


def test_nothing_is_printed_that_was_not_asked_for(lost: Path, cli: Cli, tmp_path: Path) -> None:
    ran = cli(*only("-C", lost, "validate", "--format", f"gitlab={tmp_path / 'q.json'}"))
    assert (ran.code, ran.out, ran.err) == (1, "", "")


@pytest.mark.parametrize("name", MACHINE)
def test_one_report_goes_to_standard_output(lost: Path, cli: Cli, name: str) -> None:
    ran = cli(*only("-C", lost, "validate", "--format", name))
    assert (ran.code, count(name, ran.out)) == (1, 2)


def test_o_takes_the_report_without_a_file(lost: Path, cli: Cli, tmp_path: Path) -> None:
    log, quality = tmp_path / "a.sarif", tmp_path / "new" / "b.json"
    ran = cli(
        *only(
            "-C", lost, "validate", "--format", f"gitlab={quality}", "--format", "sarif", "-o", log
        )
    )
    assert (ran.code, ran.out) == (1, "")
    assert count("sarif", log.read_text("utf-8")) == 2
    assert count("gitlab", quality.read_text("utf-8")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "sarfi"], "no report format sarfi; there are text, json"),
        (["--format", "sarfi"], "did you mean sarif?"),
        (["--format", ""], "no report format"),
        (["--format", "sarif="], "--format sarif= lacks the name of a file"),
        (["--format", "text", "--format", "github"], "text and github cannot both go to standard"),
        (["--format", "text", "--format", "text"], "text and text cannot both go to standard"),
        (["--format", "json=a", "--format", "sarif=./a"], "json and sarif cannot both be written"),
        (["--format", "json", "-o", "a", "--format", "sarif=a"], "cannot both be written"),
        (["--format", "json=a", "-o", "b"], "-o b has no report to take"),
    ],
)
def test_a_demand_that_makes_no_sense_is_refused(
    lost: Path,
    cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    ran = cli("-C", lost, "validate", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_one_unwritable_file_does_not_cost_the_others(lost: Path, cli: Cli, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file, not a folder")
    good = tmp_path / "good.json"
    ran = cli(
        "-C", lost, "validate", "--format", f"junit={blocked / 'a.xml'}", "--format",
        f"sarif={blocked / 'b.sarif'}", "--format", f"gitlab={good}", "--format", "text",
    )  # fmt: skip
    assert ran.code == 2
    assert "cannot write" in ran.err
    assert "a.xml" in ran.err
    assert "b.sarif" in ran.err
    assert count("gitlab", good.read_text("utf-8")) >= 2
    assert "documents checked: " in ran.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "good.json", "ws"]


def test_help_names_every_format(cli: Cli) -> None:
    said = cli("validate", "--help").out
    assert all(name in said for name in REPORTERS)


def test_colour_stays_out_of_files(
    lost: Path, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qmsdoc.cli.validate.wants_colour", lambda: True)
    shown = cli("-C", lost, "validate", "--format", "text").out
    cli("-C", lost, "validate", "--format", f"text={tmp_path / 'a.txt'}")
    cli("-C", lost, "validate", "-o", tmp_path / "b.txt")
    assert "\x1b[" in shown
    assert "\x1b" not in (tmp_path / "a.txt").read_text("utf-8")
    assert "\x1b" not in (tmp_path / "b.txt").read_text("utf-8")


def test_paths_are_those_of_the_repository(
    workspace: Make, cli: Cli, commit: Callable[..., str], tmp_path: Path
) -> None:
    root = workspace({"documents/QP-07.md": LOST}, name="repo/qms")
    commit(tmp_path / "repo")
    for arguments in ([], ["--at", "HEAD"]):
        issues = json.loads(
            cli(*only("-C", root, "validate", "--format", "gitlab", *arguments)).out
        )
        assert {issue["location"]["path"] for issue in issues} == {"qms/documents/QP-07.md"}


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_fingerprints_survive_a_line_above(lost: Path, cli: Cli, name: str) -> None:
    before = _places(name, cli(*only("-C", lost, "validate", "--format", name)).out)
    path = lost / "documents/QP-07.md"
    path.write_text(LOST.replace("## 1 目的", "一行新的文字。\n\n## 1 目的"), "utf-8")
    after = _places(name, cli(*only("-C", lost, "validate", "--format", name)).out)
    assert len(before) == 2
    assert after == {fingerprint: line + 2 for fingerprint, line in before.items()}


def _places(name: str, said: str) -> dict[str, int]:
    if name == "gitlab":
        return {
            issue["fingerprint"]: issue["location"]["lines"]["begin"] for issue in json.loads(said)
        }
    return {
        result["partialFingerprints"]["qmsdoc/v1"]: result["locations"][0]["physicalLocation"][
            "region"
        ]["startLine"]
        for result in sarif(said)["results"]
    }


def test_a_mend_in_sarif_can_be_applied(workspace: Make, cli: Cli) -> None:
    text = PROCEDURE.replace("规范前台", "规范\u200b前\u200b台")
    root = workspace({"documents/QP-07.md": text})
    said = cli("-C", root, "validate", "--select", "QD008", "--format", "sarif").out
    results = sarif(said)["results"]
    assert results
    assert "\u200b" not in said
    lines = text.split("\n")
    regions = [
        (replacement["deletedRegion"], replacement["insertedContent"]["text"])
        for result in results
        for fix in result["fixes"]
        for replacement in fix["artifactChanges"][0]["replacements"]
    ]
    for region, inserted in sorted(regions, key=lambda item: -item[0]["startColumn"]):
        line = lines[region["startLine"] - 1]
        start, end = region["startColumn"] - 1, region["endColumn"] - 1
        lines[region["startLine"] - 1] = line[:start] + inserted + line[end:]
    assert "\n".join(lines) == PROCEDURE


def test_every_rule_is_in_the_log(lost: Path, cli: Cli) -> None:
    from qmsdoc.rules.catalogue import all_rules

    driver = sarif(cli("-C", lost, "validate", "--format", "sarif").out)["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(all_rules())
    assert all(rule["help"]["markdown"].count("\n## ") >= 3 for rule in driver["rules"])


def test_junit_tells_of_every_file_that_was_checked(workspace: Make, cli: Cli) -> None:
    root = workspace({"documents/QP-07.md": LOST, "glossary.yaml": "terms: []\n"})
    said = cli("-C", root, "validate", "--format", "junit").out
    for path in ("documents/QP-07.md", "glossary.yaml", "qmsdoc.yaml"):
        assert f'<testsuite name="{path}"' in said
    said = cli("-C", root, "validate", "--format", "junit", root / "documents").out
    assert "glossary.yaml" not in said
