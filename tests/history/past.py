"""A workspace with a past, for the tests of its history."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scratch import POLICY, write_files

from qmsdoc.pipeline.document_history import history_report, history_text
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.signatures import Approvals
from qmsdoc.text.language import translator

BODY = "".join(f"第{number}步，当场办理\n\n" for number in range(30))


def document(version: str = "A/0", text: str = "", number: str = "QP-07") -> str:
    head = f"---\nid: {number}\nkind: procedure\ntitle: 前台接待\nversion: {version}\n---\n"
    return f"{head}# 前台接待\n\n{BODY}{text}\n"


class Past:
    """A repository with a workspace in *folder* of it; commits are made by whom and when one says."""

    def __init__(self, root: Path, folder: str = "") -> None:
        self.repository = root
        self.root = root / folder
        self.root.mkdir(parents=True)
        self.git("init", "-q", "-b", "main", "--template=")
        write_files(self.root, {"qmsdoc.yaml": POLICY})

    def git(self, *arguments: str, stdin: bytes = b"", **variables: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.repository,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.repository.parent),
                "GIT_CONFIG_NOSYSTEM": "1",
                **variables,
            },
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def commit(
        self,
        message: str,
        files: Mapping[str, str | None] | None = None,
        day: str = "2026-01-05",
        author: str = "张三",
    ) -> str:
        for path, text in (files or {}).items():
            if text is None:
                (self.root / path).unlink()
            else:
                write_files(self.root, {path: text})
        self.git("add", "-A")
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (
                ("NAME", author),
                ("EMAIL", "a@example.org"),
                ("DATE", f"{day}T09:00:00+08:00"),
            )
        }
        self.git("commit", "-q", "--allow-empty", "-m", message, **who)
        return self.git("rev-parse", "HEAD")

    def merge(self, *branches: str) -> None:
        """Begin a merge; the next commit makes it."""
        who = ("-c", "user.name=张三", "-c", "user.email=a@example.org")
        self.git(*who, "merge", "-q", "--no-commit", "--no-ff", *branches)

    def told(
        self,
        *numbers: str,
        form: str = "json",
        at: str | None = None,
        language: str = "en",
        approvals: Approvals | None = None,
        width: int = 80,
    ) -> str:
        with open_workspace(self.root, at, use_cache=False) as workspace:
            report = history_report(
                workspace, numbers, translator(language), language, approvals, width=width
            )
            return history_text(report, form)

    def one(self, number: str = "QP-07", at: str | None = None) -> dict[str, Any]:
        (found,) = json.loads(self.told(number, at=at))["documents"]
        return dict(found)
