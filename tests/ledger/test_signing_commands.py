"""approve, release, withdraw and distribute, as people use them."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from judging import LEDGER, control, entry
from scratch import git, names_in
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, POLICY, TEXT, Office

from qmsdoc.model.approval import Act


def test_from_draft_to_force(office: Office) -> None:
    office.sign()
    ran = office.release("--effective", "2026-06-10", "--reason", "新编")
    assert (ran.code, ran.out) == (
        0,
        f"QP-07 A/1 released, by {CLERK}: {LEDGER}/released.{CLERK}.json\n",
    )
    assert "commit the new files" in ran.err
    assert ".gitattributes" not in ran.err
    assert control(office).state == "in-force"
    made = entry(office, f"approved.{CHIEF}.json")
    text = (office.root / PATH).read_bytes()
    assert made["sha256"] == sha256(text).hexdigest()
    assert made["blob"] == git(office.root, "rev-parse", f"HEAD:{PATH}")
    assert made["summary"] == "编制前台接待服务程序"
    assert (made["post"], made["repository"]) == ("管理者代表", "SFQ")
    assert len(made["previous"]) == 1
    listed = subprocess.run(
        ["ssh-keygen", "-l", "-f", f"{office.keys[CHIEF]}.pub"], capture_output=True, check=True
    )
    assert made["key"] in listed.stdout.decode()


def test_what_is_said_is_written(office: Office) -> None:
    said = ("--meaning", "已核对", "--summary", "首次", "--reason", "新服务", "--request", "CR-1")
    assert office.approve(AUTHOR, Act.PREPARED, *said).code == 0
    made = entry(office, f"prepared.{AUTHOR}.json")
    assert [made[key] for key in ("meaning", "summary", "reason", "request")] == list(said[1::2])


@pytest.mark.parametrize(
    ("person", "act", "reason"),
    [
        (AUTHOR, Act.APPROVED, "wrote QP-07 A/1, says git"),
        (HEAD, Act.APPROVED, "holds none of these posts"),
        (CHIEF, Act.REVIEWED, "holds none of these posts"),
        (HEAD, Act.TRAINED, "no version of QP-07 is in force"),
        (HEAD, Act.CONFIRMED, "no version of QP-07 is in force"),
    ],
)
def test_refused_beforehand(office: Office, person: str, act: Act, reason: str) -> None:
    before = names_in(office.root)
    ran = office.approve(person, act)
    assert ran.code == 2
    assert reason in ran.err
    assert names_in(office.root) == before


def test_nobody_signs_twice(office: Office) -> None:
    assert office.approve(AUTHOR, Act.PREPARED).code == 0
    assert "already; there is nothing to sign" in office.approve(AUTHOR, Act.PREPARED).err
    assert "another person has to sign it" in office.approve(AUTHOR, Act.COUNTERSIGNED).err
    assert len(office.ledger()) == 1


def test_without_four_eyes(office: Office) -> None:
    office.write("qmsdoc.yaml", POLICY.replace("approvals:\n", "approvals:\n  four_eyes: false\n"))
    assert office.approve(AUTHOR, Act.PREPARED).code == 0
    assert office.approve(AUTHOR, Act.COUNTERSIGNED).code == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("approve", "QP-70", "--as", "prepared", "--person", AUTHOR), "did you mean QP-07?"),
        (("approve", "QP-07", "--as", "prepared", "--person", "田雨"), "did you mean 田雨桐?"),
        (("approve", "QP-07", "--as", "prepared", "--person", "*"), "not among the people"),
        (("release", "QP-07", "--effective", "2026-02-30"), "--effective takes a day"),
        (("release", "QP-07", "--effective", "20260301"), "--effective takes a day"),
        (("release", "QP-07", "--time", "2026-03-01T09:00:00"), "--time takes a time"),
        (("distribute", "QP-07"), "one of --to, --recall and --all"),
        (("distribute", "QP-07", "--to", "服务大厅"), "--to 服务大厅 needs the number"),
        (("distribute", "QP-07", "--all", "--copy", "3"), "--all numbers the copies itself"),
        (("withdraw", "QP-07", "--reason", "x"), "--successor"),
    ],
)
def test_wrong_arguments(office: Office, arguments: tuple[str, ...], reason: str) -> None:
    key = ("--key", office.keys[AUTHOR])
    ran = office.run(*arguments, *key)
    assert ran.code == 2
    assert reason in ran.err
    assert office.ledger() == []


def test_only_what_is_committed_is_signed(office: Office) -> None:
    office.write(PATH, TEXT.replace("规范", "明确"))
    ran = office.approve(AUTHOR, Act.PREPARED)
    assert (ran.code, office.ledger()) == (2, [])
    assert "not as it was last committed" in ran.err
    office.write("documents/QP-08.md", TEXT.replace("QP-07", "QP-08"))
    office.write(PATH, TEXT)
    ran = office.by(AUTHOR, "approve", "QP-08", "--as", "prepared")
    assert "not committed yet" in ran.err
    office.write(PATH, TEXT.replace("\n", "\r\n"))
    assert office.approve(AUTHOR, Act.PREPARED).code == 0


def test_several_at_once_or_none(office: Office) -> None:
    office.write("documents/QP-08.md", TEXT.replace("QP-07", "QP-08"))
    office.commit()
    ran = office.by(AUTHOR, "approve", "QP-07", "QP-08", "QP-09", "--as", "prepared")
    assert (ran.code, office.ledger()) == (2, [])
    ran = office.by(AUTHOR, "approve", "QP-07", "QP-08", "QP-07", "--as", "prepared")
    assert ran.code == 0
    assert len(office.ledger()) == 2


def test_pictures_and_attachments_belong_to_the_text(office: Office) -> None:
    text = TEXT.replace("owner: 服务大厅\n", "owner: 服务大厅\nattachments: [a.csv]\n")
    office.write(PATH, f"{text}\n![流程](flow.svg)\n")
    office.write("documents/a.csv", "a,b\r\n1,2\n")
    office.write("documents/flow.svg", "<svg/>\n")
    office.commit()
    office.sign()
    includes = entry(office, f"approved.{CHIEF}.json")["includes"]
    assert [item["path"] for item in includes] == ["documents/a.csv", "documents/flow.svg"]
    assert control(office).state == "approved"
    office.write("documents/flow.svg", "<svg />\n")
    assert control(office).state == "changed"
    assert "not as it was last committed" in office.release().err
    office.commit("换流程图")
    said = "documents/flow.svg was changed after QP-07 A/1 was signed"
    assert said in office.release().err
    belongs = "documents/flow.svg belongs to QP-07 and was changed after A/1 was signed"
    assert belongs in " ".join(office.run("validate", "--select", "QD502").out.split())
    office.write(PATH, f"{text}\n![流程](flow.svg)\n\n完。\n")
    office.commit("改文字")
    assert f"{PATH} was changed after" in office.release().err


def test_a_release_needs_its_signatures(office: Office) -> None:
    office.approve(AUTHOR, Act.PREPARED)
    ran = office.release()
    assert ran.code == 2
    assert "not signed as reviewed (服务大厅主管), approved (管理者代表)" in ran.err
    assert "`qmsdoc approve QP-07 --as reviewed`" in ran.err


def test_a_release_is_not_before_its_signatures(office: Office) -> None:
    office.sign()
    assert (
        "before it was last signed on 2026-06-01" in office.release("--effective", "2026-05-31").err
    )
    assert office.release().code == 0
    assert "is released already" in office.release().err


def test_a_release_by_the_wrong_post(office: Office) -> None:
    office.sign()
    ran = office.by(HEAD, "release", "QP-07")
    assert ran.code == 2
    assert "released is for 文控员" in ran.err


def test_one_version_has_one_text(office: Office) -> None:
    office.sign()
    office.release()
    office.write(PATH, TEXT.replace("规范", "明确"))
    office.commit()
    assert "released with another text" in office.approve(AUTHOR, Act.PREPARED).err
    office.write(PATH, TEXT.replace("规范", "明确").replace("A/1", "A/0"))
    office.commit()
    for person, act in ((AUTHOR, Act.PREPARED), (HEAD, Act.REVIEWED), (CHIEF, Act.APPROVED)):
        assert office.approve(person, act).code == 0
    assert "older than A/1, which is released" in office.release().err


def test_withdrawn(office: Office) -> None:
    gone = ("withdraw", "QP-07", "--reason", "并入手册", "--successor")
    assert "no version of QP-07 is in force" in office.by(CLERK, *gone, "none").err
    office.sign()
    office.release()
    assert "is no other document" in office.by(CLERK, *gone, "QP-07").err
    assert office.by(CLERK, *gone[:3], " ", "--successor", "none").code == 2
    assert office.by(CLERK, *gone, "none", time="2026-06-02T09:00:00+08:00").code == 0
    assert control(office).state == "withdrawn"
    late = "2026-06-03T09:00:00+08:00"
    assert "withdrawn already" in office.by(CLERK, *gone, "none").err
    assert "no version of QP-07 is in force" in office.by(CLERK, *gone, "none", time=late).err


def test_without_a_repository(office: Office, tmp_path: Path) -> None:
    import shutil

    shutil.rmtree(office.root / ".git")
    ran = office.approve(AUTHOR, Act.PREPARED)
    assert ran.code == 2
    assert "not in a git repository" in ran.err


def test_a_shallow_clone_cannot_tell_the_author(office: Office, tmp_path: Path) -> None:
    office.commit()
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{office.root}", str(clone))
    shallow = Office(clone, office.keys, office.cli)
    assert "git fetch --unshallow" in shallow.approve(CHIEF, Act.APPROVED).err
    assert shallow.approve(HEAD, Act.REVIEWED).code == 0


def test_line_ends_that_git_may_change_are_said(office: Office) -> None:
    (office.root / ".gitattributes").unlink()
    assert "`approvals/** -text`" in office.approve(AUTHOR, Act.PREPARED).err
