"""An entry is written whole or not at all: killed at any step, two at once, something in the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scratch import process_environment

from qmsdoc.errors import LedgerError, OutputError
from qmsdoc.workspace.ledger_writer import keeps_line_ends, write_entry

FOLDER = "approvals/QP-07/A-1"
# Calls of the system that the writer makes; the run is killed before the one of that number.
KILLED = """\
import os, pathlib, sys, tempfile
left = int(sys.argv[2])
def deadly(function):
    def call(*arguments, **options):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return function(*arguments, **options)
    return call
for module, names in ((os, ("link", "fsync", "close", "open", "fdopen", "mkdir")),
                      (tempfile, ("mkstemp",)), (pathlib.Path, ("chmod", "unlink", "mkdir"))):
    for name in names:
        setattr(module, name, deadly(getattr(module, name)))
from qmsdoc.workspace.ledger_writer import write_entry
"""
WRITES = """\
def path_of(number):
    return "approvals/QP-07/A-1/approved.x%s.json" % ("" if number == 1 else f".{number}")
print(write_entry(pathlib.Path(sys.argv[1]), path_of, CONTENT, b"signature of " + CONTENT))
"""


def path_of(number: int) -> str:
    return f"{FOLDER}/approved.x{'' if number == 1 else f'.{number}'}.json"


def run(root: Path, source: str, *arguments: str) -> int:
    command = [sys.executable, "-c", source, str(root), *arguments]
    done = subprocess.run(command, env=process_environment(), capture_output=True, check=False)
    assert done.returncode in (0, 9), done.stderr.decode()
    return done.returncode


def is_whole(root: Path) -> bool:
    """Every entry has its signature, and both are complete."""
    folder = root / FOLDER
    entries = list(folder.glob("*.json")) if folder.is_dir() else []
    return all(
        Path(f"{entry}.sig").read_bytes() == b"signature of " + entry.read_bytes()
        for entry in entries
    )


def test_killed_at_any_step(tmp_path: Path) -> None:
    source = KILLED + WRITES.replace("CONTENT", "b'one'")
    steps = 0
    while True:
        root = tmp_path / str(steps)
        root.mkdir()
        ended = run(root, source, str(steps))
        assert is_whole(root)
        there = (root / path_of(1)).exists()
        written = write_entry(root, path_of, b"two", b"signature of two")
        assert written == path_of(2 if there else 1)
        assert is_whole(root)
        left = sorted(path.name for path in (root / FOLDER).iterdir())
        assert left == sorted(
            f"approved.x{number}.json{suffix}"
            for number in (("", ".2") if there else ("",))
            for suffix in ("", ".sig")
        )
        if ended == 0:
            break
        steps += 1
    assert steps > 10


def test_what_a_stopped_run_left_in_another_folder_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "approvals" / "QP-08" / "A-0" / ".qmsdoc-x.tmp"
    left.parent.mkdir(parents=True)
    left.write_text("half an ent")
    write_entry(tmp_path, path_of, b"one", b"signature of one")
    assert not left.exists()


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    source = "import pathlib, sys\nfrom qmsdoc.workspace.ledger_writer import write_entry\n"
    source += "for number in range(20):\n    content = f'{sys.argv[2]} {number}'.encode()\n"
    source += "".join(f"    {line}\n" for line in WRITES.replace("CONTENT", "content").splitlines())
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", source, str(tmp_path), name],
            env=process_environment(),
            stdout=subprocess.DEVNULL,
        )
        for name in ("one", "two", "three")
    ]
    assert [process.wait() for process in runs] == [0, 0, 0]
    entries = list((tmp_path / FOLDER).glob("*.json"))
    assert len(entries) == 60
    assert is_whole(tmp_path)
    wanted = {f"{name} {number}" for name in ("one", "two", "three") for number in range(20)}
    assert {entry.read_text() for entry in entries} == wanted


def test_the_same_entry_is_there_once(tmp_path: Path) -> None:
    for _ in range(2):
        assert write_entry(tmp_path, path_of, b"one", b"signature of one") == path_of(1)
    assert len(list((tmp_path / FOLDER).iterdir())) == 2
    # Without its signature, or as a link to a file that is the same, it is not there.
    (tmp_path / f"{path_of(1)}.sig").unlink()
    assert write_entry(tmp_path, path_of, b"one", b"signature of one") == path_of(2)
    (tmp_path / path_of(3)).symlink_to(tmp_path / path_of(1))
    assert write_entry(tmp_path, path_of, b"three", None) == path_of(4)


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    assert write_entry(tmp_path, path_of, b"one", None) == path_of(1)
    assert write_entry(tmp_path, path_of, b"two", b"signature of two") == path_of(2)
    assert (tmp_path / path_of(1)).read_bytes() == b"one"


def test_a_signature_that_was_left_is_taken_over(tmp_path: Path) -> None:
    left = tmp_path / f"{path_of(1)}.sig"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"old")
    assert write_entry(tmp_path, path_of, b"one", b"signature of one") == path_of(1)
    assert is_whole(tmp_path)


def test_no_link_leads_out(tmp_path: Path) -> None:
    root, outside = tmp_path / "ws", tmp_path / "outside"
    (root / "approvals").mkdir(parents=True)
    outside.mkdir()
    (root / "approvals/QP-07").symlink_to(outside)
    with pytest.raises(LedgerError, match="no plain folder"):
        write_entry(root, path_of, b"one", None)
    assert list(outside.iterdir()) == []


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr("os.link", link)
    assert write_entry(tmp_path, path_of, b"one", b"signature of one") == path_of(1)
    assert write_entry(tmp_path, path_of, b"two", b"signature of two") == path_of(2)
    assert is_whole(tmp_path)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    real, calls = os.fsync, []

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(OutputError, match="No space left"):
        write_entry(tmp_path, path_of, b"one", b"signature of one")
    assert list((tmp_path / FOLDER).iterdir()) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("approvals/** -text\n", True),
        ("/approvals/** -text -diff\n", True),
        ("* text=auto\napprovals/** binary\n", True),
        ("* -text", True),
        ("* text=auto\n", False),
        ("approvals/** text\n", False),
        ("# approvals/** -text\n", False),
        ("docs/** -text\n", False),
    ],
)
def test_line_ends(tmp_path: Path, text: str, kept: bool) -> None:
    (tmp_path / ".gitattributes").write_text(text, "utf-8")
    assert keeps_line_ends(tmp_path) is kept


def test_no_attributes(tmp_path: Path) -> None:
    assert not keeps_line_ends(tmp_path)
