"""With whose key an entry is signed, and by which program."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from judging import entry
from scratch import git
from signing import AUTHOR, HEAD, POLICY, Office, make_key

from qmsdoc.model.approval import Act


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
