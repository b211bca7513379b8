"""The folder for an auditor: checked with sh, sha256sum and ssh-keygen alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from scratch import git
from signing import AUTHOR, CHIEF, HEAD, PATH, TEXT, Office, public

from qmsdoc.model.approval import Act

DAY = ("--today", "2026-06-30")


@pytest.fixture
def released(office: Office) -> Office:
    """A version in force with a picture, and a draft of the next one."""
    office.write(PATH, f"{TEXT}\n![流程](flow.svg)\n")
    office.write("documents/flow.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>\r\n')
    office.commit()
    office.sign()
    assert office.release("--effective", "2026-06-10").code == 0
    office.commit("签批")
    office.write(PATH, TEXT.replace("A/1", "A/2"))
    office.commit("修订")
    office.approve(AUTHOR, Act.PREPARED)
    office.commit("编制")
    return office


def export(office: Office, folder: Path, *more: str) -> Path:
    ran = office.run("export", "audit", folder, "--no-pdf", *DAY, *more)
    assert ran.code == 0, ran.out + ran.err
    return folder


def check(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["sh", "verify.sh"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert done.returncode or done.stderr == b""
    return done.returncode, done.stdout.decode()


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_it_holds_and_is_the_same_twice(released: Office, tmp_path: Path) -> None:
    folder = export(released, tmp_path / "audit")
    assert check(folder) == (0, "OK: 5 entries\n")
    assert content(export(released, tmp_path / "again")) == content(folder)
    text = (folder / PATH).read_text("utf-8")
    assert "version: A/1" in text
    assert b"\r\n" in (folder / "documents/flow.svg").read_bytes()
    assert "integrity evidence: 5 of 5" in (folder / "verdict.txt").read_text("utf-8")
    for name in ("README.md", "README.en.md"):
        readme = (folder / name).read_text("utf-8")
        assert git(released.root, "rev-parse", "HEAD") in readme
        assert "$" not in readme


def test_with_pages(released: Office, tmp_path: Path) -> None:
    ran = released.run("export", "audit", tmp_path / "audit", *DAY)
    assert ran.code == 0, ran.err
    assert (tmp_path / "audit/pdf/QP-07.pdf").read_bytes().startswith(b"%PDF")
    assert check(tmp_path / "audit")[0] == 0


@pytest.mark.parametrize("few", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_one_byte_anywhere(few: bool, released: Office, tmp_path: Path) -> None:
    """But in the script itself, which cannot vouch for itself: the README says so."""
    folder = export(released, tmp_path / "audit")
    missed = []
    for number, (name, data) in enumerate(sorted(content(folder).items())):
        if name == "verify.sh":
            continue
        places = [0, len(data) // 2, len(data) - 1] if data else []
        # In each file one byte, here the first, there the last.
        for place in places[number % 3 :][:1] if few else places:
            (folder / name).write_bytes(
                data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1 :]
            )
            if check(folder)[0] != 1:
                missed.append(f"{name}:{place}")
        (folder / name).write_bytes(data)
    assert missed == []
    assert check(folder)[0] == 0


def test_a_file_more_or_less(released: Office, tmp_path: Path) -> None:
    folder = export(released, tmp_path / "audit")
    (folder / "more.txt").write_bytes(b"")
    assert "files are not those" in check(folder)[1]
    (folder / "more.txt").unlink()
    (folder / "README.md").unlink()
    assert check(folder)[0] == 1


def renewed(folder: Path) -> None:
    """SHA256SUMS made anew, as a forger would."""
    import hashlib

    lines = [
        f"{hashlib.sha256(data).hexdigest()}  ./{name}\n"
        for name, data in sorted(content(folder).items(), key=lambda item: item[0].encode())
        if name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def test_a_forger_who_makes_the_sums_anew(released: Office, tmp_path: Path) -> None:
    folder = export(released, tmp_path / "audit")
    whole = content(folder)
    entry = f"ledger/QP-07/A-1/approved.{CHIEF}.json"
    other = f"ledger/QP-07/A-1/reviewed.{HEAD}.json"
    forged = {
        "the date": {entry: whole[entry].replace(b"2026-06-01", b"2026-06-02")},
        "the signature of another": {f"{entry}.sig": whole[f"{other}.sig"]},
        "no signature": {f"{entry}.sig": None},
        "the text": {PATH: whole[PATH].replace("规范".encode(), "明确".encode())},
        "another key": {
            "allowed_signers": whole["allowed_signers"].replace(
                public(released.keys[CHIEF]).encode(), public(released.keys["stranger"]).encode()
            )
        },
        "an entry less": {entry: None, f"{entry}.sig": None},
        "an entry that is not listed": {
            "first-seen.txt": re.sub(rb".*approved.*\n", b"", whole["first-seen.txt"])
        },
    }
    for name, changes in forged.items():
        for path, data in changes.items():
            if data is None:
                (folder / path).unlink()
            else:
                assert data != whole[path], name
                (folder / path).write_bytes(data)
        renewed(folder)
        assert check(folder)[0] == 1, name
        for path in (*changes, "SHA256SUMS"):
            (folder / path).write_bytes(whole[path])
    assert check(folder)[0] == 0


def test_keys_that_came_to_an_end(released: Office, tmp_path: Path) -> None:
    """The entries were there before: the key was good then, and the script knows the day."""
    path = released.root / "organization.yaml"
    line = f"key: {public(released.keys[CHIEF])}"
    limits = ("until: 2026-02-01", "revoked: 2026-02-01")
    for limit in limits:
        ended = f"keys: [{{key: {public(released.keys[CHIEF])}, since: 2026-01-01, {limit}}}]"
        path.write_text(path.read_text("utf-8").replace(line, ended), "utf-8")
        line = ended
        released.commit()
        # The commits of these tests are of 5 January 2026, and what signers say counts, too.
        ran = released.run("verify", *DAY)
        assert ran.code == 1
        folder = tmp_path / limit[:5]
        released.run("export", "audit", folder, "--no-pdf", *DAY)
        assert "20260105 ledger" in (folder / "first-seen.txt").read_text("utf-8")
        assert check(folder)[0] == 0


def test_what_is_refused_is_exported_and_said(released: Office, tmp_path: Path) -> None:
    released.write("approvals/QP-07/A-1/approved.x.json", "{}\n")
    released.commit()
    ran = released.run("export", "audit", tmp_path / "audit", "--no-pdf", *DAY)
    assert ran.code == 1
    assert "the ledger is not accepted" in ran.err
    assert "refused" in (tmp_path / "audit/verdict.txt").read_text("utf-8")


def test_never_over_anything(released: Office, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/x").write_bytes(b"x")
    ran = released.run("export", "audit", tmp_path / "full", "--no-pdf")
    assert (ran.code, "is not empty" in ran.err) == (2, True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["x"]
