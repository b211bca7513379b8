"""The jobs in docs/ci.md can be copied as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from qmsdoc.cli.formats import destinations
from qmsdoc.report.catalogue import REPORTERS

TEXT = (Path(__file__).parents[2] / "docs" / "ci.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SAMPLES = [yaml.safe_load(text) for language, text in BLOCKS if language == "yaml"]


def test_every_format_is_in_the_table() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == sorted(
        REPORTERS, key=["text", "json", "github", "sarif", "gitlab", "junit"].index
    )


def test_every_command_asks_for_formats_that_there_are() -> None:
    commands = [
        line
        for _, text in BLOCKS
        for line in text.split("\n")
        if re.search(r"qmsdoc\"? validate", line)
    ]
    assert len(commands) == 4
    for line in commands:
        destinations(re.findall(r"--format ([^ ']+)", line), None)


def test_the_github_job_has_no_more_rights_than_it_needs() -> None:
    job: dict[Any, Any] = SAMPLES[0]
    assert job["permissions"] == {"contents": "read"}
    # YAML 1.1 reads the key `on` as true.
    assert set(job[True]) == {"pull_request", "push"}
    checkout = job["jobs"]["validate"]["steps"][0]
    assert checkout["with"] == {"persist-credentials": False, "fetch-depth": 0}
    assert "pull_request_target" not in BLOCKS[0][1]


def test_the_gitlab_job_keeps_the_reports_it_writes() -> None:
    job = SAMPLES[1]["quality documents"]
    written = {str(item.file) for item in destinations(_formats(job["script"][-1]), None)}
    assert set(job["artifacts"]["reports"].values()) == written - {"None"}
    assert job["artifacts"]["when"] == "always"


@pytest.mark.parametrize("path", ["documents/QP-01.md", "qmsdoc.yaml", "objectives/data/a.csv"])
def test_the_hook_runs_for_files_of_a_workspace(path: str) -> None:
    hook = SAMPLES[2]["repos"][0]["hooks"][0]
    assert re.search(hook["files"], path)
    assert hook["pass_filenames"] is False


def _formats(command: str) -> list[str]:
    return re.findall(r"--format ([^ ']+)", command)
