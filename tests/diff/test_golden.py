"""A realistic change of a front-desk procedure, as each report tells it.

``QMSDOC_UPDATE_GOLDEN=1 pytest tests/diff`` writes the reports anew; read the difference before committing.
"""

from __future__ import annotations

import json
import os
import re

import pytest
from comparing import compared, report
from jsonschema import Draft202012Validator
from scratch import ROOT

from qmsdoc.report.diff.catalogue import DIFF_REPORTERS, diff_reporter
from qmsdoc.report.text import columns

GOLDEN = ROOT / "tests" / "golden" / "diff"


def state(name: str) -> dict[str, bytes]:
    folder = GOLDEN / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def said(name: str, *, colour: bool = False) -> str:
    comparison = compared(state("before"), state("after"))
    return diff_reporter(name)(report(comparison, base="v1", head="v2", colour=colour))


@pytest.mark.parametrize("name", DIFF_REPORTERS)
def test_report_is_the_golden_one(name: str) -> None:
    golden = GOLDEN / f"front-desk.{name}"
    found = said(name)
    if os.environ.get("QMSDOC_UPDATE_GOLDEN"):
        golden.write_text(found, "utf-8", newline="\n")
    assert found == golden.read_text("utf-8")


def test_text_keeps_to_80_columns() -> None:
    assert max(columns(line) for line in said("text").split("\n")) <= 80


def test_colour_adds_nothing_but_colour() -> None:
    coloured = said("text", colour=True)
    assert "\x1b[32;4m" in coloured
    assert "\x1b[31;9m" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    unmarked = re.sub(r"\[-|-\]|\{\+|\+\}", "", said("text"))
    # Marks take room, so lines may break elsewhere.
    assert "".join(plain.split()) == "".join(unmarked.split())
    assert all(line.count("\x1b[") % 2 == 0 for line in coloured.split("\n"))


def test_json_fits_its_schema() -> None:
    schema = json.loads((ROOT / "schemas" / "diff.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(said("json")))
