"""The files of a case as a tree: in memory, or in a folder where real files matter."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scratch import MemoryTree

from qmsdoc.model.roles import role_of
from qmsdoc.source.tree import Tree
from qmsdoc.workspace.work_tree import WorkTree

DEFAULTS: Mapping[str, Any] = {
    "qmsdoc.yaml": "organization: 示例中心\n",
    "organization.yaml": (
        "departments:\n"
        "  - {name: 服务大厅, head: 服务大厅主管}\n"
        "  - {name: 综合办公室, head: 综合办公室主任}\n"
        "posts:\n"
        "  - {name: 服务大厅主管, department: 服务大厅}\n"
        "  - {name: 前台接待岗, department: 服务大厅, aliases: [接待岗]}\n"
        "  - {name: 综合办公室主任, department: 综合办公室}\n"
        "outsiders: [求职者]\n"
        "people:\n"
        "  - {name: 张三, posts: [服务大厅主管]}\n"
    ),
}


def tree_of(files: Mapping[str, Any], folder: Path) -> Tree:
    """The defaults and *files* over them. A value is text, null (no such file), or a mapping:
    ``base64`` in memory; ``symlink`` (its target), ``fifo`` and ``folder`` in *folder*."""
    wanted = {path: value for path, value in {**DEFAULTS, **files}.items() if value is not None}
    special = {"symlink", "fifo", "folder"}
    if any(isinstance(value, dict) and special & value.keys() for value in wanted.values()):
        for path, value in wanted.items():
            _lay(folder / path, value)
        return WorkTree(folder, role_of)
    return MemoryTree({path: _data(value) for path, value in wanted.items()})


def _data(value: Any) -> bytes:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value.encode()


def _lay(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(value, dict) and "symlink" in value:
        path.symlink_to(value["symlink"])
    elif isinstance(value, dict) and "fifo" in value:
        os.mkfifo(path)
    elif isinstance(value, dict) and "folder" in value:
        path.mkdir()
    else:
        path.write_bytes(_data(value))
