"""approve, release, withdraw and distribute, as people use them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from scratch import Ran, git, names_in
from signing import AUTHOR, CHIEF, CLERK, HEAD, PATH, POLICY, TEXT, Office, make_key

from qmsdoc.index.control import Control
from qmsdoc.model.approval import Act
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import open_workspace

LEDGER = "approvals/QP-07/A-1"


def control(office: Office, day: str = "2026-06-30") -> Control:
    from datetime import date

    with open_workspace(office.root, use_cache=False) as workspace:
        loaded = load(workspace.tree, workspace.cache)
        return link_tree(loaded, date.fromisoformat(day)).control["QP-07"]


def entry(office: Office, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((office.root / LEDGER / name).read_text("utf-8"))
    return found


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


def test_trained_and_confirmed(office: Office) -> None:
    office.sign()
    office.release()
    assert office.approve(HEAD, Act.TRAINED, "--for", AUTHOR, "--for", CLERK).code == 0
    assert office.approve(CHIEF, Act.TRAINED).code == 0
    assert control(office).trained == {AUTHOR, CLERK, CHIEF}
    assert "already" in office.approve(HEAD, Act.TRAINED, "--for", AUTHOR).err
    assert "did you mean" in office.approve(HEAD, Act.TRAINED, "--for", "苏晓").err
    assert "--as trained" in office.approve(CHIEF, Act.CONFIRMED, "--for", AUTHOR).err
    late = "2026-06-20T09:00:00+08:00"
    assert office.approve(CHIEF, Act.CONFIRMED, time=late).code == 0
    assert control(office).reviewed == "2026-06-20"
    assert "already" in office.approve(CHIEF, Act.CONFIRMED, time=late).err


def copies(office: Office) -> list[tuple[str, str, str, bool]]:
    return [
        (copy.department, copy.number, copy.version, bool(copy.recalled))
        for copy in control(office).copies
    ]


def test_copies(office: Office) -> None:
    office.write(
        PATH, TEXT.replace("owner: 服务大厅\n", "owner: 服务大厅\ndistribution: [服务大厅]\n")
    )
    office.commit()
    out = ("distribute", "QP-07")
    assert "no version of QP-07 is in force" in office.by(CLERK, *out, "--all").err
    office.sign()
    office.release()
    to = (*out, "--to", "服务大厅")
    assert office.by(CLERK, *to, "--copy", "01", "--copy", "07").code == 0
    assert "already" in office.by(CLERK, *out, "--all").err
    assert "take it back first" in office.by(CLERK, *to, "--copy", "07").err
    assert "no number of a copy" in office.by(CLERK, *to, "--copy", "a/b").err
    assert "no department" in office.by(CLERK, *out, "--to", "大厅", "--copy", "3").err
    back = (*out, "--recall", "服务大厅")
    assert "holds no copy" in office.by(CLERK, *back).err
    assert office.by(CLERK, *back, "--copy", "07").code == 0
    assert "holds no copy 07" in office.by(CLERK, *back, "--copy", "07").err
    assert office.by(CLERK, *to, "--copy", "07").code == 0
    assert copies(office) == [
        ("服务大厅", "01", "A/1", False),
        ("服务大厅", "07", "A/1", True),
        ("服务大厅", "07", "A/1", False),
    ]
    office.write(PATH, (office.root / PATH).read_text("utf-8").replace("A/1", "A/2"))
    office.commit()
    office.sign()
    office.release()
    assert len(control(office).copies_to_recall) == 2
    assert office.by(CLERK, *back).code == 0
    assert office.by(CLERK, *out, "--all").code == 0
    assert copies(office)[-1] == ("服务大厅", "08", "A/2", False)
    assert control(office).copies_to_recall == ()


def test_copies_and_training_before_a_version_takes_effect(office: Office) -> None:
    office.sign()
    office.release()
    office.write(PATH, TEXT.replace("A/1", "A/2"))
    office.commit()
    office.sign()
    assert office.release("--effective", "2026-07-01").code == 0
    early = ("--version", "A/2")
    ran = office.by(CLERK, "distribute", "QP-07", "--to", "服务大厅", "--copy", "01", *early)
    assert (ran.code, "handed out, by" in ran.out) == (0, True)
    assert "服务大厅, copy 01" in ran.out
    assert office.approve(HEAD, Act.TRAINED, "--for", AUTHOR, *early).code == 0
    assert office.approve(HEAD, Act.TRAINED, "--for", CLERK).code == 0
    assert control(office).copies_to_recall == ()
    assert control(office).trained == {CLERK}
    assert control(office, "2026-07-01").trained == {AUTHOR}
    assert copies(office) == [("服务大厅", "01", "A/2", False)]
    unknown = office.by(CLERK, "distribute", "QP-07", "--all", "--version", "A/9")
    assert (unknown.code, "--version takes A/1, A/2" in unknown.err) == (2, True)
    assert "--as trained" in office.approve(CHIEF, Act.CONFIRMED, *early).err
    back = office.by(CLERK, "distribute", "QP-07", "--recall", "服务大厅", *early)
    assert "leave it out with --recall" in back.err
    assert "no department" in office.by(CLERK, "distribute", "QP-07", "--recall", "大厅").err


def test_branches_with_entries_of_one_person_merge(office: Office) -> None:
    office.sign()
    office.release()
    office.commit("发布")
    git(office.root, "branch", "other")
    hand_out = ("distribute", "QP-07", "--to", "服务大厅", "--copy")
    assert office.by(CLERK, *hand_out, "01").code == 0
    assert office.approve(HEAD, Act.TRAINED, "--for", AUTHOR).code == 0
    office.commit("一")
    git(office.root, "switch", "-q", "other")
    assert office.by(CLERK, *hand_out, "02").code == 0
    assert office.approve(HEAD, Act.TRAINED, "--for", CLERK).code == 0
    office.commit("二")
    git(office.root, "merge", "-q", "-m", "合并", "main")
    assert office.run("verify").code == 0
    assert sorted(number for _, number, _, _ in copies(office)) == ["01", "02"]
    assert control(office).trained == {AUTHOR, CLERK}


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


# --- keys


def test_a_key_of_nobody(office: Office) -> None:
    who = ("--person", AUTHOR, "--key", office.keys["stranger"])
    ran = office.run("approve", "QP-07", "--as", "prepared", *who)
    assert (ran.code, office.ledger()) == (2, [])
    assert re.search(r"the key SHA256:\S+ is none of 田雨桐", ran.err)


def test_a_key_under_a_false_flag(office: Office, tmp_path: Path) -> None:
    """The public half beside the key is the person's, the private one is not."""
    false = tmp_path / "false"
    false.write_bytes(office.keys["stranger"].read_bytes())
    false.chmod(0o600)
    Path(f"{false}.pub").write_bytes(Path(f"{office.keys[AUTHOR]}.pub").read_bytes())
    who = ("--person", AUTHOR, "--key", false)
    ran = office.run("approve", "QP-07", "--as", "prepared", *who)
    assert (ran.code, office.ledger()) == (2, [])


