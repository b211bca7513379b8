"""Where the files that ship with qmsdoc are: in the wheel, or in the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["schemas", "templates", "examples"]


@cache
def data_dir(kind: Kind) -> Path:
    """Return the folder of built-in *kind*.

    The shipped copy is looked for first, and the checkout only beside a pyproject.toml, so that
    a stray top-level ``schemas`` in site-packages is never taken for ours.
    """
    package = Path(__file__).parent
    shipped = package / "_data" / kind
    if shipped.is_dir():
        return shipped
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / kind).is_dir():
        return checkout / kind
    raise FileNotFoundError(f"qmsdoc's built-in {kind} are missing from {package}; reinstall it")
