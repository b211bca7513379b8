"""Finding the repository that a folder belongs to."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from qmsdoc.errors import GitError

_GITFILE_AT_MOST = 1 << 16
_GITFILE_MARK = b"gitdir: "


def find_repository(folder: Path) -> tuple[Path, Path] | None:
    """The work tree that holds *folder*, and its git folder; None outside any repository.

    Only an entry named ``.git`` counts. Files that look like a bare repository (HEAD, config,
    objects, refs) can come with any commit, and git itself would obey their configuration.
    Another user's repository is read too (in containers checkouts often are): git is then not
    asked for its opinion, and rests on what environment.py takes away from the configuration.
    """
    start = folder.resolve()
    for candidate in (start, *start.parents):
        git_dir = _git_dir(candidate / ".git")
        if git_dir is not None:
            return candidate, git_dir
    return None


def _git_dir(entry: Path) -> Path | None:
    """Where *entry* leads: itself, or for a worktree or a submodule what the file names."""
    mode = _mode(entry)
    if stat.S_ISDIR(mode):
        return entry if _is_git_dir(entry) else None
    if stat.S_ISREG(mode):
        return _follow(entry)
    return None


def _follow(gitfile: Path) -> Path:
    try:
        with gitfile.open("rb") as source:
            content = source.read(_GITFILE_AT_MOST)
    except OSError as error:
        raise GitError(
            "cannot read {path}: {problem}", path=gitfile, problem=error.strerror or error
        ) from error
    if not content.startswith(_GITFILE_MARK):
        raise GitError("{path} does not name a repository, as git expects of it", path=gitfile)
    named = os.fsdecode(content.removeprefix(_GITFILE_MARK).rstrip(b"\r\n"))
    target = gitfile.parent / named
    if "\0" in named or not _is_git_dir(target):
        raise GitError(
            "{path} points to {target}, where no repository is; try `git worktree repair`",
            path=gitfile,
            target=target,
        )
    return target


def _is_git_dir(folder: Path) -> bool:
    """What git asks of a git folder; the objects of a linked worktree are elsewhere."""
    if not _mode(folder / "HEAD", follow=False):
        return False
    if stat.S_ISREG(_mode(folder / "commondir")):
        return True
    return all(stat.S_ISDIR(_mode(folder / name)) for name in ("objects", "refs"))


def _mode(path: Path, *, follow: bool = True) -> int:
    """The mode of what lies at *path*; 0 where nothing does that we may look at."""
    try:
        return path.stat(follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return 0
