"""qmsdoc status, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from scratch import Ran, names_in, write_files
from status_office import StatusOffice

Cli = Callable[..., Ran]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    office = StatusOffice()
    office.write("QP-01", title="<script>alert(1)</script>接待程序")
    office.release("QP-01", "2025-05-10")
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
