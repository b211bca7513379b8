"""Publications of a workspace, as the bytes that would be written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rendering import TODAY
from scratch import write_files

from qmsdoc.pipeline.edition import EditionName
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.lists.types import ListView

WORKING = Choices(edition=EditionName.WORKING)
POLICY = """\
organization: 就业中心
code: JY
language: zh-CN
standards:
  - id: gbt-19001-2016
    exclusions:
      - {clause: "8.3", reason: 不设计新的服务项目}
  - id: db11t-1123-2014
"""
ORGANIZATION = """\
departments: [{name: 大厅}, {name: 办公室}]
posts: [{name: 接待岗, department: 大厅}, {name: 主管, department: 大厅}]
outsiders: [求职者, 各科室]
"""
RECEPTION = """\
---
id: QP-07
kind: procedure
title: 接待服务程序
version: A/1
owner: 大厅
basis: 《优化营商环境条例》；GB/T 30662-2014《现场招聘会服务规范》
clauses:
  - {clause: "db11t-1123-2014:5", section: 接待}
  - "gbt-19001-2016:8.5.1"
records: [QR-07-01]
distribution: [大厅, 办公室]
---
# 接待服务程序

## 1 目的

让**来访者**一次办好，见[投诉处理程序](QP-16.md)。

## 2 接待

依据GB/T 99999-2020《虚构的规范》和《信访工作条例》，见《投诉处理程序》。

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
| 递交材料 | 求职者 | 当场 | — |
| 登记来访事项 | 接待岗 | 5分钟内 | [登记表](QR-07-01.md) |
| 答复来访者 | 各科室 | 1个工作日内 | — |
| 清点窗口用品 | 主管 | 每日16时前 | — |
| 说明去处 | 接待岗 | — | — |

## 3 回访

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
| 电话回访 | 主管 | 3个工作日内 | — |
"""
COMPLAINT = """\
---
id: QP-16
kind: procedure
title: 投诉处理程序
version: B/0
owner: 办公室
---
# 投诉处理程序

## 1 办理

| 步骤 | 责任岗位 | 时限 |
|---|---|---|
| 受理投诉 | 主管 | 1个工作日内 |
| 答复投诉人 | 主管 | 10个工作日内 |
"""
FORM = """\
---
id: QR-07-01
kind: form
title: 登记表
version: A/0
owner: 大厅
retention: 3年
fields:
  - {name: when, label: 日期, type: date}
  - name: visitors
    label: 来访者
    type: table
    columns: [{name: phone, label: 电话, type: text, sensitive: true}]
---
# 登记表
"""
PLAIN_FORM = """\
---
id: QR-07-02
kind: form
title: 汇总表
version: A/0
fields: [{name: total, label: 合计, type: integer}]
---
# 汇总表
"""
OBJECTIVE = """\
id: QO-2026-01
title: 满意率
documents: [QP-07]
indicator: 当月满意件数占比
unit: "%"
target: {direction: at-least, value: 95}
period: month
"""
FILES = {
    "qmsdoc.yaml": POLICY,
    "organization.yaml": ORGANIZATION,
    "documents/QP-07.md": RECEPTION,
    "documents/QP-16.md": COMPLAINT,
    "documents/QR-07-01.md": FORM,
    "documents/QR-07-02.md": PLAIN_FORM,
    "objectives/QO-2026-01.yaml": OBJECTIVE,
}


def publish(
    root: Path, *names: str, formats: tuple[str, ...] = ("html",), language: str = "en"
) -> dict[str, bytes]:
    """The files of publications by name, of the texts at hand."""
    with open_workspace(root, None, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, language, 1, WORKING)
        artifacts = list(rendering.artifacts(names, formats=formats))
    return {artifact.path: artifact.content for artifact in artifacts}


def view(root: Path, name: str, language: str = "en") -> ListView:
    """The neutral list of that name."""
    with open_workspace(root, None, use_cache=False) as workspace:
        return LISTS[name](Rendering(workspace, TODAY, language, 1, WORKING)._library)


def workspace(root: Path, **changed: str) -> Path:
    """The workspace above; *changed* are other texts for qmsdoc.yaml and the like, by stem."""
    files = {
        path: changed.get(Path(path).stem.replace("-", "_"), text) for path, text in FILES.items()
    }
    return write_files(root, files)


def cells(found: ListView) -> list[list[str]]:
    """The texts of all rows, lines of a cell parted by ``/``."""
    return [
        ["/".join(line["text"] for line in cell) for cell in row["cells"]]
        for group in found["groups"]
        for row in group["rows"]
    ]


def sheet(content: bytes) -> Worksheet:
    """The one sheet of a workbook."""
    found = load_workbook(io.BytesIO(content))
    assert len(found.worksheets) == 1
    return found.worksheets[0]


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, which begins with a byte order mark."""
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def hostile(strings: list[str]) -> dict[str, Any]:
    """A workspace in which each of *strings* is a title, an owner and a department."""
    files: dict[str, Any] = {"qmsdoc.yaml": "organization: =1+1\ncode: =X\nlanguage: en\n"}
    for number, text in enumerate(strings):
        quoted = json.dumps(text)
        files[f"documents/{number}.md"] = (
            f"---\nid: QR-{number:02}-01\nkind: form\ntitle: {quoted}\nversion: {quoted}\n"
            f"owner: {quoted}\ndistribution: [{quoted}]\nretention: {quoted}\nbasis: 《{text.strip()}》\n"
            f"---\n# x\n\n见《{text.strip()}》。\n"
        )
    return files
