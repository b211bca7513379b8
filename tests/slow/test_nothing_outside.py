"""No command opens a connection or reads outside the workspace; those that look write nothing.

Each runs in a process of its own in which Python reports every file and every socket, and refuses
sockets that lead anywhere; and again where there is no network at all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from scratch import PROCEDURE, ROOT, Ran, git, names_in, process_environment

Cli = Callable[..., Ran]
TODAY = ("--today", "2026-11-20")
HOOK = """
import os, sys
_log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_CHANGES = {{"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod",
            "os.utime", "os.truncate", "os.chown", "shutil.move"}}
_LOCAL = 1  # between processes of one machine


def _path(value):
    return os.path.abspath(os.fsdecode(value)) if isinstance(value, (str, bytes, os.PathLike)) else value


def _say(kind, text):
    os.write(_log, f"{{kind}}\\t{{text}}\\n".encode("utf-8", "backslashreplace"))


def _watch(event, arguments):
    if event == "open" and not isinstance(arguments[0], int):
        flags = arguments[2] or 0
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        _say("write" if writes else "read", _path(arguments[0]))
    elif event in ("os.scandir", "os.listdir") and not isinstance(arguments[0], int):
        _say("read", _path(arguments[0] or "."))
    elif event in _CHANGES:
        folder = arguments[-1] if event in ("os.remove", "os.rmdir", "os.mkdir") else -1
        beside = os.readlink(f"/proc/self/fd/{{folder}}") if folder >= 0 else "."
        _say("write", _path(os.path.join(beside, os.fsdecode(arguments[0]))))
    elif event == "socket.__new__" and arguments[1] not in (_LOCAL, -1):
        _say("socket", arguments[1:])
        raise OSError("no network here")
    elif event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        if not (event == "socket.connect" and isinstance(arguments[1], (str, bytes))):
            _say("socket", (event, arguments[1:]))
            raise OSError("no network here")
    elif event in ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen"):
        words = arguments[1] if len(arguments) > 1 else arguments[0]
        _say("process", " ".join(map(os.fsdecode, words)) if not isinstance(words, str) else words)


sys.addaudithook(_watch)
"""


class Watched(NamedTuple):
    """A run, and what it touched: (kind, path or text)."""

    ran: Ran
    log: list[tuple[str, str]]

    def paths(self, kind: str) -> list[Path]:
        return [Path(text) for said, text in self.log if said == kind]


class Place(NamedTuple):
    """A workspace with everything around it that is nobody's business."""

    top: Path
    root: Path
    home: Path
    cache: Path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A repository whose documents point at everything outside."""
    top = tmp_path / "place"
    root, home = top / "workspace", top / "home"
    shutil.copytree(ROOT / "examples/minimal", root)
    policy = (root / "qmsdoc.yaml").read_text("utf-8")
    standards = "standards: [{id: gbt-19001-2016}]"
    (root / "qmsdoc.yaml").write_text(policy.replace("standards: []", standards))
    home.mkdir()
    secret = top / "secret.md"
    for path in (secret, top / "secret.yaml", home / "secret.png", top / "secret.csv"):
        path.write_text(PROCEDURE)
    (home / ".gitconfig").write_text("[alias]\n\tx = !touch /tmp/owned\n[core]\n\tpager = false\n")
    pointing = "\n".join(
        f"[甲]({target}) ![乙]({target})"
        for target in (
            "../../secret.md",
            "../../../../../../../../../../../etc/passwd",
            f"{secret}",
            f"file://{secret}",
            "//example.invalid/a.png",
            "http://example.invalid/a.png",
            "link.md",
            "../linked/secret.png",
            f"../../home/secret.png#{'甲' * 3}",
        )
    )
    head = PROCEDURE.replace(
        "owner:", "attachments: [../../secret.md, ../linked/secret.png]\nowner:"
    )
    (root / "documents/QP-07.md").write_text(f"{head}\n{pointing}\n")
    (root / "documents/link.md").symlink_to(secret)
    (root / "documents/folder").symlink_to(top)
    (root / "linked").symlink_to(home)
    (root / "objectives/data").mkdir(parents=True)
    (root / "objectives/data/x.csv").symlink_to(top / "secret.csv")
    (root / "standards").mkdir()
    (root / "standards/x.yaml").symlink_to(top / "secret.yaml")
    (root / "standards/y.yaml").write_text(
        "overlay: gbt-19001-2016\nclauses: [{number: '7.5', tighten: {$ref: 'http://example.invalid/x'}}]\n"
    )
    git(root, "init", "-q", "-b", "main", "--template=")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "一")
    (root / "documents/QP-01.md").write_text(
        (root / "documents/QP-01.md").read_text() + "\n甲,乙。\n"
    )
    return Place(top, root, home, tmp_path / "cache-of-this-test")


def watched(place: Place, *arguments: str | Path) -> Watched:
    log, hook = place.top.parent / "log", place.top.parent / "hook"
    hook.mkdir(exist_ok=True)
    (hook / "sitecustomize.py").write_text(HOOK.format(log=str(log)))
    log.write_bytes(b"")
    environment = process_environment(
        PYTHONPATH=f"{hook}{os.pathsep}{ROOT}",
        PYTHONDONTWRITEBYTECODE="1",
        HOME=str(place.home),
        XDG_CACHE_HOME=str(place.cache),
        TMPDIR=str(place.top.parent / "tmp"),
    )
    (place.top.parent / "tmp").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "qmsdoc", "-C", str(place.root), *map(str, arguments)],
        capture_output=True,
        env=environment,
        cwd=place.root,
        check=False,
        timeout=120,
    )
    lines = log.read_text("utf-8").splitlines()
    said = [(kind, text) for kind, _, text in (line.partition("\t") for line in lines)]
    return Watched(Ran(done.returncode, done.stdout.decode(), done.stderr.decode()), said)


LOOKING = [
    ("validate", *TODAY),
    ("validate", "--format", "sarif", "--base", "HEAD", "--policy-ref", "HEAD", *TODAY),
    ("validate", "--at", "HEAD", "--jobs", "2", *TODAY),
    ("coverage", "--format", "html", *TODAY),
    ("diff", *TODAY),
    ("diff", "HEAD", "--format", "md", *TODAY),
    ("fix", "--diff", *TODAY),
    ("standard", "list"),
    ("standard", "explain", "gbt-19001-2016:7.5"),
    ("rule", "QD301"),
]


@pytest.mark.parametrize("arguments", LOOKING, ids=lambda arguments: " ".join(arguments[:3]))
def test_looking_writes_nothing_and_reads_nothing_outside(
    place: Place, arguments: tuple[str, ...]
) -> None:
    before = names_in(place.top)
    run = watched(place, *arguments)
    assert run.ran.code in {0, 1}, run.ran.err
    assert names_in(place.top) == before
    stays_inside(place, run)
    # Processes that work together meet in the folder for temporary files.
    ours = (place.cache, place.top.parent / "tmp", Path(os.devnull), Path("/dev/shm"))
    assert [p for p in run.paths("write") if not any(p.is_relative_to(one) for one in ours)] == []


def stays_inside(place: Place, run: Watched) -> None:
    """Of all that is the user's, the workspace alone; of the rest, the program."""
    assert run.log, "the hook was at work"
    assert [text for kind, text in run.log if kind == "socket"] == []
    programs = {text.split()[0].rpartition("/")[2] for kind, text in run.log if kind == "process"}
    assert programs <= {"git", Path(sys.executable).name, "python", "python3"}
    own = (ROOT, Path(sys.prefix), Path(sys.base_prefix), place.cache, place.top.parent / "hook")
    system = (
        Path("/proc"),
        Path("/dev"),
        Path("/usr"),
        Path("/lib"),
        Path("/sys"),
        Path("/etc/ld.so.cache"),
    )
    allowed = (*own, *system, place.root, place.top.parent / "tmp", place.top.parent / "pages")
    outside = {
        str(path)
        for path in (*run.paths("read"), *run.paths("write"))
        if not any(path.is_relative_to(folder) for folder in allowed)
    }
    assert outside == set()
    # Nothing is read through a link either.
    linked = [place.root / name for name in ("documents/folder", "linked")]
    opened = run.paths("read")
    assert [path for path in opened if any(path.is_relative_to(link) for link in linked)] == []


