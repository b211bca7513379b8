"""Values that are read without the library come out as the library reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from qmsdoc.cli.app import app
from qmsdoc.cli.plain_values import read_plain_values

TYPED = (
    "",
    "x",
    "-",
    "图.md",
    "2026-11-23",
    "html,pdf",
    "a b",
    "in-force",
    "json",
    "12",
    "0",
    "007",
    "-1",
    "9999",
    "１２",
)


def parameters(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for parameter in command.params:
        yield " ".join((*path, parameter.name)), parameter
    for name, child in getattr(command, "commands", {}).items():
        yield from parameters(child, (*path, name))


def read(command: Any, parameter: Any, value: Any) -> object:
    """What becomes of *value*, or which error."""
    context = command.context_class(command, info_name="qmsdoc")
    try:
        found = parameter.process_value(context, value)
    except Exception as error:  # whichever it is, it is to be the same
        return type(error), str(error)
    # The library hands out what repeats as a list or a tuple, and makes lists of both.
    return type(found) in (list, tuple), list(found) if isinstance(found, tuple) else found


def both() -> tuple[Any, Any]:
    plain = get_command(app)
    read_plain_values(plain)
    return plain, get_command(app)


@pytest.mark.parametrize("typed", [None, *TYPED])
def test_as_the_library_reads_them(typed: str | None) -> None:
    plain, library = both()
    pairs = list(zip(parameters(plain), parameters(library), strict=True))
    assert all("process_value" in vars(one) for (_, one), _ in pairs if not one.required)
    for (name, one), (_, other) in pairs:
        many = one.multiple or one.nargs == -1
        for value in ((typed,) if typed and many else typed, one.default):
            assert read(plain, one, value) == read(library, other, value), (name, value)


def test_another_version_of_the_library_reads_all_by_itself() -> None:
    plain = get_command(app)
    before = [found for _, found in parameters(plain)]
    for found in before:
        found.__dict__.pop("type_descriptor", None)
    read_plain_values(plain)
    assert [found for found in before if "process_value" in vars(found)] == []
