"""A new repository with a history, for an example: the only place where git writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from qmsdoc.errors import OutputError
from qmsdoc.vcs import environment, names

BRANCH = "main"


class NewCommit(Struct, frozen=True):
    """One commit to make. ``date`` is ISO 8601 with an offset; ``tag`` "" for none.

    ``files`` are written (path from the root, bytes), ``deleted`` paths taken away.
    """

    author: str
    email: str
    date: str
    message: str
    files: Mapping[str, bytes] = {}
    deleted: tuple[str, ...] = ()
    tag: str = ""


def create(folder: Path, commits: Sequence[NewCommit]) -> str:
    """Make a repository in an empty or missing *folder*; return the id of the last commit.

    The branch is ``main``, and index and work tree hold the last commit. Same input, same ids:
    the user's settings, hooks and templates have no part in it. OutputError where the folder is
    not empty or cannot be written, GitError without git; then nothing is left behind.
    ValueError where a commit cannot be made as it is described.
    """
    if not commits:
        raise ValueError("a repository needs at least one commit")
    stream = b"".join(_stream(commits))
    environment.executable()
    folder = folder.absolute()
    existed = _claim(folder)
    try:
        return _write(folder, stream)
    except BaseException:
        _clear(folder, keep_folder=existed)
        raise


def _write(folder: Path, stream: bytes) -> str:
    from qmsdoc.vcs.runner import WRITING, Runner

    variables = environment.environment(user_config=False)
    verbs = WRITING | {"rev-parse", "version"}
    outside = Runner(folder, verbs=verbs, variables=variables)
    environment.check_version(outside.output("version").decode("utf-8", "replace"))
    outside.output(
        "init", "--quiet", "--template=", f"--initial-branch={BRANCH}", "--object-format=sha1"
    )
    inside = Runner(folder, git_dir=folder / ".git", verbs=verbs, variables=variables)
    inside.output("fast-import", "--quiet", "--done", "--date-format=raw", stdin=stream)
    inside.output("read-tree", "-m", "-u", BRANCH)
    return inside.output("rev-parse", "--verify", f"refs/heads/{BRANCH}").decode().strip()


def _claim(folder: Path) -> bool:
    """Make *folder*, or see that it is empty. Whether it was there."""
    try:
        if folder.is_dir():
            if any(folder.iterdir()):
                raise OutputError(
                    "{folder} is not empty; name a folder that is new or empty", folder=folder
                )
            return True
        folder.mkdir(parents=True)
    except OSError as error:
        raise OutputError(
            "cannot make {folder}: {problem}", folder=folder, problem=error.strerror or error
        ) from error
    return False


def _clear(folder: Path, *, keep_folder: bool) -> None:
    """Take away what was begun: all that is in *folder* is ours."""
    if not keep_folder:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for item in folder.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item, ignore_errors=True)
        else:
            item.unlink(missing_ok=True)


def _stream(commits: Iterable[NewCommit]) -> Iterator[bytes]:
    """The commits as input of ``git fast-import``."""
    for number, commit in enumerate(commits):
        who = _person(commit)
        yield f"commit refs/heads/{BRANCH}\n".encode()
        yield b"author " + who + b"committer " + who
        yield _data(commit.message.rstrip("\n").encode() + b"\n")
        if number > 0 and not commit.files and not commit.deleted:
            raise ValueError(f"commit {number} changes nothing: {commit.message!r}")
        for path in sorted(commit.deleted):
            yield b"D " + _quoted(path) + b"\n"
        for path, content in sorted(commit.files.items()):
            yield b"M 100644 inline " + _quoted(path) + b"\n" + _data(content)
        if commit.tag:
            yield b"tag " + _tag_name(commit.tag) + f"\nfrom refs/heads/{BRANCH}\n".encode()
            yield b"tagger " + who + _data(commit.tag.encode() + b"\n")
    yield b"done\n"


def _person(commit: NewCommit) -> bytes:
    moment = datetime.fromisoformat(commit.date)
    if moment.tzinfo is None:
        raise ValueError(f"the date of a commit needs an offset: {commit.date}")
    if any(mark in commit.author + commit.email for mark in "<>\n\0"):
        raise ValueError(f"not the name or address of an author: {commit.author} {commit.email}")
    seconds, offset = int(moment.timestamp()), moment.strftime("%z")[:5]
    return f"{commit.author} <{commit.email}> {seconds} {offset}\n".encode()


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _quoted(path: str) -> bytes:
    if names.trouble(path) is not None:
        raise ValueError(f"not a path for a repository: {path!r}")
    return b'"' + path.encode().replace(b'"', b'\\"') + b'"'


def _tag_name(tag: str) -> bytes:
    if any(mark <= " " or mark in '~^:?*[\\"' for mark in tag) or ".." in tag or tag[0] in "-/":
        raise ValueError(f"not the name of a tag: {tag!r}")
    return tag.encode()
