"""Pictures that cannot be shown: said at their line, and no page, paper or site is lost for them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from inert import CHECKS
from little import DAY
from scratch import Ran, write_files

from qmsdoc.source.tree import MAX_BLOB_SIZE

Cli = Callable[..., Ran]
HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def png(width: int, height: int) -> bytes:
    """A file that says it is so large, and has hardly any points."""
    size = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x06\0\0\0"
    chunks = (size, b"IDAT" + zlib.compress(b"\0"), b"IEND")
    return HEAD[:8] + b"".join(
        (len(one) - 4).to_bytes(4, "big") + one + zlib.crc32(one).to_bytes(4, "big")
        for one in chunks
    )


# By name what is there (None for nothing), and what is said.
PICTURES: dict[str, tuple[bytes | None, str]] = {
    "missing.png": (None, "there is no file"),
    "../../outside.png": (None, "outside"),
    "text.png": (b"no picture", "no picture"),
    "page.svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no picture"),
    "empty.jpg": (b"", "no picture"),
    "cut.png": (HEAD + b"\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0", "damaged"),
    "wide.png": (png(2**31 - 1, 2**31 - 1), "points"),
    "huge.png": (HEAD + bytes(MAX_BLOB_SIZE), "bytes"),
    "archive.png": (b"PK\x03\x04" + bytes(100), "no picture"),
}
# The first stands in line 9, and one in every second line.
FIRST, EVERY = 9, 2


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures") / "ws"
    shown = "\n\n".join(f"![图样{name}]({name})" for name in PICTURES)
    head = "---\nid: QP-07\nkind: procedure\ntitle: 接待\nversion: A/0\n---\n# 接待\n\n"
    files = {f"documents/{name}": data for name, (data, _) in PICTURES.items() if data is not None}
    policy = "organization: 中心\nlanguage: zh-CN\n"
    (root.parent / "outside.png").write_bytes(b"secret")
    return write_files(
        root, {"qmsdoc.yaml": policy, "documents/QP-07.md": f"{head}{shown}\n", **files}
    )


def test_each_is_said_at_its_line(workspace: Path, cli: Cli) -> None:
    arguments = ("--lang", "en", "validate", "--format", "json", "--today", DAY)
    done = cli("-C", workspace, *arguments)
    found: dict[int, list[str]] = {}
    for one in json.loads(done.out)["diagnostics"]:
        found.setdefault(one["location"]["start"]["line"], []).append(one["message"])
    for number, (name, (_, wanted)) in enumerate(PICTURES.items()):
        said = found.get(FIRST + EVERY * number, [])
        assert any(wanted in message for message in said), (name, said)


@pytest.mark.parametrize("target", ["QP-07", "manual", "site"])
def test_everything_else_is_rendered(
    target: str, workspace: Path, tmp_path: Path, cli: Cli
) -> None:
    out = tmp_path / "out"
    formats = "html,pdf" if target == "site" else "html,pdf,docx"
    arguments = ("render", target, "--to", formats, "--edition", "working", "--today", DAY)
    done = cli("-C", workspace, *arguments, "-o", out)
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    written = {path.suffix for path in files(out)}
    assert written >= {f".{name}" for name in formats.split(",")}
    for path in files(out):
        content = path.read_bytes()
        assert b"secret" not in content
        if path.suffix in (".html", ".pdf", ".docx"):
            assert list(CHECKS[path.suffix[1:]](content)) == []


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
