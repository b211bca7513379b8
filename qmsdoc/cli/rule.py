"""qmsdoc rule: the page of one rule, or the list of all."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from qmsdoc.cli.output import translate, write_out
from qmsdoc.errors import UsageError


def rule(
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            metavar="[CODE]", help="Code or name of a rule; without it, all are listed."
        ),
    ] = None,
) -> None:
    """Explain a rule: why it is, what is wrong, what is right, how to mend it."""
    from qmsdoc.rules.catalogue import all_rules, find_rule
    from qmsdoc.rules.nearest import suggestion

    if name is None:
        lines = [
            f"{item.code}  {item.severity.value:<8} {item.name:<26} {_summary(item.page)}"
            for item in all_rules().values()
        ]
        write_out("\n".join(lines) + "\n")
        return
    found = find_rule(name)
    if found is None:
        names = [text for item in all_rules().values() for text in (item.code, item.name)]
        raise UsageError(
            "there is no rule {name}; `qmsdoc rule` lists them",
            hint=suggestion(name, names),
            name=name,
        )
    page = translate(found.page)
    write_out(f"{found.code} {found.name} ({found.severity.value})\n\n{page}\n")


def _summary(page: str) -> str:
    return translate(page).partition("\n")[0]
