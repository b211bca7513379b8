"""Values of options that are what was typed: text, paths, and one of a few words.

The command-line library reads these, too, but loads its validators for that, which takes longer
than most commands run. What is not plain, or wrong, is left to it and its messages.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

Read = Callable[[Any], Any]


def read_plain_values(command: Any) -> None:
    """Let the parameters of *command*, and of those below it, be read without the library where
    they are plain."""
    for parameter in command.params:
        _read_plainly(parameter)
    help_option_of = command.get_help_option
    command.get_help_option = lambda context: _read_plainly(help_option_of(context))
    for child in getattr(command, "commands", {}).values():
        read_plain_values(child)


def _read_plainly(parameter: Any) -> Any:
    # Of a version of the library that does not tell the type, every value is left to it.
    described = getattr(parameter, "type_descriptor", None)
    if described is None or parameter.required or "process_value" in vars(parameter):
        return parameter
    read = _reader(described)
    read_by_library = parameter.process_value
    nothing = () if parameter.multiple or parameter.nargs == -1 else None

    def process_value(context: Any, value: Any) -> Any:
        found = nothing if value is None else read(value)
        if value is not None and found is None:
            return read_by_library(context, value)
        return parameter.callback(context, parameter, found) if parameter.callback else found

    parameter.process_value = process_value
    return parameter


def _reader(described: Any) -> Read:
    """What reads a value of the type *described*, and gives None for one that is not plain."""
    annotation = described.annotation
    if annotation is str:
        return lambda value: value if isinstance(value, str) else None
    if annotation is Path:
        return lambda value: Path(value) if isinstance(value, str | Path) else None
    if annotation == list[str]:
        return lambda value: list(value) if isinstance(value, list | tuple) else None
    if annotation is int:
        return lambda value: _count(value, described.parameter_info)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        words = {member.value: member for member in annotation}
        return words.get
    return lambda value: value if isinstance(value, bool) and annotation is bool else None


def _count(value: object, bounds: Any) -> int | None:
    """A number of things, in plain digits and between the bounds."""
    if not (isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10):
        return None
    below = bounds.min is not None and int(value) < bounds.min
    above = bounds.max is not None and int(value) > bounds.max
    return None if below or above else int(value)
