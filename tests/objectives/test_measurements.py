"""Values for every period: met, missed, not measured, undefined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from scratch import MemoryTree

from qmsdoc.index.measure.measurements import measure, measurements
from qmsdoc.index.measure.outcome import Measured, NotMeasured, Undefined, Value, Verdict
from qmsdoc.index.measure.period import CALENDARS
from qmsdoc.index.types import Index
from qmsdoc.model.roles import role_of
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.resources import data_dir
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.work_tree import WorkTree

OBJECTIVE = """\
id: QO-2026-01
formula: 100 * on_time / due
series: {on_time: {label: 按期}, due: {label: 应办}}
unit: "%"
target: {direction: at-least, value: 57}
period: month
data: data/a.csv
"""
PATH = "objectives/QO-2026-01.yaml"


def index_of(files: Mapping[str, str]) -> Index:
    tree = MemoryTree({"qmsdoc.yaml": "organization: 中心\n", **files})
    return link_tree(load(tree, CompileCache(None), jobs=1), date(2026, 3, 1))


def measured(csv: str, objective: str = OBJECTIVE) -> Measured:
    index = index_of({PATH: objective, "objectives/data/a.csv": csv})
    return measure(index, index.objectives[PATH])


def test_every_period_from_the_first_to_the_last_in_order() -> None:
    found = measured("period,due,on_time\n2026-02,4,1\n2025-11,10,9\n2026-01,0,0\n2025-12,5,\n")
    assert [item.period for item in found.measurements] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    november, december, january, february = found.measurements
    assert (november.outcome, november.verdict) == (Value(90.0), Verdict.MET)
    assert november.inputs == {"on_time": 9.0, "due": 10.0}
    assert (december.outcome, december.verdict) == (NotMeasured(("on_time",)), Verdict.UNDEFINED)
    assert december.inputs == {"on_time": None, "due": 5.0}
    assert isinstance(january.outcome, Undefined)
    assert str(january.outcome.reason) == "the formula divides by zero"
    assert (february.value, february.verdict) == (25.0, Verdict.MISSED)
    assert (found.target, found.direction, found.unit, found.period) == (
        57.0,
        "at-least",
        "%",
        "month",
    )
    assert found.trouble is None


def test_a_period_without_a_row_is_not_measured() -> None:
    found = measured("period,due,on_time\n2026-01,1,1\n2026-03,1,1\n")
    assert found.measurements[1].period == "2026-02"
    assert found.measurements[1].outcome == NotMeasured(("due", "on_time"))
    assert found.measurements[1].inputs == {"on_time": None, "due": None}


def test_no_target_is_missed_by_a_rounding_error() -> None:
    # 0.57 * 100 is 56.99999999999999 where floats are multiplied.
    objective = OBJECTIVE.replace("100 * on_time / due", "on_time / due * 100")
    found = measured("period,due,on_time\n2026-01,100,57\n2026-02,100,56.999999999999\n", objective)
    assert [item.verdict for item in found.measurements] == [Verdict.MET, Verdict.MISSED]


def test_at_most_is_met_from_below() -> None:
    objective = OBJECTIVE.replace("at-least", "at-most")
    found = measured("period,due,on_time\n2026-01,100,57\n2026-02,100,58\n", objective)
    assert [item.verdict for item in found.measurements] == [Verdict.MET, Verdict.MISSED]


def test_a_value_without_a_target_is_neither_met_nor_missed() -> None:
    objective = OBJECTIVE.replace("target: {direction: at-least, value: 57}\n", "")
    found = measured("period,due,on_time\n2026-01,100,57\n", objective)
    assert (found.measurements[0].value, found.measurements[0].verdict) == (57.0, Verdict.UNDEFINED)
    assert (found.target, found.direction) == (None, "")


def test_what_the_rules_report_does_no_harm_here() -> None:
    rows = "2026-01,1,1\n2026-01,9,3\nMärz,1,1\n2026-02,zwölf,1\n2026-03\n"
    found = measured("period,due,on_time,due\n" + rows)
    assert [(item.period, item.value) for item in found.measurements] == [
        ("2026-01", 100.0),
        ("2026-02", None),
        ("2026-03", None),
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("formula: 100 * on_time / due\n", "", "the objective has no formula"),
        ("100 * on_time / due", "100 *", "the formula cannot be read"),
        ("period: month", "period: week", "the objective has no period"),
        ("data: data/a.csv", "data: data/b.csv", "the objective has no data"),
        ("data: data/a.csv", "data: https://example.org/a.csv", "the objective has no data"),
    ],
)
def test_what_cannot_be_computed_says_why(before: str, after: str, said: str) -> None:
    found = measured("period,due,on_time\n2026-01,1,1\n", OBJECTIVE.replace(before, after))
    assert (str(found.trouble), found.measurements) == (said, ())


def test_data_without_rows_have_no_measurements() -> None:
    assert measured("period,due,on_time\n").measurements == ()


def test_a_series_without_a_column_is_not_measured() -> None:
    found = measured("period,due\n2026-01,4\n")
    assert found.measurements[0].outcome == NotMeasured(("on_time",))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("month", ["2025-12", "2026-01"]),
        ("quarter", ["2025-Q4", "2026-Q1"]),
        ("half-year", ["2025-H2", "2026-H1"]),
        ("year", ["2025", "2026"]),
    ],
)
def test_periods_follow_each_other_over_the_turn_of_the_year(kind: str, names: list[str]) -> None:
    calendar = CALENDARS[kind]
    first, second = (calendar.ordinal(name) for name in names)
    assert first is not None
    assert second == first + 1
    assert [calendar.name(first), calendar.name(first + 1)] == names


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("month", "2026-13"),
        ("month", "2026-00"),
        ("month", "2026-1"),
        ("month", "2026"),
        ("month", "9999-01"),
        ("month", "２０２６-01"),
        ("quarter", "2026-Q0"),
        ("quarter", "2026-Q5"),
        ("quarter", "2026-q1"),
        ("half-year", "2026-H3"),
        ("year", "26"),
    ],
)
def test_what_is_no_period(kind: str, text: str) -> None:
    assert CALENDARS[kind].ordinal(text) is None


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("month", "2026年3月", "2026-03"),
        ("month", "2026/3", "2026-03"),
        ("month", "202603", "2026-03"),
        ("month", "２０２６-０３", "2026-03"),
        ("month", "2026-13", None),
        ("month", "March", None),
        ("month", "2026", None),
        ("quarter", "2026年第三季度", "2026-Q3"),
        ("quarter", "2026Q3", "2026-Q3"),
        ("half-year", "2026年上半年", "2026-H1"),
        ("half-year", "2026年下半年", "2026-H2"),
        ("year", "2026年", "2026"),
        ("year", "2026-01", None),
    ],
)
def test_what_a_reader_would_take_a_period_for(kind: str, text: str, wanted: str | None) -> None:
    assert CALENDARS[kind].meant(text) == wanted


def test_the_example_has_a_value_for_every_period_of_every_objective() -> None:
    tree = WorkTree(data_dir("examples") / "beijing-pes", role_of)
    index = link_tree(load(tree, CompileCache(None), jobs=1), date(2026, 11, 1))
    found = measurements(index)
    assert len(found) == len(index.objectives) > 0
    for item in found.values():
        assert item.trouble is None
        assert item.measurements
        assert all(isinstance(one.outcome, Value) for one in item.measurements), item.path
        assert all(one.verdict is not Verdict.UNDEFINED for one in item.measurements)
