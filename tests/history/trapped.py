"""A repository in which every trap of ``traps`` can be laid."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from past import Past, document
from traps import ATTRIBUTES, PATH, Case


class Field:
    """A workspace with three commits, and all that the cases name."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        self.past = Past(folder / "ws")
        past = self.past
        past.commit("一", {PATH: document(), "documents/QP-01.md": document(number="QP-01")})
        past.commit("二", {PATH: document("A/1", "甲")})
        past.commit("三", {"documents/QP-01.md": document("A/1", "乙", "QP-01"), **(more or {})})
        self.canary, self.scratch = folder / "canary", folder / "scratch"
        self.scratch.mkdir()
        other = Past(folder / "other")
        other.commit("别处", {PATH: document("Z/9")})
        trap = folder / "trap"
        trap.write_text(f"#!/bin/sh\ntouch '{self.canary}'\nexit 1\n")
        trap.chmod(0o755)
        self.names = {
            "trap": str(trap), "other": str(other.root), "scratch": str(self.scratch),
            "root": str(past.root), "sep": os.pathsep, "path": os.environ["PATH"],
            "head": past.git("rev-parse", "HEAD"), "blob": past.git("rev-parse", f"HEAD:{PATH}"),
            "fake": past.git("hash-object", "-w", "--stdin", stdin=document("Z/9").encode()),
            "signed": self._signed(),
        }  # fmt: skip
        self._beside(folder)

    def _signed(self) -> str:
        tree = self.past.git("rev-parse", "HEAD^{tree}")
        who = "A <a@b> 1000 +0000"
        signature = "-----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----"
        raw = f"tree {tree}\nauthor {who}\ncommitter {who}\ngpgsig {signature}\n\nsigned\n"
        kind = ("-t", "commit", "--literally", "-w", "--stdin")
        return self.past.git("hash-object", *kind, stdin=raw.encode())

    def _beside(self, folder: Path) -> None:
        trap = self.names["trap"]
        settings = f"[core]\n\tfsmonitor = {trap}\n[diff]\n\texternal = {trap}\n"
        for name in ("included", "home/.gitconfig", "home/git/config"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(settings)
        (folder / "attributes").write_text(ATTRIBUTES)
        (folder / "mailmap").write_text("假名 <f@x> <a@example.org>\n")
        (folder / "order").write_text("documents/QP-01.md\n")
        (folder / "grafts").write_text(f"{self.names['head']}\n")
        (folder / "hooks").mkdir()
        for name in ("pre-commit", "post-checkout"):
            (folder / "hooks" / name).write_text(f"#!/bin/sh\n{trap}\n")
            (folder / "hooks" / name).chmod(0o755)
        for name in ("git-log", "git-cat-file", "git-rev-parse"):
            (folder / "home" / name).write_text(f"#!/bin/sh\n{trap}\n")
            (folder / "home" / name).chmod(0o755)

    def lay(self, *cases: Case) -> None:
        for case in cases:
            for arguments in case.git:
                self.past.git(*(self._filled(part) for part in arguments))
        for case in cases:
            self._lay(case)

    def _lay(self, case: Case) -> None:
        for path, text in case.tree.items():
            self._put(self.past.root / path, text)
        for path, text in case.files.items():
            self._put(self.past.root / ".git" / path, text)
        for key, value in case.config.items():
            self.past.git("config", "--add", key, self._filled(value))

    def spring(self, case: Case) -> None:
        """What plain git does, with the variables of the case."""
        who = ("-c", "user.name=A", "-c", "user.email=a@b")
        subprocess.run(
            ["git", *who, *case.control],
            cwd=self.past.root,
            env={"PATH": os.environ["PATH"], **self.variables(case)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )

    def variables(self, case: Case) -> dict[str, str]:
        return {name: self._filled(value) for name, value in case.variables.items()}

    @property
    def sprung(self) -> bool:
        return self.canary.exists() or any(self.scratch.iterdir())

    def _put(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._filled(text))
        path.chmod(0o755)

    def _filled(self, text: str) -> str:
        for name, value in self.names.items():
            text = text.replace(f"{{{name}}}", value)
        return text
