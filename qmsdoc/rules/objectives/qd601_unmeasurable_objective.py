"""An objective cannot be measured as it is written.

## Why
GB/T 19001-2016 6.2.1 asks that quality objectives be measurable. Without an indicator, a formula, the
figures that go into it, a unit, a target and a period, two people come to two results. A rate of
satisfaction says nothing until it is known whether 基本满意 counts as satisfied.

## Wrong
    title: 服务对象满意率
    target: {direction: at-least}

## Right
    title: 服务对象满意率
    formula: 100 * satisfied / valid
    series:
      satisfied: {label: 满意}
      valid: {label: 有效评价}
    unit: "%"
    target: {direction: at-least, value: 95}
    satisfaction: {basic_counts: false}
    period: month
    data: data/QO-2026-01.csv

## How to mend
Add what the message names. The series are typed in a CSV file below objectives/, whose first column
is period. Under satisfaction say whether 基本满意 counts, and write the formula accordingly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.measure.formula import Formula, parse_formula, series_name
from qmsdoc.index.measure.measurements import data_path
from qmsdoc.index.types import Index, ObjectiveFile
from qmsdoc.model.objective import AT_LEAST, Objective
from qmsdoc.rules.objectives.place import place_of
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

# What an objective cannot be measured without.
_NEEDED = {
    "indicator": Message.of("the objective has no indicator; say in one sentence what is measured"),
    "formula": Message.of(
        "the objective has no formula; write how its value is computed, such as {example}",
        example="100 * satisfied / valid",
    ),
    "series": Message.of(
        "the objective has no series; name what is counted, such as {example}",
        example="valid: {label: 有效评价}",
    ),
    "unit": Message.of(
        "the objective has no unit; write {example}, for instance", example='unit: "%"'
    ),
    "target": Message.of(
        "the objective has no target; write {example}, for instance",
        example="target: {direction: at-least, value: 95}",
    ),
    "period": Message.of(
        "the objective has no period; write one of {choices}",
        choices="month, quarter, half-year, year",
    ),
    "data": Message.of(
        "the objective has no data; name the CSV file of its series, such as {example}",
        example="data: data/QO-2026-01.csv",
    ),
}
# 满意 but not 不满意: the share of complaints that were settled is no indicator of satisfaction.
_SATISFACTION = re.compile(r"(?<!不)满意|\bsatisf(?:ied|action)\b", re.IGNORECASE)
_BASIC = re.compile(r"基本满意|\b(?:basically|fairly) satisfied\b", re.IGNORECASE)
_BEST = re.compile(r"(?:非常|很|十分)满意|\bvery satisfied\b", re.IGNORECASE)


@rule("QD601", "unmeasurable-objective", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for file in index.objectives.values():
        if file.objective.keys:
            yield from _missing(file)
            yield from _target(file)
            yield from _data(index, file)
            yield from _satisfaction(file)


def _missing(file: ObjectiveFile) -> Iterator[Finding]:
    for key, message in _NEEDED.items():
        if file.objective.lacks(key):
            yield Finding(place_of(file, key), message)


def _target(file: ObjectiveFile) -> Iterator[Finding]:
    objective = file.objective
    if not objective.target_keys:
        return
    for key, example in (("direction", AT_LEAST), ("value", "95")):
        if key not in objective.target_keys:
            message = Message.of(
                "the target has no {key}; write {example}, for instance",
                key=key,
                example=f"{key}: {example}",
            )
            yield Finding(place_of(file, "target"), message)


def _data(index: Index, file: ObjectiveFile) -> Iterator[Finding]:
    """A file that is there and holds no series. One that is missing is QD309's."""
    data, path = file.objective.data, data_path(file)
    if (
        data
        and path in index.paths
        and not (path.startswith("objectives/") and path.endswith(".csv"))
    ):
        message = Message.of(
            "{path} is no CSV file below objectives/; keep the series in {example}",
            path=path,
            example=f"objectives/data/{file.id or 'QO-2026-01'}.csv",
        )
        yield Finding(data.at(file.path), message)


def _satisfaction(file: ObjectiveFile) -> Iterator[Finding]:
    objective = file.objective
    if objective.satisfaction is None:
        if "satisfaction" not in objective.keys and _is_of_satisfaction(objective):
            message = Message.of(
                "the objective does not say whether 基本满意 counts as satisfied; write {example}",
                example="satisfaction: {basic_counts: false}",
            )
            yield Finding(place_of(file, "title"), message)
        return
    said, done = objective.satisfaction.basic_counts, _counts_basic(objective)
    if said is None or done is None or said is done:
        return
    message = (
        Message.of("basic_counts says that 基本满意 counts, but the formula does not count it")
        if said
        else Message.of("basic_counts says that 基本满意 does not count, but the formula counts it")
    )
    location = Location(file.path, objective.satisfaction.span, "/satisfaction/basic_counts")
    yield Finding(location, message)


def _is_of_satisfaction(objective: Objective) -> bool:
    texts = (objective.title, objective.indicator)
    return any(text is not None and _SATISFACTION.search(text.value) for text in texts)


def _counts_basic(objective: Objective) -> bool | None:
    """Whether an answer of 基本满意 raises the value as one of 非常满意 does; None where unclear.

    The formula is asked: what comes out where all answers are the one, and where all are the other?
    """
    basic = [series.name.value for series in objective.series if _BASIC.search(series.label)]
    best = [series.name.value for series in objective.series if _BEST.search(series.label)]
    direction = objective.direction
    if len(basic) != 1 or len(best) != 1 or direction is None or direction.value != AT_LEAST:
        return None
    formula = parse_formula(objective.formula.value) if objective.formula else None
    if not isinstance(formula, Formula):
        return None
    low, high = (_value_where_all_are(formula, name) for name in (basic[0], best[0]))
    if low is None or high is None or not high or low not in (0, high):
        return None
    return low == high


def _value_where_all_are(formula: Formula, name: str) -> Fraction | None:
    from qmsdoc.index.measure.evaluate import evaluator

    wanted = series_name(name)
    inputs: Mapping[str, Fraction] = {used: Fraction(used == wanted) for used in formula.names}
    try:
        return evaluator(formula)(inputs)
    except (ZeroDivisionError, OverflowError):
        return None
