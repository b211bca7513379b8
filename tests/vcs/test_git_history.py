"""Revisions of a document from commits: first on commits made up, then on real ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from qmsdoc.vcs.ancestry import Ancestry
from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.history import revisions
from qmsdoc.vcs.log import Commit, PathChange

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def _commit(
    name: str, parents: str = "", changes: Sequence[str] = (), authored: datetime | None = FIRST_DAY
) -> Commit:
    """*changes* are ``A path blob``, ``M path blob``, ``D path`` or ``R old path blob``."""
    made = []
    for change in changes:
        status, *rest = change.split()
        old_path = rest.pop(0) if status == "R" else None
        path, blob = rest[0], "" if status == "D" else rest[1]
        made.append(PathChange(status, path, old_path, blob, ""))
    return Commit(
        name,
        tuple(parents.split()),
        "张三",
        "z@x",
        authored,
        FIRST_DAY,
        f"s {name}",
        "",
        tuple(made),
    )


def _version(blob: str) -> str | None:
    """Blobs of these tests are called by their version: ``v1``, or ``v1-`` and some text."""
    return blob.partition("-")[0] or None if not blob.startswith("none") else None


def _found(commits: list[Commit], path: str = "a") -> list[tuple[str, str]]:
    """Version and commit of each revision, newest first."""
    (result,) = revisions(commits, [path], _version).values()
    return [(revision.version, revision.commit) for revision in result]


def test_one_revision_a_change_of_version() -> None:
    commits = [
        _commit("5", "4", ["M a v2-text"]),
        _commit("4", "3", ["M b v7"]),
        _commit("3", "2", ["M a v2"]),
        _commit("2", "1", ["M a v1-text"]),
        _commit("1", "", ["A a v1", "A b v6"]),
    ]
    assert _found(commits) == [("v2", "3"), ("v1", "1")]
    assert _found(commits, "b") == [("v7", "4"), ("v6", "1")]
    assert _found(commits, "unknown") == []
    assert _found([]) == []


def test_what_a_revision_says() -> None:
    late = datetime.fromisoformat("2026-03-01T23:30:00-08:00")
    commits = [_commit("2", "1", ["M a v2"], late), _commit("1", "", ["A a v1"], None)]
    newest, oldest = revisions(commits, ["a"], _version)["a"]
    assert (newest.version, newest.date, newest.author) == ("v2", "2026-03-01", "张三")
    assert (newest.summary, newest.commit) == ("s 2", "2")
    assert oldest.date == "2026-01-01", "the day of the commit, where the author's makes no sense"


def test_renames_are_followed() -> None:
    commits = [
        _commit("4", "3", ["R b c v3"]),
        _commit("3", "2", ["M b v2-text"]),
        _commit("2", "1", ["R a b v2"]),
        _commit("1", "", ["A a v1"]),
    ]
    assert _found(commits, "c") == [("v3", "4"), ("v2", "2"), ("v1", "1")]


def test_the_old_name_does_not_keep_the_history_of_what_moved_away() -> None:
    commits = [
        _commit("3", "2", ["A a v9"]),
        _commit("2", "1", ["R a b v2"]),
        _commit("1", "", ["A a v1"]),
    ]
    assert _found(commits, "a") == [("v9", "3")]
    assert _found(commits, "b") == [("v2", "2"), ("v1", "1")]


def test_a_chain_of_renames_in_one_commit() -> None:
    commits = [_commit("2", "1", ["R b c v2", "R a b v5"]), _commit("1", "", ["A a v4", "A b v1"])]
    assert _found(commits, "c") == [("v2", "2"), ("v1", "1")]
    assert _found(commits, "b") == [("v5", "2"), ("v4", "1")]


def test_deleted_and_made_again_goes_on() -> None:
    commits = [
        _commit("4", "3", ["A a v2"]),
        _commit("3", "2"),
        _commit("2", "1", ["D a"]),
        _commit("1", "", ["A a v1"]),
    ]
    assert _found(commits) == [("v2", "4"), ("v1", "1")]
    assert _found([_commit("3", "2", ["A a v1"]), *commits[2:]]) == [("v1", "1")]


def test_going_back_is_a_revision_of_its_own() -> None:
    commits = [
        _commit("3", "2", ["M a v1"]),
        _commit("2", "1", ["M a v2"]),
        _commit("1", "", ["A a v1"]),
    ]
    assert _found(commits) == [("v1", "3"), ("v2", "2"), ("v1", "1")]


def test_what_states_no_version_is_passed_over() -> None:
    commits = [
        _commit("3", "2", ["M a v1-mended"]),
        _commit("2", "1", ["M a none"]),
        _commit("1", "", ["A a v1"]),
    ]
    assert _found(commits) == [("v1", "1")]


def test_a_merge_credits_the_branch() -> None:
    commits = [
        _commit("m", "2 s2", ["M a v3"]),
        _commit("s2", "s1", ["M a v3"]),
        _commit("2", "1", ["M b v8"]),
        _commit("s1", "1", ["M a v2"]),
        _commit("1", "", ["A a v1", "A b v7"]),
    ]
    assert _found(commits) == [("v3", "s2"), ("v2", "s1"), ("v1", "1")]
    assert _found(commits, "b") == [("v8", "2"), ("v7", "1")]


def test_lines_that_run_side_by_side_are_not_mixed() -> None:
    """Sorted by date alone, the branch's commits stand between those of the main line."""
    commits = [
        _commit("m", "3 s", ["M b v6"]),
        _commit("3", "2", ["M a v3"]),
        _commit("s", "1", ["M b v6", "M a v1-other"]),
        _commit("2", "1", ["M a v2"]),
        _commit("1", "", ["A a v1", "A b v5"]),
    ]
    assert _found(commits) == [("v3", "3"), ("v2", "2"), ("v1", "1")]


