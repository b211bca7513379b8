"""Clocks, and keys that begin, end or are revoked: refused when signing, and by verify when forced."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from signing import (
    AUTHOR,
    CHIEF,
    CLERK,
    HEAD,
    PATH,
    TEXT,
    Book,
    Office,
    organization,
    public,
    sign,
)

from qmsdoc.model.approval import NAMESPACE, Act
from qmsdoc.pipeline.allowed_signers import allowed_signers

DAY = "2026-06-30"
SIGNED = "2026-06-01T09:00:00+08:00"
# Limits of the approver's key, and why it cannot sign on 2026-06-01; "" where it can.
LIMITS = {
    "since: 2026-06-02": "was not good before 2026-06-02",
    "since: 2026-06-01": "",
    "until: 2026-05-31": "was good to 2026-05-31",
    "until: 2026-06-01": "",
    "since: 2026-06-01, until: 2026-06-01": "",
    "revoked: 2026-05-31": "was revoked on 2026-05-31",
    "revoked: 2026-06-01": "was revoked on 2026-06-01",
    "until: 2026-12-31, revoked: 2026-05-31": "was revoked on 2026-05-31",
}


def limited(office: Office, limits: str) -> None:
    """The approver's key gets these limits."""
    line = public(office.keys[CHIEF])
    text = organization(office.keys).replace(f"key: {line}", f"keys: [{{key: {line}, {limits}}}]")
    office.write("organization.yaml", text)
    office.commit()


def verdict(office: Office, day: str = DAY) -> tuple[int, list[str]]:
    """The exit code of verify, and everything that it says against entries."""
    ran = office.run("verify", "--format", "json", "--today", day)
    documents = json.loads(ran.out)["documents"]
    entries = [entry for document in documents for entry in document["entries"]]
    return ran.code, [problem for entry in entries for problem in entry["problems"]]


@pytest.mark.parametrize("limits", LIMITS)
def test_limits_of_a_key(limits: str, office: Office) -> None:
    """The same when signing as when judging what was signed without asking."""
    reason = LIMITS[limits]
    office.approve(AUTHOR, Act.PREPARED)
    office.commit()
    before = office.ledger()
    limited(office, limits)
    ran = office.approve(CHIEF, Act.APPROVED, time=SIGNED)
    if reason:
        assert (ran.code, office.ledger()) == (2, before)
        assert reason in ran.err
        limited(office, "since: 2000-01-01")
        assert office.approve(CHIEF, Act.APPROVED, time=SIGNED).code == 0
        limited(office, limits)
        code, problems = verdict(office)
        assert code == 1
        assert any(reason in problem for problem in problems)
    else:
        assert ran.code == 0, ran.err
        office.commit()
        assert verdict(office) == (0, [])


@pytest.mark.parametrize(
    ("time", "day", "reason"),
    [
        (SIGNED, DAY, ""),
        (SIGNED, "2026-06-01", ""),
        # Somebody's clock may be a time zone ahead, but not days.
        ("2026-07-03T09:00:00+08:00", DAY, "which is to come"),
    ],
)
def test_a_clock_that_goes_ahead(time: str, day: str, reason: str, office: Office) -> None:
    assert office.approve(AUTHOR, Act.PREPARED, time=time).code == 0
    office.commit()
    code, problems = verdict(office, day)
    assert code == (1 if reason else 0)
    assert [reason in problem for problem in problems] == ([True] if reason else [])


@pytest.mark.parametrize("time", ["2026-05-31T08:59:59+08:00", "0001-01-01T00:00:00+00:00"])
def test_a_clock_that_goes_behind(time: str, office: Office) -> None:
    """Nobody signs days before the signature that is already there."""
    assert office.approve(AUTHOR, Act.PREPARED, time=SIGNED).code == 0
    before = office.ledger()
    ran = office.approve(HEAD, Act.REVIEWED, time=time)
    assert (ran.code, office.ledger()) == (2, before)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "name", ["*", "*@example.org", "!田雨桐", "田雨桐,冯桂兰", "?", "a/b", ".."]
)
def test_names_that_are_patterns_or_paths(name: str, office: Office) -> None:
    key = public(office.keys["stranger"])
    more = f"  - {{name: {json.dumps(name)}, posts: [管理者代表], key: {key}}}\n"
    office.write("organization.yaml", organization(office.keys, more))
    office.commit()
    who = ("--person", name, "--key", office.keys["stranger"])
    ran = office.run("approve", "QP-07", "--as", "approved", *who)
    assert (ran.code, office.ledger()) == (2, [])
    assert "Traceback" not in ran.err


