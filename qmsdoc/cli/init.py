"""qmsdoc init: a workspace in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from qmsdoc.cli.options import global_options
from qmsdoc.cli.output import translate, write_out
from qmsdoc.errors import UsageError
from qmsdoc.text.language import choose_language
from qmsdoc.text.message import Message


def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Folder of the workspace; made if missing.")
    ] = Path(),
    example: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--example", metavar="NAME", help="Copy this example: beijing-pes or minimal."
        ),
    ] = None,
    language: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--language", metavar="zh-CN|en", help="Language of the documents."),
    ] = None,
    organization: Annotated[
        str, typer.Option("--organization", metavar="NAME", help="Name of the organisation.")
    ] = "",
) -> None:
    """Make a workspace that validates at once. Nothing that is there is written over."""
    from qmsdoc.pipeline.scaffold import check_language, copied_example, new_workspace
    from qmsdoc.workspace.create import create_files

    options = global_options(context)
    if example is not None:
        if language is not None or organization:
            raise UsageError("an example has its own language and name; leave these options out")
        files = copied_example(example)
    else:
        spoken = check_language(language) if language else choose_language(options.language)
        files = new_workspace(spoken, organization)
    root = options.folder / folder
    create_files(root, files)
    message = Message.of(
        "{count} files written to {folder}. Next: make organization.yaml your own, name the "
        "standards in qmsdoc.yaml, then run `qmsdoc -C {folder} validate` and `qmsdoc -C {folder} "
        "new procedure --title …`; keep it in git (`git init`).",
        count=len(files),
        folder=root,
    )
    write_out(f"{message.render(translate)}\n")
