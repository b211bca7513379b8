"""A small standard, and workspaces that cover some of it."""

from __future__ import annotations

from datetime import date

from scratch import Files, MemoryTree

from qmsdoc.index.coverage import ClauseCoverage, StandardCoverage, coverage
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.coverage import report_on
from qmsdoc.pipeline.load import load
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.text.language import translator
from qmsdoc.workspace.cache import CompileCache

STANDARD = """\
id: mini
number: MINI 1
title: {zh: 小标准, en: Small standard}
status: unknown
source: made up for a test
confidence: general
clauses:
  - {number: "1", title: {zh: 范围, en: Scope}, applies: none}
  - {number: "5", title: {zh: 领导, en: Leadership}, applies: required}
  - {number: "5.1", title: {zh: 承诺, en: Commitment}}
  - {number: "5.1.1", title: {zh: 总则, en: General}}
  - {number: "5.1.2", title: {zh: 关注焦点, en: Focus}}
  - {number: "5.10", title: {zh: 其他, en: Other}}
  - {number: "A", title: {zh: 附录, en: Annex}, applies: adaptable}
"""
POLICY = "organization: 中心\nstandards:\n  - id: mini\n"
FORM = """\
---
id: QR-01-01
kind: form
title: 登记表
version: A/0
owner: 大厅
fields:
  - {name: day, label: 日期, type: date}
---
# 登记表
"""


def procedure(*clauses: str, number: str = "QP-01", extra: str = "") -> str:
    """A procedure with two sections; only the first links the form."""
    claims = "".join(f"  - {clause}\n" for clause in clauses)
    head = f"clauses:\n{claims}" if clauses else ""
    return (
        f"---\nid: {number}\nkind: procedure\ntitle: 程序\nversion: A/0\nowner: 大厅\n"
        f"{head}records: [QR-01-01]\nobjectives: [QO-2026-01]\n{extra}---\n# 程序\n\n"
        "## 1 接待\n\n见[登记表](QR-01-01.md)。\n\n### 1.1 告知\n\n一次告知。\n\n## 2 监督\n\n每月检查。\n"
    )


def files(*clauses: str, policy: str = POLICY, **others: str) -> Files:
    """A workspace whose one procedure claims *clauses*; *others* are further documents by name."""
    return {
        "qmsdoc.yaml": policy,
        "standards/mini.yaml": STANDARD,
        "documents/QP-01.md": procedure(*clauses),
        "documents/QR-01-01.md": FORM,
        **{f"documents/{name}.md": text for name, text in others.items()},
    }


def covered(wanted: Files) -> StandardCoverage:
    """The coverage of the small standard."""
    index = link_tree(load(MemoryTree(wanted), CompileCache(None), 1), date(2026, 3, 1))
    return coverage(index)[0]


def clauses(wanted: Files) -> dict[str, ClauseCoverage]:
    """The same, by number."""
    return {item.clause.number: item for item in covered(wanted).clauses}


def report(wanted: Files, language: str = "en", **options: object) -> CoverageReport:
    """What the reporters are given."""
    index = link_tree(load(MemoryTree(wanted), CompileCache(None), 1), date(2026, 3, 1))
    return report_on(index, translator(language), language, **options)  # type: ignore[arg-type]
