"""What was found, as a reporter wants it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from qmsdoc import __version__
from qmsdoc.diagnostics.types import RuleInfo
from qmsdoc.errors import GitError, UsageError
from qmsdoc.pipeline.check import CheckResult
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.types import Report
from qmsdoc.rules.catalogue import all_rules
from qmsdoc.text.language import Translate


def report_of(
    result: CheckResult,
    workspace: Workspace,
    translate: Translate,
    paths: Collection[str] = (),
    *,
    colour: bool = False,
    width: int = 80,
) -> Report:
    """A report on the whole workspace, or on those *paths* of it (from the current folder)."""
    is_wanted = inside(paths, workspace.root, workspace.entries)
    found = tuple(item for item in result.diagnostics if is_wanted(item.location.path))
    return Report(
        version=__version__,
        diagnostics=found,
        documents=result.documents,
        files=len(result.paths),
        translate=translate,
        sources=workspace.text,
        colour=colour,
        width=width,
        rules=_rules(),
        paths=tuple(path for path in result.paths if is_wanted(path)),
        base=_base(workspace.root),
    )


def inside(
    paths: Collection[str], root: Path, known: Collection[str] | None = None
) -> Callable[[str], bool]:
    """Whether a path from the root is one of *paths* (from the current folder) or below it.

    Without any, every path is. Raises UsageError for a path outside the workspace, and for one
    where none of the *known* files is: nothing to say of a misspelt folder is no good news.
    """
    wanted = tuple(_from_root(path, root) for path in paths)
    for path, folder in zip(paths, wanted, strict=True):
        if known is not None and not any(_below(file, folder) for file in known):
            raise UsageError("{path}: the workspace has no such file or folder", path=path)

    def is_wanted(path: str) -> bool:
        return not wanted or any(_below(path, folder) for folder in wanted)

    return is_wanted


def _rules() -> tuple[RuleInfo, ...]:
    return tuple(
        RuleInfo(rule.code, rule.name, rule.severity, rule.summary, rule.page)
        for rule in all_rules().values()
    )


def _base(root: Path) -> str:
    """The folder of the workspace in its repository; found without starting git."""
    from qmsdoc.vcs.discovery import find_repository

    try:
        found = find_repository(root)
    except GitError:
        # A broken repository is told where one is needed; a report needs none.
        return ""
    inside = root.relative_to(found[0]).as_posix() if found else ""
    return "" if inside == "." else inside


def _from_root(path: str, root: Path) -> str:
    """A path of the command line as a path from the root of the workspace."""
    # Unlike Path.resolve, it takes a loop of links as it is.
    resolved = Path(os.path.realpath(path))
    if not resolved.is_relative_to(root):
        raise UsageError("{path} is not in the workspace {root}", path=path, root=root)
    inside = resolved.relative_to(root).as_posix()
    return "" if inside == "." else inside


def _below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
