"""Real repositories in a temporary folder, made by plain git and without anybody's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

_DAY = 86400
_START = 1_700_000_000  # 14 November 2023, 22:13:20 UTC


class Workshop:
    """A repository under construction. Commits are a day apart."""

    def __init__(self, root: Path, *, object_format: str = "sha1") -> None:
        self.root = root
        self._commits = 0
        self._home = root.parent / "home"
        self._home.mkdir(parents=True, exist_ok=True)
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", "--template=", f"--object-format={object_format}")

    def git(self, *arguments: str | bytes, stdin: bytes = b"", check: bool = True) -> str:
        """Run git as any user would, with this repository's own configuration in force."""
        when = f"{_START + self._commits * _DAY} +0800"
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._home),
            "GIT_AUTHOR_NAME": "张三",
            "GIT_AUTHOR_EMAIL": "zhang@example.org",
            "GIT_COMMITTER_NAME": "张三",
            "GIT_COMMITTER_EMAIL": "zhang@example.org",
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=variables,
            input=stdin,
            capture_output=True,
            check=check,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for path, content in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self, message: str = "change", files: Mapping[str, str | bytes] | None = None
    ) -> str:
        """Write files, commit all that differs, return the id."""
        self.write(files or {})
        self.git("add", "-A")
        self._commits += 1
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.head()

    def merge(self, branch: str, files: Mapping[str, str] | None = None) -> str:
        """Merge, conflicts or not, with *files* as they are to be in the result."""
        self.git("merge", "-q", "--no-ff", "--no-commit", branch, check=False)
        return self.commit(f"merge {branch}", files)

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=content)

    def tree(self, *records: tuple[str, bytes, str]) -> str:
        """A tree written byte by byte: (mode, name, id); git checks nothing of it."""
        raw = b"".join(
            mode.encode() + b" " + name + b"\0" + bytes.fromhex(identity)
            for mode, name, identity in records
        )
        return self._craft("tree", raw)

    def crafted_commit(self, raw: bytes) -> str:
        """A commit from its bytes; TREE stands for the tree of HEAD."""
        tree = self.git("rev-parse", "HEAD^{tree}").encode()
        return self._craft("commit", raw.replace(b"TREE", tree))

    def commit_of(self, tree: str) -> str:
        return self.git("commit-tree", "-m", "crafted", tree)

    def _craft(self, kind: str, raw: bytes) -> str:
        return self.git("hash-object", "-t", kind, "--literally", "-w", "--stdin", stdin=raw)


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., Workshop]:
    def make(name: str = "repo", *, object_format: str = "sha1") -> Workshop:
        return Workshop(tmp_path / name, object_format=object_format)

    return make


@pytest.fixture
def repo(make_repo: Callable[..., Workshop]) -> Workshop:
    return make_repo()
