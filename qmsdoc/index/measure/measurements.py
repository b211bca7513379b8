"""The values of an objective for every period of its data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from qmsdoc.index.measure.evaluate import evaluator
from qmsdoc.index.measure.formula import Fault, Formula, parse_formula, series_name
from qmsdoc.index.measure.outcome import (
    Measured,
    Measurement,
    NotMeasured,
    Outcome,
    Undefined,
    Value,
    Verdict,
)
from qmsdoc.index.measure.period import CALENDARS
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import Index, ObjectiveFile
from qmsdoc.model.objective import AT_LEAST, AT_MOST, Objective
from qmsdoc.model.series import SeriesTable, number
from qmsdoc.text.message import Message

Inputs = Mapping[str, Fraction | None]


def measurements(index: Index) -> dict[str, Measured]:
    """Every objective of the workspace measured, by path."""
    return {path: measure(index, file) for path, file in index.objectives.items()}


def measure(index: Index, file: ObjectiveFile) -> Measured:
    """One objective over time. A formula or data that cannot be used is a ``trouble``."""
    objective = file.objective
    direction, target = _target(objective)
    measured: tuple[Measurement, ...] = ()
    prepared = _prepare(index, file)
    if not isinstance(prepared, Message):
        measured = tuple(_measurements(objective, *prepared, direction, target))
    return Measured(
        path=file.path,
        id=file.id,
        unit=str(objective.unit or ""),
        period=str(objective.period or ""),
        direction=direction,
        target=float(target) if target is not None else None,
        measurements=measured,
        trouble=prepared if isinstance(prepared, Message) else None,
    )


def series_table(index: Index, file: ObjectiveFile) -> SeriesTable | None:
    """The data of an objective; None where it names none that can be read."""
    path = data_path(file)
    return index.series.get(path) if path else None


def data_path(file: ObjectiveFile) -> str:
    """Where the data lie, from the root; "" where none are named."""
    data = file.objective.data
    target = resolve_link(file.path, data.value) if data else None
    return target.path if target else ""


def outcome_of(
    compute: Callable[[Mapping[str, Fraction]], Fraction], names: frozenset[str], inputs: Inputs
) -> tuple[Outcome, Fraction | None]:
    """What the formula comes to, and the exact value where there is one."""
    known = {name: value for name in names if (value := inputs.get(name)) is not None}
    missing = names - known.keys()
    if missing:
        return NotMeasured(tuple(sorted(missing))), None
    try:
        exact = compute(known)
        return Value(float(exact)), exact
    except ZeroDivisionError:
        return Undefined(Message.of("the formula divides by zero")), None
    except OverflowError:
        return Undefined(Message.of("the value is too large")), None


def _prepare(index: Index, file: ObjectiveFile) -> tuple[Formula, SeriesTable] | Message:
    objective = file.objective
    if objective.formula is None:
        return Message.of("the objective has no formula")
    formula = parse_formula(objective.formula.value)
    if isinstance(formula, Fault):
        return Message.of("the formula cannot be read")
    if objective.period is None or objective.period.value not in CALENDARS:
        return Message.of("the objective has no period")
    table = series_table(index, file)
    return (formula, table) if table else Message.of("the objective has no data")


def _target(objective: Objective) -> tuple[str, Fraction | None]:
    direction = str(objective.direction or "")
    target = number(objective.target.value) if objective.target else None
    return (direction if direction in (AT_LEAST, AT_MOST) else ""), target


def _measurements(
    objective: Objective,
    formula: Formula,
    table: SeriesTable,
    direction: str,
    target: Fraction | None,
) -> Iterator[Measurement]:
    assert objective.period is not None
    calendar = CALENDARS[objective.period.value]
    rows = _rows(objective, table)
    if not rows:
        return
    compute = evaluator(formula)
    empty: Inputs = dict.fromkeys((series.name.value for series in objective.series), None)
    for ordinal in range(min(rows), max(rows) + 1):
        inputs = rows.get(ordinal, empty)
        by_name = {series_name(name): value for name, value in inputs.items()}
        outcome, exact = outcome_of(compute, formula.names, by_name)
        shown = {n: None if value is None else float(value) for n, value in inputs.items()}
        verdict = _verdict(exact, direction, target)
        yield Measurement(calendar.name(ordinal), outcome, verdict, shown)


def _rows(objective: Objective, table: SeriesTable) -> dict[int, Inputs]:
    """The numbers of each period; of two rows of one period, the first."""
    assert objective.period is not None
    calendar = CALENDARS[objective.period.value]
    names = [series.name.value for series in objective.series]
    columns = {name: table.column(name) for name in names}
    rows: dict[int, Inputs] = {}
    for row in table.rows:
        ordinal = calendar.ordinal(row[0].value)
        if ordinal is not None and ordinal not in rows:
            rows[ordinal] = {
                name: number(row[place].value) if place is not None and place < len(row) else None
                for name, place in columns.items()
            }
    return rows


def _verdict(exact: Fraction | None, direction: str, target: Fraction | None) -> Verdict:
    if exact is None or target is None or not direction:
        return Verdict.UNDEFINED
    met = exact >= target if direction == AT_LEAST else exact <= target
    return Verdict.MET if met else Verdict.MISSED
