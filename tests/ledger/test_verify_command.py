"""verify: what it says, in which form, and with which exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from scratch import ROOT, git, names_in
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, TEXT, Office

from qmsdoc.model.approval import Act
from qmsdoc.text.wide import columns

DAY = ("--today", "2026-06-30")


def verdict(office: Office, *more: str | Path) -> dict[str, Any]:
    ran = office.run("verify", "--format", "json", *DAY, *more)
    found: dict[str, Any] = json.loads(ran.out)
    schema = json.loads((ROOT / "schemas/verify.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    assert ran.code == (0 if found["accepted"] else 1)
    return found


def released(office: Office) -> None:
    office.sign()
    assert office.release("--effective", "2026-06-10").code == 0
    office.commit("签批")


def test_accepted(office: Office) -> None:
    released(office)
    before = names_in(office.root)
    ran = office.run("verify", *DAY)
    assert (ran.code, ran.err) == (0, "")
    assert "✓ QP-07 前台接待服务程序\n  A/1, in force since 2026-06-10\n" in ran.out
    assert re.search(r"✓ approved +A/1 +林静宜 +管理者代表 +2026-06-01 +SHA256:", ran.out)
    assert "integrity evidence: 4 of 4 entries accepted; documents: 1" in ran.out
    assert "--policy-ref" in ran.out
    assert all(columns(line) <= 80 for line in ran.out.splitlines())
    assert names_in(office.root) == before
    found = verdict(office)
    assert found["revision"] == git(office.root, "rev-parse", "HEAD")
    assert found["documents"][0]["in_force"] == {"version": "A/1", "effective": "2026-06-10"}
    assert list(found["heads"]) == ["QP-07"]


def test_what_is_not_committed_is_not_looked_at(office: Office) -> None:
    office.approve(AUTHOR, Act.PREPARED)
    assert verdict(office)["summary"]["entries"] == 0
    office.commit()
    assert verdict(office)["summary"]["entries"] == 1
    office.write(PATH, TEXT.replace("规范", "明确"))
    assert verdict(office)["accepted"]


def test_nothing_is_signed(office: Office) -> None:
    ran = office.run("verify")
    assert ran.code == 0
    assert "no approvals ledger is committed here" in ran.out


def test_a_changed_text_is_refused(office: Office) -> None:
    released(office)
    office.write(PATH, TEXT.replace("规范", "明确"))
    office.commit()
    ran = office.run("verify", *DAY)
    assert ran.code == 1
    assert "✗ QP-07" in ran.out
    assert "in force: A/1, since 2026-06-10" in ran.out
    assert "not the one that was signed as A/1" in ran.out
    office.write(PATH, TEXT.replace("规范", "明确").replace("A/1", "A/2"))
    office.commit()
    found = verdict(office)
    assert (found["accepted"], found["documents"][0]["state"]) == (True, "draft")


def test_a_draft_may_change_until_it_is_approved(office: Office) -> None:
    office.approve(AUTHOR, Act.PREPARED)
    office.write(PATH, TEXT.replace("规范", "明确"))
    office.commit()
    found = verdict(office)
    assert found["accepted"]
    assert "has to be signed anew" in found["documents"][0]["notes"][0]["message"]
    office.sign()
    assert office.release().code == 0
    office.commit()
    assert verdict(office)["accepted"]


def test_of_one_document(office: Office) -> None:
    office.write("documents/QP-08.md", TEXT.replace("QP-07", "QP-08"))
    released(office)
    bad = next((office.root / "approvals").rglob("approved*.json"))
    office.by(AUTHOR, "approve", "QP-08", "--as", "prepared")
    bad.write_bytes(bad.read_bytes().replace(b"QP-07", b"QP-17"))
    office.commit()
    assert not verdict(office)["accepted"]
    assert [item["id"] for item in verdict(office, "QP-08")["documents"]] == ["QP-08"]
    ran = office.run("verify", "QP-70")
    assert (ran.code, "did you mean QP-07" in ran.err) == (2, True)


def test_at_a_revision(office: Office) -> None:
    first = office.commit()
    released(office)
    assert verdict(office, "--at", first)["summary"]["entries"] == 0
    assert office.run("verify", "--at", "nowhere").code == 2


def test_an_anchor_in_a_file(office: Office, tmp_path: Path) -> None:
    released(office)
    anchor = tmp_path / "anchor.json"
    assert office.run("verify", "--format", "json", "-o", anchor, *DAY).code == 0
    assert verdict(office, "--anchor", anchor)["accepted"]
    last = next((office.root / "approvals").rglob("released*.json"))
    last.unlink()
    Path(f"{last}.sig").unlink()
    office.commit()
    assert verdict(office)["accepted"]
    found = verdict(office, "--anchor", anchor)
    assert not found["accepted"]
    assert "is gone or was changed" in found["documents"][0]["problems"][0]["message"]


def test_an_anchor_in_a_revision(office: Office) -> None:
    released(office)
    git(office.root, "tag", "audit")
    assert verdict(office, "--anchor", "audit")["accepted"]
    git(office.root, "rm", "-rq", "approvals")
    office.commit()
    assert verdict(office)["accepted"]
    found = verdict(office, "--anchor", "audit")
    assert len(found["documents"][0]["problems"]) == 4


@pytest.mark.parametrize("text", ["", "[]", '{"heads": 1}', '{"heads": {"a": [1]}}', "\0"])
def test_no_anchor(office: Office, tmp_path: Path, text: str) -> None:
    released(office)
    file = tmp_path / "anchor"
    file.write_text(text, "utf-8")
    ran = office.run("verify", "--anchor", file)
    assert (ran.code, "is no report of" in ran.err) == (2, True)
    assert office.run("verify", "--anchor", "nowhere").code == 2


def test_an_anchor_of_another_repository(office: Office, tmp_path: Path) -> None:
    released(office)
    file = tmp_path / "anchor"
    file.write_text('{"repository": "OTHER", "heads": {}}', "utf-8")
    assert "the anchor is of “OTHER”" in office.run("verify", "--anchor", file).err


def test_an_author_who_approved(office: Office) -> None:
    """The entry is made by hand, where nobody refuses."""
    office.write(
        "organization.yaml",
        (office.root / "organization.yaml")
        .read_text("utf-8")
        .replace("posts: [前台接待岗]", "posts: [前台接待岗, 管理者代表]"),
    )
    office.commit()
    assert "another person has to approve it" in office.approve(AUTHOR, Act.APPROVED).err
    git(office.root, "config", "user.email", "x@example.org")
    from signing import Book

    files = {path: (office.root / path).read_bytes() for path in ("qmsdoc.yaml", PATH)}
    files["organization.yaml"] = (office.root / "organization.yaml").read_bytes()
    book = Book(office.keys, files)
    path = book.put(book.entry(Act.APPROVED, AUTHOR))
    for name in (path, f"{path}.sig"):
        office.write(name, book.files[name])
    office.commit()
    found = verdict(office)
    problems = found["documents"][0]["entries"][0]["problems"]
    assert problems == ["田雨桐 wrote this version, says git, and another person has to approve it"]


def test_who_merges_is_no_author(office: Office) -> None:
    """The approver merges the branch of the author: a merge takes, it does not write."""
    git(office.root, "checkout", "-q", "-b", "work")
    office.write(PATH, TEXT.replace("规范", "明确").replace("A/1", "A/2"))
    office.commit("修订", author=AUTHOR)
    git(office.root, "checkout", "-q", "main")
    office.write("glossary.yaml", "terms: []\n")
    office.commit("other", author=HEAD)
    merge = ("-c", f"user.name={CHIEF}", "-c", "user.email=linjingyi@example.org", "merge", "-q")
    git(office.root, *merge, "--no-ff", "-m", "merge", "work")
    office.sign()
    assert office.release().code == 0
    office.commit(author=CLERK)
    assert verdict(office)["accepted"]


def test_a_shallow_clone_could_not_run(office: Office, tmp_path: Path) -> None:
    released(office)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{office.root}", str(clone))
    ran = Office(clone, office.keys, office.cli).run("verify", *DAY)
    assert (ran.code, "git fetch --unshallow" in ran.err) == (2, True)


def test_a_folder_without_git(office: Office, tmp_path: Path) -> None:
    import shutil

    released(office)
    copy = tmp_path / "copy"
    shutil.copytree(office.root, copy, ignore=shutil.ignore_patterns(".git"))
    ran = Office(copy, office.keys, office.cli).run("verify", *DAY)
    assert ran.code == 0
    assert "without git, nobody can tell who wrote" in ran.out


def test_a_signature_without_an_entry_is_a_note(office: Office) -> None:
    released(office)
    office.write("approvals/QP-07/A-1/trained.冯桂兰.json.sig", "left\n")
    office.commit()
    found = verdict(office)
    assert found["accepted"]
    assert "has no entry" in found["documents"][0]["notes"][0]["message"]


def test_in_chinese(office: Office) -> None:
    released(office)
    ran = office.cli("-C", office.root, "--lang", "zh", "verify", *DAY)
    assert "完整性证据" in ran.out
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", ran.out)
    assert all(columns(line) <= 80 for line in ran.out.splitlines())
