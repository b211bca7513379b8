"""Lists as CSV: with a byte order mark, without which Excel takes Chinese for something else.

Lines end as RFC 4180 asks. What a spreadsheet would take for a formula has ``'`` before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.lists.flat import flat_columns, flat_rows
from qmsdoc.render.lists.types import ListView
from qmsdoc.render.order import Order
from qmsdoc.render.types import Artifact
from qmsdoc.text.spreadsheet import safe_cell

_BYTE_ORDER_MARK = "\ufeff"
# Between the lines of a cell.
_BETWEEN = " | "


def make(order: Order) -> Iterator[Artifact]:
    """The lists of *order*."""
    for name in order.publications:
        text = list_csv(LISTS[name](order.library))
        yield Artifact(f"{name}.csv", text.encode("utf-8", "backslashreplace"))


def list_csv(view: ListView) -> str:
    """The head and all rows; what the list says of itself is left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(column["label"]) for column in flat_columns(view)])
    for row in flat_rows(view):
        writer.writerow([safe_cell(_BETWEEN.join(lines)) for lines in row.cells])
    return _BYTE_ORDER_MARK + out.getvalue()
