"""The fields of a record form, laid out as rows of a blank form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from qmsdoc.model.document import FormField
from qmsdoc.render.form_widths import (
    WIDEST_LABEL,
    Label,
    column_least,
    column_shares,
    head_room,
    head_width,
    label_of,
    labels_width,
)

_DEFAULT_ROWS = 5
_MOST_ROWS = 40
# Choices of up to this many characters, boxes included, fit beside another field.
_SHORT_CHOICES = 14
_LONG_LABEL = 12
_WRITTEN = ("text", "longtext")
_HALF = frozenset({"text", "integer", "number", "date", "time", "boolean", "signature"})


class FieldView(TypedDict):
    """One field: ``wide`` takes a whole row. ``empty_rows`` counts from 1.

    ``label_lines`` are those that its label is printed on; ``shares`` are those of the columns of a
    table, without that of the numbers of rows.
    """

    name: str
    label: str
    label_lines: tuple[str, ...]
    type: str
    required: bool
    sensitive: bool
    choices: tuple[str, ...]
    unit: str
    help: str
    wide: bool
    columns: tuple[FieldView, ...]
    shares: tuple[float, ...]
    empty_rows: tuple[int, ...]


class FormView(TypedDict):
    """``lines`` of one wide field or up to two narrow ones; ``label_width`` has room for each of
    their labels, in em."""

    lines: tuple[tuple[FieldView, ...], ...]
    label_width: float
    has_required: bool
    has_sensitive: bool


def form_view(fields: Sequence[FormField]) -> FormView | None:
    """The form that prints *fields*; None where there are none."""
    if not fields:
        return None
    views = tuple(_field(field) for field in fields)
    labels = [_label(field) for field in fields if not field.columns]
    every = (*fields, *(column for field in fields for column in field.columns))
    return FormView(
        lines=_lines(views),
        label_width=labels_width([label.width for label in labels]),
        has_required=any(field.required for field in every),
        has_sensitive=any(field.sensitive for field in every),
    )


def _field(field: FormField, label_room: float = WIDEST_LABEL) -> FieldView:
    shares = _shares(field.columns)
    rows = min(field.rows or _DEFAULT_ROWS, _MOST_ROWS) if field.type == "table" else 0
    return FieldView(
        name=field.name.value,
        label=field.label.value,
        label_lines=_label(field, label_room).lines,
        type=field.type,
        required=field.required,
        sensitive=field.sensitive,
        choices=field.choices,
        unit=field.unit,
        help=field.help,
        wide=_is_wide(field),
        columns=tuple(
            _field(column, head_room(share))
            for column, share in zip(field.columns, shares, strict=True)
        ),
        shares=shares,
        empty_rows=tuple(range(1, rows + 1)),
    )


def _label(field: FormField, room: float = WIDEST_LABEL) -> Label:
    return label_of(field.label.value, field.required, field.sensitive, room)


def _shares(columns: Sequence[FormField]) -> tuple[float, ...]:
    """Columns of text are the wider ones; none is too narrow for what its head says."""
    heads = [head_width(one.label.value, one.required, one.sensitive) for one in columns]
    least = [
        column_least(head, one.unit, one.choices) for head, one in zip(heads, columns, strict=True)
    ]
    weights = [1.4 if one.type in _WRITTEN else 1.0 for one in columns]
    return tuple(column_shares(least, weights))


def _is_wide(field: FormField) -> bool:
    if field.type in ("choice", "choices"):
        return sum(len(choice) + 2 for choice in field.choices) > _SHORT_CHOICES
    return field.type not in _HALF or len(field.label.value) > _LONG_LABEL


def _lines(fields: Sequence[FieldView]) -> tuple[tuple[FieldView, ...], ...]:
    """Pairs of narrow fields in their order; one that is left alone has its row to itself."""
    lines: list[tuple[FieldView, ...]] = []
    waiting: FieldView | None = None
    for field in fields:
        if field["wide"]:
            if waiting:
                lines.append((waiting,))
            lines.append((field,))
            waiting = None
        elif waiting:
            lines.append((waiting, field))
            waiting = None
        else:
            waiting = field
    return (*lines, (waiting,)) if waiting else tuple(lines)
