"""The one place that starts git. Importing this module imports GitPython: do it late."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import IO, Any

from qmsdoc.errors import GitError
from qmsdoc.vcs import environment

with environment.quiet_import():
    from git.cmd import Git

# Plumbing that runs no program of the repository's choosing; the second row writes, and is used
# only to make a fresh repository (see fresh.py).
READING = frozenset(
    {"version", "rev-parse", "rev-list", "cat-file", "ls-tree", "for-each-ref", "merge-base", "log"}
)
# Reads one setting; with more arguments it would write one.
SETTINGS = frozenset({"config"})
WRITING = frozenset({"init", "fast-import", "read-tree"})

_CHUNK = 1 << 16
_SAID_AT_MOST = 400
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Runner(Git):
    """GitPython's runner and its persistent ``cat-file --batch``, started by our own hand.

    GitPython adds its variables to the caller's environment, expands ``$NAME`` in the working
    folder and leaves stderr in a pipe that nobody empties, so that a repository with enough to
    complain about would hang us. ``execute``, through which GitPython starts everything, is
    therefore replaced. Not for use by several threads at once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        git_dir: Path | None = None,
        verbs: frozenset[str] = READING,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._program = environment.executable()
        self._folder = folder
        self._verbs = verbs
        self._variables = dict(environment.environment() if variables is None else variables)
        self._place = () if git_dir is None else (f"--git-dir={git_dir}", f"--work-tree={folder}")
        self._streams: set[subprocess.Popen[bytes]] = set()

    def execute(self, command: Any, *_: Any, **options: Any) -> Any:
        """Called by GitPython for its persistent ``cat-file``: a process, not its output."""
        if options.get("as_process") is not True:
            raise NotImplementedError("only long-running commands are started through GitPython")
        process = self._start(command[1:], stdin=options.get("istream"), stderr=subprocess.DEVNULL)
        return self.AutoInterrupt(process, command)

    def attempt(self, *arguments: str, stdin: bytes | None = None) -> tuple[int, bytes, str]:
        """Run to the end: exit status, standard output, and what git said."""
        source = subprocess.DEVNULL if stdin is None else subprocess.PIPE
        with self._start(arguments, stdin=source, stderr=subprocess.PIPE) as process:
            output, said = process.communicate(stdin)
        return process.returncode, output, _readable(said)

    def output(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """Run to the end; GitError where git fails."""
        status, output, said = self.attempt(*arguments, stdin=stdin)
        if status != 0:
            raise _failure(arguments[0], status, said)
        return output

    def stream(self, *arguments: str) -> Iterator[bytes]:
        """What git prints, cut at the NUL bytes, as it comes; GitError where git fails.

        Leaving the iteration early ends the process.
        """
        process = self._start(arguments, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        complaint = _Complaint(process.stderr)
        self._streams.add(process)
        with process:
            try:
                yield from _cut(process.stdout)
                status = process.wait()
            finally:
                process.kill()
                complaint.join()
                self._streams.discard(process)
        if status != 0:
            raise _failure(arguments[0], status, complaint.said)

    def batch(self) -> Git.AutoInterrupt:
        """The persistent ``cat-file --batch``, started when first wanted."""
        return self._get_persistent_cmd("cat_file_all", "cat_file", batch=True)

    def end_batch(self) -> None:
        """End ``cat-file --batch``; the next call of ``batch`` starts another."""
        self.clear_cache()

    def close(self) -> None:
        """End every process that still runs."""
        self.end_batch()
        for process in tuple(self._streams):
            process.kill()

    def _start(
        self, arguments: Sequence[str], *, stdin: Any = subprocess.DEVNULL, stderr: int
    ) -> subprocess.Popen[bytes]:
        if arguments[0] not in self._verbs:
            raise ValueError(f"git {arguments[0]} is not among the commands that are used")
        command = [self._program, *environment.OPTIONS, *self._place, *arguments]
        try:
            return subprocess.Popen(  # noqa: S603 - no shell, and the verb is on our list
                command,
                cwd=self._folder,
                env=self._variables,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise GitError(
                "cannot start git in {folder}: {problem}",
                folder=self._folder,
                problem=error.strerror or error,
            ) from error


class _Complaint(Thread):
    """Empties stderr, so that git never waits for us, and keeps how it begins."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._source = source
        self._kept = b""
        self.start()

    def run(self) -> None:
        while chunk := self._source.read(_CHUNK):
            self._kept = (self._kept + chunk)[:_CHUNK]

    @property
    def said(self) -> str:
        return _readable(self._kept)


def _cut(source: IO[bytes]) -> Iterator[bytes]:
    """The bytes between NULs. What follows the last NUL is yielded too, unless it is empty."""
    begun: list[bytes] = []
    while chunk := source.read(_CHUNK):
        first, *others = chunk.split(b"\0")
        begun.append(first)
        if others:
            yield b"".join(begun)
            yield from others[:-1]
            begun = [others[-1]]
    if rest := b"".join(begun):
        yield rest


def _readable(said: bytes) -> str:
    """What git said, on one line, short, and unable to steer a terminal."""
    text = _CONTROL.sub(" ", said.decode("utf-8", "replace")).strip()
    return text if len(text) <= _SAID_AT_MOST else text[:_SAID_AT_MOST] + "…"


def _failure(verb: str, status: int, said: str) -> GitError:
    return GitError("git {verb} failed: {said}", verb=verb, said=said or f"exit status {status}")