def test_rendering_writes_its_pages_and_reads_nothing_outside(place: Place) -> None:
    before = names_in(place.top)
    pages = place.top.parent / "pages"
    run = watched(place, "render", "-o", pages, *TODAY)
    assert run.ran.code == 0, run.ran.err
    assert names_in(place.top) == before
    stays_inside(place, run)
    ours = (place.cache, pages, place.top.parent / "tmp", Path(os.devnull), Path("/dev/shm"))
    assert [p for p in run.paths("write") if not any(p.is_relative_to(one) for one in ours)] == []
    assert len(list(pages.glob("*.html"))) >= 3


def test_fix_writes_the_files_that_it_mends(place: Place) -> None:
    run = watched(place, "fix", *TODAY)
    assert run.ran.code == 0, run.ran.err
    stays_inside(place, run)
    written = {path for path in run.paths("write") if not path.is_relative_to(place.cache)}
    assert written
    assert {path for path in written if not path.is_relative_to(place.root / "documents")} == set()
    assert "甲，乙。" in (place.root / "documents/QP-01.md").read_text("utf-8")


def test_the_hook_sees_what_it_is_there_for(place: Place) -> None:
    probe = place.root / "probe.py"
    probe.write_text("import socket\nopen('/etc/hostname')\nopen('x', 'w')\nsocket.socket()\n")
    watched(place, "rule")
    environment = process_environment(PYTHONPATH=str(place.top.parent / "hook"))
    done = subprocess.run(
        [sys.executable, str(probe)],
        env=environment,
        cwd=place.root,
        capture_output=True,
        check=False,
    )
    assert b"no network here" in done.stderr
    log = (place.top.parent / "log").read_text()
    for line in ("read\t/etc/hostname", f"write\t{place.root / 'x'}", "socket\t"):
        assert line in log
    run = Watched(Ran(0, "", ""), [("read", str(place.top / "secret.md"))])
    with pytest.raises(AssertionError):
        stays_inside(place, run)


def without_network() -> list[str]:
    """What to put before a command so that it has no network, if that is possible here."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        try:
            done = subprocess.run([*command, "true"], capture_output=True, check=False)
        except OSError:
            break
        if done.returncode == 0:
            return command
    return []


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--base", "HEAD", *TODAY),
        ("coverage", *TODAY),
        ("diff", *TODAY),
        ("fix", "--diff", *TODAY),
        ("render", "-o", "../pages", *TODAY),
        ("demo", "../demo", *TODAY),
    ],
    ids=lambda arguments: arguments[0],
)
def test_all_works_without_a_network(place: Place, arguments: tuple[str, ...]) -> None:
    prefix = without_network()
    if not prefix:
        pytest.skip("this machine cannot take the network away from a process")
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "qmsdoc", *arguments],
        capture_output=True,
        cwd=place.root,
        env=process_environment(HOME=str(place.home), XDG_CACHE_HOME=str(place.cache)),
        check=False,
        timeout=300,
    )
    assert done.returncode in {0, 1}, done.stderr.decode()
    assert done.stderr == b""
    assert done.stdout
