"""The checks of a change: what each asks, and where it is not met."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from comparing import compared, report
from scratch import PROCEDURE, Ran, git, write_files

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.checks import Evidence, checks
from qmsdoc.diff.impact_control import copies_out, fallen_approvals
from qmsdoc.diff.types import Check, CheckKind, CheckState, FileChanges
from qmsdoc.index.control import Control, Copy, State
from qmsdoc.index.ledger import LedgerEntry
from qmsdoc.model.approval import Act, Entry
from qmsdoc.report.diff.catalogue import DIFF_REPORTERS, diff_reporter
from qmsdoc.text.message import Message

Cli = Callable[..., Ran]
Make = Callable[..., Path]
QP07 = "documents/QP-07.md"
SIGNED = (
    "---\nid: QP-07\nkind: procedure\ntitle: 接待\nversion: {}\n---\n# 接待\n\n## 目的\n\n{}。\n"
)


def committed(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty-message", "-m", message)


@pytest.fixture
def start(workspace: Make, commit: Callable[..., str]) -> Path:
    """A workspace whose first commit has the tag ``one``."""
    root = workspace({QP07: PROCEDURE, "records/QR-01/1.yaml": "a: 1\n"})
    commit(root)
    git(root, "tag", "one")
    return root


def states(cli: Cli, root: Path, *asked: str) -> dict[tuple[str, str], str]:
    said = json.loads(cli("-C", root, "diff", *(asked or ("one",)), "--format", "json").out)
    return {(item["kind"], item["subject"]): item["state"] for item in said["checks"]}


EDITED = PROCEDURE.replace("规范前台", "统一规范前台")
assert EDITED != PROCEDURE


def test_a_change_without_a_new_version(start: Path, cli: Cli) -> None:
    write_files(start, {QP07: EDITED})
    committed(start, "QP-07：目的改为统一规范")
    found = states(cli, start)
    assert found["version", "QP-07"] == "failed"
    assert found["summary", "QP-07"] == "passed"
    out = cli("-C", start, "diff", "one").out
    assert "✗ version: QP-07: QP-07 was changed since one, and its version is still A/1" in out
    assert f"{QP07}:5" in out


@pytest.mark.parametrize(
    ("version", "state"), [("A/2", "passed"), ("B/0", "passed"), ("A/0", "failed")]
)
def test_the_version_goes_forward(start: Path, cli: Cli, version: str, state: str) -> None:
    write_files(start, {QP07: EDITED.replace("A/1", version)})
    assert states(cli, start)["version", "QP-07"] == state


def test_a_major_change_within_an_edition_is_pointed_out(start: Path, cli: Cli) -> None:
    owner = PROCEDURE.replace("owner: 服务大厅", "owner: 综合办公室")
    assert owner != PROCEDURE
    for version, told in (("A/2", True), ("B/0", False)):
        write_files(start, {QP07: owner.replace("A/1", version)})
        out = " ".join(cli("-C", start, "diff", "one").out.split())
        assert ("decide whether a new edition is due" in out) is told


@pytest.mark.parametrize(
    ("message", "state"),
    [
        ("QP-07 A/2：目的改为统一规范", "passed"),
        ("state the purpose", "passed"),
        ("update", "failed"),
        ("修改文件", "failed"),
        ("。。。", "failed"),
        ("", "failed"),
    ],
)
def test_a_commit_says_what_was_changed(start: Path, cli: Cli, message: str, state: str) -> None:
    write_files(start, {QP07: EDITED.replace("A/1", "A/2")})
    committed(start, message)
    assert states(cli, start)["summary", "QP-07"] == state
    assert states(cli, start, "one..HEAD")["summary", "QP-07"] == state


def test_what_is_not_committed_has_no_summary_yet(start: Path, cli: Cli) -> None:
    write_files(start, {QP07: EDITED.replace("A/1", "A/2")})
    assert states(cli, start)["summary", "QP-07"] == "open"


def test_a_summary_of_before_does_not_count(start: Path, cli: Cli) -> None:
    write_files(start, {QP07: EDITED.replace("A/1", "A/2")})
    committed(start, "QP-07 A/2：目的改为统一规范")
    git(start, "tag", "two")
    write_files(start, {QP07: EDITED.replace("A/1", "A/3").replace("统一", "一并")})
    committed(start, "wip")
    assert states(cli, start, "two..HEAD")["summary", "QP-07"] == "failed"


def test_summaries_of_a_merged_branch_count(start: Path, cli: Cli) -> None:
    git(start, "checkout", "-q", "-b", "side")
    write_files(start, {QP07: EDITED.replace("A/1", "A/2")})
    committed(start, "QP-07 A/2：目的改为统一规范")
    git(start, "checkout", "-q", "main")
    write_files(start, {"documents/x.txt": "x"})
    committed(start, "another thing")
    git(start, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert states(cli, start, "one..HEAD")["summary", "QP-07"] == "passed"


def test_a_number_that_another_document_had(start: Path, cli: Cli) -> None:
    other = "---\nid: QP-07\nkind: procedure\ntitle: 车辆\nversion: A/2\n---\n# 车辆\n\n油卡。\n"
    write_files(start, {QP07: other})
    assert states(cli, start)["number", "QP-07"] == "failed"


@pytest.mark.parametrize("change", ["altered", "removed"])
def test_a_record_that_was_altered(start: Path, cli: Cli, change: str) -> None:
    record = start / "records/QR-01/1.yaml"
    if change == "removed":
        record.unlink()
    else:
        record.write_text("a: 2\n")
    assert states(cli, start)["record", "records/QR-01/1.yaml"] == "failed"


def test_one_more_record_alters_none(start: Path, cli: Cli) -> None:
    write_files(start, {"records/QR-01/2.yaml": "a: 1\n", QP07: EDITED.replace("A/1", "A/2")})
    found = states(cli, start)
    assert found["record", ""] == found["number", ""] == "passed"


def changes() -> tuple[FileChanges, ...]:
    files = compared({QP07: SIGNED.format("A/1", "甲")}, {QP07: SIGNED.format("A/2", "乙丙丁")})
    return files.files


@pytest.mark.parametrize(
    ("control", "state"),
    [
        (Control("QP-07", State.APPROVED, "A/2", QP07), CheckState.PASSED),
        (Control("QP-07", State.IN_REVIEW, "A/2", QP07, missing=("approved",)), CheckState.OPEN),
        (Control("QP-07", State.CHANGED, "A/2", QP07, missing=("approved",)), CheckState.FAILED),
    ],
)
def test_approvals_of_the_new_text(control: Control, state: CheckState) -> None:
    found = checks(changes(), Evidence(control={"QP-07": control}))
    assert [c.state for c in found if c.kind is CheckKind.APPROVAL] == [state]


def test_without_a_ledger_nothing_is_said_of_approvals() -> None:
    found = checks(changes(), Evidence())
    assert {check.kind for check in found} == {CheckKind.VERSION, CheckKind.NUMBER}


def test_copies_of_other_versions_are_to_be_replaced() -> None:
    out = Copy("服务大厅", "1", "A/1", "2026-01-01", "approvals/QP-07/A-1/distributed.x.json")
    copies = (
        out,
        Copy("服务大厅", "2", "A/1", "2026-01-01", "approvals/a.json", recalled="2026-02-01"),
        Copy("职业介绍科", "3", "A/2", "2026-02-01", "approvals/b.json"),
    )
    control = {"QP-07": Control("QP-07", copies=copies)}
    (found,) = copies_out(control, changes())
    assert (found.subject, found.documents) == ("服务大厅", ("QP-07 A/1 #1",))
    assert found.where == (Location(out.path),)
    assert list(fallen_approvals(control, control, changes())) == []


HOSTILE: Any = "\x1b[31m</details>**a**\u202e|@all"


@pytest.mark.parametrize("name", DIFF_REPORTERS)
def test_reports_list_the_checks_and_escape_them(name: str) -> None:
    comparison = compared({}, {})
    said = tuple(
        Check(kind, state, HOSTILE, Message.of("said: {x}", x=HOSTILE), Location(HOSTILE))
        for kind in CheckKind
        for state in CheckState
    )
    comparison = type(comparison)(comparison.files, comparison.impact, said)
    out = diff_reporter(name)(report(comparison))
    assert "said: " in out
    for bad in ("\x1b", "\u202e", *(("@all", "</details>") if name == "md" else ())):
        assert bad not in out


def test_signatures_fall_with_a_picture_that_is_part_of_the_text() -> None:
    picture = FileChanges("documents/flow.svg", "documents/flow.svg", "")
    given = ("", "示例中心", "QP-07", QP07, "A/2", "", "", Act.APPROVED, "张三", "")
    signed = Entry(**dict(zip(Entry.__struct_fields__, given, strict=False)))
    entry = LedgerEntry("approvals/QP-07/A-2/approved.张三.json", signed, "")
    before = {"QP-07": Control("QP-07", version="A/2", signatures=(entry,))}
    after = {"QP-07": Control("QP-07", version="A/2", changed_includes=(picture.path,))}
    (found,) = fallen_approvals(before, after, [picture])
    assert (found.subject, found.where) == ("QP-07 A/2", (Location(entry.path),))
    assert list(fallen_approvals(before, {}, [picture])) == []