FIRST, LAST = "0001-01-01", "9999-12-31"
EDGES = (f"{FIRST}T00:00:00+14:00", f"{LAST}T23:59:59-14:00")
READING = (
    ("validate",),
    ("status", "--format", "ics"),
    ("verify",),
    ("coverage",),
    ("diff", "HEAD"),
    ("render", "register", "--to", "csv", "-o", "OUT"),
    ("render", "site", "-o", "OUT"),
    ("export", "audit", "OUT", "--no-pdf"),
)


@pytest.mark.parametrize(("time", "effective"), [(EDGES[0], LAST), (EDGES[1], FIRST)])
def test_days_at_the_edges_of_the_calendar_stop_no_command(
    time: str, effective: str, book: Callable[..., Book], office: Office, tmp_path: Path
) -> None:
    """One entry of anybody would otherwise keep all others from working."""
    key = public(office.keys[CHIEF])
    text = organization(office.keys).replace(
        f"key: {key}", f"keys: [{{key: {key}, since: {FIRST}, until: {LAST}, revoked: {FIRST}}}]"
    )
    head = "owner: 服务大厅\nreview: {every: 999999999 years}"
    review = TEXT.replace("owner: 服务大厅", head)
    made = book({PATH: review, "organization.yaml": text})
    made.put(made.entry(Act.PREPARED, AUTHOR))
    for act, person in ((Act.REVIEWED, HEAD), (Act.APPROVED, CHIEF), (Act.CONFIRMED, CHIEF)):
        made.put(made.entry(act, person, time=time))
    made.put(made.entry(Act.RELEASED, CLERK, time=time, effective=effective))
    for path, data in made.files.items():
        office.write(path, data)
    office.commit()
    for day in (FIRST, LAST):
        for command in READING:
            out = str(tmp_path / "out")
            line = (out if part == "OUT" else part for part in command)
            ran = office.run(*line, "--today", day)
            assert "internal" not in ran.err, (day, command, ran.err)
            shutil.rmtree(out, ignore_errors=True)


@pytest.mark.parametrize(
    ("limits", "options"),
    [
        (f"since: {FIRST}", ""),
        (f"until: {FIRST}", ',valid-before="19700102235959"'),
        (f"revoked: {FIRST}", ',valid-before="19700102235959"'),
        (f"since: {LAST}", ',valid-after="99991231"'),
        (f"since: {LAST}, until: {LAST}", ',valid-after="99991231",valid-before="99991231235959"'),
        ("since: 2026-06-02, revoked: 2026-07-01",
         ',valid-after="20260602",valid-before="20260630235959"'),
    ],
)  # fmt: skip
def test_limits_as_ssh_keygen_reads_them(
    limits: str, options: str, book: Callable[..., Book], tmp_path: Path
) -> None:
    made = book()
    line = public(made.keys[CHIEF])
    text = organization(made.keys).replace(f"key: {line}", f"keys: [{{key: {line}, {limits}}}]")
    made.files["organization.yaml"] = text.encode()
    signers = allowed_signers(made.index().organization)
    assert f'"{CHIEF}" namespaces="{NAMESPACE}"{options} ssh-ed25519' in signers
    # Whether the key is good now is all that it finds wrong, never the line.
    assert b"options" not in said_of(made, signers, tmp_path)
    broken = signers.replace(f"{options} ssh-ed25519", ',valid-after="10101" ssh-ed25519')
    assert b"options" in said_of(made, broken, tmp_path)


def said_of(book: Book, signers: str, folder: Path) -> bytes:
    """What ssh-keygen says of a signature by the approver."""
    (folder / "signers").write_text(signers, "utf-8")
    (folder / "text.sig").write_bytes(sign(book.keys[CHIEF], b"text"))
    check = ("-Y", "verify", "-n", NAMESPACE, "-I", CHIEF, "-f", str(folder / "signers"))
    done = subprocess.run(
        ["ssh-keygen", *check, "-s", str(folder / "text.sig")],
        input=b"text",
        capture_output=True,
        check=False,
    )
    return done.stderr
