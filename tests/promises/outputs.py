"""Everything that the command line can write, found by asking it: commands, formats, publications.

A command that writes in a format of its own and is not in CALLS makes ``unknown_commands`` tell it,
and a new format of a known command is among ``outputs`` by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from typer.main import get_command

from qmsdoc.cli.app import app
from qmsdoc.model.edition import EditionName
from qmsdoc.pipeline.site import SITE_FORMATS
from qmsdoc.render.order import DOCUMENT_FORMATS, FORMATS, PUBLICATIONS
from qmsdoc.render.pdf.choices import STANDARDS
from qmsdoc.report.catalogue import REPORTERS

FILE, FOLDER, TERMINAL = "file", "folder", "terminal"
Command = tuple[str, ...]

# Stands for the revision that is compared with the one at hand.
BASE = "BASE"
# What is said behind a command so that it has something to report on.
CALLS: dict[Command, tuple[str, ...]] = {
    ("validate",): ("--fail-on", "never"),
    ("coverage",): (),
    ("history",): (),
    ("diff",): (BASE,),
    ("verify",): (),
    ("status",): (),
    ("standard", "list"): (),
    ("standard", "show"): ("gbt-19001-2016",),
    ("standard", "explain"): ("gbt-19001-2016:7.5.3",),
}
# Their formats are told by other tables than an enumeration in the signature.
_TABLES = {("validate",): tuple(REPORTERS)}
# They write, though not in a format that one chooses between.
_WRITERS: dict[Command, str] = {("render",): FOLDER, ("export", "audit"): FOLDER}
# Neither reports on a workspace nor publishes one: `schema` prints what ships with qmsdoc, and
# `--to` of `distribute` names people.
_OTHERS: frozenset[Command] = frozenset({("schema",), ("distribute",)})
_WITHOUT_STANDARD_OUTPUT = ("docx", "pdf")


@dataclass(frozen=True)
class Output:
    """One run: ``name`` is its file or folder below that of the build, ``kind`` which of these.

    ``format`` is what the bytes are, "" for several.
    """

    name: str
    arguments: tuple[str, ...]
    kind: str
    format: str
    options: frozenset[str]

    def command_line(self, out: Path, day: str, jobs: int, base: str) -> list[str]:
        """The arguments behind ``qmsdoc``; what goes to the terminal is not told where."""
        line = [f"{base}..HEAD" if argument == BASE else argument for argument in self.arguments]
        if "--today" in self.options:
            line += ["--today", day]
        if "--jobs" in self.options:
            line += ["--jobs", str(jobs)]
        target = str(out / self.name)
        if self.kind != TERMINAL:
            line += ["--output", target] if "--output" in self.options else [target]
        return line


def commands() -> dict[Command, Any]:
    """Every command that has none below it."""
    return dict(_leaves(get_command(app), ()))


def outputs(*, every_standard: bool = True) -> Iterator[Output]:
    """Every run that writes something; *every_standard* takes the other kinds of PDF in."""
    known = commands()
    for command, behind in CALLS.items():
        if command in known:
            yield from _reports(command, behind, known[command])
    options = _options(known["render",])
    yield from _rendered(options, every_standard=every_standard)
    if ("export", "audit") in known:
        options = _options(known["export", "audit"])
        yield Output("audit", ("export", "audit"), FOLDER, "", options)


def sites() -> Iterator[Output]:
    """The site of each edition, with all that can be had beside its pages but what Typst makes,
    which takes minutes for a whole library and is among ``outputs``."""
    options = _options(commands()["render",])
    formats = ",".join(name for name in SITE_FORMATS if name != "pdf")
    for edition in EditionName:
        arguments = ("render", "site", "--to", formats, "--edition", edition.value)
        yield Output(f"site-{edition.value}", arguments, FOLDER, "", options)


def unknown_commands() -> set[str]:
    """Commands with a format or a file to choose that no table here has."""
    listed = CALLS.keys() | _WRITERS.keys() | _OTHERS
    return {
        " ".join(name)
        for name, command in commands().items()
        if name not in listed and _options(command) & {"--format", "--to", "--output"}
    }


def _reports(command: Command, behind: tuple[str, ...], known: Any) -> Iterator[Output]:
    options = _options(known)
    for name in _formats(command, known):
        place = f"{'-'.join(command)}.{name}"
        kind = FILE if "--output" in options else TERMINAL
        yield Output(place, (*command, *behind, "--format", name), kind, name, options)
    if "--request" in options:
        for name in _WITHOUT_STANDARD_OUTPUT:
            arguments = (*command, *behind, "--request", "--format", name)
            yield Output(f"request.{name}", arguments, FILE, name, options)


def _rendered(options: frozenset[str], *, every_standard: bool) -> Iterator[Output]:
    for name in FORMATS:
        targets = [target for target, known in PUBLICATIONS.items() if name in known]
        if name in DOCUMENT_FORMATS:
            yield Output(f"documents-{name}", ("render", "--to", name), FOLDER, name, options)
            targets.remove("manual")
        yield Output(f"lists-{name}", ("render", *targets, "--to", name), FOLDER, name, options)
    working = ("render", "--edition", "working", "--to", ",".join(DOCUMENT_FORMATS))
    yield Output("working", working, FOLDER, "", options)
    for name in STANDARDS[1:] if every_standard else ():
        arguments = ("render", "manual", "--to", "pdf", "--pdf-standard", name)
        yield Output(f"manual-{name}", arguments, FOLDER, "pdf", options)
    yield Output("site", ("render", "site", "--to", ",".join(SITE_FORMATS)), FOLDER, "", options)


def _formats(command: Command, known: Any) -> tuple[str, ...]:
    if command in _TABLES:
        return _TABLES[command]
    for parameter in known.params:
        if "--format" in parameter.opts:
            kind: type[Enum] = parameter.type_descriptor.annotation
            return tuple(member.value for member in kind)
    raise LookupError(f"{command} has no --format")


def _options(command: Any) -> frozenset[str]:
    return frozenset(name for parameter in command.params for name in parameter.opts)


def _leaves(command: Any, names: Command) -> Iterator[tuple[Command, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield names, command
        return
    for name, child in below.items():
        yield from _leaves(child, (*names, name))
