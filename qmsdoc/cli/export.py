"""qmsdoc export: folders for others, who have no qmsdoc."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from qmsdoc.cli.options import At, NoCache, Today, day, global_options, opened
from qmsdoc.cli.output import say, translate, write_out
from qmsdoc.cli.progress import progress
from qmsdoc.cli.verify import PolicyRef, last_commit
from qmsdoc.errors import OutputError
from qmsdoc.text.language import choose_language
from qmsdoc.text.message import Message

export = typer.Typer(no_args_is_help=True, help="Write folders that others can use without qmsdoc.")


@export.callback()
def before() -> None:
    """Have `audit` stand behind its group, though it is the only one."""


@export.command("audit")
def audit(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    policy_ref: PolicyRef = None,
    at: At = None,
    pdf: Annotated[
        bool, typer.Option("--pdf/--no-pdf", help="Whether to add the documents as PDF.")
    ] = True,
    today: Today = None,
    no_cache: NoCache = False,
) -> int:
    """Write what an auditor needs to check documents and signatures without qmsdoc.

    The folder has the documents in force, the ledger, the signers, a short shell script that uses
    sha256sum and ssh-keygen alone, and a README. Ends with 1 when verify refuses something.
    """
    from qmsdoc.pipeline.audit_export import SUMS, audit_files
    from qmsdoc.workspace.create import create_files

    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            "{folder} is not empty; name a folder that is new or empty", folder=folder
        )
    revision = at or last_commit(global_options(context).folder)
    with opened(context, revision, no_cache=no_cache) as workspace:
        language = choose_language(global_options(context).language, workspace.language)
        with progress(Message.of("making pages")):
            files, verdict = audit_files(workspace, day(today), language, policy_ref, pdf=pdf)
    create_files(folder, files)
    said = Message.of(
        "{count} files written to {folder}; check them with `sh {folder}/verify.sh`",
        count=len(files),
        folder=folder,
    )
    write_out(f"{said.render(translate)}\n")
    text = "SHA-256 of {file}, to be kept elsewhere: {digest}"
    said = Message.of(text, file=SUMS, digest=sha256(files[SUMS]).hexdigest())
    write_out(f"{said.render(translate)}\n")
    if not verdict.is_accepted:
        say(Message.of("the ledger is not accepted; see {file}", file=folder / "verdict.txt"))
        return 1
    return 0
