"""Whether a site has to be built at all: what goes into it, and whether its files are as it left them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from qmsdoc.errors import UsageError
from qmsdoc.pipeline.open import Workspace
from qmsdoc.resources import data_dir
from qmsdoc.vcs.discovery import find_repository
from qmsdoc.workspace.cache import compiler_version
from qmsdoc.workspace.publish import Published, file_stats, publish

SITE = "site"
# What a site can offer beside its pages; html is the pages.
SITE_FORMATS = ("html", "pdf", "docx", "md")
# Files that go into pages without being compiled: pictures, own templates, own fonts.
_SHOWN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".j2", ".css", ".js", ".otf", ".ttf", ".ttc")
_MAX_SHOWN = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """How a site is wanted: ``formats`` are of SITE_FORMATS, ``edition`` the name of one or ""."""

    folder: Path
    today: date
    language: str
    formats: tuple[str, ...] = ("html",)
    edition: str = ""


class _Last(Struct, frozen=True, array_like=True):
    """What the last build of a folder was made from, and its files as it left them."""

    key: str
    files: dict[str, tuple[int, int]]


_LAST = msgspec.msgpack.Decoder(_Last)
Files = Iterator[tuple[str, bytes]]


def site_formats(names: str) -> tuple[str, ...]:
    """The formats in *names*, which are parted by commas. Raises UsageError for an unknown one."""
    wanted = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    for name in wanted:
        if name not in SITE_FORMATS:
            raise UsageError(
                "a site does not offer {name}; --to takes {known} for it",
                name=name,
                known=SITE_FORMATS,
            )
    return wanted


def publish_site(
    workspace: Workspace, order: SiteOrder, build: Callable[[], tuple[str, Files]]
) -> Published | None:
    """Publish what *build* gives: a revision and files. None where the site is up to date.

    Raises OutputError, and whatever *build* raises; the site is then as it was.
    """
    place = f"site:{order.folder.absolute()}"
    key = _key(workspace, order)
    with suppress(KeyError, msgspec.DecodeError, UnicodeDecodeError):
        last = _LAST.decode(workspace.cache.get_many([place])[place])
        if key and last.key == key and last.files and file_stats(order.folder) == last.files:
            return None
    revision, files = build()
    published = publish(order.folder, SITE, revision, files)
    if key:
        last = _Last(key, file_stats(order.folder))
        workspace.cache.put_many({place: msgspec.msgpack.encode(last)})
    return published


def _key(workspace: Workspace, order: SiteOrder) -> str:
    """The identity of all that goes into a site; "" where it cannot be told."""
    digest = sha256()
    for part in _parts(workspace, order):
        if part is None:
            return ""
        digest.update(f"{part}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _parts(workspace: Workspace, order: SiteOrder) -> Iterator[str | None]:
    yield f"{compiler_version()} {order.today} {order.language} {order.formats} {order.edition}"
    yield from _stats(data_dir("templates"))
    yield from _stats(Path(__file__).parent.parent / "locale")
    yield workspace.revision or _head(workspace.root)
    own = _inside(workspace.root, order.folder)
    for entry in workspace.tree.entries():
        if own and entry.path.startswith(own):
            continue
        content = entry.blob
        if not content and entry.trouble is None and entry.path.endswith(_SHOWN):
            if entry.size > _MAX_SHOWN:
                yield None
            with suppress(OSError):
                content = sha256(workspace.tree.read(entry, _MAX_SHOWN)).hexdigest()
        yield f"{entry.path}\0{content or entry.size}\0{entry.trouble or ''}"


def _inside(root: Path, folder: Path) -> str:
    """Where in the workspace the site itself lies, with a slash; "" where that is elsewhere."""
    try:
        return f"{folder.resolve().relative_to(root.resolve()).as_posix()}/"
    except ValueError:
        return ""


def _stats(folder: Path) -> Iterator[str]:
    for path, (size, time) in sorted(file_stats(folder).items()):
        yield f"{path}:{size}:{time}"


def _head(root: Path) -> str | None:
    """The commit that history is read from, without starting git; None where that is not plain."""
    found = find_repository(root)
    if found is None:
        return "no repository"
    folder = found[1]
    try:
        # A linked worktree keeps its own HEAD, and everything else with the repository.
        pointer = folder / "commondir"
        common = folder / pointer.read_text("utf-8").strip() if pointer.is_file() else folder
        shallow = common / "shallow"
        cut = sha256(shallow.read_bytes()).hexdigest() if shallow.is_file() else ""
        head = (folder / "HEAD").read_text("utf-8").strip()
        commit = _resolved(common, head.removeprefix("ref: ")) if head.startswith("ref: ") else head
    except (OSError, ValueError):
        return None
    return f"{commit} {cut} {found[0]}" if commit else None


def _resolved(common: Path, name: str) -> str:
    """The commit of a branch, "" where it has none or is kept in another way."""
    loose = common / name
    if loose.is_file():
        return loose.read_text("utf-8").strip()
    for line in (common / "packed-refs").read_text("utf-8").splitlines():
        commit, _, packed = line.partition(" ")
        if packed == name:
            return commit
    return ""
