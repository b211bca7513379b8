"""Histories of unusual shape, and commits that say odd things of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from past import Past, document

PATH = "documents/QP-07.md"
OTHER = "documents/QP-08.md"


@pytest.fixture
def past(tmp_path: Path) -> Past:
    made = Past(tmp_path / "ws")
    made.commit("起点", {PATH: document(), OTHER: document(number="QP-08")})
    return made


def told(past: Past, number: str = "QP-07") -> list[tuple[str, str, list[str]]]:
    return [
        (item["version"], item["summary"], [commit["summary"] for commit in item["commits"]])
        for item in past.one(number)["revisions"]
    ]


def branch(past: Past, name: str, start: str = "main") -> None:
    past.git("checkout", "-q", "-b", name, start)


def test_octopus(past: Past) -> None:
    for name, path, number in (("甲", PATH, "QP-07"), ("乙", OTHER, "QP-08"), ("丙", "x.txt", "")):
        branch(past, name)
        past.commit(name, {path: document("A/1", number=number)})
    past.git("checkout", "-q", "main")
    past.commit("主线", {"y.txt": "y"})
    past.merge("甲", "乙", "丙")
    past.commit("三路合并")
    assert len(past.git("rev-list", "--parents", "-1", "HEAD").split()) == 5
    assert told(past) == [("A/1", "甲", ["甲"]), ("A/0", "起点", ["起点"])]
    assert told(past, "QP-08") == [("A/1", "乙", ["乙"]), ("A/0", "起点", ["起点"])]


def test_criss_cross(past: Past) -> None:
    """Two lines that took each other in, twice."""
    branch(past, "side")
    past.commit("旁一", {PATH: document("A/1", "旁")})
    past.git("checkout", "-q", "main")
    past.commit("主一", {OTHER: document("A/1", "主", "QP-08")})
    past.git("tag", "main1")
    past.merge("side")
    past.commit("主并旁")
    past.git("checkout", "-q", "side")
    past.merge("main1")
    past.commit("旁并主")
    past.commit("旁二", {OTHER: document("A/2", "旁", "QP-08")})
    past.git("checkout", "-q", "main")
    past.commit("主二", {PATH: document("A/2", "主")})
    past.merge("side")
    past.commit("再并")
    assert told(past) == [
        ("A/2", "主二", ["主二"]),
        ("A/1", "旁一", ["旁一"]),
        ("A/0", "起点", ["起点"]),
    ]
    assert told(past, "QP-08") == [
        ("A/2", "旁二", ["旁二"]),
        ("A/1", "主一", ["主一"]),
        ("A/0", "起点", ["起点"]),
    ]


def test_a_merge_with_a_text_of_its_own(past: Past) -> None:
    branch(past, "side")
    past.commit("旁", {PATH: document("A/1", "旁")})
    past.git("checkout", "-q", "main")
    past.commit("主", {OTHER: document("A/1", number="QP-08")})
    past.merge("side")
    past.commit("合并时又改", {PATH: document("A/1", "旁与主")})
    assert told(past)[0] == ("A/1", "旁", ["合并时又改", "旁"])


def test_a_folder_that_was_moved_and_a_document_beside_it(past: Past) -> None:
    past.git("mv", "documents", "文件")
    past.git("mv", "文件", "documents2")
    (past.root / "documents").mkdir()
    past.git("mv", "documents2", "documents/程序")
    past.commit("整体搬移")
    assert told(past) == [("A/0", "起点", ["整体搬移", "起点"])]
    assert told(past, "QP-08") == [("A/0", "起点", ["整体搬移", "起点"])]


def test_a_submodule_is_somebody_elses(past: Past) -> None:
    """Where a document was there is another repository now, and the other way round."""
    past.git("rm", "-q", "--cached", PATH)
    (past.root / PATH).unlink()
    commit = past.git("rev-parse", "HEAD")
    past.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{PATH}")
    who = ("-c", "user.name=张三", "-c", "user.email=a@example.org")
    past.git(*who, "commit", "-q", "-m", "变子模块")
    found = past.one(at="HEAD")
    assert (found["state"], found["ended"]["summary"]) == ("removed", "变子模块")
    assert [item["version"] for item in found["revisions"]] == ["A/0"]
    past.git("rm", "-q", "--cached", PATH)
    past.commit("变回文件", {PATH: document("A/1")})
    assert [item["version"] for item in past.one()["revisions"]] == ["A/1", "A/0"]


@pytest.mark.parametrize(
    ("header", "author", "message", "expected"),
    [
        (b"encoding GB18030\n", "王芳".encode("gb18030"), "修订".encode("gb18030"), ("王芳", "修订")),
        (b"encoding ISO-8859-1\n", b"J\xfcrgen", b"\xc4nderung", ("Jürgen", "Änderung")),
        (b"", b"J\xfcrgen", "修订".encode(), ("J\ufffdrgen", "修订")),
        (b"", "王芳".encode("gb18030"), b"ok", ("\ufffd\ufffd\ufffd\ufffd", "ok")),
        (b"encoding no-such\n", "王芳".encode(), "修订".encode(), ("王芳", "修订")),
    ],
)  # fmt: skip
def test_encodings(
    past: Past, header: bytes, author: bytes, message: bytes, expected: tuple[str, str]
) -> None:
    (past.root / PATH).write_text(document("A/1"))
    past.git("add", "-A")
    tree, parent = past.git("write-tree"), past.git("rev-parse", "HEAD")
    who = author + b" <a@b> 1767600000 +0800\n"
    raw = f"tree {tree}\nparent {parent}\n".encode() + (
        b"author " + who + b"committer " + who + header + b"\n" + message
    )
    commit = past.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw)
    past.git("reset", "-q", "--hard", commit)
    newest = past.one()["revisions"][0]
    assert (newest["author"], newest["summary"]) == expected
    assert newest["date"] == "2026-01-05"


def test_dates_of_commits_do_not_order_versions(past: Past) -> None:
    for day, version in (("2031-01-01", "A/1"), ("1999-01-01", "A/2"), ("2026-02-01", "A/3")):
        past.commit(version, {PATH: document(version)}, day)
    assert [item["version"] for item in past.one()["revisions"]] == ["A/3", "A/2", "A/1", "A/0"]
