"""Which reports are wanted and where each goes: ``--format NAME`` and ``--format NAME=FILE``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qmsdoc.cli.output import deliver, say
from qmsdoc.errors import OutputError, UsageError
from qmsdoc.report.catalogue import REPORTERS, reporter
from qmsdoc.report.types import Report
from qmsdoc.rules.nearest import suggestion

_DEFAULT = "text"


@dataclass(frozen=True, slots=True)
class Destination:
    """A format and its file; None stands for standard output."""

    name: str
    file: Path | None


def destinations(specs: Sequence[str], output: Path | None) -> tuple[Destination, ...]:
    """Read the values of --format; *output* is where the one without a file goes.

    Raises UsageError for an unknown name and for two reports in one place.
    """
    found = [_destination(spec) for spec in specs or (_DEFAULT,)]
    if output is not None:
        if all(item.file is not None for item in found):
            raise UsageError(
                "-o {path} has no report to take: each --format names its own file", path=output
            )
        found = [item if item.file else Destination(item.name, output) for item in found]
    _refuse_shared_places(found)
    return tuple(found)


def publish(report: Report, wanted: Sequence[Destination]) -> None:
    """Write each report: files first, one by one, whatever became of the others.

    Raises OutputError when all is done, if one of them could not be written.
    """
    failure: OutputError | None = None
    for item in sorted(wanted, key=lambda item: item.file is None):
        fitting = replace(report, colour=report.colour and item.file is None)
        text = reporter(item.name)(fitting)
        try:
            deliver(text, item.file)
        except OutputError as error:
            if failure is not None:
                say(failure.message)
            failure = error
    if failure is not None:
        raise failure


def _destination(spec: str) -> Destination:
    name, equals, file = spec.partition("=")
    if name not in REPORTERS:
        raise UsageError(
            "there is no report format {name}; there are {names}",
            hint=suggestion(name, REPORTERS),
            name=name,
            names=tuple(REPORTERS),
        )
    if equals and not file:
        raise UsageError("--format {name}= lacks the name of a file", name=name)
    return Destination(name, Path(file) if equals else None)


def _refuse_shared_places(found: Sequence[Destination]) -> None:
    taken: dict[Path | None, str] = {}
    for item in found:
        place = item.file.resolve() if item.file else None
        if place not in taken:
            taken[place] = item.name
        elif place is None:
            raise UsageError(
                "{first} and {second} cannot both go to standard output; "
                "give one of them a file: --format {second}=FILE",
                first=taken[place],
                second=item.name,
            )
        else:
            raise UsageError(
                "{first} and {second} cannot both be written to {path}",
                first=taken[place],
                second=item.name,
                path=place,
            )
