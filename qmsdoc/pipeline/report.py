"""What was found, as a reporter wants it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qmsdoc import __version__
from qmsdoc.errors import UsageError
from qmsdoc.pipeline.check import CheckResult
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.types import Report
from qmsdoc.text.language import Translate


def report_of(
    result: CheckResult,
    workspace: Workspace,
    translate: Translate,
    paths: Iterable[str] = (),
    *,
    colour: bool = False,
    width: int = 80,
) -> Report:
    """A report on the whole workspace, or on those *paths* of it (from the current folder)."""
    wanted = tuple(_inside(path, workspace.root) for path in paths)
    found = tuple(
        diagnostic
        for diagnostic in result.diagnostics
        if not wanted or any(_below(diagnostic.location.path, path) for path in wanted)
    )
    return Report(
        version=__version__,
        diagnostics=found,
        documents=len(result.index.documents) + len(result.index.objectives),
        files=len(result.loaded.units),
        translate=translate,
        sources=workspace.text,
        colour=colour,
        width=width,
    )


def _inside(path: str, root: Path) -> str:
    """A path of the command line as a path from the root of the workspace."""
    folder = Path(path).absolute()
    resolved = folder.resolve() if folder.exists() else folder
    if not resolved.is_relative_to(root):
        raise UsageError("{path} is not in the workspace {root}", path=path, root=root)
    inside = resolved.relative_to(root).as_posix()
    return "" if inside == "." else inside


def _below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")
