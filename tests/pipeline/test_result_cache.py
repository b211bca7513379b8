"""A result is kept by what goes into it: the same tree, day and rules, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qmsdoc.model.roles import role_of
from qmsdoc.pipeline import check as module
from qmsdoc.pipeline.check import CheckResult, Selection, check
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.work_tree import WorkTree

POLICY = """\
organization: 示例中心
waivers:
  - {rule: QD301, reason: 等待新文件, approver: 管理者代表, expires: 2026-03-01}
"""
DOCUMENT = """\
---
{id: QP-01, kind: procedure, title: 接待, version: A/0, owner: 服务大厅, references: [QP-99]}
---
# 接待
"""
TODAY = date(2026, 3, 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "qmsdoc.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "documents" / "QP-01.md").write_text(DOCUMENT, "utf-8")
    return tmp_path


def found(root: Path, cache: CompileCache, today: date = TODAY, *select: str) -> CheckResult:
    return check(WorkTree(root, role_of), cache, today, Selection(select))


def test_the_second_run_does_not_link(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = CompileCache(tmp_path_factory.mktemp("cache"))
    first = found(root, cache)
    assert first == found(root, CompileCache(None))

    def never(*_: object) -> None:
        raise AssertionError("linked again")

    monkeypatch.setattr(module, "link_tree", never)
    assert found(root, cache) == first


def test_another_day_choice_or_file_is_another_result(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache, none = CompileCache(tmp_path_factory.mktemp("cache")), CompileCache(None)
    assert not [item for item in found(root, cache).diagnostics if item.code == "QD301"]
    tomorrow = found(root, cache, date(2026, 3, 2))
    assert {"QD301", "QD011"} <= {item.code for item in tomorrow.diagnostics}
    assert found(root, cache, TODAY, "QD304") == found(root, none, TODAY, "QD304")
    (root / "documents" / "QP-99.md").write_text(DOCUMENT.replace("QP-01", "QP-99"), "utf-8")
    assert found(root, cache) == found(root, none)
    (root / "documents" / "QP-99.md").rename(root / "documents" / "QP-98.md")
    assert found(root, cache) == found(root, none)
    (root / "documents" / "QP-98.md").unlink()
    assert found(root, cache) == found(root, none)
