"""Typst in processes of their own, which can read nothing and reach nobody while they work."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import msgspec
from msgspec import Struct

from qmsdoc.errors import TemplateError
from qmsdoc.render.pdf.choices import STANDARDS
from qmsdoc.render.pdf.font_folder import font_folder
from qmsdoc.render.worker import Limits, limit_memory
from qmsdoc.resources import data_dir
from qmsdoc.text.message import Message

PDF_LIMITS = Limits(seconds=120.0, memory=4096)
_START_SECONDS = 60.0
_LARGEST = 1024 * 1024 * 1024
_MAIN = "main.typ"


class Job(Struct, array_like=True, frozen=True):
    """``files`` by name, ``main.typ`` among them. ``timestamp`` in seconds since 1970.

    Where ``density`` is given, each page becomes a picture of so many dots an inch.
    """

    files: dict[str, bytes]
    timestamp: int = 0
    density: float = 0.0
    standard: str = STANDARDS[0]


class Outcome(Struct, array_like=True, frozen=True):
    """The PDF or the pictures (PNG) of all pages, or what Typst said and where: its message, and the
    diagnostic with the place."""

    pdf: bytes = b""
    problem: str = ""
    diagnostic: str = ""
    pictures: list[bytes] = []


def compile_all(
    jobs: Iterable[Job], workers: int, limits: Limits, fonts: Sequence[bytes] = ()
) -> Iterator[Outcome]:
    """The outcome of each job, in order. Raises TemplateError where a limit ends one.

    A job is asked for when there is a process to do it. *fonts* are files that are to be had beside
    the shipped ones.

    Processes are spawned: one that was forked after a compilation can stop for ever.
    """
    waiting = iter(jobs)
    with contextlib.ExitStack() as stack:
        own = stack.enter_context(font_folder(fonts))
        folders = [str(data_dir("templates") / "fonts"), *own]
        pool = [_Worker(limits, folders) for _ in range(max(1, workers))]
        for worker in pool:
            stack.callback(worker.close)
        busy: deque[_Worker] = deque()
        for worker, job in zip(pool, waiting, strict=False):
            worker.start(job)
            busy.append(worker)
        while busy:
            worker = busy.popleft()
            outcome = worker.finish()
            following = next(waiting, None)
            if following is not None:
                worker.start(following)
                busy.append(worker)
            yield outcome


class _Worker:
    """One process, that compiles one job after the other."""

    def __init__(self, limits: Limits, fonts: list[str]) -> None:
        context = get_context("spawn")
        self._limits = limits
        self._ready = False
        self._here, there = context.Pipe()
        self._process = context.Process(
            target=_work, args=(there, fonts, limits.memory), daemon=True
        )
        self._process.start()
        there.close()

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._here.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def start(self, job: Job) -> None:
        """Hand *job* over; the process works on it while others are looked at."""
        if not self._ready:
            answer = self._receive(_START_SECONDS)
            if answer:
                raise TemplateError(
                    "Typst, which makes PDF, cannot be loaded: {problem}",
                    hint=Message.of("install it with `pip install typst`"),
                    problem=answer.decode(),
                )
            self._ready = True
        with contextlib.suppress(OSError):  # a dead process is noticed when its answer is read
            self._here.send_bytes(msgspec.msgpack.encode(job))

    def finish(self) -> Outcome:
        """The outcome of the job that was handed over last."""
        return msgspec.msgpack.decode(self._receive(self._limits.seconds), type=Outcome)

    def _receive(self, seconds: float) -> bytes:
        try:
            if self._here.poll(seconds):
                return self._here.recv_bytes(_LARGEST)
        except (EOFError, OSError):
            raise TemplateError(
                "the process that makes the PDF came to an end; one may take {memory} MiB",
                memory=self._limits.memory,
            ) from None
        raise TemplateError(
            "the PDF was not done within {seconds} seconds",
            hint=Message.of("look for an endless loop in the organisation's own template"),
            seconds=f"{seconds:g}",
        )


def _work(connection: Connection, fonts: list[str], memory: int) -> None:
    """The life of the process: jobs in, outcomes out, until the other side closes."""
    limit_memory(memory)
    # Typst's own cry when memory runs out; the other side says what happened.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        import typst
    except ImportError as error:
        connection.send_bytes(str(error).encode())
        return
    faces = typst.Fonts(include_system_fonts=False, font_paths=fonts)
    # Faces are read when they are first used; from then on nothing is opened any more.
    sample = "".join(
        f'#text(font: "{face.family}", weight: {face.weight}, style: "{face.style}")[ab中]'
        for face in faces.fonts()
    )
    _compile(typst, faces, fonts[0], Job({_MAIN: sample.encode()}))
    _open_nothing_more()
    connection.send_bytes(b"")
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            job = msgspec.msgpack.decode(connection.recv_bytes(), type=Job)
            outcome = _compile(typst, faces, fonts[0], job)
            connection.send_bytes(msgspec.msgpack.encode(outcome))


def _compile(typst: Any, faces: Any, root: str, job: Job) -> Outcome:
    kind: dict[str, Any] = {"format": "pdf", "pdf_standards": [job.standard]}
    if job.density:
        kind = {"format": "png", "ppi": job.density}
    try:
        made = typst.compile(
            dict(job.files),
            # Names that are not among the files are looked for here, where only fonts are.
            root=root,
            package_path=root,
            package_cache_path=root,
            font_paths=faces,
            ignore_system_fonts=True,
            timestamp=job.timestamp,
            **kind,
        )
    except typst.TypstError as error:
        return Outcome(problem=error.message, diagnostic=error.diagnostic)
    if job.density:
        return Outcome(pictures=made if isinstance(made, list) else [made])
    return Outcome(made)


def _open_nothing_more() -> None:
    """From here on this process can open neither a file nor a connection."""
    try:
        import resource
    except ImportError:  # not on Windows, where Typst's own rules for the root have to do
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
