"""The command qmsdoc: options before the command, and the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from qmsdoc import __version__
from qmsdoc.cli.approve import approve
from qmsdoc.cli.completion import languages
from qmsdoc.cli.coverage import coverage
from qmsdoc.cli.demo import demo
from qmsdoc.cli.diff import diff
from qmsdoc.cli.distribute import distribute
from qmsdoc.cli.export import export
from qmsdoc.cli.fix import fix
from qmsdoc.cli.history import history
from qmsdoc.cli.init import init
from qmsdoc.cli.new import new
from qmsdoc.cli.options import Global, work_in
from qmsdoc.cli.output import speak, write_out
from qmsdoc.cli.release import release
from qmsdoc.cli.render import render
from qmsdoc.cli.rule import rule
from qmsdoc.cli.schema import schema
from qmsdoc.cli.standard import standard
from qmsdoc.cli.status import status
from qmsdoc.cli.validate import validate
from qmsdoc.cli.verify import verify
from qmsdoc.cli.withdraw import withdraw
from qmsdoc.text.language import choose_language

app = typer.Typer(
    name="qmsdoc",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Quality management documents as code: validate, render and diff a quality system in git.",
)


def _version(asked: bool) -> None:
    if asked:
        write_out(f"qmsdoc {__version__}\n")
        raise typer.Exit


@app.callback()
def before(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("-C", metavar="DIR", help="Work as if started in this folder.")
    ] = Path(),
    language: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="Language of messages and pages.",
            autocompletion=languages,
        ),
    ] = None,
    _version_asked: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Options before the command."""
    speak(choose_language(language))
    context.obj = Global(work_in(context, folder), language)


app.command()(init)
app.command()(new)
app.command()(validate)
app.command()(fix)
app.command()(coverage)
app.command()(render)
app.command()(diff)
app.command()(history)
app.command()(approve)
app.command()(release)
app.command()(withdraw)
app.command()(distribute)
app.command()(verify)
app.command()(status)
app.add_typer(export, name="export")
app.command()(rule)
app.add_typer(standard, name="standard")
app.command()(schema)
app.command()(demo)
