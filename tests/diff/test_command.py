"""``qmsdoc diff``: which revisions it compares, what it says where it cannot, what it never does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import PROCEDURE, Ran, git, names_in, write_files

from qmsdoc.errors import UsageError
from qmsdoc.pipeline.compare import Ends, parse_range

Cli = Callable[..., Ran]
Make = Callable[..., Path]
Commit = Callable[..., str]
QP07 = "documents/QP-07.md"


def version(text: str) -> dict[str, str]:
    return {QP07: PROCEDURE.replace("A/1", text)}


@pytest.fixture
def history(workspace: Make, commit: Commit) -> Path:
    """Versions A/1, A/2 and A/3 on main, tagged so, and A/9 on a branch that left at A/2."""
    root = workspace(version("A/1"))
    commit(root)
    git(root, "tag", "one")
    commit(write_files(root, version("A/2")))
    git(root, "tag", "two")
    git(root, "checkout", "-q", "-b", "side")
    commit(
        write_files(root, {**version("A/9"), "documents/QP-08.md": PROCEDURE.replace("07", "08")})
    )
    git(root, "checkout", "-q", "main")
    commit(write_files(root, version("A/3")))
    git(root, "tag", "three")
    return root


def versions(ran: Ran) -> tuple[str | None, str | None] | None:
    """The change of version that a run with --format json tells."""
    changes = [change for file in json.loads(ran.out)["files"] for change in file["changes"]]
    found = [(c["before"], c["after"]) for c in changes if c["aspect"] == "version"]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["one..two"], ("A/1", "A/2")),
        (["two..one"], ("A/2", "A/1")),
        (["one.."], ("A/1", "A/3")),
        (["..one"], ("A/3", "A/1")),
        (["HEAD~1..HEAD"], ("A/2", "A/3")),
        (["main..side"], ("A/3", "A/9")),
        (["main...side"], ("A/2", "A/9")),
        (["side...main"], ("A/2", "A/3")),
        (["one", "QP-07"], ("A/1", "A/4")),
        (["QP-07"], ("A/3", "A/4")),
        ([], ("A/3", "A/4")),
        (["main..side", "QP-08"], None),
        (["two..two"], None),
    ],
)
def test_compares_what_was_asked_for(
    history: Path, cli: Cli, asked: list[str], told: tuple[str, str] | None
) -> None:
    write_files(history, version("A/4"))
    ran = cli("-C", history, "diff", *asked, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert versions(ran) == told


def test_only_the_documents_asked_for(history: Path, cli: Cli) -> None:
    said = json.loads(cli("-C", history, "diff", "main..side", "QP-08", "--format", "json").out)
    assert [file["id"] for file in said["files"]] == ["QP-08"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("a", Ends("a")),
        ("a..b", Ends("a", "b")),
        ("a...b", Ends("a", "b", fork=True)),
        ("a..", Ends("a", "HEAD")),
        ("...b", Ends("HEAD", "b", fork=True)),
        ("v1.0..v1.1", Ends("v1.0", "v1.1")),
    ],
)
def test_reads_ranges(text: str, ends: Ends) -> None:
    assert parse_range(text) == ends


@pytest.mark.parametrize("text", ["..", "...", "a....b", "a..b..c", "a...b..c"])
def test_refuses_what_is_no_range(text: str) -> None:
    with pytest.raises(UsageError, match=r"is not a range; write BASE\.\.HEAD"):
        parse_range(text)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["tow..three"], "no commit is called “tow”"),
        (["one..thre"], "did you mean"),
        (["one..--output=x"], "does not name one commit"),
        (["one..two..three"], "is not a range"),
        (["QP-70"], "“QP-70” is neither a revision nor the number of a document"),
        (["QP-70"], "QP-07"),
        (["thre"], "“thre” is neither a revision nor the number"),
        (["thre"], "three"),
        (["one", "QP-99"], "“QP-99” is neither a revision nor the number"),
        (["one..two", "--today", "soon"], "--today takes a day"),
    ],
)
def test_says_what_it_cannot_find(history: Path, cli: Cli, asked: list[str], said: str) -> None:
    ran = cli("-C", history, "diff", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_shallow_clone_says_where_the_rest_is(history: Path, cli: Cli, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", history.as_uri(), "shallow")
    ran = cli("-C", tmp_path / "shallow", "diff", "HEAD~1")
    assert ran.code == 2
    assert "“HEAD~1” is neither a revision nor the number" in ran.err
    assert "git fetch --unshallow" in ran.err


def test_three_dots_need_something_in_common(history: Path, cli: Cli, commit: Commit) -> None:
    git(history, "checkout", "-q", "--orphan", "alone")
    commit(history)
    ran = cli("-C", history, "diff", "main...alone")
    assert ran.code == 2
    assert "have no commit in common; compare them with main..alone" in ran.err
    assert cli("-C", history, "diff", "main..alone").code == 0


def test_without_git(workspace: Make, cli: Cli) -> None:
    root = workspace(version("A/1"))
    for asked in ([], ["QP-07"], ["one..two"]):
        ran = cli("-C", root, "diff", *asked)
        assert (ran.code, ran.out) == (2, "")
        assert "is not in a git repository" in ran.err or "needs a git repository" in ran.err


def test_before_the_first_commit(workspace: Make, cli: Cli) -> None:
    root = workspace(version("A/1"))
    git(root, "init", "-q", "--template=")
    ran = cli("-C", root, "diff")
    assert ran.code == 2
    assert "has no commit yet" in ran.err


def test_without_a_workspace_before(
    tmp_path: Path, workspace: Make, cli: Cli, commit: Commit
) -> None:
    root = workspace(version("A/1"))
    git(root, "init", "-q", "-b", "main", "--template=")
    git(root, "commit", "-q", "--allow-empty", "-m", "nothing")
    ran = cli("-C", root, "diff")
    assert ran.code == 0
    assert "There was no workspace before; new files: 2" in ran.out
    commit(root)
    ran = cli("-C", root, "diff", "HEAD..HEAD~1")
    assert ran.code == 2
    assert "there is no qmsdoc.yaml" in ran.err


def test_a_workspace_below_the_root_of_its_repository(
    workspace: Make, cli: Cli, commit: Commit
) -> None:
    root = workspace(version("A/1"), name="repository/quality")
    commit(root.parent)
    write_files(root, version("A/2"))
    write_files(root.parent, {"other.txt": "x"})
    ran = cli("-C", root, "diff", "--format", "json")
    assert versions(ran) == ("A/1", "A/2")
    assert [file["path"] for file in json.loads(ran.out)["files"]] == [QP07]


def test_what_is_made_is_not_told_and_what_is_kept_is(history: Path, cli: Cli) -> None:
    write_files(history, {"build/QP-07.html": "x", "documents/flow.svg": "x", ".hidden": "x"})
    files = json.loads(cli("-C", history, "diff", "--format", "json").out)["files"]
    assert [file["path"] for file in files] == ["documents/flow.svg"]


def test_a_changed_file_beside_the_documents(history: Path, cli: Cli, commit: Commit) -> None:
    commit(write_files(history, {"documents/flow.svg": "<svg/>"}))
    assert "Nothing changed." in cli("-C", history, "diff").out
    write_files(history, {"documents/flow.svg": "<SVG/>"})
    assert "content changed" in cli("-C", history, "diff").out


@pytest.mark.parametrize(
    ("now", "told"), [("a\r\nb\r\n", False), ("a\r\nc\r\n", True), ("a\0\r\nb\r\n", True)]
)
def test_other_line_ends_are_no_change_of_a_file_beside_the_documents(
    history: Path, cli: Cli, commit: Commit, now: str, told: bool
) -> None:
    commit(write_files(history, {"NOTES.txt": now.replace("\r\n", "\n").replace("c", "b")}))
    (history / "NOTES.txt").write_bytes(now.encode())
    said = cli("-C", history, "diff").out
    assert ("NOTES.txt" in said) is told


def test_says_where_nothing_changed(history: Path, cli: Cli) -> None:
    ran = cli("-C", history, "diff")
    assert (ran.code, ran.out) == (0, "Changes in the work tree since HEAD\nNothing changed.\n")
    write_files(history, {QP07: PROCEDURE.replace("A/1", "A/3").replace("\n", "\r\n")})
    ran = cli("-C", history, "diff")
    assert ran.code == 0
    assert "Nothing changed but layout." in ran.out
    assert "Only layout changed, not a word: QP-07" in ran.out


@pytest.mark.parametrize("name", ["text", "md", "json"])
def test_writes_the_report_and_nothing_else(
    history: Path, cli: Cli, name: str, tmp_path: Path
) -> None:
    write_files(history, version("A/4"))
    before = names_in(history)
    shown = cli("-C", history, "diff", "one", "--format", name)
    file = tmp_path / "out" / "report"
    ran = cli("-C", history, "diff", "one", "--format", name, "-o", file)
    assert (ran.code, ran.out) == (0, "")
    assert file.read_text("utf-8") == shown.out
    assert names_in(history) == before


def test_unreadable_files_are_told_and_the_others_compared(
    history: Path, cli: Cli, commit: Commit
) -> None:
    write_files(
        history,
        {QP07: PROCEDURE.encode("gb18030"), "documents/QP-08.md": PROCEDURE.replace("07", "08")},
    )
    ran = cli("-C", history, "diff")
    assert ran.code == 0
    assert "cannot be read on both sides" in ran.out
    assert "QP-08" in ran.out


def test_hostile_text_moves_no_cursor(history: Path, cli: Cli) -> None:
    hostile = "\x1b[2J\u202e##[error]x\x07 [-old-]{+new+}"
    text = PROCEDURE.replace("规范前台", f"{hostile}规范前台").replace(
        "title: 前台", f"title: '{hostile[-14:]}前台"
    )
    text = text.replace("程序\nversion", "程序'\nversion")
    write_files(history, {QP07: text, f"documents/{chr(27)}[31m.md": "x"})
    for name in ("text", "md", "json"):
        out = cli("-C", history, "diff", "--format", name).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "\x07" not in out
        assert "##[" not in out
    plain = cli("-C", history, "diff").out
    assert r"[\-old-\]{\+new+\}" in plain
