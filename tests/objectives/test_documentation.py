"""What docs/objectives.md shows is true."""

from __future__ import annotations

import re
from datetime import date

from scratch import ROOT, MemoryTree

from qmsdoc.index.measure.measurements import measure
from qmsdoc.index.measure.outcome import NotMeasured, Verdict
from qmsdoc.pipeline.check import Selection, check, link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.workspace.cache import CompileCache

TEXT = (ROOT / "docs" / "objectives.md").read_text("utf-8")
MANUAL = """\
---
id: QM-01
kind: manual
title: 质量手册
version: A/0
owner: 信息统计科
---
# 质量手册

## 质量方针

精准服务、用心援助。
"""


def test_the_objective_and_its_series_are_clean_and_have_values() -> None:
    (objective,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    (series,) = re.findall(r"```csv\n(.*?)```", TEXT, re.DOTALL)
    files = {
        "qmsdoc.yaml": "organization: 中心\n",
        "organization.yaml": "departments: [{name: 信息统计科}, {name: 服务大厅}]\n",
        "documents/QM-01.md": MANUAL,
        "objectives/QO-2026-01.yaml": objective,
        "objectives/data/QO-2026-01.csv": series,
    }
    chosen = Selection(("QD006", "QD007", "QD307", "QD309", "QD6"))
    tree, today = MemoryTree(files), date(2026, 4, 1)
    assert check(tree, CompileCache(None), today, chosen, jobs=1).diagnostics == ()
    index = link_tree(load(tree, CompileCache(None), jobs=1), today)
    measured = measure(index, index.objectives["objectives/QO-2026-01.yaml"])
    first, second, third = measured.measurements
    assert first.verdict is Verdict.MET
    assert second.outcome == NotMeasured(("bad",))
    assert third.verdict is Verdict.MISSED
