"""The fields of a record form, laid out as rows of a blank form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from qmsdoc.model.document import FormField

_DEFAULT_ROWS = 5
_MOST_ROWS = 40
# Choices of up to this many characters, boxes included, fit beside another field.
_SHORT_CHOICES = 14
_LONG_LABEL = 12
_HALF = frozenset({"text", "integer", "number", "date", "time", "boolean", "signature"})


class FieldView(TypedDict):
    """One field: ``wide`` takes a whole row. ``empty_rows`` counts from 1."""

    name: str
    label: str
    type: str
    required: bool
    sensitive: bool
    choices: tuple[str, ...]
    unit: str
    help: str
    wide: bool
    columns: tuple[FieldView, ...]
    empty_rows: tuple[int, ...]


class FormView(TypedDict):
    """``lines`` of one wide field or up to two narrow ones."""

    lines: tuple[tuple[FieldView, ...], ...]
    has_required: bool
    has_sensitive: bool


def form_view(fields: Sequence[FormField]) -> FormView | None:
    """The form that prints *fields*; None where there are none."""
    if not fields:
        return None
    views = tuple(_field(field) for field in fields)
    every = (*fields, *(column for field in fields for column in field.columns))
    return FormView(
        lines=_lines(views),
        has_required=any(field.required for field in every),
        has_sensitive=any(field.sensitive for field in every),
    )


def _field(field: FormField) -> FieldView:
    rows = min(field.rows or _DEFAULT_ROWS, _MOST_ROWS) if field.type == "table" else 0
    return FieldView(
        name=field.name.value,
        label=field.label.value,
        type=field.type,
        required=field.required,
        sensitive=field.sensitive,
        choices=field.choices,
        unit=field.unit,
        help=field.help,
        wide=_is_wide(field),
        columns=tuple(_field(column) for column in field.columns),
        empty_rows=tuple(range(1, rows + 1)),
    )


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
