"""Met and partly met, in every format of the coverage report."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from holding import linked
from jsonschema import Draft202012Validator

from qmsdoc.model.schema import schema
from qmsdoc.pipeline.coverage import coverage_text, report_on
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.text.language import translator

STANDARD = """\
id: mini
number: MINI 1
title: {zh: 小标准, en: Small standard}
status: unknown
source: made up for a test
confidence: general
clauses:
  - {number: "4", title: {zh: 通则, en: General}}
  - {number: "4.1", title: {zh: 首问, en: First}, evidence: {$ref: evidence.schema.json#/$defs/retainedRecord}}
  - {number: "4.2", title: {zh: 告知, en: Second}}
  - {number: "4.3", title: {zh: 其他, en: Third}}
  - number: "A"
    title: {zh: 附录, en: Annex}
    applies: adaptable
    evidence: {x-basis: organization, x-message: {zh: 两张表, en: two forms}, properties: {forms: {minItems: 2}}}
"""
PROCEDURE = """\
---
id: QP-01
kind: procedure
title: 程序
clauses: ["mini:4.1", "mini:4.2", "mini:A"]
---
# 程序
"""


def report(language: str = "en", **options: Any) -> CoverageReport:
    index = linked(
        {
            "qmsdoc.yaml": "organization: 中心\nstandards: [{id: mini}]\n",
            "standards/mini.yaml": STANDARD,
            "documents/QP-01.md": PROCEDURE,
        }
    )
    return report_on(index, translator(language), language, **options)


def test_json() -> None:
    data = json.loads(coverage_text(report(), "json"))
    Draft202012Validator(schema("coverage")).validate(data)
    (standard,) = data["standards"]
    assert standard["summary"] == {
        "total": 3,
        "met": 1,
        "partly_met": 1,
        "missing": 1,
        "excluded": 0,
    }
    found = {clause["number"]: clause for clause in standard["clauses"]}
    states = {number: clause["state"] for number, clause in found.items()}
    assert states == {
        "4": "partly-met",
        "4.1": "partly-met",
        "4.2": "met",
        "4.3": "missing",
        "A": "partly-met",
    }
    assert (found["4"]["total"], found["4"]["covered"], found["4"]["met"]) == (3, 2, 1)
    assert (found["A"]["total"], found["A"]["covered"], found["A"]["met"]) == (0, 0, 0)
    assert found["4.1"]["shortfalls"] == [
        {
            "message": {"zh": "记录：首问", "en": "a record of: First"},
            "basis": "standard",
            "where": "form",
        }
    ]


@pytest.mark.parametrize("colour", [False, True])
def test_the_table(colour: bool) -> None:
    text = coverage_text(report(colour=colour), "table")
    assert "partly met" in text
    assert "a record of: First" in " ".join(text.split())
    assert "1 of 3 clauses met, 1 partly met, 1 missing, 0 excluded" in text


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(coverage_text(report(), "csv").removeprefix("\ufeff"))))
    by_clause = {row["Clause"]: row for row in rows}
    assert by_clause["mini:4.1"]["State"] == "partly met"
    assert by_clause["mini:4.1"]["Clauses met"] == "0"
    assert by_clause["mini:4.1"]["Missing evidence"] == (
        "missing: a record of: First (called for by the standard)"
    )
    assert by_clause["mini:4.2"]["Missing evidence"] == ""


def test_the_page() -> None:
    text = coverage_text(report(), "html")
    assert '<td colspan="4" class="shortfall">missing: two forms' in text
    assert 'class="partly-met' in text
    assert text.count('class="shortfall"') == 2


def test_without_evidence_a_claim_meets_its_clause() -> None:
    from qmsdoc.index.coverage import coverage

    index = linked(
        {
            "qmsdoc.yaml": "organization: 中心\nstandards: [{id: mini}]\n",
            "standards/mini.yaml": STANDARD,
            "documents/QP-01.md": PROCEDURE,
        }
    )
    (found,) = coverage(index)
    assert (found.covered, found.met) == (2, 2)
