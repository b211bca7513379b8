"""The compile cache: never wrong, never an error, whatever was done to it."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from scratch import POLICY, PROCEDURE, MemoryTree

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.model.roles import Role, role_of
from qmsdoc.pipeline.check import check
from qmsdoc.pipeline.compiled import compile_one, decode
from qmsdoc.pipeline.load import load
from qmsdoc.source.tree import Entry
from qmsdoc.workspace.cache import CompileCache, compiler_version, default_folder
from qmsdoc.workspace.work_tree import FileStat, WorkTree

TODAY = date(2026, 3, 1)
FILES = {
    "documents/QP-07.md": PROCEDURE,
    "documents/bad.md": "---\nid: QP-08\nkind: procedure\ntitel: x\n---\n# x\n\n见 QP-99。\n",
    "documents/twin.md": PROCEDURE,
}
Make = Callable[..., Path]


def run(root: Path, folder: Path | None) -> tuple[tuple[Diagnostic, ...], int]:
    """Findings, and how many blobs were compiled; as the command validate does it."""
    cache = CompileCache(folder)
    try:
        tree = WorkTree(root, role_of, known=cache.stats(root))
        compiled = load(tree, cache, jobs=1).compiled
        result = check(tree, cache, TODAY, jobs=1)
        cache.put_stats(root, tree.seen)
    finally:
        cache.close()
    return result.diagnostics, compiled


def database(folder: Path) -> Path:
    (file,) = folder.glob("*.sqlite")
    return file


def test_cold_warm_and_without_are_the_same(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    without, _ = run(root, None)
    cold, compiled = run(root, folder)
    warm, again = run(root, folder)
    assert compiled >= 3
    assert again == 0
    assert without == cold == warm
    assert without


def test_caches_of_other_versions_go_after_a_month(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    folder.mkdir()
    old, recent, other = (folder / f"{name}.sqlite" for name in ("units-1", "units-2", "mine"))
    for file in (old, recent, other):
        file.touch()
    for file in (old, other):
        os.utime(file, (1.7e9, 1.7e9))
    run(root, folder)
    assert not old.exists()
    assert recent.exists()
    assert other.exists()


def test_a_cache_that_is_too_large_is_begun_anew(
    workspace: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    run(root, folder)
    assert run(root, folder)[1] == 0
    monkeypatch.setattr("qmsdoc.workspace.cache._MOST_BYTES", 100)
    assert run(root, folder)[1] >= 3


def test_installing_again_is_another_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "qmsdoc"
    for name in ("workspace/cache.py", "rules/one.py", "_data/schemas/one.json"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1")
    monkeypatch.setattr("qmsdoc.workspace.cache.__file__", str(package / "workspace/cache.py"))
    before = compiler_version.__wrapped__()
    for name in ("rules/one.py", "_data/schemas/one.json"):
        (package / name).write_text("22")
        assert compiler_version.__wrapped__() != before
        (package / name).write_text("1")


def test_a_change_is_judged_and_nothing_else_is(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    run(root, folder)
    (root / "documents/bad.md").write_text(PROCEDURE.replace("QP-07", "QP-09"))
    findings, compiled = run(root, folder)
    assert compiled == 1
    assert findings == run(root, None)[0]


def test_a_change_that_keeps_size_and_time_is_judged(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    run(root, folder)
    file = root / "documents/QP-07.md"
    stat = file.stat()
    file.write_text(PROCEDURE.replace("QP-07", "QP-77"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert file.stat().st_size == stat.st_size
    assert run(root, folder)[0] == run(root, None)[0]


def test_a_change_of_policy_judges_every_file_anew(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    before, _ = run(root, folder)
    (root / "qmsdoc.yaml").write_text(POLICY + "ids: {procedure: 'XX-[0-9]+'}\n")
    after, _ = run(root, folder)
    assert after == run(root, None)[0]
    malformed = [item for item in after if item.code == "QD102"]
    assert len(malformed) > len([item for item in before if item.code == "QD102"])


def test_equal_files_are_compiled_once_and_told_apart(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    run(root, folder)
    (root / "documents/copy.md").write_bytes((root / "documents/bad.md").read_bytes())
    findings, compiled = run(root, folder)
    assert compiled == 0
    assert {item.location.path for item in findings} >= {"documents/copy.md", "documents/bad.md"}


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: b"this is no database" * 100, id="another file"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
        pytest.param(lambda data: data[:100] + b"\xff" * (len(data) - 100), id="only a head"),
        pytest.param(lambda data: data[:4096] + b"\0" * (len(data) - 4096), id="only a first page"),
        pytest.param(lambda data: b"\0" * len(data), id="zeros"),
    ],
)
def test_a_damaged_file_is_a_miss_and_is_replaced(
    workspace: Make, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    expected, _ = run(root, folder)
    file = database(folder)
    file.write_bytes(damage(file.read_bytes()))
    for rest in folder.glob("*-wal"), folder.glob("*-shm"):
        for path in rest:
            path.unlink()
    assert run(root, folder)[0] == expected
    run(root, folder)
    findings, compiled = run(root, folder)
    assert (findings, compiled) == (expected, 0)


@pytest.mark.parametrize(
    "value",
    [b"", b"\xc1", b"\x93\x01\x02", b"\x80", b"text", "a text", 7, None, b"\x92\xc0\x90junk"],
)
def test_a_damaged_row_is_a_miss(workspace: Make, tmp_path: Path, value: object) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    expected, _ = run(root, folder)
    with sqlite3.connect(database(folder)) as connection:
        connection.execute("UPDATE entry SET value = ?", [value])
    connection.close()
    assert run(root, folder)[0] == expected


def test_no_flipped_bit_is_believed(tmp_path: Path) -> None:
    cache = CompileCache(tmp_path)
    value = b"a unit of some length"
    cache.put_many({"whole": value, "": b""})
    with sqlite3.connect(database(tmp_path)) as connection:
        (kept,) = connection.execute("SELECT value FROM entry WHERE key = 'whole'").fetchone()
        for bit in range(len(kept) * 8):
            flipped = bytearray(kept)
            flipped[bit // 8] ^= 1 << bit % 8
            connection.execute("INSERT INTO entry VALUES (?, ?)", [str(bit), bytes(flipped)])
    connection.close()
    keys = ["whole", "", *map(str, range(len(kept) * 8))]
    assert cache.get_many(keys) == {"whole": value, "": b""}
    cache.close()


def test_no_damaged_unit_is_more_than_a_miss() -> None:
    unit, findings = compile_one(Role.DOCUMENT, PROCEDURE.encode(), None).encoded()
    chance = random.Random(20260301)
    for _ in range(3000):
        damaged = bytearray(unit)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        made = decode(bytes(damaged[: chance.randrange(len(damaged)) or None]), findings)
        assert made is None or made.unit is not None


def test_a_table_of_another_shape_is_a_miss(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    expected, _ = run(root, folder)
    with sqlite3.connect(database(folder)) as connection:
        connection.execute("DROP TABLE entry")
        connection.execute("CREATE TABLE entry (other TEXT)")
    connection.close()
    assert run(root, folder)[0] == expected


def test_a_locked_cache_is_left_alone(
    workspace: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    expected, _ = run(root, folder)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **_: connect(path, timeout=0))
    with_lock = connect(database(folder), isolation_level=None)
    with_lock.execute("BEGIN EXCLUSIVE")
    inode = database(folder).stat().st_ino
    (root / "documents/bad.md").write_text("x")
    assert run(root, folder)[0] == run(root, None)[0]
    assert database(folder).stat().st_ino == inode
    with_lock.execute("ROLLBACK")
    with_lock.close()
    assert expected


def test_a_cache_that_cannot_be_written_is_none(workspace: Make, tmp_path: Path) -> None:
    root = workspace(FILES)
    expected, _ = run(root, None)
    (tmp_path / "a file").write_text("")
    (tmp_path / "folder").mkdir()
    units = CompileCache(tmp_path / "probe")
    units.close()
    (tmp_path / "folder" / database(tmp_path / "probe").name).mkdir()
    for folder in ("/proc/qmsdoc", "/dev/null/qmsdoc", tmp_path / "a file", tmp_path / "folder"):
        assert run(root, Path(folder))[0] == expected


def test_a_read_only_folder_is_no_cache(
    workspace: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the refusal is played.
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    root = tmp_path / "ws"
    os.mkdir(root)  # noqa: PTH102  # Path.mkdir is the one that refuses here
    (root / "qmsdoc.yaml").write_text(POLICY)
    assert run(root, tmp_path / "cache")[0] == run(root, None)[0]
    assert not (tmp_path / "cache").exists()


class Unreadable(MemoryTree):
    """One file of it cannot be read this time."""

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        for entry, data in super().read_many(entries):
            broken = entry.path == "documents/QP-07.md"
            yield entry, OSError(5, "I/O error") if broken else data


def test_that_a_file_could_not_be_read_is_not_kept(tmp_path: Path) -> None:
    files = {"qmsdoc.yaml": POLICY, "documents/QP-07.md": PROCEDURE}
    cache = CompileCache(tmp_path)
    first = check(Unreadable(files), cache, TODAY, jobs=1).diagnostics
    assert [item.code for item in first if item.location.path == "documents/QP-07.md"] == ["QD001"]
    second = check(MemoryTree(files), cache, TODAY, jobs=1).diagnostics
    cache.close()
    assert "QD001" not in {item.code for item in second}


def test_a_file_written_just_now_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = CompileCache(tmp_path)
    monkeypatch.setattr("qmsdoc.workspace.cache.time.time_ns", lambda: 10**18)
    fresh, settled = FileStat(1, 10**18 - 1000, 0, 1, "a"), FileStat(1, 10**18 - 10**9, 0, 2, "b")
    cache.put_stats(tmp_path, {"fresh": fresh, "settled": settled})
    assert cache.stats(tmp_path) == {"settled": settled}
    assert cache.stats(tmp_path / "other") == {}
    cache.close()
    assert cache.stats(tmp_path) == {}


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert default_folder() == Path(os.environ["XDG_CACHE_HOME"], "qmsdoc")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert default_folder() is not None
    assert tmp_path in (default_folder() or Path()).parents

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert default_folder() is None


def test_what_nobody_judged_is_never_kept(workspace: Make, tmp_path: Path) -> None:
    root, folder = workspace(FILES), tmp_path / "cache"
    without = load(WorkTree(root, role_of), CompileCache(None), jobs=1, judged=False)
    assert not any(unit.findings for unit in without.units.values())
    cache = CompileCache(folder)
    kept = load(WorkTree(root, role_of), cache, jobs=1, judged=False)
    cache.close()
    assert {path: unit.content for path, unit in kept.units.items()} == {
        path: unit.content for path, unit in without.units.items()
    }
    found, compiled = run(root, folder)
    assert compiled == 0
    assert found == run(root, None)[0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_fresh_unit_comes_with_what_it_was_made_from(
    workspace: Make, tmp_path: Path, jobs: int
) -> None:
    root = workspace(FILES)
    told: dict[str, bytes] = {}

    def after(entry: Entry, data: bytes, unit: object) -> None:
        told[entry.path] = data

    def once() -> dict[str, bytes]:
        told.clear()
        cache = CompileCache(tmp_path / "cache")
        load(WorkTree(root, role_of), cache, jobs, after)
        cache.close()
        return told

    assert once().items() >= {path: (root / path).read_bytes() for path in FILES}.items()
    assert once() == {}
