"""qmsdoc schema: the JSON Schema of a file, for editors."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from qmsdoc.cli.completion import schemas
from qmsdoc.cli.options import Output
from qmsdoc.cli.output import deliver, translate, write_out
from qmsdoc.errors import UsageError


def schema(
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            metavar="[NAME]",
            help="Name of a schema; without it, all are listed.",
            autocompletion=schemas,
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Print the JSON Schema of a file in one piece, for an editor or another program.

    Name it in the file's first line: # yaml-language-server: $schema=FILE
    """
    import json

    from qmsdoc.model.schema import schema as built_in
    from qmsdoc.model.schema_bundle import NAMES, self_contained
    from qmsdoc.rules.nearest import suggestion

    if name is None:
        titles = {known: translate(built_in(known)["title"]) for known in NAMES}
        write_out("".join(f"{known:<14}{title}\n" for known, title in titles.items()))
        return
    if name not in NAMES:
        raise UsageError(
            "there is no schema {name}; use one of {known}",
            hint=suggestion(name, NAMES),
            name=name,
            known=NAMES,
        )
    deliver(json.dumps(self_contained(name), ensure_ascii=False, indent=2) + "\n", output)
