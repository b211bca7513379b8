"""The traps for git around signatures: the verdict stays, and signing goes on, with no foreign program.

Every case is tried with --slow; all of them at once always are.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace
from scratch import POLICY, Ran, process_environment
from signing import make_key, public, sign
from trapped import Field
from traps import CASES, PATH

from qmsdoc.model.approval import FORMAT, Act, Entry, canonical, entry_path
from qmsdoc.source.tree import blob_id

PERSON = "李四"
TODAY = ("--today", "2026-06-01")
REPORTS = (
    ("verify", "--format", "json", *TODAY),
    ("verify", "--policy-ref", "HEAD~1", "--format", "json", *TODAY),
    ("status", "--format", "json", *TODAY),
    ("coverage", "--format", "json", *TODAY),
)
FOLDERS = (
    ("export", "audit", "OUT", "--no-pdf", *TODAY),
    ("render", "QP-07", "register", "--to", "html,docx", "-o", "OUT", *TODAY),
    ("render", "site", "-o", "OUT", *TODAY),
)
SIGNING = (
    ("approve", "QP-07", "--as", "confirmed", "--time", "2026-03-01T09:00:00+08:00"),
    ("approve", "QP-01", "--as", "approved", "--time", "2026-03-01T09:00:00+08:00"),
    ("release", "QP-01", "--time", "2026-03-02T09:00:00+08:00"),
)
Told = dict[str, object]


def signed_field(folder: Path) -> Field:
    """A field with a person, who approved its procedure and released it."""
    key = make_key(folder, "key")
    probe = Field(folder / "probe")
    text = (probe.past.root / PATH).read_bytes()
    shutil.rmtree(folder / "probe")
    approved = Entry(
        format=FORMAT,
        repository="小库",
        document="QP-07",
        path=PATH,
        version="A/1",
        sha256=sha256(text).hexdigest(),
        blob=blob_id(text),
        role=Act.APPROVED,
        person=PERSON,
        time="2026-02-01T09:00:00+08:00",
    )
    before = (sha256(canonical(approved)).hexdigest(),)
    released = replace(approved, role=Act.RELEASED, previous=before, effective="2026-02-01")
    people = f"{{name: {PERSON}, posts: [主任], key: {public(key)}}}"
    more = {
        "qmsdoc.yaml": f"{POLICY}code: 小库\nsignatures: {{procedure: [approved]}}\n",
        "organization.yaml": f"departments: [{{name: 大厅}}]\n"
        f"posts: [{{name: 主任, department: 大厅}}]\npeople: [{people}]\n",
    }
    for entry in (approved, released):
        path, content = entry_path(entry), canonical(entry)
        more |= {path: content.decode(), f"{path}.sig": sign(key, content).decode()}
    field = Field(folder, more)
    field.past.commit("五")
    return field


def told(field: Field, run: Callable[..., Ran], folder: Path) -> Told:
    """What every command says and writes; the ledger is as it was afterwards."""
    found: Told = {" ".join(command): run(*command) for command in REPORTS}
    out = field.past.root.parent / "out"
    for command in FOLDERS:
        ran = run(*(str(out) if part == "OUT" else part for part in command))
        assert ran.code == 0, ran.err
        found[" ".join(command)] = files_below(out)
        shutil.rmtree(out)
    ledger = field.past.root / "approvals"
    shutil.copytree(ledger, out)
    for command in SIGNING:
        ran = run(*command, "--person", PERSON, "--key", str(folder / "key"))
        assert ran.code == 0, ran.err
    found["ledger"] = files_below(ledger)
    shutil.rmtree(ledger)
    shutil.copytree(out, ledger)
    shutil.rmtree(out)
    return found


def files_below(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_each_trap(
    name: str, tmp_path: Path, cli: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    field = signed_field(tmp_path)
    monkeypatch.chdir(field.past.root)
    before = told(field, cli, tmp_path)
    case = CASES[name]
    field.lay(case)
    field.canary.unlink(missing_ok=True)
    for key, value in field.variables(case).items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(field.past.root / case.folder)
    after = told(field, cli, tmp_path)
    assert not field.sprung
    assert after == before


def test_all_at_once(
    tmp_path: Path,
    cli: Callable[..., Ran],
    cli_process: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field = signed_field(tmp_path)
    monkeypatch.chdir(field.past.root)
    before = told(field, cli, tmp_path)
    verdict = before[" ".join(REPORTS[0])]
    assert isinstance(verdict, Ran)
    assert verdict.code == 0, verdict.out
    field.lay(*CASES.values())
    variables: dict[str, str | None] = {}
    for case in CASES.values():
        variables |= {key: value for key, value in field.variables(case).items() if key != "LC_ALL"}
    field.canary.unlink(missing_ok=True)
    environment = process_environment(**variables)

    def trapped(*arguments: str) -> Ran:
        return cli_process(*arguments, environment=environment, folder=field.past.root)

    after = told(field, trapped, tmp_path)
    assert not field.sprung
    assert after == before
