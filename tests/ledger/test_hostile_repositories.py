"""The scenarios that need a repository: pull requests, merges, checkouts, hostile settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scratch import git
from signing import (
    AUTHOR,
    CHIEF,
    CLERK,
    HEAD,
    PATH,
    POLICY,
    TEXT,
    Office,
    organization,
    public,
)

from qmsdoc.model.approval import Act

DAY = ("--today", "2026-06-30")


def judged(office: Office, *more: str) -> dict[str, Any]:
    ran = office.run("verify", "--format", "json", *DAY, *more)
    assert ran.code in (0, 1), ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def problems(found: dict[str, Any]) -> list[str]:
    said = [
        problem
        for document in found["documents"]
        for entry in document["entries"]
        for problem in entry["problems"]
    ]
    return said + [one["message"] for item in found["documents"] for one in item["problems"]]


def released(office: Office) -> None:
    office.sign()
    assert office.release("--effective", "2026-06-10").code == 0
    office.commit("签批")


def revised(office: Office) -> None:
    office.write(PATH, TEXT.replace("A/1", "A/2").replace("规范", "明确"))
    office.commit("修订")


def test_a_pull_request_that_brings_its_own_key(office: Office) -> None:
    """Mallory gives the approver's post a key of his own, and approves."""
    git(office.root, "checkout", "-q", "-b", "pull")
    text = organization(office.keys).replace(
        public(office.keys[CHIEF]), public(office.keys["stranger"])
    )
    office.write("organization.yaml", text)
    revised(office)
    forged = {**office.keys, CHIEF: office.keys["stranger"]}
    mallory = Office(office.root, forged, office.cli)
    mallory.sign()
    assert mallory.release("--effective", "2026-06-10").code == 0
    office.commit("approved by ourselves")
    # What he brought along says that all is well: the wrong way to ask, kept as a warning.
    assert judged(office)["accepted"]
    found = judged(office, "--policy-ref", "main")
    assert not found["accepted"]
    assert any("which is no key of 林静宜" in one for one in problems(found))


def test_a_pull_request_that_brings_its_own_person(office: Office) -> None:
    git(office.root, "checkout", "-q", "-b", "pull")
    key = public(office.keys["stranger"])
    more = f"  - {{name: 马洛里, posts: [管理者代表, 文控员], email: m@example.org, key: {key}}}\n"
    office.write("organization.yaml", organization(office.keys, more))
    revised(office)
    mallory = Office(office.root, {**office.keys, "马洛里": office.keys["stranger"]}, office.cli)
    mallory.approve(AUTHOR, Act.PREPARED)
    mallory.approve(HEAD, Act.REVIEWED)
    assert mallory.approve("马洛里", Act.APPROVED).code == 0
    assert mallory.by("马洛里", "release", "QP-07").code == 0
    office.commit()
    assert judged(office)["accepted"]
    found = judged(office, "--policy-ref", "main")
    assert any("马洛里 is not among the people" in one for one in problems(found))


def test_a_pull_request_that_asks_for_less(office: Office) -> None:
    git(office.root, "checkout", "-q", "-b", "pull")
    office.write("qmsdoc.yaml", POLICY.replace("[prepared, reviewed, approved]", "[prepared]"))
    revised(office)
    office.approve(AUTHOR, Act.PREPARED)
    assert office.release().code == 0
    office.commit()
    assert judged(office)["accepted"]
    found = judged(office, "--policy-ref", "main")
    assert any(
        "released without being signed as reviewed, approved" in one for one in problems(found)
    )


def test_a_policy_that_is_not_there(office: Office) -> None:
    assert office.run("verify", "--policy-ref", "nowhere").code == 2


@pytest.mark.parametrize("way", ["squash", "amend", "rebase", "merge"])
def test_history_may_be_rewritten(office: Office, way: str) -> None:
    """The same text is the same blob, whatever commit carries it."""
    git(office.root, "checkout", "-q", "-b", "work")
    revised(office)
    office.sign()
    assert office.release("--effective", "2026-06-10").code == 0
    office.commit("签批", author=CLERK)
    if way == "amend":
        git(office.root, "commit", "-q", "--amend", "-m", "another subject")
    git(office.root, "checkout", "-q", "main")
    office.write("glossary.yaml", "terms: []\n")
    office.commit("elsewhere", author=HEAD)
    if way == "rebase":
        git(office.root, "checkout", "-q", "work")
        git(office.root, "rebase", "-q", "main")
    elif way == "squash":
        git(office.root, "merge", "-q", "--squash", "work")
        office.commit("squashed", author=AUTHOR)
        git(office.root, "branch", "-q", "-D", "work")
        git(office.root, "reflog", "expire", "--expire=now", "--all")
        git(office.root, "gc", "-q", "--prune=now")
    else:
        git(office.root, "merge", "-q", "--no-ff", "-m", "merge", "work")
    found = judged(office)
    assert problems(found) == []
    assert found["documents"][0]["in_force"]["version"] == "A/2"


