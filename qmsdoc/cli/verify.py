"""qmsdoc verify: hold the approvals ledger against texts, keys, policy and history. Writes nothing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from qmsdoc.cli.options import At, NoCache, Output, Today, day, global_options, opened
from qmsdoc.cli.output import deliver, terminal_width, translate, wants_colour


class VerifyFormat(StrEnum):
    """How the verdict is reported."""

    TEXT = "text"
    JSON = "json"


PolicyRef = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--policy-ref",
        metavar="REV",
        help="Take policy, people and keys from this revision, so that a change cannot approve "
        "itself.",
    ),
]


def verify(
    context: typer.Context,
    documents: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[ID…]", help="Numbers of documents; without any, all."),
    ] = None,
    policy_ref: PolicyRef = None,
    at: At = None,
    anchor: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--anchor",
            metavar="FILE|REV",
            help="The JSON report of an earlier run, or a revision: what was in the ledger then has "
            "to be there still.",
        ),
    ] = None,
    output_format: Annotated[
        VerifyFormat, typer.Option("--format", help="Form of the report.")
    ] = VerifyFormat.TEXT,
    output: Output = None,
    today: Today = None,
    no_cache: NoCache = False,
) -> int:
    """Check every approval, release and chain of the ledger, as they were last committed.

    What it gives is integrity evidence: that the texts are those that were signed, with keys that
    policy gives to people who may sign. Ends with 0 when all is accepted, 1 when something is
    refused, 2 when it could not run.
    """
    from qmsdoc import __version__
    from qmsdoc.pipeline.verify import verify as judge
    from qmsdoc.report.verify.catalogue import verify_reporter
    from qmsdoc.report.verify.types import VerifyReport

    revision = at or last_commit(global_options(context).folder)
    with opened(context, revision, no_cache=no_cache) as workspace:
        verdict = judge(workspace, day(today), documents or (), policy_ref, anchor)
    report = VerifyReport(
        version=__version__,
        verdict=verdict,
        translate=translate,
        colour=output is None and wants_colour(),
        width=terminal_width(),
    )
    deliver(verify_reporter(output_format.value)(report), output)
    return 0 if verdict.is_accepted else 1


def last_commit(folder: Path) -> str | None:
    """``HEAD`` where there is a commit, which signatures are about; None for the work tree."""
    from qmsdoc.errors import GitError
    from qmsdoc.vcs.git import Repository

    repository = Repository.find(folder.resolve())
    if repository is None:
        return None
    with repository:
        try:
            return repository.resolve("HEAD")
        except GitError:
            return None