def test_a_text_that_only_the_merge_made() -> None:
    commits = [
        _commit("m", "2 s2", ["M a v3-both"]),
        _commit("s2", "s1", ["M a v3-text"]),
        _commit("s1", "1", ["M a v3"]),
        _commit("2", "1", ["M a v2"]),
        _commit("1", "", ["A a v1"]),
    ]
    assert _found(commits) == [("v3", "s1"), ("v2", "2"), ("v1", "1")]
    commits[0] = _commit("m", "2 s2", ["M a v4"])
    assert _found(commits) == [("v4", "m"), ("v2", "2"), ("v1", "1")]


def test_a_rename_on_a_branch() -> None:
    commits = [
        _commit("m", "2 s", ["R a b v2"]),
        _commit("2", "1", ["M c v9"]),
        _commit("s", "1", ["R a b v2"]),
        _commit("1", "", ["A a v1", "A c v8"]),
    ]
    assert _found(commits, "b") == [("v2", "s"), ("v1", "1")]


def test_two_histories_joined() -> None:
    commits = [
        _commit("m", "1 x2", ["A a v2"]),
        _commit("x2", "x1", ["M a v2"]),
        _commit("x1", "", ["A a v1"]),
        _commit("1", "", ["A b v5"]),
    ]
    assert _found(commits) == [("v2", "x2"), ("v1", "x1")]


def test_a_history_that_is_cut_off() -> None:
    assert _found([_commit("9", "unknown", ["M a v2"])]) == [("v2", "9")]


def test_each_blob_is_asked_for_once() -> None:
    asked: Counter[str] = Counter()

    def version_of(blob: str) -> str | None:
        asked[blob] += 1
        return _version(blob)

    commits = [
        _commit("4", "3", ["M a v1", "A c none"]),
        _commit("3", "2", ["M a v2", "M b v2"]),
        _commit("1", "", ["A a v1", "A b v1", "A d v1"]),
    ]
    revisions(commits, ["a", "b", "c"], version_of)
    assert set(asked.values()) == {1}
    assert "" not in asked


def test_merge_after_merge_takes_no_exponential_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each merge changes the file; each one's second parent is the merge before the last."""
    merges, steps, nearest = 60, 0, Ancestry.nearest

    def counted(*arguments: Any) -> Any:
        nonlocal steps
        steps += 1
        assert steps < 20 * merges**2
        return nearest(*arguments)

    commits = [_commit("1", "0", ["M a v1"]), _commit("0", "", ["A a v0"])]
    for number in range(2, merges):
        change = f"M a v{number // 8}-{number}"
        commits.insert(0, _commit(str(number), f"{number - 1} {number - 2}", [change]))
    monkeypatch.setattr(Ancestry, "nearest", counted)
    assert len(revisions(commits, ["a"], _version)["a"]) == merges // 8 + 3


FRONT = "---\nid: QP-01\nversion: {}\n---\n"
BODY = "".join(f"第 {number} 步，当场办理\n" for number in range(40))


def _real(repo: Workshop, path: str) -> list[tuple[str, str]]:
    with Repository.find(repo.root) or pytest.fail("not found") as opened:

        def version_of(blob: str) -> str | None:
            found = re.search(rb"^version: (.+)$", opened.read(blob), re.MULTILINE)
            return found[1].decode() if found else None

        (result,) = revisions(opened.log("HEAD"), [path], version_of).values()
    return [(revision.version, revision.summary) for revision in result]


def test_a_real_document_through_rename_edit_and_merge(repo: Workshop) -> None:
    repo.commit("制定", {"documents/前台.md": FRONT.format("A/0") + BODY})
    repo.commit("改错字", {"documents/前台.md": FRONT.format("A/0") + BODY + "完\n"})
    repo.git("checkout", "-q", "-b", "修订")
    (repo.root / "documents" / "程序").mkdir()
    repo.git("mv", "documents/前台.md", "documents/程序/前台 接待.md")
    repo.commit("改名并修订", {"documents/程序/前台 接待.md": FRONT.format("A/1") + BODY})
    repo.git("checkout", "-q", "main")
    repo.commit("别的", {"documents/other.md": "x"})
    repo.merge("修订")
    assert _real(repo, "documents/程序/前台 接待.md") == [("A/1", "改名并修订"), ("A/0", "制定")]


def test_a_real_conflict(repo: Workshop) -> None:
    repo.commit("one", {"a.md": FRONT.format("A/0") + BODY})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("side", {"a.md": FRONT.format("B/0") + BODY + "旁\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("main", {"a.md": FRONT.format("A/1") + BODY + "主\n"})
    repo.merge("side", {"a.md": FRONT.format("B/0") + BODY + "主旁\n"})
    assert _real(repo, "a.md") == [("B/0", "side"), ("A/1", "main"), ("A/0", "one")]
