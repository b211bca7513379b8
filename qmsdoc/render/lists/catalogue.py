"""Every list by its name, which is what `render` calls it."""

from __future__ import annotations

from collections.abc import Callable

from qmsdoc.render.lists.coverage import coverage_matrix
from qmsdoc.render.lists.external import external
from qmsdoc.render.lists.records import records
from qmsdoc.render.lists.register import register
from qmsdoc.render.lists.types import ListView
from qmsdoc.render.view import Library

LISTS: dict[str, Callable[[Library], ListView]] = {
    "register": register,
    "external": external,
    "records": records,
    "coverage": coverage_matrix,
}
