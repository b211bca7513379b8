"""What a check finds out about the pictures that documents show."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from scratch import write_files

from qmsdoc.pipeline.check import Selection, check
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.source.tree import MAX_BLOB_SIZE

DOT = (Path(__file__).parent.parent / "golden/render/workspace/pictures/dot.png").read_bytes()
ONLY = Selection(select=("QD309",))


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMSDOC_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def workspace(root: Path, picture: bytes, link: str = "![图](a.png)") -> Path:
    text = f"---\nid: QP-07\nkind: procedure\n---\n# 前台\n\n{link}\n"
    files = {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": text}
    return write_files(root, {**files, "documents/a.png": picture})


def messages(root: Path) -> list[str]:
    with open_workspace(root) as opened:
        result = check(opened.tree, opened.cache, date(2026, 3, 1), ONLY)
    return [f"{found.location.span.line} {found.message}" for found in result.diagnostics]


def test_a_change_of_the_bytes_alone_is_noticed(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws", DOT)
    assert messages(root) == messages(root) == []
    workspace(root, DOT[:-4] + b"\0\0\0\0")
    assert messages(root) == messages(root) == []
    spoilt = DOT.replace(b"IEND", b"iEND")
    assert len(spoilt) == len(DOT)
    workspace(root, spoilt)
    [message] = messages(root)
    assert message.startswith("7 documents/a.png is damaged")
    assert messages(root) == [message]
    workspace(root, DOT)
    assert messages(root) == []


@pytest.mark.parametrize("size", [MAX_BLOB_SIZE - 1, MAX_BLOB_SIZE + 1])
def test_a_huge_one_is_named_with_its_size(size: int, tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws", DOT + bytes(size - len(DOT)))
    [message] = messages(root)
    assert f"has {size} bytes" in message


def test_a_file_that_is_only_linked_to_is_nobodys_business(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws", b"no picture", "[文件](a.png)")
    assert messages(root) == []


def test_a_link_in_the_place_of_a_picture_is_not_read(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws", DOT)
    (root / "documents/a.png").unlink()
    (root / "documents/a.png").symlink_to("/etc/passwd")
    assert messages(root) == []
