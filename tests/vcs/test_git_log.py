"""The log: what commits say and change, however they were made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from signal import SIGKILL
from typing import TYPE_CHECKING

import pytest

from qmsdoc.errors import GitError
from qmsdoc.vcs import log
from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.log import Commit, PathChange

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop

TEXT = "".join(f"第 {number} 步\n" for number in range(30))


@pytest.fixture
def opened(repo: Workshop) -> Iterator[Repository]:
    with Repository(repo.root, repo.root / ".git") as opened:
        yield opened


def _paths(commit: Commit) -> list[tuple[str, str | None, str]]:
    return [(change.status, change.old_path, change.path) for change in commit.changes]


def _only(opened: Repository, commit: str) -> Commit:
    (found,) = opened.log(commit)
    return found


def test_a_commit_whole(repo: Workshop, opened: Repository) -> None:
    first = repo.commit("首次\n发布\n\n说明一\n\n说明二\n", {"文 件.md": "甲"})
    second = repo.commit("更新", {"文 件.md": "甲乙"})
    newest, oldest = opened.log("HEAD")
    assert oldest == Commit(
        id=first,
        parents=(),
        author="张三",
        email="zhang@example.org",
        authored=datetime(2023, 11, 16, 6, 13, 20, tzinfo=timezone(timedelta(hours=8))),
        committed=datetime(2023, 11, 16, 6, 13, 20, tzinfo=timezone(timedelta(hours=8))),
        subject="首次 发布",
        body="说明一\n\n说明二",
        changes=(PathChange("A", "文 件.md", None, repo.blob("甲".encode()), ""),),
    )
    assert (newest.id, newest.parents) == (second, (first,))
    assert newest.changes[0].old_blob == oldest.changes[0].blob


def test_every_kind_of_change(repo: Workshop, opened: Repository) -> None:
    repo.commit("one", {"keep.md": "1", "gone.md": "2", "turned.md": "3", "moved.md": TEXT})
    (repo.root / "gone.md").unlink()
    (repo.root / "turned.md").unlink()
    (repo.root / "turned.md").symlink_to("keep.md")
    (repo.root / "moved.md").rename(repo.root / "new.md")
    repo.commit("two", {"keep.md": "changed", "new.md": TEXT + "又一步\n", "line\nbreak\t.md": "x"})
    newest, _ = opened.log("HEAD")
    assert _paths(newest) == [
        ("D", None, "gone.md"),
        ("M", None, "keep.md"),
        ("A", None, "line\nbreak\t.md"),
        ("R", "moved.md", "new.md"),
        ("T", None, "turned.md"),
    ]
    blobs = {change.path: change.blob for change in newest.changes}
    assert blobs["gone.md"] == blobs["turned.md"] == ""
    assert blobs["new.md"] == repo.blob((TEXT + "又一步\n").encode())


def test_a_merge_is_compared_with_its_first_parent(repo: Workshop, opened: Repository) -> None:
    repo.commit("base", {"a.md": "1"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("side", {"b.md": "1"})
    repo.git("checkout", "-q", "main")
    repo.commit("main", {"c.md": "1"})
    repo.merge("side", {"only-here.md": "x"})
    merge, *others = opened.log("HEAD")
    assert len(merge.parents) == 2
    assert [path for _, _, path in _paths(merge)] == ["b.md", "only-here.md"]
    assert {commit.subject for commit in others} == {"base", "side", "main"}


def test_a_folder_and_what_came_from_outside(repo: Workshop, opened: Repository) -> None:
    repo.commit("one", {"old/a.md": TEXT, "README": "x"})
    (repo.root / "docs").mkdir()
    repo.git("mv", "old", "docs/qms")
    repo.commit("two")
    newest, oldest = opened.log("HEAD", "docs/qms")
    assert _paths(newest) == [("R", "../../old/a.md", "a.md")]
    assert [path for _, _, path in _paths(oldest)] == ["../../README", "../../old/a.md"]


def test_children_come_before_parents_whatever_the_dates_say(
    repo: Workshop, opened: Repository
) -> None:
    parent = repo.commit("parent")
    child = repo.commit("child")
    old = b"author A <a@b> 5 +0000\ncommitter A <a@b> 5 +0000\n\nold\n"
    claims_age = repo.crafted_commit(b"tree TREE\nparent %s\n" % parent.encode() + old)
    merge = repo.crafted_commit(
        b"tree TREE\nparent %s\nparent %s\n" % (child.encode(), claims_age.encode()) + old
    )
    order = [commit.id for commit in opened.log(merge)]
    assert (order[0], order[-1]) == (merge, parent)
    assert sorted(order[1:-1]) == sorted([child, claims_age])


CRAFTED = {
    "escape and far future": (
        b"author \x1b[31mA <a@b> 99999999999999 +0000\ncommitter A <a@b> 100 +0000\n\ns\n",
        ("\x1b[31mA", None, "s"),
    ),
    "overflow": (
        b"author A <a@b> 99999999999999999999999999 +0000\ncommitter A <a@b> 100 +0000\n\ns\n",
        ("A", None, "s"),
    ),
    "impossible zone": (
        b"author A <a@b> 1000 +9999\ncommitter A <a@b> 100 +0000\n\ns\n",
        ("A", None, "s"),
    ),
    "negative": (
        b"author A <a@b> -1000 +0000\ncommitter A <a@b> 100 +0000\n\ns\n",
        ("A", None, "s"),
    ),
    "west of Greenwich": (
        b"author A <a@b> 1000 -0330\ncommitter A <a@b> 100 +0000\n\ns\n",
        ("A", datetime.fromtimestamp(1000, UTC), "s"),
    ),
    "not UTF-8": (
        b"author \xd5\xc5 <a@b> 1000 +0000\ncommitter A <a@b> 100 +0000\n\n\xb8\xc4\n",
        ("\ufffd\ufffd", datetime.fromtimestamp(1000, UTC), "\ufffd\ufffd"),
    ),
    "GBK, and says so": (
        b"author \xd5\xc5 <a@b> 1000 +0000\ncommitter A <a@b> 1 +0000\nencoding GBK\n\n\xb8\xc4\n",
        ("张", datetime.fromtimestamp(1000, UTC), "改"),
    ),
    "unknown encoding": (
        b"author A <a@b> 1000 +0000\ncommitter A <a@b> 100 +0000\nencoding no-such\n\ns\n",
        ("A", datetime.fromtimestamp(1000, UTC), "s"),
    ),
    "NUL in the header": (
        b"author A\0B <a@b> 1000 +0000\ncommitter A <a@b> 100 +0000\n\ns\n",
        ("", None, "s"),
    ),
    "NUL in the message": (
        b"author A <a@b> 1000 +0000\ncommitter A <a@b> 100 +0000\n\ns\0\n:100644 x\n",
        ("A", datetime.fromtimestamp(1000, UTC), "s"),
    ),
    "no author": (b"\ns\n", ("", None, "s")),
    "broken lines": (b"author nobody\ncommitter broken\n\ns\n", ("", None, "s")),
    "no message": (
        b"author A <a@b> 1000 +0000\ncommitter A <a@b> 100 +0000\n\n",
        ("A", datetime.fromtimestamp(1000, UTC), ""),
    ),
    "a message like raw output": (
        b"author A <a@b> 1000 +0000\ncommitter A <a@b> 100 +0000\n\n\n:000000 100644 0 1 A\n",
        ("A", datetime.fromtimestamp(1000, UTC), ":000000 100644 0 1 A"),
    ),
}


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_commits(repo: Workshop, opened: Repository, name: str) -> None:
    raw, expected = CRAFTED[name]
    repo.commit("base", {"a.md": "x"})
    found = _only(opened, repo.crafted_commit(b"tree TREE\n" + raw))
    assert (found.author, found.authored, found.subject) == expected
    assert found.body == ""
    # The parser is still in step: what the commit changes is seen.
    assert _paths(found) == [("A", None, "a.md")]


def test_a_long_message(repo: Workshop, opened: Repository) -> None:
    body = "长" * 300_000
    repo.git("commit", "-q", "--allow-empty", "-F", "-", stdin=f"subject\n\n{body}\n".encode())
    found = _only(opened, "HEAD")
    assert (found.subject, found.body) == ("subject", body)


def test_configuration_changes_nothing(repo: Workshop, opened: Repository) -> None:
    repo.commit("one", {"b.md": TEXT, "a/c.md": "x"})
    (repo.root / "b.md").rename(repo.root / "d.md")
    repo.commit("two", {"a/c.md": "y"})
    before = list(opened.log("HEAD"))
    (repo.root / "order").write_text("d.md\n")
    for key, value in {
        "diff.renames": "false",
        "diff.orderFile": str(repo.root / "order"),
        "diff.relative": "true",
        "diff.renameLimit": "1",
        "log.showRoot": "false",
        "log.diffMerges": "off",
        "log.date": "relative",
        "log.decorate": "full",
        "log.showSignature": "true",
        "color.ui": "always",
        "core.abbrev": "4",
        "core.quotePath": "true",
        "format.pretty": "oneline",
        "i18n.logOutputEncoding": "UTF-16",
        "notes.displayRef": "*",
    }.items():
        repo.git("config", key, value)
    repo.git("notes", "add", "-m", "a note")
    assert list(opened.log("HEAD")) == before
    assert _paths(before[0]) == [("M", None, "a/c.md"), ("R", "b.md", "d.md")]


def test_mailmap_grafts_and_replacements_do_not_lie(repo: Workshop, opened: Repository) -> None:
    first = repo.commit("one", {"a.md": "真"})
    second = repo.commit("two", {"a.md": "新", ".mailmap": "李四 <li@x> <zhang@example.org>\n"})
    before = list(opened.log("HEAD"))
    info = repo.root / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").write_text(f"{second}\n")
    blob, planted = repo.blob("真".encode()), repo.blob("假".encode())
    repo.git("replace", blob, planted)
    repo.git("replace", first, repo.crafted_commit(b"tree TREE\nauthor X <x@x> 9 +0000\n\nfake\n"))
    assert repo.git("cat-file", "-p", blob) == "假", "the trap is set"
    assert "fake" not in repo.git("log", "--format=%s"), "the graft hides the first commit"
    with Repository(repo.root, repo.root / ".git") as anew:
        assert list(anew.log("HEAD")) == before
        assert anew.read(blob).decode() == "真"
        assert [commit.author for commit in anew.log("HEAD")] == ["张三", "张三"]


def _more_than_a_pipe_holds(repo: Workshop) -> None:
    for number in range(4):
        body = "长" * 100_000
        repo.git("commit", "-q", "--allow-empty", "-F", "-", stdin=f"{number}\n\n{body}".encode())


def test_a_log_that_is_left_early_leaves_no_process(repo: Workshop, opened: Repository) -> None:
    _more_than_a_pipe_holds(repo)
    walk = opened.log("HEAD")
    assert next(walk).subject == "3"
    (process,) = opened._runner._streams
    assert process.poll() is None, "git waits for us"
    del walk
    assert process.returncode == -SIGKILL
    assert not opened._runner._streams


def test_closing_the_repository_ends_a_log(repo: Workshop) -> None:
    _more_than_a_pipe_holds(repo)
    with Repository(repo.root, repo.root / ".git") as opened:
        walk = opened.log("HEAD")
        next(walk)
        (process,) = opened._runner._streams
    assert process.wait(10) == -SIGKILL
    with pytest.raises(GitError, match="log failed"):
        list(walk)


def test_a_commit_that_is_not_there(opened: Repository) -> None:
    with pytest.raises(GitError, match="log failed"):
        list(opened.log("9" * 40))


def test_a_history_with_a_hole(repo: Workshop, opened: Repository) -> None:
    hole = repo.commit("one", {"a.md": "1"})
    repo.commit("two", {"a.md": "2"})
    (repo.root / ".git" / "objects" / hole[:2] / hole[2:]).unlink()
    with pytest.raises(GitError, match="log failed"):
        list(opened.log("HEAD"))


def test_a_commit_that_changes_too_much(
    repo: Workshop, opened: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MAX_CHANGES", 3)
    repo.commit("one", {f"{number}.md": "x" for number in range(4)})
    with pytest.raises(GitError, match="more than 3 files"):
        list(opened.log("HEAD"))