def test_a_checkout_with_other_line_ends(office: Office, tmp_path: Path) -> None:
    released(office)
    clone = tmp_path / "clone"
    git(
        tmp_path,
        *("-c", "core.autocrlf=true", "-c", "core.eol=crlf"),
        *("clone", "-q", f"file://{office.root}", str(clone)),
    )
    copy = Office(clone, office.keys, office.cli)
    assert b"\r\n" in (clone / PATH).read_bytes()
    assert problems(judged(copy)) == []
    # Without git, from the files as they lie there.
    import shutil

    shutil.rmtree(clone / ".git")
    assert problems(judged(copy)) == []


def test_a_repository_of_sha_256(office: Office, tmp_path: Path) -> None:
    import shutil

    shutil.rmtree(office.root / ".git")
    git(office.root, "init", "-q", "-b", "main", "--template=", "--object-format=sha256")
    office.commit("new")
    released(office)
    found = judged(office)
    assert problems(found) == []
    assert len(found["revision"]) == 64


def replayed(office: Office, **facts: str) -> list[str]:
    """An approval that is signed by the right person, and is about another text."""
    from hashlib import sha256

    from signing import Book

    from qmsdoc.source.tree import blob_id

    files = {
        path: (office.root / path).read_bytes()
        for path in ("qmsdoc.yaml", "organization.yaml", PATH)
    }
    book = Book(office.keys, files)
    other = TEXT.replace("QP-07", "QP-08").encode()
    office.write("documents/QP-08.md", other)
    known = {"blob": blob_id(other), "sha256": sha256(other).hexdigest()}
    path = book.put(book.entry(Act.APPROVED, CHIEF, **{**known, **facts}))
    for name in (path, f"{path}.sig"):
        office.write(name, book.files[name])
    office.commit()
    return problems(judged(office))


def test_the_text_of_another_document(office: Office) -> None:
    assert "the text that was signed is QP-08 A/1 by its own words" in replayed(office)


def test_a_git_id_of_another_text(office: Office) -> None:
    blob = git(office.root, "rev-parse", f"HEAD:{PATH}")
    found = replayed(office, blob=blob)
    assert any("the SHA-256 in the entry is not that of" in one for one in found)


def test_a_text_that_nobody_has(office: Office) -> None:
    """A draft that was never kept proves nothing and harms nothing; a release has to have its text."""
    found = replayed(office, blob="0" * 40, sha256="0" * 64)
    assert [one[:33] for one in found] == ["the text is not the one that was "]
    notes = [entry["notes"] for entry in judged(office)["documents"][0]["entries"]]
    assert "not in this repository any more" in notes[0][0]


def test_a_picture_that_was_changed(office: Office) -> None:
    office.write(PATH, f"{TEXT}\n![流程](flow.svg)\n")
    office.write("documents/flow.svg", "<svg/>\n")
    office.commit()
    released(office)
    assert judged(office)["accepted"]
    office.write("documents/flow.svg", "<svg>other</svg>\n")
    office.commit()
    assert not judged(office)["accepted"]


def test_a_picture_that_came_later(office: Office) -> None:
    """Nobody saw it who signed: the link led nowhere then."""
    office.write(PATH, f"{TEXT}\n![流程](flow.svg)\n")
    office.commit()
    released(office)
    assert problems(judged(office)) == []
    office.write("documents/flow.svg", "<svg/>\n")
    office.commit()
    found = problems(judged(office))
    assert len(found) == 4
    assert set(found) == {
        "the text includes documents/flow.svg, which was not there when it was signed"
    }


def test_hostile_settings_and_files(office: Office, tmp_path: Path) -> None:
    """Programs of the repository's choosing: none is run, and the verdict is the same."""
    released(office)
    proof = tmp_path / "ran"
    office.write("evil", f"#!/bin/sh\ntouch '{proof}'\nexit 0\n")
    (office.root / "evil").chmod(0o755)
    for name in ("ssh-keygen", "git", "gpg"):
        office.write(name, f"#!/bin/sh\ntouch '{proof}'\nexit 0\n")
        (office.root / name).chmod(0o755)
    office.write(".gitattributes", "* diff=evil filter=evil\n")
    office.commit()
    evil = f"{office.root}/evil"
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "gpg.program",
        "gpg.ssh.program",
        "gpg.ssh.defaultKeyCommand",
        "credential.helper",
    ):
        git(office.root, "config", key, evil)
    proof.unlink(missing_ok=True)
    found = judged(office)
    assert problems(found) == []
    assert office.run("export", "audit", tmp_path / "audit", "--no-pdf", *DAY).code == 0
    assert not proof.exists()


def test_an_entry_that_is_a_link(office: Office, tmp_path: Path) -> None:
    released(office)
    path = next((office.root / "approvals").rglob("approved*.json"))
    outside = tmp_path / "outside.json"
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)
    office.commit()
    assert not judged(office)["accepted"]
