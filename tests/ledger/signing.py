"""Keys, people and a workspace whose documents are signed, for the tests of the ledger."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path

from msgspec.structs import replace
from scratch import Files, MemoryTree, Ran, as_bytes, git, write_files

from qmsdoc.index.types import Index
from qmsdoc.model.approval import FORMAT, NAMESPACE, Act, Entry, canonical, entry_path
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.source.tree import blob_id
from qmsdoc.workspace.cache import CompileCache

TODAY = date(2026, 6, 30)
AUTHOR, HEAD, CHIEF, CLERK = "田雨桐", "冯桂兰", "林静宜", "苏晓雯"
PEOPLE = {
    AUTHOR: ("前台接待岗", "tianyutong@example.org"),
    HEAD: ("服务大厅主管", "fengguilan@example.org"),
    CHIEF: ("管理者代表", "linjingyi@example.org"),
    CLERK: ("文控员", "suxiaowen@example.org"),
}
POLICY = """\
organization: 示范区公共就业服务中心
code: SFQ
language: en
signatures:
  procedure: [prepared, reviewed, approved]
  form: [prepared]
approvals:
  posts:
    reviewed: [服务大厅主管]
    approved: {procedure: [管理者代表]}
    released: [文控员]
    withdrawn: [文控员]
"""
TEXT = """\
---
id: QP-07
kind: procedure
title: 前台接待服务程序
version: A/1
owner: 服务大厅
---
# 前台接待服务程序

## 1 目的

规范前台接待服务。
"""
PATH = "documents/QP-07.md"


def make_key(folder: Path, name: str, kind: str = "ed25519", *options: str) -> Path:
    """A private key of ssh-keygen's; its public half is beside it."""
    key = folder / name
    command = ["ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", name, "-f", str(key)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return key


@cache
def public(key: Path) -> str:
    """The line of organization.yaml, without the comment."""
    return " ".join(Path(f"{key}.pub").read_text("utf-8").split()[:2])


def sign(key: Path, content: bytes, namespace: str = NAMESPACE) -> bytes:
    """What ssh-keygen makes of *content*."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key)]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def organization(keys: Mapping[str, Path], more: str = "") -> str:
    """organization.yaml with everybody, each with a key."""
    posts = "\n".join(f"  - {{name: {post}, department: 服务大厅}}" for post, _ in PEOPLE.values())
    people = "\n".join(
        f"  - {{name: {name}, posts: [{post}], email: {email}, key: {public(keys[name])}}}"
        for name, (post, email) in PEOPLE.items()
    )
    return f"departments: [{{name: 服务大厅}}]\nposts:\n{posts}\npeople:\n{people}\n{more}"


@dataclass
class Book:
    """A workspace in memory with its ledger."""

    keys: Mapping[str, Path]
    files: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def fresh(cls, keys: Mapping[str, Path], files: Files | None = None) -> Book:
        made = {"qmsdoc.yaml": POLICY, "organization.yaml": organization(keys), PATH: TEXT}
        return cls(keys, {path: as_bytes(text) for path, text in {**made, **(files or {})}.items()})

    def entry(self, act: Act, person: str, **changes: object) -> Entry:
        """An entry as it should be, with *changes*."""
        text = self.files[PATH]
        made = Entry(
            format=FORMAT,
            repository="SFQ",
            document="QP-07",
            path=PATH,
            version="A/1",
            sha256=sha256(text).hexdigest(),
            blob=blob_id(text),
            role=act,
            person=person,
            time="2026-06-01T09:00:00+08:00",
            previous=self.index().ledger.heads("QP-07"),
        )
        return replace(made, **changes)

    def put(self, entry: Entry, key: Path | None = None, *, signed: bool = True) -> str:
        """Write *entry*, signed by its person or with *key*; its path."""
        paths = (entry_path(entry, number) for number in count(1))
        path, content = next(path for path in paths if path not in self.files), canonical(entry)
        self.files[path] = content
        if signed:
            self.files[f"{path}.sig"] = sign(key or self.keys[entry.person], content)
        return path

    def signed(self) -> Book:
        """With the three signatures of policy."""
        for act, person in ((Act.PREPARED, AUTHOR), (Act.REVIEWED, HEAD), (Act.APPROVED, CHIEF)):
            self.put(self.entry(act, person))
        return self

    def released(self) -> Book:
        self.signed().put(self.entry(Act.RELEASED, CLERK, effective="2026-06-10"))
        return self

    def index(self, today: date = TODAY) -> Index:
        return link_tree(load(MemoryTree(self.files), CompileCache(None)), today)


@dataclass
class Office:
    """A repository in which the commands are run, with everybody's keys outside of it."""

    root: Path
    keys: Mapping[str, Path]
    cli: Callable[..., Ran]

    def run(self, *arguments: str | Path) -> Ran:
        return self.cli("-C", self.root, *arguments)

    def by(self, person: str, *arguments: str, time: str = "2026-06-01T09:00:00+08:00") -> Ran:
        """A command that signs, by *person* with the person's key."""
        who = ("--person", person, "--key", self.keys[person], "--time", time)
        return self.run(*arguments, *who)

    def approve(self, person: str, act: Act, *more: str, **options: str) -> Ran:
        return self.by(person, "approve", "QP-07", "--as", act.value, *more, **options)

    def sign(self) -> None:
        """The three signatures of policy."""
        for person, act in ((AUTHOR, Act.PREPARED), (HEAD, Act.REVIEWED), (CHIEF, Act.APPROVED)):
            ran = self.approve(person, act)
            assert ran.code == 0, ran.err

    def release(self, *more: str, **options: str) -> Ran:
        return self.by(CLERK, "release", "QP-07", *more, **options)

    def commit(self, message: str = "change", author: str = AUTHOR) -> str:
        git(self.root, "add", "-A")
        who = f"{author} <{PEOPLE[author][1]}>"
        git(self.root, "commit", "-q", "--allow-empty", "-m", message, "--author", who)
        return git(self.root, "rev-parse", "HEAD")

    def write(self, path: str, text: str | bytes) -> None:
        write_files(self.root, {path: text})

    def ledger(self) -> list[str]:
        """The paths of the entries."""
        found = (self.root / "approvals").rglob("*.json")
        return sorted(path.relative_to(self.root).as_posix() for path in found)
