"""Where the workspace is."""

from __future__ import annotations

from pathlib import Path

from qmsdoc.errors import WorkspaceError
from qmsdoc.model.roles import POLICY_FILE


def find_root(start: Path) -> Path:
    """The folder at or above *start* that holds qmsdoc.yaml. Raises WorkspaceError."""
    if not start.is_dir():
        raise WorkspaceError("{path} is not a folder", path=start)
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / POLICY_FILE).is_file():
            return candidate
    raise WorkspaceError(
        "no {file} in {path} or above it; run `qmsdoc init` to make a workspace, "
        "or name one with -C DIR",
        file=POLICY_FILE,
        path=folder,
    )
