"""Rendering in a process of its own, for templates that may not end or may want all memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

import msgspec
from jinja2 import Environment
from msgspec import Struct

from qmsdoc.errors import TemplateError
from qmsdoc.render.environment import MAX_OUTPUT, OWN_FOLDER, make_environment, render_template
from qmsdoc.render.types import Page
from qmsdoc.text.message import Message

_START_SECONDS = 60.0
_READY = b"ready"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds of wall time, MiB of memory for the whole process."""

    seconds: float = 20.0
    memory: int = 1024


class _Result(Struct, array_like=True):
    html: str = ""
    problem: Message | None = None


def render_apart(
    pages: Sequence[Page], own: Mapping[str, str], language: str, limits: Limits
) -> Iterator[str]:
    """The HTML of each page, in order. Raises TemplateError where a limit ends one."""
    context = get_context("spawn")
    here, there = context.Pipe()
    arguments = (there, dict(own), language, limits.memory)
    process = context.Process(target=_work, args=arguments, daemon=True)
    process.start()
    there.close()
    try:
        _receive(here, _START_SECONDS, limits, "")
        for page in pages:
            with contextlib.suppress(OSError):  # a dead process is noticed when its answer is read
                here.send(page)
            answer = _receive(here, limits.seconds, limits, page.template)
            result = msgspec.msgpack.decode(answer, type=_Result)
            if result.problem is not None:
                text, values = result.problem.text, result.problem.values
                raise TemplateError(text, None, **values)
            yield result.html
    finally:
        here.close()
        process.kill()
        process.join()
        process.close()


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


def _work(connection: Connection, own: Mapping[str, str], language: str, memory: int) -> None:
    """The life of the process: a page in, its HTML out, until the other side closes."""
    limit_memory(memory)
    environment = make_environment(own, language)
    connection.send_bytes(_READY)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            page: Page = connection.recv()
            connection.send_bytes(msgspec.msgpack.encode(_rendered(environment, page)))


def _rendered(environment: Environment, page: Page) -> _Result:
    try:
        return _Result(render_template(environment, page.template, page.data))
    except TemplateError as error:
        return _Result(problem=error.message)


def limit_memory(memory: int) -> None:
    """This process may take *memory* MiB, and leaves no core file."""
    try:
        import resource
    except ImportError:  # not on Windows; the wall clock still ends the page
        return
    size = memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
