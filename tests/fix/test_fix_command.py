"""`qmsdoc fix` as a user runs it: what is written, what is not, and what is said."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scratch import Ran, names_in

from qmsdoc.workspace import output

Make = Callable[..., Path]
Cli = Callable[..., Ran]

GLOSSARY = "terms:\n  - {term: 服务对象, replaces: [顾客]}\n"


def document(number: int, *lines: str) -> str:
    head = (
        f"---\nid: QP-{number:02d}\nkind: procedure\ntitle: 接待\nversion: A/0\nowner: 大厅\n---\n"
    )
    return head + "\n".join(["# 接待", "", *lines, ""])


@pytest.fixture
def faulty(workspace: Make) -> Path:
    """Two documents with two faults each."""
    return workspace(
        {
            "glossary.yaml": GLOSSARY,
            "documents/a/QP-01.md": document(1, "甲,乙。", "", "顾客。"),
            "documents/b/QP-02.md": document(2, "甲,乙。", "", "顾客。"),
        }
    )


class TestWhatIsAskedFor:
    def test_all_is_mended_and_counted(self, faulty: Path, cli: Cli) -> None:
        ran = cli("-C", faulty, "fix")
        assert ran == Ran(
            0,
            "documents/a/QP-01.md  QD801, QD805\ndocuments/b/QP-02.md  QD801, QD805\n"
            "findings mended: 4, in files: 2\n",
            "",
        )
        text = (faulty / "documents/a/QP-01.md").read_text("utf-8")
        assert text == document(1, "甲，乙。", "", "服务对象。")

    @pytest.mark.parametrize(
        ("options", "line"),
        [
            (["--select", "QD805"], "甲，乙。\n\n顾客。"),
            (["--select", "punctuation"], "甲，乙。\n\n顾客。"),
            (["--ignore", "QD805"], "甲,乙。\n\n服务对象。"),
            (["--select", "QD8", "--ignore", "discouraged-term"], "甲，乙。\n\n顾客。"),
            (["--select", "QD1"], "甲,乙。\n\n顾客。"),
        ],
    )
    def test_rules_that_are_selected_or_ignored(
        self, faulty: Path, cli: Cli, options: list[str], line: str
    ) -> None:
        assert cli("-C", faulty, "fix", *options).code == 0
        assert (faulty / "documents/b/QP-02.md").read_text("utf-8") == document(2, line)

    def test_a_path_limits_what_is_mended(self, faulty: Path, cli: Cli) -> None:
        before = (faulty / "documents/b/QP-02.md").read_bytes()
        ran = cli("-C", faulty, "fix", "documents/a")
        assert "in files: 1" in ran.out
        assert (faulty / "documents/b/QP-02.md").read_bytes() == before
        assert "顾客" not in (faulty / "documents/a/QP-01.md").read_text("utf-8")

    def test_a_mend_left_out_changes_no_other(self, workspace: Make, cli: Cli) -> None:
        # With its key renamed the glossary would replace a word of the document.
        files = {"glossary.yaml": GLOSSARY.replace("replaces", "replacse")}
        root = workspace({**files, "documents/QP-01.md": document(1, "顾客。")})
        before = names_in(root)
        assert cli("-C", root, "fix", "documents") == Ran(0, "nothing to mend\n", "")
        assert names_in(root) == before

    @pytest.mark.parametrize("path", ["../elsewhere", "/etc/passwd", "/", ".."])
    def test_a_path_outside_is_refused(self, faulty: Path, cli: Cli, path: str) -> None:
        before = names_in(faulty)
        ran = cli("-C", faulty, "fix", path)
        assert (ran.code, ran.out) == (2, "")
        assert "is not in the workspace" in ran.err
        assert names_in(faulty) == before

    def test_a_path_or_a_rule_that_is_not_there_is_refused(self, faulty: Path, cli: Cli) -> None:
        before = names_in(faulty)
        for arguments in (["documnts"], ["--select", "QD999"], ["--ignore", "punctation"]):
            ran = cli("-C", faulty, "fix", *arguments)
            assert (ran.code, ran.out) == (2, "")
        assert "did you mean punctuation?" in ran.err
        assert names_in(faulty) == before

    def test_what_the_policy_accepts_or_switches_off_stays(self, workspace: Make, cli: Cli) -> None:
        policy = (
            "organization: 示范中心\nlanguage: en\nseverity: {QD805: 'off'}\n"
            "waivers: [{rule: QD801, path: 'documents/*', reason: 引用, approver: 主任, "
            "expires: 2030-01-01}]\n"
        )
        files = {"qmsdoc.yaml": policy, "glossary.yaml": GLOSSARY}
        root = workspace({**files, "documents/QP-01.md": document(1, "甲,乙。", "", "顾客。")})
        assert cli("-C", root, "fix", "--today", "2026-03-01").out == "nothing to mend\n"
        assert "QD801" in cli("-C", root, "fix", "--today", "2031-01-01").out


class TestBytes:
    """What lies outside the edits is kept to the byte."""

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte-order mark"])
    @pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
    @pytest.mark.parametrize("last", [True, False], ids=["line end", "no line end"])
    def test_line_ends_and_marks(
        self, workspace: Make, cli: Cli, mark: bytes, end: bytes, last: bool
    ) -> None:
        def made(*lines: str) -> bytes:
            text = document(1, *lines).replace("titel", "title").encode()
            data = mark + text.replace(b"\n", end)
            return data if last else data.removesuffix(end)

        bad = made("甲,乙(丙)。", "", "前\u200b台顾客", "顾客。").replace(b"title", b"titel")
        root = workspace({"glossary.yaml": GLOSSARY, "documents/QP-01.md": bad})
        ran = cli("-C", root, "fix")
        assert "QD007, QD008, QD801, QD805" in ran.out
        assert (root / "documents/QP-01.md").read_bytes() == made(
            "甲，乙（丙）。", "", "前台服务对象", "服务对象。"
        )

    def test_mixed_line_ends_stay_mixed(self, workspace: Make, cli: Cli) -> None:
        body = "甲,乙。\r\n\n  丙,丁。\t \r\n\r\n> 戊,己\n> 庚,辛。\n\n\n\n"
        root = workspace({"documents/QP-01.md": document(1).rstrip("\n") + "\n\n" + body})
        cli("-C", root, "fix")
        assert (root / "documents/QP-01.md").read_bytes().decode().endswith(body.replace(",", "，"))

    def test_wide_characters_and_marks_before_the_place(self, workspace: Make, cli: Cli) -> None:
        body = "𠮷👩‍👩‍👧e\u0301　甲,乙\u00a0丙,丁"
        root = workspace({"documents/QP-01.md": document(1, body)})
        cli("-C", root, "fix", "--select", "QD805")
        text = (root / "documents/QP-01.md").read_text("utf-8")
        assert text == document(1, body.replace(",", "，"))

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o444])
    def test_permissions_are_kept(self, faulty: Path, cli: Cli, mode: int) -> None:
        target = faulty / "documents/a/QP-01.md"
        target.chmod(mode)
        assert cli("-C", faulty, "fix").code == 0
        assert target.stat().st_mode & 0o777 == mode
        assert "顾客" not in target.read_text("utf-8")

    def test_a_file_without_a_mend_is_not_touched(self, faulty: Path, cli: Cli) -> None:
        clean = faulty / "documents/QP-03.md"
        clean.write_text(document(3, "甲。"))
        os.utime(clean, ns=(10**18, 10**18))
        cli("-C", faulty, "fix")
        assert clean.stat().st_mtime_ns == 10**18

    def test_a_link_is_not_followed(self, faulty: Path, cli: Cli, tmp_path: Path) -> None:
        outside = tmp_path / "outside.md"
        outside.write_text(document(4, "顾客。"))
        (faulty / "documents/QP-04.md").symlink_to(outside)
        (faulty / "documents/c").symlink_to(tmp_path)
        assert "in files: 2" in cli("-C", faulty, "fix").out
        assert outside.read_text() == document(4, "顾客。")
        assert (faulty / "documents/QP-04.md").is_symlink()


class TestDiff:
    def test_it_is_a_patch_that_does_what_the_run_does(
        self, workspace: Make, cli: Cli, commit: Callable[..., str]
    ) -> None:
        root = workspace(
            {
                "glossary.yaml": GLOSSARY,
                "documents/a.md": document(1, "甲,乙。", *["丙。"] * 20, "顾客。"),
                "documents/b.md": document(2, "甲,乙。").replace("\n", "\r\n"),
                "documents/c.md": document(3, "甲,乙。").removesuffix("\n"),
                "documents/丁 d.md": document(4, "甲,乙。"),
            }
        )
        commit(root)
        patch = cli("-C", root, "fix", "--diff").out
        applied = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            cwd=root,
            input=patch.encode(),
            check=False,
        )
        assert applied.returncode == 0
        by_patch = {path: path.read_bytes() for path in root.glob("documents/*")}
        subprocess.run(["git", "checkout", "-q", "."], cwd=root, check=True)
        cli("-C", root, "fix")
        assert {path: path.read_bytes() for path in root.glob("documents/*")} == by_patch
        assert len(by_patch) == 4

    def test_hidden_characters_are_shown_and_commands_are_not(
        self, workspace: Make, cli: Cli
    ) -> None:
        lines = ("限\u200b时办结\x1b[31m。", "甲,乙##[error]丙")
        ran = cli("-C", workspace({"documents/QP-01.md": document(1, *lines)}), "fix", "--diff")
        assert "\\u{200B}" in ran.out
        assert not re.search("[\x1b\u200b]", ran.out)
        assert "##[" not in ran.out

    def test_without_a_mend_it_is_empty(self, workspace: Make, cli: Cli) -> None:
        root = workspace({"documents/QP-01.md": document(1, "甲。")})
        assert cli("-C", root, "fix", "--diff") == Ran(0, "", "")


class TestFailures:
    def test_a_file_that_cannot_be_written_hinders_no_other(
        self, faulty: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (faulty / "documents/c").mkdir()
        (faulty / "documents/c/QP-03.md").write_text(document(3, "顾客。"))
        before = {path.name: path.read_bytes() for path in faulty.rglob("*.md")}
        really = Path.replace

        def failing(path: Path, target: Path) -> Path:
            if "/b/" in str(target):
                raise PermissionError(13, "Permission denied", str(target))
            return really(path, target)

        monkeypatch.setattr(Path, "replace", failing)
        ran = cli("-C", faulty, "fix")
        assert ran.code == 2
        assert "in files: 2" in ran.out
        assert "QP-02" not in ran.out
        assert ran.err.count("\n") == 1
        assert "cannot write" in ran.err
        assert "QP-02.md" in ran.err
        after = {path.name: path.read_bytes() for path in faulty.rglob("*") if path.is_file()}
        assert after.keys() == {*before, "qmsdoc.yaml", "glossary.yaml"}
        assert {name for name in before if before[name] != after[name]} == {"QP-01.md", "QP-03.md"}

    def test_each_file_that_cannot_be_written_is_named(
        self, faulty: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = names_in(faulty)

        def failing(*_: Any, **__: Any) -> Any:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("tempfile.mkstemp", failing)
        ran = cli("-C", faulty, "fix")
        assert ran.code == 2
        assert "QP-01.md" in ran.err
        assert "QP-02.md" in ran.err
        assert ran.out == ""
        assert names_in(faulty) == before

    def test_a_read_only_folder(self, faulty: Path, cli_process: Cli) -> None:
        if os.geteuid() == 0:
            pytest.skip("nothing is read-only for root")
        (faulty / "documents/b").chmod(0o555)
        try:
            ran = cli_process("-C", faulty, "fix")
        finally:
            (faulty / "documents/b").chmod(0o755)
        assert ran.code == 2
        assert "顾客" not in (faulty / "documents/a/QP-01.md").read_text("utf-8")
        assert "顾客" in (faulty / "documents/b/QP-02.md").read_text("utf-8")

    def test_a_file_that_changes_meanwhile_is_left_alone(
        self, faulty: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from qmsdoc.pipeline import fix

        really, target = fix.check, faulty / "documents/b/QP-02.md"

        def slow(*arguments: Any, **named: Any) -> Any:
            result = really(*arguments, **named)
            target.write_text("另存\n")
            return result

        monkeypatch.setattr(fix, "check", slow)
        ran = cli("-C", faulty, "fix")
        assert (ran.code, ran.out) == (2, "")
        assert "QP-02.md was changed meanwhile" in ran.err
        assert target.read_text() == "另存\n"
        assert "顾客" in (faulty / "documents/a/QP-01.md").read_text("utf-8")

    def test_an_interrupt_leaves_whole_files(
        self, faulty: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = (faulty / "documents/b/QP-02.md").read_bytes()
        really, calls = output.write_file, []

        def interrupted(path: Path, content: bytes) -> None:
            calls.append(path)
            if len(calls) == 2:
                raise KeyboardInterrupt
            really(path, content)

        monkeypatch.setattr(output, "write_file", interrupted)
        assert cli("-C", faulty, "fix").code == 130
        assert "顾客" not in (faulty / "documents/a/QP-01.md").read_text("utf-8")
        assert (faulty / "documents/b/QP-02.md").read_bytes() == before
