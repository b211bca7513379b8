"""qmsdoc history: what it tells of documents that are there, were there, or never were."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from past import Past, document
from scratch import Ran, names_in

from qmsdoc.errors import GitError, UsageError
from qmsdoc.model.revision import Approval, Signature
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.resources import data_dir
from qmsdoc.text.wide import columns

PATH = "documents/QP-07.md"
Cli = Callable[..., Ran]


@pytest.fixture
def past(tmp_path: Path) -> Past:
    made = Past(tmp_path / "ws")
    made.commit("首次发布", {"documents/old.md": document()}, "2026-01-05", "张三")
    made.commit("改错字", {"documents/old.md": document(text="字")}, "2026-01-09", "李四")
    made.git("mv", "documents/old.md", PATH)
    made.commit("统一文件名", {}, "2026-02-01", "李四")
    made.commit("缩短|时限 <b>", {PATH: document("A/1")}, "2026-03-01", "Anna Müller")
    return made


def versions(document: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    return [
        (item["version"], item["summary"], [commit["summary"] for commit in item["commits"]])
        for item in document["revisions"]
    ]


def test_versions_commits_and_renames(past: Past) -> None:
    found = past.one()
    assert found["state"] == "committed"
    assert versions(found) == [
        ("A/1", "缩短|时限 <b>", ["缩短|时限 <b>"]),
        ("A/0", "首次发布", ["统一文件名", "改错字", "首次发布"]),
    ]
    oldest = found["revisions"][1]
    assert (oldest["date"], oldest["author"]) == ("2026-01-05", "张三")
    assert [(item["path"], item["old_path"]) for item in oldest["commits"]] == [
        (PATH, "documents/old.md"),
        ("documents/old.md", ""),
        ("documents/old.md", ""),
    ]


def test_the_rendered_page_prints_the_same_rows(past: Past) -> None:
    from datetime import date

    with open_workspace(past.root, use_cache=False) as workspace:
        artifacts = Rendering(workspace, date(2026, 4, 1), "en").artifacts(["QP-07"])
        page = next(iter(artifacts)).content.decode()
    table = re.search(r'<section class="history">.*?</section>', page, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr>(.*?)</tr>", table[0].partition("<tbody>")[2], re.DOTALL)
    printed = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    told = [
        [
            item["version"],
            item["date"],
            item["author"],
            item["summary"].replace("<", "&lt;").replace(">", "&gt;"),
        ]
        for item in past.one()["revisions"]
    ]
    assert printed == told
    assert len(told) == 2


def test_at_a_revision(past: Past) -> None:
    assert [item["version"] for item in past.one(at="HEAD~1")["revisions"]] == ["A/0"]
    assert past.one(at="HEAD~2")["path"] == "documents/old.md"
    told = json.loads(past.told("QP-07", at="HEAD~1"))
    assert told["revision"] == past.git("rev-parse", "HEAD~1")


def test_every_document_when_none_is_named(past: Past) -> None:
    past.commit("又一份", {"documents/a/QP-01.md": document("B/0", number="QP-01")})
    (past.root / "documents/x.md").write_text("no front matter\n")
    found = json.loads(past.told())["documents"]
    assert [(item["id"], item["state"]) for item in found] == [
        ("", "new"),
        ("QP-01", "committed"),
        ("QP-07", "committed"),
    ]


def test_in_the_order_that_was_asked_for_and_once(past: Past) -> None:
    past.commit("又一份", {"documents/QP-01.md": document("B/0", number="QP-01")})
    found = json.loads(past.told("QP-07", "QP-01", "QP-07"))["documents"]
    assert [item["id"] for item in found] == ["QP-07", "QP-01"]


def test_a_workspace_below_the_root_of_the_repository(tmp_path: Path) -> None:
    past = Past(tmp_path / "repo", "quality/system")
    past.commit("首次发布", {PATH: document()})
    past.git("mv", "quality", "质量")
    past.root = tmp_path / "repo" / "质量" / "system"
    past.commit("搬家")
    (revision,) = past.one()["revisions"]
    assert [item["path"] for item in revision["commits"]] == [
        PATH,
        "../../quality/system/documents/QP-07.md",
    ]


@pytest.mark.parametrize(
    ("text", "state", "said"),
    [
        (document("A/1", "更多"), "changed", "changes that are not committed"),
        (document("A/2"), "changed", "version A/2 in the work tree is not committed"),
        (document("A/1").replace("\n", "\r\n"), "committed", ""),
    ],
)
def test_what_is_not_committed_is_said(past: Past, text: str, state: str, said: str) -> None:
    (past.root / PATH).write_bytes(text.encode())
    found = past.one()
    assert found["state"] == state
    assert [item["version"] for item in found["revisions"]] == ["A/1", "A/0"]
    told = past.told("QP-07", form="text")
    assert said in told
    assert ("committed" in told) == bool(said)
    assert past.one(at="HEAD")["state"] == "committed"


def test_a_document_in_no_commit(past: Past) -> None:
    (past.root / "documents/new.md").write_text(document(number="QP-08"))
    assert past.one("QP-08") | {"revisions": []} == past.one("QP-08")
    assert past.one("QP-08")["state"] == "new"
    assert "has not been committed yet" in past.told("QP-08", form="text")


def test_deleted_in_the_work_tree(past: Past) -> None:
    (past.root / PATH).unlink()
    found = past.one()
    assert (found["state"], found["version"], len(found["revisions"])) == ("deleted", "A/1", 2)
    assert "this is not committed" in past.told("QP-07", form="text")


def test_removed_by_a_commit(past: Past) -> None:
    removed = past.commit("作废前台接待", {PATH: None}, "2026-04-02", "王五")
    past.commit("别的", {"documents/QP-09.md": document(number="QP-09")})
    found = past.one()
    assert (found["state"], found["version"], found["path"]) == ("removed", "", PATH)
    assert found["ended"]["id"] == removed
    assert found["title"] == "前台接待"
    assert [item["version"] for item in found["revisions"]] == ["A/1", "A/0"]
    text = past.told("QP-07", form="text")
    assert f"removed on 2026-04-02: 王五, commit {removed[:10]}" in text
    assert past.one(at="HEAD~2")["state"] == "committed"


def test_removed_on_a_branch_that_was_merged(past: Past) -> None:
    past.git("checkout", "-q", "-b", "side")
    removed = past.commit("作废", {PATH: None})
    past.git("checkout", "-q", "main")
    past.commit("别的", {"documents/QP-09.md": document(number="QP-09")})
    past.merge("side")
    past.commit("合并")
    found = past.one()
    assert found["ended"]["id"] == removed
    assert [item["version"] for item in found["revisions"]] == ["A/1", "A/0"]


@pytest.mark.parametrize("path", [PATH, "documents/QP-17.md"])
def test_renumbered(past: Past, path: str) -> None:
    if path != PATH:
        past.git("mv", PATH, path)
    past.commit("改编号", {path: document("A/1", number="QP-17")}, "2026-05-01")
    found = past.one()
    assert (found["state"], found["became"], found["path"]) == ("renumbered", "QP-17", PATH)
    assert "when the document became QP-17" in past.told("QP-07", form="text")
    assert past.one("QP-17")["state"] == "committed"


def test_removed_and_made_again_is_there(past: Past) -> None:
    past.commit("删除", {PATH: None})
    past.commit("恢复", {PATH: document("A/1")})
    found = past.one()
    assert found["state"] == "committed"
    assert versions(found)[0] == ("A/1", "缩短|时限 <b>", ["恢复", "删除", "缩短|时限 <b>"])
    assert "file deleted" in past.told("QP-07", form="text")


def test_dates_that_cannot_be_are_marked_and_change_no_order(past: Past) -> None:
    past.commit("倒签", {PATH: document("A/2")}, "2019-01-01")
    found = past.one()
    assert [(item["version"], item["date_in_order"]) for item in found["revisions"]] == [
        ("A/2", False),
        ("A/1", True),
        ("A/0", True),
    ]
    text = past.told("QP-07", form="text")
    assert "2019-01-01!" in text
    assert "a date marked ! is earlier" in " ".join(text.split())
    assert "2019-01-01!" in past.told("QP-07", form="md")
    assert '2019-01-01<span class="late">!</span>' in past.told("QP-07", form="html")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_text_keeps_to_its_width(past: Past, language: str, width: int) -> None:
    long = "缩短首问接待时限并增加排队分流和错峰预约" * 8
    name = "documents/" + "很长的文件名" * 10 + ".md"
    past.git("mv", PATH, name)
    past.commit(
        long, {name: document("A/12345678901234")}, "2018-01-01", "Konstantin Müller-Lüdenscheidt"
    )
    for state in ("committed", "deleted"):
        if state == "deleted":
            (past.root / name).unlink()
        text = past.told("QP-07", form="text", language=language, width=width)
        assert max(columns(line) for line in text.split("\n")) <= max(width, 60)
        assert Counter(long) <= Counter(text), "wrapped beside other cells, and nothing is cut"
        assert not re.search(r" $", text, re.MULTILINE)


def test_signatures_and_what_was_signed(past: Past) -> None:
    subject = json.loads(past.told("QP-07"))["documents"][0]["revisions"][0]["summary"]
    signed = {
        "QP-07": {
            "A/1": Approval(
                "收紧时限",
                (
                    Signature("approved", "赵六", "2026-03-03", "主任"),
                    Signature("reviewed", "钱七|", "2026-03-02"),
                ),
            )
        }
    }
    newest, oldest = json.loads(past.told("QP-07", approvals=signed))["documents"][0]["revisions"]
    assert [item["person"] for item in newest["signatures"]] == ["赵六", "钱七|"]
    assert oldest["signatures"] == []
    assert newest["summary"] == "收紧时限", "what was signed comes before what a commit says"
    assert newest["commits"][-1]["summary"] == subject
    for form in ("text", "html"):
        told = past.told("QP-07", form=form, approvals=signed)
        assert "收紧时限" in told
        assert (escape(subject) if form == "html" else subject) in told
    assert "Reviewed by: 钱七| 2026-03-02" in past.told("QP-07", form="text", approvals=signed)
    head = past.told("QP-07", form="md", approvals=signed).split("\n")[4]
    assert "| Reviewed by | Approved by |" in head
    assert "钱七\\| 2026-03-02" in past.told("QP-07", form="md", approvals=signed)
    assert "赵六 2026-03-03" in past.told("QP-07", form="html", approvals=signed)
    assert "Approved by" not in past.told("QP-07", form="html")


HOSTILE = "\x1b[31m\u202e<script>alert(1)</script>|`x` ![](http://h/) =cmd()"


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_hostile_names_and_messages(past: Past, form: str) -> None:
    path = "documents/<img src=x>|`.md"
    past.git("mv", PATH, path)
    past.commit(HOSTILE, {path: document('"A/2<i>|\\u202e"')}, author="E\x1b[2Jve\u202e<b>|")
    told = past.told("QP-07", form=form)
    assert "\x1b" not in told
    assert "\u202e" not in told
    if form in ("md", "html"):
        assert not re.search(r"<(script|img|i|b)\b", told)
    if form == "md":
        rows = [re.sub(r"\\\|", "", line) for line in told.split("\n") if line.startswith("| ")]
        assert len({line.count("|") for line in rows}) == 1


def test_json_fits_its_schema(past: Past) -> None:
    schema = json.loads((data_dir("schemas") / "history.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    signed = {"QP-07": {"A/1": Approval("", (Signature("approved", "赵六", "2026-03-03"),))}}
    validator.validate(json.loads(past.told("QP-07", approvals=signed)))
    past.commit("删除", {PATH: None})
    validator.validate(json.loads(past.told("QP-07")))
    validator.validate(json.loads(past.told(at="HEAD")))
    assert not validator.is_valid({**json.loads(past.told("QP-07")), "more": 1})


@pytest.mark.parametrize(
    "line", ['"QP\\x2d07"', "'QP-07'  # so", "\n  QP-07", "QP-07\nid: QP-08", "!!str QP-07"]
)
def test_a_number_is_what_yaml_says_it_is(past: Past, line: str) -> None:
    text = document("A/1").replace("id: QP-07", f"id: {line}")
    past.commit("另一种写法", {PATH: text})
    with open_workspace(past.root, use_cache=False) as workspace:
        from qmsdoc.pipeline.load import load

        unit = load(workspace.tree, workspace.cache).units[PATH]
        meant = unit.content.id.value if unit.content and unit.content.id else ""  # type: ignore[union-attr]
    found = past.one("QP-07")
    assert (meant == "QP-07") == (found["state"] == "committed")


def test_a_number_that_never_was(past: Past, cli: Cli) -> None:
    past.commit("换编号", {PATH: document("A/1", number="QP-17")})
    ran = cli("-C", past.root, "--lang", "en", "history", "QP-70")
    assert ran.code == 2
    assert "there is no document QP-70" in ran.err
    assert "did you mean QP-07?" in ran.err, "also a number of the past"
    with pytest.raises(UsageError, match="no document"):
        past.told("")


def test_an_objective_is_no_document(past: Past, cli: Cli) -> None:
    past.commit("目标", {"objectives/QO-2026-01.yaml": "id: QO-2026-01\ntitle: 办结率\n"})
    ran = cli("-C", past.root, "--lang", "en", "history", "QO-2026-01")
    assert ran.code == 2
    assert "QO-2026-01 is an objective" in ran.err
    assert "`git log --follow objectives/QO-2026-01.yaml`" in ran.err


def test_the_command_line(past: Past, cli: Cli, tmp_path: Path) -> None:
    before = names_in(past.root)
    ran = cli("-C", past.root, "--lang", "zh", "history", "QP-07")
    assert (ran.code, ran.err) == (0, "")
    assert "修订内容" in ran.out
    for form in ("md", "html", "json"):
        target = tmp_path / f"out.{form}"
        assert cli("-C", past.root, "history", "QP-07", "--format", form, "-o", target).code == 0
        assert "首次发布" in target.read_text("utf-8")
    assert names_in(past.root) == before
    assert cli("-C", past.root, "history", "QP-07", "--format", "pdf").code == 2
    assert cli("-C", past.root, "history", "QP-07", "--at", "no-such").code == 2


def test_no_repository(workspace: Callable[..., Path], cli: Cli) -> None:
    root = workspace({PATH: document()})
    ran = cli("-C", root, "history", "QP-07")
    assert ran.code == 2
    assert "is not in a git repository" in ran.err


def test_no_commit_yet(tmp_path: Path) -> None:
    past = Past(tmp_path / "ws")
    (past.root / "documents").mkdir()
    (past.root / PATH).write_text(document())
    with pytest.raises(GitError, match="no commit yet"):
        past.told("QP-07")


@pytest.mark.parametrize("numbers", [(), ("QP-07",), ("QP-99",)])
def test_a_shallow_clone_is_said_and_not_guessed_over(
    past: Past, tmp_path: Path, cli: Cli, numbers: tuple[str, ...]
) -> None:
    clone = tmp_path / "clone"
    source = f"file://{past.root}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(clone)], check=True)
    ran = cli("-C", clone, "--lang", "en", "history", *numbers)
    assert (ran.code, ran.out) == (2, "")
    assert "the clone is shallow" in ran.err
    assert "git fetch --unshallow" in ran.err
