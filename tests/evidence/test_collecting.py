"""What counts as evidence of a clause: claimed, and what can be reached from there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from holding import linked
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from qmsdoc.index.evidence import EvidenceCollector, evidence_shortfalls
from qmsdoc.index.evidence_pieces import pieces
from qmsdoc.index.types import Index
from qmsdoc.model.roles import role_of
from qmsdoc.model.schema import referred_schema, schema
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.resources import data_dir
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.work_tree import WorkTree

STANDARD = """\
id: mini
number: MINI 1
title: {zh: 小标准}
status: unknown
source: made up for a test
confidence: general
clauses:
  - {number: "5", title: {zh: 接待}}
  - {number: "5.1", title: {zh: 首问}, evidence: {$ref: evidence.schema.json#/$defs/retainedRecord}}
  - {number: "5.10", title: {zh: 其他}}
"""
FORM = "---\nid: {id}\nkind: form\ntitle: 表\nretention: 3年\nfields: [{{name: t, label: 表, type: table, columns: [{{name: s, label: 签, type: signature}}]}}]\n---\n# 表\n"
BODY = """\
# 文件

## 1 接待

### 1.1 首问

见[表](QR-02-01.md)，再见[表](QR-02-01.md#a)。

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
| 问候 | 接待岗、求职者 | 当场 | [表](QR-02-01.md) |
| 登记 |  |  | 台账 |

## 2 监督

| 步骤 | 责任岗位 |
|---|---|
| 抽查 | 主管 |
"""


def text(kind: str, number: str, claim: str) -> str:
    return (
        f"---\nid: {number}\nkind: {kind}\ntitle: 文件\nversion: A/0\nclauses: [{claim}]\n"
        f"records: [QR-01-01, QR-99-99]\nobjectives: [QO-2026-01]\n---\n{BODY}"
    )


def index(*documents: tuple[str, str, str], policy: str = "") -> Index:
    files = {
        f"documents/{number}.md": text(kind, number, claim) for kind, number, claim in documents
    }
    return linked(
        {
            "qmsdoc.yaml": f"organization: 中心\nstandards:\n  - id: mini\n{policy}",
            "standards/mini.yaml": STANDARD,
            "documents/QR-01-01.md": FORM.format(id="QR-01-01"),
            "documents/QR-02-01.md": FORM.format(id="QR-02-01"),
            "objectives/QO-2026-01.yaml": "id: QO-2026-01\ntitle: 率\n",
            "objectives/QO-2026-02.yaml": 'id: QO-2026-02\ntitle: 率\nclauses: ["mini:5.1"]\n',
            **files,
        }
    )


def example_index(name: str) -> Index:
    tree = WorkTree(data_dir("examples") / name, role_of)
    return link_tree(load(tree, CompileCache(None), 1), date(2026, 3, 1))


def data(found: Index, number: str = "5.1") -> Any:
    standard = found.standards["mini"]
    return EvidenceCollector(found).of(standard, standard.clauses[number]).data


def test_a_procedure_brings_the_forms_and_objectives_that_it_names() -> None:
    held = data(index(("procedure", "QP-01", '"mini:5.1"')))
    (document,) = held["documents"]
    assert document["whole"]
    assert all(section["claimed"] for section in document["sections"])
    # Those it links come with those it lists; a number that leads nowhere brings nothing.
    assert [form["id"] for form in held["forms"]] == ["QR-02-01", "QR-01-01"]
    assert [form["named_by"] for form in held["forms"]] == [["QP-01"], ["QP-01"]]
    assert [(item["id"], item["claimed"]) for item in held["objectives"]] == [
        ("QO-2026-02", True),
        ("QO-2026-01", False),
    ]


def test_a_claimed_section_is_claimed_with_all_below_it() -> None:
    (document,) = data(index(("procedure", "QP-01", "{clause: 'mini:5.1', section: 1 接待}")))[
        "documents"
    ]
    claimed = {section["title"]: section["claimed"] for section in document["sections"]}
    assert claimed == {"接待": True, "首问": True, "监督": False}
    assert [section["records"] for section in document["sections"]] == [[], ["QR-02-01"], []]
    assert [(step["table"], step["claimed"]) for step in document["steps"]] == [
        (1, True),
        (1, True),
        (2, False),
    ]
    first, second, _ = document["steps"]
    assert (first["posts"], first["limit"]) == (["接待岗", "求职者"], "当场")
    assert second["posts"] == []
    assert "limit" not in second
    assert second["records"] == ["台账"]


def test_of_a_manual_only_the_claimed_section_counts() -> None:
    supervised = index(("manual", "QM-01", "{clause: 'mini:5.1', section: 监督}"))
    assert data(supervised)["forms"] == []
    assert [item["id"] for item in data(supervised)["objectives"]] == ["QO-2026-02"]
    received = data(index(("manual", "QM-01", "{clause: 'mini:5.1', section: 接待}")))
    assert [form["id"] for form in received["forms"]] == ["QR-02-01"]


def test_a_section_that_is_not_there_shows_nothing() -> None:
    (document,) = data(index(("procedure", "QP-01", "{clause: 'mini:5.1', section: 没有}")))[
        "documents"
    ]
    assert not document["whole"]
    assert not any(section["claimed"] for section in document["sections"])


def test_5_1_is_not_5_10_and_a_parent_holds_what_is_below() -> None:
    found = index(("procedure", "QP-01", '"mini:5.10"'), ("procedure", "QP-02", '"mini:5.1"'))
    assert [item["id"] for item in data(found)["documents"]] == ["QP-02"]
    assert [item["id"] for item in data(found, "5")["documents"]] == ["QP-02", "QP-01"]


def test_columns_of_a_table_are_fields() -> None:
    (form,) = data(index(("form", "QR-03-01", '"mini:5.1"')))["forms"]
    assert (form["id"], form["claimed"]) == ("QR-03-01", True)
    (_, linked_form) = data(index(("procedure", "QP-01", '"mini:5.1"')))["forms"]
    assert [(field["name"], field.get("table")) for field in linked_form["fields"]] == [
        ("t", None),
        ("s", "t"),
    ]


def test_nothing_is_missing_of_what_is_excluded_or_claimed_by_nobody() -> None:
    claimed = ("manual", "QM-01", "{clause: 'mini:5.1', section: 监督}")
    assert set(evidence_shortfalls(index(claimed))) == {("mini", "5.1")}
    excluded = '    exclusions: [{clause: "5", reason: 不办理这一类业务事项}]\n'
    assert evidence_shortfalls(index(claimed, policy=excluded)) == {}
    without = '    exclusions: [{clause: "5"}]\n'
    assert set(evidence_shortfalls(index(claimed, policy=without))) == {("mini", "5.1")}
    assert evidence_shortfalls(index(claimed), "other") == {}


def test_an_objective_alone_is_a_claim_whose_record_is_missing() -> None:
    assert set(evidence_shortfalls(index())) == {("mini", "5.1")}


@pytest.mark.parametrize("example", ["beijing-pes", "broken", "minimal"])
def test_every_evidence_object_of_the_examples_is_as_published(example: str) -> None:
    found = example_index(example)
    registry: Registry[Any] = Registry(
        retrieve=lambda uri: Resource.from_contents(referred_schema(uri))
    )
    published = Draft202012Validator(schema("evidence-object"), registry=registry)
    collector = EvidenceCollector(found)
    for standard in found.standards.values():
        for clause in standard.clauses.values():
            evidence = collector.of(standard, clause)
            published.validate(evidence.data)
            for piece in pieces(evidence):
                assert piece.location.path in found.paths
                assert piece.location.span.line >= 1


def test_the_example_shows_evidence_for_every_clause() -> None:
    assert evidence_shortfalls(example_index("beijing-pes")) == {}
