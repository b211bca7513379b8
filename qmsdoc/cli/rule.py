"""qmsdoc rule: the page of one rule, or the list of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Optional

import typer

from qmsdoc.cli.completion import rules
from qmsdoc.cli.output import terminal_width, translate, write_out
from qmsdoc.errors import UsageError

# A paragraph that is wider than this is hard to read on any screen.
_WIDEST = 100


def rule(
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            metavar="[CODE]",
            help="Code or name of a rule; without it, all are listed.",
            autocompletion=rules,
        ),
    ] = None,
) -> None:
    """Explain a rule: why it is, what is wrong, what is right, how to mend it."""
    from qmsdoc.report.text import SEVERITY_NAMES
    from qmsdoc.rules.catalogue import all_rules, find_rule
    from qmsdoc.rules.nearest import suggestion

    if name is None:
        write_out("\n".join(_listed()) + "\n")
        return
    found = find_rule(name)
    if found is None:
        names = [text for item in all_rules().values() for text in (item.code, item.name)]
        raise UsageError(
            "there is no rule {name}; `qmsdoc rule` lists them",
            hint=suggestion(name, names),
            name=name,
        )
    severity = SEVERITY_NAMES[found.severity].render(translate)
    lines = [f"{found.code} {found.name} [{severity}]", "", *_page(translate(found.page))]
    write_out("\n".join(lines).rstrip() + "\n")


def _listed() -> Iterator[str]:
    """A rule a line, or more where its summary does not fit beside its name."""
    from qmsdoc.report.cells import padded, wrapped
    from qmsdoc.report.text import SEVERITY_NAMES
    from qmsdoc.rules.catalogue import all_rules
    from qmsdoc.text.wide import columns

    rules = all_rules().values()
    severities = {item.code: SEVERITY_NAMES[item.severity].render(translate) for item in rules}
    weight = max(columns(text) for text in severities.values())
    name = max(len(item.name) for item in rules)
    indent = len("QD000") + weight + name + 6
    for item in rules:
        summary = translate(item.page).partition("\n")[0]
        first, *rest = wrapped(summary, max(terminal_width() - indent, 20))
        head = f"{item.code}  {padded(severities[item.code], weight)}  {padded(item.name, name)}"
        yield f"{head}  {first}"
        yield from (" " * indent + line for line in rest)


def _page(page: str) -> Iterator[str]:
    """The page, its paragraphs as wide as the terminal; examples and headings stay as they are."""
    from qmsdoc.report.cells import wrapped

    width = min(terminal_width(), _WIDEST)
    paragraph: list[str] = []
    for line in (*page.split("\n"), ""):
        if line and not line.startswith((" ", "#")):
            paragraph.append(line)
            continue
        if paragraph:
            yield from wrapped(" ".join(paragraph), width)
            paragraph = []
        yield line
