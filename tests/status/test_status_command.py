"""qmsdoc status, as typed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from scratch import Ran, names_in, write_files
from status_office import StatusOffice

Cli = Callable[..., Ran]


@pytest.fixture
def root(tmp_path: Path, commit: Callable[..., str]) -> Path:
    office = StatusOffice()
    office.write("QP-01", title="<script>alert(1)</script>接待程序")
    office.release("QP-01", "2025-05-10")
    commit(write_files(tmp_path / "work", office.files))
    office.write("QP-01", "A/2", title="<script>alert(1)</script>接待程序")
    office.enter("prepared", "李四", "QP-01", "2026-05-10")
    return write_files(tmp_path / "work", office.files)


@pytest.mark.parametrize("name", ["table", "json", "html", "ics"])
def test_a_report_goes_to_a_file_and_the_workspace_stays_as_it_is(
    cli: Cli, root: Path, tmp_path: Path, name: str
) -> None:
    before = names_in(root)
    target = tmp_path / "out" / "status"
    ran = cli("-C", root, "status", "--today", "2026-06-01", "--format", name, "-o", target)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert b"QP-01" in target.read_bytes()
    assert names_in(root) == before


def test_the_calendar_keeps_its_line_ends(cli: Cli, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "due.ics"
    cli("-C", root, "status", "--today", "2026-06-01", "--format", "ics", "-o", target)
    assert target.read_bytes().count(b"\n") == target.read_bytes().count(b"\r\n") > 10


@pytest.mark.parametrize(("today", "code"), [("2026-05-10", 0), ("2026-05-11", 1)])
def test_overdue_fails_only_when_asked(cli: Cli, root: Path, today: str, code: int) -> None:
    assert cli("-C", root, "status", "--today", today).code == 0
    assert cli("-C", root, "status", "--today", today, "--fail-on", "overdue").code == code


@pytest.mark.parametrize("arguments", [("--due", "-1"), ("--due", "x"), ("--format", "pdf")])
def test_wrong_options(cli: Cli, root: Path, arguments: tuple[str, ...]) -> None:
    assert cli("-C", root, "status", *arguments).code == 2


def test_a_draft_changes_nothing_for_the_version_in_force(
    cli: Cli, tmp_path: Path, commit: Callable[..., str]
) -> None:
    office = StatusOffice()
    office.write("QP-01", more="distribution: [大厅, 办公室]\naudience: [科员]\n")
    office.release("QP-01", "2025-05-10")
    office.enter("distributed", "张三", "QP-01", "2025-05-11", department="大厅", copy="1")
    office.enter("trained", "李四", "QP-01", "2025-05-11")
    folder = write_files(tmp_path / "work", office.files)
    commit(folder)

    def sections() -> list[object]:
        ran = cli("-C", folder, "status", "--today", "2026-06-01", "--format", "json")
        assert (ran.code, ran.err) == (0, "")
        said = json.loads(ran.out)
        return [said[name] for name in ("reviews", "copies_to_hand_out", "trainings")]

    before = sections()
    assert [len(rows) for rows in before] == [1, 1, 1]  # type: ignore[arg-type]
    office.write("QP-01", "A/2", owner="办公室", more="review: {every: 60 months}\n")
    write_files(folder, office.files)
    assert sections() == before
    (folder / "documents/QP-01.md").unlink()
    assert sections() == before


def test_without_the_text_in_force_it_says_that_it_reads_the_draft(
    cli: Cli, root: Path, tmp_path: Path
) -> None:
    shutil.rmtree(root / ".git")
    ran = cli("-C", root, "--lang", "en", "status", "--today", "2026-06-01")
    assert ran.code == 0
    assert "QP-01 A/1 are not in this repository, and their drafts tell when" in ran.err
    assert ran.err.count("drafts") == 1
    assert "QP-01" in ran.out


def test_a_revision_is_looked_at_as_it_was(
    cli: Cli, root: Path, commit: Callable[..., str]
) -> None:
    first = commit(root)
    (root / "documents" / "QP-01.md").unlink()
    ran = cli("-C", root, "status", "--at", "HEAD", "--today", "2026-06-01", "--format", "json")
    parsed = json.loads(ran.out)
    assert parsed["revision"] == first
    assert parsed["changes"][0]["state"] == "in-review"


def test_the_page_is_inert_and_whole(cli: Cli, root: Path) -> None:
    ran = cli("-C", root, "--lang", "zh", "status", "--today", "2026-06-01", "--format", "html")
    reader = _Tags()
    reader.feed(ran.out)
    assert reader.open == []
    assert not {"script", "img", "link", "iframe"} & reader.seen
    assert "default-src 'none'" in ran.out
    assert 'lang="zh-CN"' in ran.out
    assert "逾期22天" in ran.out
    assert "待审核：赵六" in ran.out


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
