"""Whole mappings and rows of figures are told with the names and the marks of the language."""

from __future__ import annotations

import pytest
from comparing import compared, report

from qmsdoc.report.diff.sentences import sentence
from qmsdoc.text.language import translator

ACTIONS = "actions:\n  - {action: 甲, owner: 大厅, due: 2026-04-15}\n"
MORE = "  - {action: 增开窗口, owner: 办公室, due: 2026-07-31}\n"
OBJECTIVE = (
    "id: QO-2026-01\ntitle: 目标\ndata: data/a.csv\nseries: {x: {label: 差评}, y: {label: 回访}}\n"
)
PATH, DATA = "objectives/QO-2026-01.yaml", "objectives/data/a.csv"


def told(before: dict[str, str], after: dict[str, str], language: str) -> list[str]:
    translate = translator(language)
    return [
        "".join(run.text for run in sentence(change, translate))
        for file in report(compared(before, after)).comparison.files
        for change in file.changes
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "措施 › 增开窗口：归口部门：办公室；完成期限：2026-07-31（新增）"),
        ("en", "actions › 增开窗口: owner: 办公室; due: 2026-07-31 (new)"),
    ],
)
def test_a_mapping(language: str, said: str) -> None:
    before = {PATH: OBJECTIVE + ACTIONS}
    assert said in told(before, {PATH: OBJECTIVE + ACTIONS + MORE}, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "2026-02，差评 5、回访 4"), ("en", "2026-02, 差评 5, 回访 4")],
)
def test_a_row_of_figures(language: str, said: str) -> None:
    before = {PATH: OBJECTIVE, DATA: "period,x,y\n2026-01,1,1\n"}
    after = {PATH: OBJECTIVE, DATA: before[DATA] + "2026-02,5,4\n"}
    assert any(line.endswith(said) for line in told(before, after, language))


def test_a_list_in_a_mapping() -> None:
    before = {"qmsdoc.yaml": "organization: X\ncharter:\n  services: [QP-08]\n"}
    service = "{procedure: QP-07, promises: [登记来访, 引导]}"
    after = {"qmsdoc.yaml": f"organization: X\ncharter:\n  services: [QP-08, {service}]\n"}
    assert any("服务承诺书 › 服务项目" in line for line in told(before, after, "zh"))
    assert any("承诺：登记来访、引导（新增）" in line for line in told(before, after, "zh"))
    assert any("登记来访, 引导 (new)" in line for line in told(before, after, "en"))
