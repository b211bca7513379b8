"""qmsdoc standard: the packs of standards, and what one of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qmsdoc.cli.completion import standards
from qmsdoc.cli.options import At, global_options, opened
from qmsdoc.cli.output import terminal_width, translate, write_out
from qmsdoc.errors import UsageError, WorkspaceError
from qmsdoc.text.language import choose_language

if TYPE_CHECKING:
    from qmsdoc.standards.types import Standard

standard = typer.Typer(no_args_is_help=True, help="Show the packs of standards and their clauses.")


class StandardFormat(StrEnum):
    """How packs are shown."""

    TEXT = "text"
    JSON = "json"


AsFormat = Annotated[StandardFormat, typer.Option("--format", help="Form of the output.")]


@standard.command("list")
def list_standards(context: typer.Context, output_format: AsFormat = StandardFormat.TEXT) -> None:
    """List the packs: those that ship with qmsdoc and the workspace's own."""
    from qmsdoc.report.standards import json, text

    packs, own, language = _packs(context)
    if output_format is StandardFormat.JSON:
        write_out(json.render_list(packs.values(), own))
        return
    page = text.StandardPage(translate, language, terminal_width())
    write_out(text.render_list(packs, own, page))


@standard.command("show")
def show_standard(
    context: typer.Context,
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Id of a pack, as `list` shows it.", autocompletion=standards
        ),
    ],
    output_format: AsFormat = StandardFormat.TEXT,
) -> None:
    """Show the clauses of one pack, what they call for, and how sure each fact is."""
    from qmsdoc.report.standards import json, text
    from qmsdoc.rules.nearest import suggestion

    packs, _, language = _packs(context)
    found = packs.get(identifier)
    if found is None:
        raise UsageError(
            "there is no standard {id}; `qmsdoc standard list` shows them",
            hint=suggestion(identifier, packs),
            id=identifier,
        )
    if output_format is StandardFormat.JSON:
        write_out(json.render_page(found))
        return
    write_out(text.render_page(found, text.StandardPage(translate, language, terminal_width())))


@standard.command("explain")
def explain_clause(
    context: typer.Context,
    clause: Annotated[
        str, typer.Argument(metavar="ID:CLAUSE", help="A clause, such as gbt-19001-2016:8.5.1.")
    ],
    output_format: AsFormat = StandardFormat.TEXT,
    at: At = None,
) -> None:
    """Show the evidence that the workspace has for a clause, and what is missing.

    Each piece has its file and line; of what is missing it is said on whose authority it is asked:
    the standard's, this toolkit's or the organisation's own.
    """
    from qmsdoc.pipeline.explain import explanation_of
    from qmsdoc.report.standards.explanation import render_json, render_text
    from qmsdoc.report.standards.text import StandardPage

    with opened(context, at) as workspace:
        found = explanation_of(workspace, clause)
        language = choose_language(global_options(context).language, workspace.language)
    if output_format is StandardFormat.JSON:
        write_out(render_json(found))
        return
    write_out(render_text(found, StandardPage(translate, language, terminal_width())))


def _packs(context: typer.Context) -> tuple[Mapping[str, Standard], frozenset[str], str]:
    """Every pack by id, the ids of the workspace's own, and the language to show them in.

    Outside a workspace, those that ship with qmsdoc.
    """
    from qmsdoc.pipeline.load import load
    from qmsdoc.pipeline.standards import all_standards
    from qmsdoc.standards.builtin import builtin_ids, builtin_standard

    try:
        with opened(context) as workspace:
            language = choose_language(global_options(context).language, workspace.language)
            return *all_standards(load(workspace.tree, workspace.cache)), language
    except WorkspaceError:
        if not global_options(context).folder.is_dir():
            raise
    language = choose_language(global_options(context).language)
    return {name: builtin_standard(name) for name in builtin_ids()}, frozenset(), language
