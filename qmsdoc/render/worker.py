"""Rendering in a process of its own, for templates that may not end or may want all memory."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from qmsdoc.errors import TemplateError
from qmsdoc.render.environment import (
    MAX_OUTPUT,
    OWN_FOLDER,
    Sandbox,
    make_environment,
    render_template,
)
from qmsdoc.render.types import Page
from qmsdoc.text.message import Message

_START_SECONDS = 60.0
_READY = b"ready"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds of wall time, MiB of memory for the whole process."""

    seconds: float = 20.0
    memory: int = 1024


def render_apart(
    pages: Sequence[Page], own: Mapping[str, str], language: str, limits: Limits
) -> Iterator[str]:
    """The HTML of each page, in order. Raises TemplateError where a limit ends one."""
    made = work_apart(_PageMaker(dict(own), language), pages, limits, attrgetter("template"))
    return (html.decode("utf-8", "surrogatepass") for html in made)


@dataclass(frozen=True)
class _PageMaker:
    own: Mapping[str, str]
    language: str

    @cached_property
    def _environment(self) -> Sandbox:
        return make_environment(self.own, self.language)

    def __call__(self, page: Page) -> bytes:
        html = render_template(self._environment, page.template, page.data)
        return html.encode("utf-8", "surrogatepass")


class _Answer(Struct, array_like=True):
    content: bytes = b""
    problem: Message | None = None


def work_apart(
    work: Callable[[Any], bytes],
    items: Sequence[Any],
    limits: Limits,
    template: Callable[[Any], str],
) -> Iterator[bytes]:
    """What *work* makes of each item in a process of its own, to which it is sent.

    Raises TemplateError where *work* does, and where a limit ends it; *template* names what an item
    is made with.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, work, limits.memory), daemon=True)
    process.start()
    there.close()
    try:
        _receive(here, _START_SECONDS, limits, "")
        for item in items:
            with contextlib.suppress(OSError):  # a dead process is noticed by its silence
                here.send(item)
            answer = msgspec.msgpack.decode(
                _receive(here, limits.seconds, limits, template(item)), type=_Answer
            )
            if answer.problem is not None:
                text, values, hint = answer.problem.text, answer.problem.values, answer.problem.hint
                raise TemplateError(text, hint, **values)
            yield answer.content
    finally:
        here.close()
        process.kill()
        process.join()
        process.close()


def _serve(connection: Connection, work: Callable[[Any], bytes], memory: int) -> None:
    """The life of the process: an item in, what is made of it out."""
    limit_memory(memory)
    connection.send_bytes(_READY)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            item = connection.recv()
            try:
                answer = _Answer(work(item))
            except TemplateError as error:
                answer = _Answer(problem=error.message)
            connection.send_bytes(msgspec.msgpack.encode(answer))


def _receive(connection: Connection, seconds: float, limits: Limits, template: str) -> bytes:
    try:
        if connection.poll(seconds):
            return connection.recv_bytes(8 * MAX_OUTPUT)
    except (EOFError, OSError):
        raise TemplateError(
            "{template}: the process that renders it came to an end; a page may take {memory} MiB",
            template=f"{OWN_FOLDER}{template}",
            memory=limits.memory,
        ) from None
    raise TemplateError(
        "{template}: rendering did not end within {seconds} seconds; look for an endless loop",
        template=f"{OWN_FOLDER}{template}",
        seconds=f"{seconds:g}",
    )


def limit_memory(memory: int) -> None:
    """This process may take *memory* MiB, and leaves no core file."""
    try:
        import resource
    except ImportError:  # not on Windows; the wall clock still ends the page
        return
    size = memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
