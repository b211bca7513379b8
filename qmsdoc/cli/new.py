"""qmsdoc new: a document or an objective with the next free number."""

from __future__ import annotations

from typing import Annotated

import typer

from qmsdoc.cli.completion import kinds
from qmsdoc.cli.options import Today, day, global_options, opened
from qmsdoc.cli.output import say, write_out
from qmsdoc.text.display import display
from qmsdoc.text.language import choose_language
from qmsdoc.text.message import Message


def new(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="manual, procedure, instruction, form or objective.",
            autocompletion=kinds,
        ),
    ],
    title: Annotated[str, typer.Option("--title", metavar="TITLE", help="Title of the document.")],
    owner: Annotated[
        str, typer.Option("--owner", metavar="DEPARTMENT", help="Department that answers for it.")
    ] = "",
    parent: Annotated[
        str, typer.Option("--parent", metavar="ID", help="Document that this one carries out.")
    ] = "",
    today: Today = None,
) -> None:
    """Begin a document: the next free number, the right folder, a skeleton that is valid at once.

    Prints the path of the new file. No number is given twice, also none that only the history has.
    """
    from qmsdoc.pipeline.check import link_tree
    from qmsdoc.pipeline.load import load
    from qmsdoc.pipeline.new_document import Wish, new_file
    from qmsdoc.pipeline.used_numbers import used_numbers
    from qmsdoc.workspace.create import create_files

    with opened(context) as workspace:
        language = choose_language(global_options(context).language, workspace.language)
        index = link_tree(load(workspace.tree, workspace.cache), day(today))
        used = used_numbers(workspace, index)
        wish = Wish(kind, title, owner, parent)
        file = new_file(index, wish, used.numbers, language, day(today))
        create_files(workspace.root, file.files)
        write_out(f"{display(str(workspace.root / file.path))}\n")
    if used.trouble is not None:
        said = Message.of(
            "the history could not be looked through for numbers of former documents:"
        )
        say(said.with_hint(used.trouble))
    if kind == "form":
        say(_reminder(file.id, file.parent))


def _reminder(form: str, parent: str) -> Message:
    if parent:
        return Message.of(
            "now link {form} in the step of {parent} that fills it in, and name it under records",
            form=form,
            parent=parent,
        )
    return Message.of(
        "now name {form} under records of the document whose steps fill it in, and as its parent",
        form=form,
    )