def test_unsigned_only_where_policy_allows_it(office: Office) -> None:
    bare = ("approve", "QP-07", "--as", "prepared", "--person", AUTHOR, "--unsigned")
    ran = office.run(*bare)
    assert (ran.code, office.ledger()) == (2, [])
    assert "does not allow it" in ran.err
    office.write("qmsdoc.yaml", POLICY.replace("approvals:\n", "approvals:\n  unsigned: true\n"))
    assert office.run(*bare).code == 0
    assert "key" not in entry(office, f"prepared.{AUTHOR}.json")


def test_git_knows_who_signs(office: Office) -> None:
    key = ("--key", office.keys[AUTHOR])
    git(office.root, "config", "user.email", "TianYuTong@example.org")
    git(office.root, "config", "user.signingkey", str(office.keys[AUTHOR]))
    assert office.run("approve", "QP-07", "--as", "prepared").code == 0
    git(office.root, "config", "user.email", "mallory@example.org")
    ran = office.run("approve", "QP-07", "--as", "countersigned", *key)
    assert "git knows you as mallory@example.org" in ran.err


@pytest.fixture
def agent(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An SSH agent that holds the author's key."""
    socket = tmp_path / "agent"
    process = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    for _ in range(100):
        added = subprocess.run(
            ["ssh-add", "-q", str(office.keys[AUTHOR])], capture_output=True, check=False
        )
        if added.returncode == 0:
            break
    yield
    process.terminate()
    process.wait()


@pytest.mark.usefixtures("agent")
def test_a_key_in_an_agent(office: Office) -> None:
    git(office.root, "config", "user.email", "tianyutong@example.org")
    ran = office.run("approve", "QP-07", "--as", "prepared")
    assert ran.code == 0, ran.err
    ran = office.run("approve", "QP-07", "--as", "reviewed", "--person", HEAD)
    assert "no SSH agent holds your key" in ran.err


def test_no_program_of_the_workspace_is_run(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proof = tmp_path / "ran"
    for folder in ("bin", "."):
        office.write(f"{folder}/ssh-keygen", f"#!/bin/sh\ntouch '{proof}'\n")
        (office.root / folder / "ssh-keygen").chmod(0o755)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", f".:bin:{office.root}/bin:{office.root}:{path}")
    git(office.root, "config", "gpg.ssh.program", f"{office.root}/ssh-keygen")
    office.commit()
    office.sign()
    assert office.release().code == 0
    assert not proof.exists()


def test_without_ssh_keygen(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "only-git").mkdir()
    (tmp_path / "only-git/git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(tmp_path / "only-git"))
    assert "install OpenSSH" in office.approve(AUTHOR, Act.PREPARED).err


def test_a_damaged_key(office: Office, tmp_path: Path, key_folder: Path) -> None:
    key = make_key(tmp_path, "damaged")
    Path(f"{key}.pub").write_bytes(Path(f"{office.keys[AUTHOR]}.pub").read_bytes())
    key.write_bytes(b"rubbish")
    ran = office.run("approve", "QP-07", "--as", "prepared", "--person", AUTHOR, "--key", key)
    assert (ran.code, office.ledger()) == (2, [])
    assert "ssh-keygen did not sign" in ran.err


def test_in_chinese(office: Office, cli: Callable[..., Ran]) -> None:
    ran = cli(
        "-C",
        office.root,
        "--lang",
        "zh",
        "release",
        "QP-07",
        "--person",
        CLERK,
        "--key",
        office.keys[CLERK],
    )
    assert ran.code == 2
    assert "未" in ran.err
