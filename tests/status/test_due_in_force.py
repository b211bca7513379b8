"""What is due follows the text in force: no draft silences a rule, or wakes one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from scratch import MemoryTree, Ran, write_files
from status_office import StatusOffice

from qmsdoc.pipeline.check import Selection, check
from qmsdoc.source.tree import blob_id
from qmsdoc.workspace.cache import CompileCache

Cli = Callable[..., Ran]
LISTS = "distribution: [大厅, 办公室]\naudience: [科员]\n"
TODAY = "2026-06-01"
RULES = ("QD505", "QD506", "QD510", "QD512")
NAMES = ["review-overdue", "undistributed", "untrained"]


@pytest.fixture
def office() -> StatusOffice:
    """One version in force, of which the review, a copy and a training are due."""
    office = StatusOffice()
    office.write("QP-01", more=LISTS)
    office.release("QP-01", "2025-05-10")
    office.enter("distributed", "张三", "QP-01", "2025-05-11", department="大厅", copy="1")
    office.enter("trained", "李四", "QP-01", "2025-05-11")
    return office


@pytest.fixture
def folder(office: StatusOffice, tmp_path: Path, commit: Callable[..., str]) -> Path:
    root = write_files(tmp_path / "work", office.files)
    commit(root)
    return root


def found(cli: Cli, folder: Path, *more: str) -> list[tuple[str, str]]:
    """Place and rule of each finding."""
    ran = cli(
        *("-C", folder, "--lang", "en", "validate", "--today", TODAY, "--format", "gitlab"),
        *(word for rule in RULES for word in ("--select", rule)),
        *more,
    )
    assert ran.code in (0, 1), ran.err
    assert ran.err == ""
    return sorted(
        (f"{item['location']['path']}:{item['location']['lines']['begin']}", item["check_name"])
        for item in json.loads(ran.out)
    )


def rules(places: list[tuple[str, str]]) -> list[str]:
    return sorted(rule for _, rule in places)


def test_findings_lie_where_the_text_in_force_says_so(cli: Cli, folder: Path) -> None:
    at = "documents/QP-01.md"
    assert found(cli, folder) == [
        (f"{at}:5", NAMES[0]),
        (f"{at}:7", NAMES[1]),
        (f"{at}:8", NAMES[2]),
    ]


@pytest.mark.parametrize("more", ["review: {every: 60 months}\n", "", LISTS])
def test_a_draft_silences_nothing(cli: Cli, office: StatusOffice, folder: Path, more: str) -> None:
    office.write("QP-01", "A/2", owner="办公室", more=more)
    write_files(folder, office.files)
    expected = [("documents/QP-01.md:5", rule) for rule in NAMES]
    assert found(cli, folder) == expected
    assert found(cli, folder) == expected  # now from the cache
    assert found(cli, folder, "--no-cache") == expected


def test_a_draft_wakes_nothing(cli: Cli, tmp_path: Path, commit: Callable[..., str]) -> None:
    office = StatusOffice()
    office.write("QP-01", more="review: {every: 36 months}\ndistribution: [大厅]\n")
    office.release("QP-01", "2025-05-10")
    office.enter("distributed", "张三", "QP-01", "2025-05-11", department="大厅", copy="1")
    office.enter("trained", "李四", "QP-01", "2025-05-11")
    root = write_files(tmp_path / "work", office.files)
    commit(root)
    assert found(cli, root) == []
    office.write("QP-01", "A/2", more=f"review: {{every: 1 month}}\n{LISTS}")
    write_files(root, office.files)
    assert found(cli, root) == []


def test_a_text_that_is_gone_is_still_in_force(cli: Cli, folder: Path) -> None:
    (folder / "documents/QP-01.md").unlink()
    places = found(cli, folder)
    assert rules(places) == NAMES
    assert {place for place, _ in places} == {"approvals/QP-01/A-1/released.张三.json:1"}


def test_in_a_revision(
    cli: Cli, office: StatusOffice, folder: Path, commit: Callable[..., str]
) -> None:
    office.write("QP-01", "A/2")
    write_files(folder, office.files)
    revision = commit(folder, "draft")
    assert rules(found(cli, folder, "--at", revision)) == NAMES


def test_without_history_the_draft_counts_and_is_not_remembered(
    cli: Cli, office: StatusOffice, folder: Path, tmp_path: Path
) -> None:
    office.write("QP-01", "A/2", more="review: {every: 60 months}\n")
    write_files(folder, office.files)
    (folder / ".git").rename(tmp_path / "away")
    assert found(cli, folder) == []
    (tmp_path / "away").rename(folder / ".git")
    assert rules(found(cli, folder)) == NAMES
    shutil.rmtree(folder / ".git")
    assert rules(found(cli, folder)) == NAMES  # its bytes are known by now


class Past(MemoryTree):
    """A tree that notes what it is asked for."""

    def __init__(self, files: dict[str, str], past: dict[str, bytes]) -> None:
        super().__init__(files)
        self._past = past
        self.asked: list[str] = []

    def past(self, blob: str) -> bytes | None:
        self.asked.append(blob)
        return self._past.get(blob)


def codes(tree: Past) -> list[str]:
    selection = Selection(RULES)
    result = check(tree, CompileCache(None), date.fromisoformat(TODAY), selection)
    return sorted(item.code for item in result.diagnostics)


def test_history_is_asked_only_where_another_text_is_at_hand(office: StatusOffice) -> None:
    tree = Past(office.files, {})
    assert codes(tree) == ["QD505", "QD510", "QD512"]
    assert tree.asked == []
    ends = dict(office.files)
    ends["documents/QP-01.md"] = ends["documents/QP-01.md"].replace("\n", "\r\n")
    tree = Past(ends, {})
    assert codes(tree) == ["QD505", "QD510", "QD512"]
    assert tree.asked == []


def test_other_bytes_under_the_id_are_not_believed(office: StatusOffice) -> None:
    signed = office.files["documents/QP-01.md"].encode()
    office.write("QP-01", "A/2", more="review: {every: 60 months}\n")
    blob = blob_id(signed)
    true, false = Past(office.files, {blob: signed}), Past(office.files, {blob: b"# \xff"})
    assert (codes(true), true.asked) == (["QD505", "QD510", "QD512"], [blob])
    assert (codes(false), false.asked) == ([], [blob])
