"""qmsdoc validate: check the workspace. Writes nothing in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from qmsdoc.cli.completion import report_formats, rules
from qmsdoc.cli.options import At, Jobs, NoCache, Output, Today, day, opened
from qmsdoc.cli.output import terminal_width, translate, wants_colour
from qmsdoc.cli.progress import progress
from qmsdoc.text.message import Message


class Gate(StrEnum):
    """From which severity on the exit code is 1."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


def validate(
    context: typer.Context,
    paths: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[PATH…]", help="Report on these files and folders only."),
    ] = None,
    formats: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--format",
            metavar="NAME[=FILE]",
            help="Form of the report: text (the default), json, sarif, junit, github or gitlab; "
            "may be given several times, each but one with a file of its own.",
            autocompletion=report_formats,
        ),
    ] = None,
    output: Output = None,
    fail_on: Annotated[
        Gate, typer.Option("--fail-on", help="Lightest severity that ends with exit code 1.")
    ] = Gate.ERROR,
    select: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--select",
            metavar="RULE",
            help="Only these rules: QD301, orphan-document, QD3.",
            autocompletion=rules,
        ),
    ] = None,
    ignore: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--ignore", metavar="RULE", help="Not these rules.", autocompletion=rules),
    ] = None,
    at: At = None,
    base: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--base", metavar="REV", help="Also check the change since this revision branched off."
        ),
    ] = None,
    policy_ref: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--policy-ref",
            metavar="REV",
            help="Take qmsdoc.yaml, organization.yaml, glossary.yaml and standards/ from this "
            "revision, so that a change cannot wave itself through.",
        ),
    ] = None,
    today: Today = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
) -> int:
    """Check the documents against each other and against the standards in force.

    Ends with 0 when there is nothing to mend, 1 when there is, 2 when it could not run.
    """
    from qmsdoc.cli.formats import destinations, publish
    from qmsdoc.pipeline.check import Base, Selection, check
    from qmsdoc.pipeline.report import report_of

    wanted = destinations(formats or (), output)
    selection = Selection(tuple(select or ()), tuple(ignore or ()))
    with opened(context, at, no_cache=no_cache) as workspace:
        tree = workspace.tree if policy_ref is None else workspace.tree_with_policy(policy_ref)
        earlier = None if base is None else Base(base, workspace.tree_before(base))
        with progress(Message.of("checking")):
            result = check(tree, workspace.cache, day(today), selection, jobs, earlier)
        report = report_of(
            result,
            workspace,
            translate,
            paths or (),
            colour=wants_colour(),
            width=terminal_width(),
        )
        publish(report, wanted)
    severities = {diagnostic.severity.value for diagnostic in report.diagnostics}
    failing = {Gate.ERROR: {"error"}, Gate.WARNING: {"error", "warning"}, Gate.NEVER: set[str]()}
    return 1 if severities & failing[fail_on] else 0
