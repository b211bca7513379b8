"""What bad input gets: a clear message and the right exit code, never a traceback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from exits import codes, refused, usage
from scratch import POLICY, PROCEDURE, Ran, git

Make = Callable[..., Path]
Cli = Callable[..., Ran]


class TestCodes:
    def test_clean_and_with_findings(self, workspace: Make, cli: Cli) -> None:
        clean = workspace({"documents/QP-07.md": PROCEDURE}, name="clean")
        ran = cli("-C", clean, "validate", "--select", "QD0")
        assert (ran.code, ran.err) == (0, "")
        assert "nothing to mend" in ran.out
        bad = workspace({"documents/QP-07.md": "# x\n"}, name="bad")
        assert cli("-C", bad, "validate").code == 1
        assert cli("-C", bad, "validate", "--fail-on", "never").code == 0

    def test_a_warning_counts_where_it_is_asked_to(self, workspace: Make, cli: Cli) -> None:
        text = PROCEDURE.replace("owner:", "keyword: x\nowner:")
        root = workspace({"documents/QP-07.md": text})
        arguments = ("-C", root, "validate", "--select", "QD007")
        assert cli(*arguments).code == 0
        assert cli(*arguments, "--fail-on", "warning").code == 1
        assert cli(*arguments, "--fail-on", "never").code == 0
        assert cli(*arguments, "--ignore", "unknown-field", "--fail-on", "warning").code == 0

    def test_version_and_help(self, cli: Cli) -> None:
        assert cli("--version") == Ran(0, cli("--version").out, "")
        assert cli("--version").out.startswith("qmsdoc ")
        assert cli("--lang", "en", "--version").out == cli("--version").out
        for arguments in (["--help"], ["validate", "-h"]):
            ran = cli(*arguments)
            assert (ran.code, ran.err) == (0, "")
            assert "Usage" in ran.out


class TestWorkspace:
    def test_an_empty_folder(self, tmp_path: Path, cli: Cli) -> None:
        refused(cli("-C", tmp_path, "validate"), "no qmsdoc.yaml", str(tmp_path), "qmsdoc init")

    def test_a_folder_that_is_not_there(self, tmp_path: Path, cli: Cli) -> None:
        refused(cli("-C", tmp_path / "none", "validate"), "is not a folder")
        (tmp_path / "file").write_text("")
        refused(cli("-C", tmp_path / "file", "validate"), "is not a folder")

    def test_a_policy_that_is_no_file(self, tmp_path: Path, cli: Cli) -> None:
        (tmp_path / "qmsdoc.yaml").mkdir()
        refused(cli("-C", tmp_path, "validate"), "no qmsdoc.yaml")

    def test_a_workspace_without_documents_is_clean(self, workspace: Make, cli: Cli) -> None:
        ran = cli("-C", workspace(), "validate")
        assert (ran.code, ran.err) == (0, "")
        assert "documents checked: 0" in ran.out

    def test_a_path_that_is_not_there_is_no_good_news(self, workspace: Make, cli: Cli) -> None:
        root = workspace({"documents/QP-07.md": PROCEDURE})
        refused(cli("-C", root, "validate", "documnts"), "documnts", "no such file or folder")
        refused(cli("-C", root, "validate", "../elsewhere"), "is not in the workspace")
        assert cli("-C", root, "validate", "--select", "QD0", "documents").code == 0
        assert cli("-C", root / "documents", "validate", "--select", "QD0", "QP-07.md").code == 0
        assert cli("-C", root, "validate", "--select", "QD0", root / "documents/QP-07.md").code == 0

    def test_a_path_limits_the_report(self, workspace: Make, cli: Cli) -> None:
        root = workspace({"documents/a/x.md": "# x\n", "documents/ab/y.md": "# y\n"})
        both = codes(cli("-C", root, "validate", "--format", "json"))
        one = codes(cli("-C", root, "validate", "--format", "json", "documents/a"))
        assert set(both) == {"documents/a/x.md", "documents/ab/y.md"}
        assert one == {"documents/a/x.md": both["documents/a/x.md"]}


class TestPolicy:
    def test_invalid_yaml_is_a_finding_and_files_are_checked(
        self, workspace: Make, cli: Cli
    ) -> None:
        files = {"qmsdoc.yaml": f"{POLICY}standards: [\n", "documents/bad.md": "# x\n"}
        ran = cli("-C", workspace(files), "validate", "--format", "json")
        assert ran.code == 1
        assert codes(ran) == {"qmsdoc.yaml": {"QD002"}, "documents/bad.md": {"QD005"}}
        (item,) = (i for i in json.loads(ran.out)["diagnostics"] if i["code"] == "QD002")
        assert item["location"]["start"] == {"line": 3, "column": 12}

    @pytest.mark.parametrize("text", ["", "- a\n", "organization: [a]\n", "organisation: a\n"])
    def test_a_policy_of_the_wrong_shape_is_a_finding(
        self, workspace: Make, cli: Cli, text: str
    ) -> None:
        ran = cli("-C", workspace({"qmsdoc.yaml": text}), "validate", "--format", "json")
        assert ran.code == 1
        assert "QD006" in codes(ran)["qmsdoc.yaml"]

    @pytest.mark.parametrize("pattern", ["QP-[0-9", "(?=x)", "(a)\\1", "a{2000}", "*"])
    def test_a_pattern_that_cannot_be_used_is_told_with_its_line(
        self, workspace: Make, cli: Cli, pattern: str
    ) -> None:
        root = workspace({"qmsdoc.yaml": f"{POLICY}ids:\n  procedure: '{pattern}'\n"})
        refused(cli("-C", root, "validate"), "qmsdoc.yaml:4", "ids.procedure", "RE2")

    def test_an_unknown_standard_is_a_finding_on_its_name(self, workspace: Make, cli: Cli) -> None:
        root = workspace({"qmsdoc.yaml": f"{POLICY}standards:\n  - id: gbt-19001-2061\n"})
        ran = cli("-C", root, "validate", "--format", "json", "--select", "QD401")
        assert ran.code == 1
        (item,) = json.loads(ran.out)["diagnostics"]
        assert item["location"]["start"] == {"line": 4, "column": 9}
        assert "gbt-19001-2016" in item["message"]


class TestFiles:
    def test_an_unreadable_file_hides_no_other(
        self, workspace: Make, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = workspace({f"documents/{name}.md": "# x\n" for name in "abc"})
        really = os.open

        def failing(path: object, *arguments: int, **named: object) -> int:
            if str(path).endswith("b.md"):
                raise PermissionError(13, "Permission denied", str(path))
            return really(path, *arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "open", failing)
        ran = cli("-C", root, "validate", "--format", "json")
        assert (ran.code, ran.err) == (1, "")
        assert codes(ran)["documents/b.md"] == {"QD001"}
        assert codes(ran)["documents/a.md"] == codes(ran)["documents/c.md"] == {"QD005"}

    def test_a_policy_that_cannot_be_read_any_more_is_a_finding(
        self, workspace: Make, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        assert cli("-C", root, "validate").code == 1
        really = os.open

        def failing(path: object, *arguments: int, **named: object) -> int:
            if str(path).endswith("qmsdoc.yaml"):
                raise PermissionError(13, "Permission denied", str(path))
            return really(path, *arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "open", failing)
        for arguments in ([], ["--no-cache"]):
            ran = cli("-C", root, "validate", "--format", "json", *arguments)
            assert (ran.code, ran.err) == (1, "")
            assert codes(ran)["documents/a.md"] == {"QD005"}

    @pytest.mark.parametrize("name", ["organization.yaml", "glossary.yaml", "objectives/a.yaml"])
    def test_any_file_may_be_rubbish(self, workspace: Make, cli: Cli, name: str) -> None:
        for content in (b"\xff\xfe\x00", b"- a\n", b"a: [", b"x", b"\x00" * 50, b"a: &b c\n"):
            ran = cli("-C", workspace({name: content}), "validate", "--format", "json")
            assert ran.code in {0, 1}
            assert codes(ran)[name]

    def test_a_pack_of_ones_own_may_be_rubbish(self, workspace: Make, cli: Cli) -> None:
        for content in (b"", b"id: [", b"id: x\n", b"- a\n", b"id: gbt-19001-2016\nclauses: 7\n"):
            root = workspace({"standards/x.yaml": content})
            ran = cli("-C", root, "validate", "--format", "json")
            assert ran.code == 1
            assert codes(ran)["standards/x.yaml"]


class TestGit:
    def test_no_git(self, workspace: Make, commit: Callable[..., str], cli_process: Cli) -> None:
        root = workspace()
        commit(root)
        nowhere = {"PATH": "/nonexistent"}
        ran = cli_process("-C", root, "validate", "--at", "HEAD", environment=nowhere)
        refused(ran, "git was not found", "install git")
        # The work tree needs none.
        assert cli_process("-C", root, "validate", environment=nowhere).code == 0

    def test_no_repository(self, workspace: Make, cli: Cli) -> None:
        root = workspace()
        refused(cli("-C", root, "validate", "--at", "HEAD"), "--at needs a git repository")
        assert cli("-C", root, "validate").code == 0

    def test_no_commit(self, workspace: Make, cli: Cli) -> None:
        root = workspace()
        git(root, "init", "-q", "-b", "main")
        refused(cli("-C", root, "validate", "--at", "HEAD"), "commit")
        assert cli("-C", root, "validate").code == 0

    def test_no_such_revision(self, workspace: Make, commit: Callable[..., str], cli: Cli) -> None:
        root = workspace()
        commit(root)
        for revision in ("mian", "v1.0", "deadbeef", "", "HEAD..main", "--output=x", "HEAD:x"):
            refused(cli("-C", root, "validate", f"--at={revision}"))
        assert not (root / "x").exists()
        refused(cli("-C", root, "validate", "--at", "mian"), "mian", "main")

    def test_no_workspace_in_that_revision(
        self, workspace: Make, commit: Callable[..., str], cli: Cli
    ) -> None:
        root = workspace({"qmsdoc.yaml": None, "a.md": "a"})
        first = commit(root)
        (root / "qmsdoc.yaml").write_text(POLICY)
        commit(root)
        refused(cli("-C", root, "validate", "--at", first), "no qmsdoc.yaml", first)
        assert cli("-C", root, "validate", "--at", "HEAD").code == 0

    def test_a_shallow_clone_can_be_checked(
        self, workspace: Make, commit: Callable[..., str], cli: Cli, tmp_path: Path
    ) -> None:
        root = workspace()
        first = commit(root)
        commit(root, "second")
        git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "clone")
        assert cli("-C", tmp_path / "clone", "validate", "--at", "HEAD").code == 0
        refused(cli("-C", tmp_path / "clone", "validate", "--at", first))

    def test_a_broken_repository_hinders_no_check_of_the_work_tree(
        self, workspace: Make, cli: Cli
    ) -> None:
        root = workspace({".git": "gitdir: /nowhere\n"})
        assert cli("-C", root, "validate").code == 0
        refused(cli("-C", root, "validate", "--at", "HEAD"), "/nowhere")


class TestOptions:
    def test_unknown_options_and_commands(self, workspace: Make, cli: Cli) -> None:
        root = workspace()
        usage(cli("-C", root, "validate", "--selct", "QD001"), "--selct", "--select")
        usage(cli("valdate"), "valdate")
        usage(cli("-C", root, "validate", "--jobs", "0"), "--jobs")
        usage(cli("-C", root, "validate", "--jobs", "many"), "--jobs")
        usage(cli("-C", root, "validate", "--fail-on", "never ever"), "--fail-on")
        usage(cli("-C", root, "validate", "--at"), "--at")
        assert cli().code == 2

    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("QD999", "QD"),
            ("unknwon-document", "unknown-document"),
            ("", ""),
            ("QD", ""),
            ("Q", ""),
        ],
    )
    def test_an_unknown_rule(self, workspace: Make, cli: Cli, name: str, meant: str) -> None:
        root = workspace()
        for option in ("--select", "--ignore"):
            refused(cli("-C", root, "validate", option, name), "is no rule", meant)

    def test_rules_are_chosen_by_code_name_and_group(self, workspace: Make, cli: Cli) -> None:
        root = workspace({"documents/a.md": "# x\n"})
        for name in ("QD005", "qd005", "missing-front-matter", "QD0", "QD00"):
            assert cli("-C", root, "validate", "--select", name).code == 1
            assert cli("-C", root, "validate", "--select", "QD005", "--ignore", name).code == 0
        assert cli("-C", root, "validate", "--select", "QD3").code == 0

    @pytest.mark.parametrize("day", ["soon", "2026-13-01", "01.03.2026", "", "2026-02-30"])
    def test_a_day_that_is_none(self, workspace: Make, cli: Cli, day: str) -> None:
        refused(cli("-C", workspace(), "validate", "--today", day), "--today", "2026-03-01")

    def test_the_language_of_messages(self, tmp_path: Path, workspace: Make, cli: Cli) -> None:
        for arguments in (["--lang", "en"], ["--lang", "zh"], []):
            refused(cli("-C", tmp_path, *arguments, "validate"), "qmsdoc.yaml")
        root = workspace({"documents/a.md": "# x\n"})
        for language in ("en", "zh"):
            assert cli("-C", root, "--lang", language, "validate").code == 1
