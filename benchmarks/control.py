"""Planted faults: figures of a check that does not find them are figures of less work."""

import os
import re
import shutil
from pathlib import Path

from cases import IDLE_SIZE, Bench, validate_command
from corpora import corpus
from measure import run_once

# What is planted, the file below documents/, the pattern whose first match is replaced.
FAULTS = (
    ("a missing title", "procedures/QP-0001.md", r"\ntitle: ", "\nx-title: "),
    ("an unknown parent", "instructions/WI-0001.md", r"parent: QP-0001", "parent: QP-9999"),
    ("a link to a missing file", "forms/QR-0001.md", r"/WI-0001\.md", "/WI-9999.md"),
    ("a link to a missing section", "forms/QR-0001.md", r"#3-作业步骤", "#3-没有此节"),
    ("an unknown post in a step", "procedures/QP-0001.md", r"、\w+ \|", "、未设岗位 |"),
)


def unfound(bench: Bench) -> list[str]:
    """What was planted and not found, with a cache that knows the workspace without faults.

    A fault counts as found when `validate` exits with 1, having exited with 0 without it.
    """
    if bench.qmsdoc is None:
        return []
    workspace, cache = bench.root / "control", bench.root / "control-cache"
    for folder in (workspace, cache):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(corpus(bench.root, IDLE_SIZE, "qmsdoc"), workspace)
    if (code := exit_code(bench.qmsdoc, workspace, cache)) != 0:
        return [f"any fault (it exits with {code} where there is none)"]
    return [
        what
        for what, name, pattern, new in FAULTS
        if not is_found(bench.qmsdoc, workspace, cache, (name, pattern, new))
    ]


def is_found(qmsdoc: str, workspace: Path, cache: Path, fault: tuple[str, str, str]) -> bool:
    """Plant one fault, validate, and take it back. ValueError if there is no place for it."""
    name, pattern, new = fault
    path = workspace / "documents" / name
    text = path.read_text(encoding="utf-8")
    planted, count = re.subn(pattern, new, text, count=1)
    if count == 0:
        raise ValueError(f"{name} has no place for the fault {pattern!r}")
    path.write_text(planted, encoding="utf-8")
    try:
        return exit_code(qmsdoc, workspace, cache) == 1
    finally:
        path.write_text(text, encoding="utf-8")


def exit_code(qmsdoc: str, workspace: Path, cache: Path) -> int:
    command = validate_command(qmsdoc, workspace, cached=True)
    return run_once(command, workspace, {**os.environ, "XDG_CACHE_HOME": str(cache)}).exit_code
