"""What the shell offers: commands, options, and values that are one of a known few."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from qmsdoc.rules.catalogue import all_rules


def offered(words: str) -> list[str]:
    """What bash is told behind *words*; what stands behind the last space is to be completed."""
    environment = {
        **os.environ,
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
        "_QMSDOC_COMPLETE": "complete_bash",
    }
    command = [sys.executable, "-c", "from qmsdoc.cli.app import app; app(prog_name='qmsdoc')"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("qmsdoc va", ["validate"]),
        ("qmsdoc validate --fo", ["--format"]),
        ("qmsdoc validate --format s", ["sarif"]),
        ("qmsdoc validate --select orphan", ["orphan-document"]),
        ("qmsdoc --lang ", ["zh", "en"]),
        ("qmsdoc new pro", ["procedure"]),
        ("qmsdoc schema org", ["organization"]),
        ("qmsdoc standard show gbt", ["gbt-19001-2016"]),
        ("qmsdoc coverage --format ht", ["html"]),
    ],
)
def test_it_is_offered(words: str, expected: list[str]) -> None:
    assert offered(words) == expected


def test_all_rules_of_a_group_are_offered() -> None:
    assert offered("qmsdoc rule QD3") == [code for code in all_rules() if code.startswith("QD3")]
