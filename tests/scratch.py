"""Workspaces made for a test, trees in memory, and runs of the command line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry, blob_id

ROOT = Path(__file__).parent.parent
Files = Mapping[str, str | bytes]

POLICY = "organization: 示范区公共就业服务中心\nlanguage: en\n"
PROCEDURE = """\
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


def as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def write_files(root: Path, files: Files) -> Path:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(as_bytes(content))
    return root


class MemoryTree:
    """A tree that lies nowhere: for tests of everything above the workspace."""

    def __init__(self, files: Files) -> None:
        self.files = {path: as_bytes(content) for path, content in files.items()}

    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(path, blob_id(data), len(data)) for path, data in sorted(self.files.items())
        )

    def read(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        return self.files[entry.path]

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        for entry in entries:
            yield entry, self.read(entry)

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        return {}

    def past(self, blob: str) -> bytes | None:
        return None


@dataclass(frozen=True)
class Ran:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


def process_environment(**changed: str | None) -> dict[str, str]:
    """The environment of a qmsdoc process: this one's, with *changed*; None takes a name away."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    for name, value in changed.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    return environment


def git(folder: Path, *arguments: str) -> str:
    """Run git with nobody's settings."""
    done = subprocess.run(
        ["git", "-c", "user.name=张三", "-c", "user.email=zhang@example.org", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": "2026-01-05T09:00:00+08:00",
            "GIT_COMMITTER_DATE": "2026-01-05T09:00:00+08:00",
        },
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def names_in(folder: Path) -> list[str]:
    """Every path below a folder, with the size and the time of files: what a run must not change."""
    return [
        f"{path.relative_to(folder)} {path.lstat().st_size} {path.lstat().st_mtime_ns}"
        for path in sorted(folder.rglob("*"))
    ]
