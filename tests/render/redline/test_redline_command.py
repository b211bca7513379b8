"""qmsdoc diff --format html, docx, pdf on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from redline_papers import accepted, rejected, revisions
from scratch import PROCEDURE, Ran, git, names_in

Make = Callable[..., Path]
Run = Callable[..., Ran]
Commit = Callable[..., str]
PATH = "documents/QP-07.md"
STARTS = {"html": b"<!DOCTYPE html>", "docx": b"PK\x03\x04", "pdf": b"%PDF-"}


@pytest.fixture
def changed(workspace: Make, commit: Commit) -> Path:
    root = workspace({PATH: PROCEDURE})
    commit(root)
    (root / PATH).write_text(PROCEDURE.replace("规范前台", "统一前台"), "utf-8")
    return root


@pytest.mark.parametrize("name", STARTS)
def test_each_format_is_written_and_nothing_else(
    name: str, changed: Path, cli: Run, tmp_path: Path
) -> None:
    before = names_in(changed)
    file = tmp_path / f"out.{name}"
    ran = cli("-C", changed, "diff", "--format", name, "-o", file)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_bytes().startswith(STARTS[name])
    assert names_in(changed) == before


def test_html_can_go_to_the_terminal(changed: Path, cli: Run) -> None:
    ran = cli("-C", changed, "diff", "--format", "html")
    assert ran.code == 0
    assert "<del>" in ran.out
    assert "规范" in ran.out


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_bytes_do_not_go_to_the_terminal(name: str, changed: Path, cli: Run) -> None:
    ran = cli("-C", changed, "diff", "--format", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"-o FILE.{name}" in ran.err


@pytest.mark.parametrize("arguments", [[], ["--format", "md"], ["--format", "html"]])
def test_a_form_is_docx_or_pdf(arguments: list[str], changed: Path, cli: Run) -> None:
    ran = cli("-C", changed, "diff", "--request", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "--format docx or --format pdf" in ran.err


def test_a_form_without_a_changed_document(
    workspace: Make, commit: Commit, cli: Run, tmp_path: Path
) -> None:
    root = workspace({PATH: PROCEDURE})
    commit(root)
    file = tmp_path / "form.pdf"
    ran = cli("-C", root, "diff", "--request", "--format", "pdf", "-o", file)
    assert ran.code == 2
    assert "no document changed" in ran.err
    assert not file.exists()


def test_uncommitted_work_is_the_organisation_s(changed: Path, cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    cli("-C", changed, "diff", "--format", "docx", "-o", file, "--today", "2026-03-01")
    found = revisions(file.read_bytes())
    assert {change["author"] for change in found} == {"示范区公共就业服务中心"}
    assert {change["date"] for change in found} == {"2026-03-01T00:00:00Z"}


def test_a_commit_is_its_author_s(changed: Path, cli: Run, commit: Commit, tmp_path: Path) -> None:
    commit(changed, "二")
    file = tmp_path / "out.docx"
    cli("-C", changed, "diff", "HEAD~1..HEAD", "--format", "docx", "-o", file)
    docx = file.read_bytes()
    found = revisions(docx)
    assert {change["author"] for change in found} == {"张三"}
    # 09:00 in Beijing.
    assert {change["date"] for change in found} == {"2026-01-05T01:00:00Z"}
    assert ("规范前台接待服务。",) in rejected(docx)
    assert ("统一前台接待服务。",) in accepted(docx)


def test_in_a_shallow_clone_the_author_is_not_guessed(
    changed: Path, cli: Run, commit: Commit, tmp_path: Path
) -> None:
    commit(changed, "二")
    commit(changed, "三")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{changed}", "clone")
    (tmp_path / "clone" / PATH).write_text(PROCEDURE.replace("规范", "再次统一"), "utf-8")
    commit(tmp_path / "clone", "四")
    for more in ([], ["--request"]):
        file = tmp_path / "out.docx"
        ran = cli(
            "-C", tmp_path / "clone", "diff", "HEAD~1..HEAD", "--format", "docx", "-o", file, *more
        )
        assert (ran.code, ran.err) == (0, "")
        assert "张三" not in {change["author"] for change in revisions(file.read_bytes())}


def test_an_organisation_s_own_template_takes_no_part(changed: Path, cli: Run) -> None:
    own = changed / "templates/html/redline.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("hijacked", "utf-8")
    ran = cli("-C", changed, "diff", "--format", "html")
    assert "hijacked" not in ran.out
