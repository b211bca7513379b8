"""What `render` publishes: the version in force from git, or the text at hand with its mark."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from rendering import Page
from scratch import Ran, write_files

from qmsdoc.errors import GitError, UsageError
from qmsdoc.model.approval import FORMAT, Act, Entry, canonical, entry_path, read_approval
from qmsdoc.model.edition import EditionName
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.source.file import read_text_file
from qmsdoc.source.tree import blob_id

POLICY = """\
organization: X
code: X
language: en
signatures: {procedure: [approved]}
approvals: {unsigned: true}
"""
PEOPLE = "people: [{name: 张三, posts: [主任]}]\nposts: [{name: 主任}]\n"
PATH = "documents/QP-07.md"


def text(version: str, body: str) -> str:
    return (
        f"---\nid: QP-07\nkind: procedure\ntitle: 前台\nversion: {version}\n---\n# 前台\n\n{body}\n"
    )


def entries(document: str, path: str = PATH, *, effective: str = "2026-02-01") -> dict[str, bytes]:
    """An approval and a release of *document*."""
    data = document.encode()
    version = document.split("version: ")[1].split("\n", maxsplit=1)[0]
    shared = {
        "format": FORMAT,
        "repository": "X",
        "document": "QP-07",
        "path": path,
        "version": version,
        "sha256": sha256(data).hexdigest(),
        "blob": blob_id(data),
        "person": "张三",
    }
    signed = Entry(
        role=Act.APPROVED, time="2026-01-20T09:00:00+08:00", summary="what was signed", **shared
    )
    first = sha256(canonical(signed)).hexdigest()
    released = Entry(
        role=Act.RELEASED,
        time="2026-01-21T09:00:00+08:00",
        effective=effective,
        previous=(first,),
        **shared,
    )
    return {entry_path(entry): canonical(entry) for entry in (signed, released)}


OLD, NEW = text("A/0", "the old text"), text("A/1", "the new text")


@pytest.fixture
def root(tmp_path: Path, commit: Callable[..., str]) -> Path:
    """A/0 is in force, and A/1 is at hand."""
    folder = write_files(tmp_path, {"qmsdoc.yaml": POLICY, "organization.yaml": PEOPLE, PATH: OLD})
    commit(folder, "A/0")
    write_files(folder, entries(OLD))
    commit(folder, "approve A/0")
    write_files(folder, {PATH: NEW})
    commit(folder, "A/1")
    return folder


def pages(
    root: Path, *targets: str, today: str = "2026-03-01", **chosen: object
) -> dict[str, Page]:
    with open_workspace(root, use_cache=False) as workspace:
        choices = Choices(**chosen)  # type: ignore[arg-type]
        rendering = Rendering(workspace, date.fromisoformat(today), "en", 1, choices)
        return {a.path: Page(a.content.decode()) for a in rendering.artifacts(targets)}


def test_the_version_in_force_comes_from_git(root: Path) -> None:
    page = pages(root, "QP-07")["QP-07.html"].text
    assert "the old text" in page
    assert "the new text" not in page
    assert "Uncontrolled copy" in page
    assert "2026-02-01" in page
    # The revision history ends with what is in force.
    assert "A/1" not in page


@pytest.mark.parametrize("edition", EditionName)
def test_revisions_are_those_of_the_history(
    root: Path, edition: EditionName, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    told = json.loads(cli("-C", root, "history", "QP-07", "--format", "json").out)
    revisions = {one["version"]: one for one in told["documents"][0]["revisions"]}
    assert [one["person"] for one in revisions["A/0"]["signatures"]] == ["张三"]
    assert revisions["A/0"]["summary"] == "what was signed"
    out = tmp_path / "out"
    names = ("QP-07.html", "QP-07.docx", "QP-07.pdf")
    for name in names:
        arguments = ("--to", name.rpartition(".")[2], "--edition", edition.value, "-o", out)
        assert cli("-C", root, "--lang", "en", "render", "QP-07", *arguments).code == 0
    for said in (
        Page((out / names[0]).read_text()).text,
        *map(words_of, (out / n for n in names[1:])),
    ):
        assert "Approved by: 张三 2026-01-20" in said
        for revision in revisions.values():
            shown = edition is EditionName.WORKING or revision["version"] == "A/0"
            assert (revision["summary"] in said) is shown


def words_of(path: Path) -> str:
    """The text of a PDF or Word file."""
    if path.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)
    with ZipFile(path) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def test_the_text_at_hand_is_a_draft(root: Path) -> None:
    page = pages(root, "QP-07", edition=EditionName.WORKING)["QP-07.html"].text
    assert "the new text" in page
    assert "Draft" in page
    assert "Uncontrolled" not in page


def test_a_controlled_copy_bears_its_number(root: Path) -> None:
    assert "Controlled copy" in pages(root, "QP-07", copy="12")["QP-07.html"].text
    with pytest.raises(UsageError):
        pages(root, "QP-07", copy="12", edition=EditionName.WORKING)


def test_before_its_day_nothing_is_in_force(root: Path) -> None:
    with pytest.raises(UsageError, match="no version of QP-07 is in force"):
        pages(root, "QP-07", today="2026-01-31")


@pytest.mark.parametrize(
    ("successor", "said"),
    [("QP-09", "Withdrawn on 2026-02-20; QP-09 takes its place"), ("", "Withdrawn on 2026-02-20")],
)
def test_what_was_withdrawn_says_since_when_and_what_took_its_place(
    root: Path, successor: str, said: str
) -> None:
    (path,) = (root / "approvals").rglob("released.*.json")
    released = read_approval(read_text_file(path.read_bytes())).entry
    assert released
    gone = replace(
        released,
        role=Act.WITHDRAWN,
        time="2026-02-10T09:00:00+08:00",
        effective="2026-02-20",
        reason="merged",
        successor=successor,
        previous=(sha256(path.read_bytes()).hexdigest(),),
    )
    write_files(root, {entry_path(gone): canonical(gone)})
    working = {"edition": EditionName.WORKING}
    text = pages(root, "QP-07", **working)["QP-07.html"].text
    assert said in text
    assert ("takes its place" in text) is bool(successor)
    early = pages(root, "QP-07", today="2026-02-19", **working)["QP-07.html"].text
    assert "Withdrawn" not in early


def test_where_entries_do_not_count_it_is_said_where_to_look(root: Path) -> None:
    with pytest.raises(UsageError) as early:
        pages(root, "QP-07", today="2026-01-31")
    assert "verify" not in str(early.value)
    approval = next((root / "approvals").rglob("approved.*.json"))
    approval.write_bytes(approval.read_bytes().replace(b"what was", b"what is"))
    with pytest.raises(UsageError, match="do not count: `qmsdoc verify QP-07`"):
        pages(root, "QP-07")


def test_a_document_that_moved_is_found_where_it_was(
    root: Path, commit: Callable[..., str]
) -> None:
    (root / PATH).rename(root / "documents" / "QP-07-new.md")
    commit(root, "rename")
    page = pages(root, "QP-07")["QP-07.html"].text
    assert "the old text" in page


def test_a_document_that_was_deleted_stays_in_force(root: Path, commit: Callable[..., str]) -> None:
    (root / PATH).unlink()
    commit(root, "delete")
    assert "the old text" in pages(root, "QP-07")["QP-07.html"].text


def test_what_is_not_released_is_left_out(root: Path, commit: Callable[..., str]) -> None:
    other = NEW.replace("QP-07", "QP-08").replace("前台", "登记")
    write_files(root, {"documents/QP-08.md": other})
    commit(root, "another")
    made = pages(root)
    assert "QP-08.html" not in made
    assert "QP-08" not in made["manual.html"].text
    assert "QP-08.html" in pages(root, edition=EditionName.WORKING)


def test_a_text_that_is_gone_is_said(root: Path) -> None:
    shutil.rmtree(root / ".git")
    with pytest.raises(GitError):
        pages(root, "QP-07")


def test_a_forged_blob_is_refused(root: Path, commit: Callable[..., str]) -> None:
    for path in forged(root):
        path.write_bytes(path.read_bytes().replace(blob_id(OLD.encode()).encode(), b"0" * 40))
    commit(root, "forge")
    with pytest.raises(GitError, match="is not in this repository"):
        pages(root, "QP-07")


def forged(root: Path) -> Iterator[Path]:
    yield from sorted(root.glob("approvals/**/released.*.json"))


def test_without_a_ledger_everything_is_a_draft(tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, PATH: NEW})
    assert "Draft" in pages(tmp_path, "QP-07")["QP-07.html"].text
