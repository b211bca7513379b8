"""Trend charts: values, target, misses and gaps, for the eye and for the ear."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from drawings import TEXTS, chinese, frames, outside, parsed, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering import Page, render
from scratch import write_files

from qmsdoc.index.measure.outcome import (
    Measured,
    Measurement,
    NotMeasured,
    Undefined,
    Value,
    Verdict,
)
from qmsdoc.render.drawing.parts import Line, Words
from qmsdoc.render.drawing.svg import write_svg
from qmsdoc.render.drawing.trend import MAX_PERIODS, decimals_for, target_text, trend_chart
from qmsdoc.render.drawing.widths import text_width
from qmsdoc.text.message import Message

GOLDEN = Path(__file__).parent.parent / "golden" / "render" / "trend-chart.svg"


def measured(
    *values: float | None,
    target: float | None = 95,
    direction: str = "at-least",
    unit: str = "%",
) -> Measured:
    """One month after the other from October 2025."""
    found = []
    for place, value in enumerate(values):
        year, month = divmod(9 + place, 12)
        verdict = Verdict.UNDEFINED
        if value is not None and target is not None and direction:
            met = value >= target if direction == "at-least" else value <= target
            verdict = Verdict.MET if met else Verdict.MISSED
        outcome = NotMeasured(("a",)) if value is None else Value(value)
        found.append(Measurement(f"{2025 + year}-{month + 1:02}", outcome, verdict, {}))
    return Measured("o.yaml", "QO-1", unit, "month", direction, target, tuple(found))


def curves(item: Measured) -> list[int]:
    """Of how many points each stretch of the curve is made."""
    drawing = trend_chart(item)
    assert drawing is not None
    return [
        len(part.points)
        for part in drawing.parts
        if isinstance(part, Line) and part.role == "curve"
    ]


def test_chart_is_the_golden_one() -> None:
    item = measured(95.9, 96.2, None, 94.6, 95.7, 96.1, 95.02, 97)
    drawing = trend_chart(item, "QO-2026-01 服务对象满意率", chinese)
    assert drawing is not None
    found = write_svg(drawing).replace("><", ">\n<") + "\n"
    if os.environ.get("QMSDOC_UPDATE_GOLDEN"):
        GOLDEN.write_text(found, "utf-8", newline="\n")
    assert found == GOLDEN.read_text("utf-8")


@settings(deadline=None)
@given(
    st.lists(st.none() | st.floats(-1e13, 1e13) | st.floats(0, 100), max_size=MAX_PERIODS + 9),
    st.none() | st.floats(-1e6, 1e6),
    st.sampled_from(["at-least", "at-most", ""]),
    TEXTS | st.just("%"),
)
def test_all_is_on_the_canvas(
    values: list[float | None], target: float | None, direction: str, unit: str
) -> None:
    drawing = trend_chart(measured(*values, target=target, direction=direction, unit=unit), unit)
    if drawing is not None:
        assert not list(outside(drawing))
        values_said = [part for part in drawing.parts if part.role in ("value-text", "missed-text")]
        assert all(isinstance(part, Words) and part.size >= 6.5 for part in values_said)
        parsed(drawing, "x")


def crossed(item: Measured) -> list[tuple[str, str]]:
    """The numbers of values that a line runs through, with the kind of the line."""
    drawing = trend_chart(item)
    assert drawing is not None
    said = [part for part in drawing.parts if part.role in ("value-text", "missed-text")]
    lines = [part for part in drawing.parts if part.role in ("curve", "target", "grid")]
    found = []
    for words in said:
        assert isinstance(words, Words)
        half = text_width(words.text) * words.size / 2
        for line in lines:
            assert isinstance(line, Line)
            for (x1, y1), (x2, y2) in pairwise(line.points):
                steps = [n / 200 for n in range(201)]
                if any(
                    abs(x1 + (x2 - x1) * n - words.x) < half
                    and words.y - 0.74 * words.size < y1 + (y2 - y1) * n < words.y
                    for n in steps
                ):
                    found.append((words.text, line.role))
    return found


@pytest.mark.parametrize(
    ("values", "target"),
    [
        # Level, then up, down and level: the line leaves no side free that a rule of thumb knows.
        ((96.7, 96.7, 96.7, 96.7, 93.3, 95, 96.7, 96.7, 100, 96.7, 96.7, 100), 95),
        ((95.9, 96.2, 96.1, 96.4, 94.6, 95.7, 96.1, 95.8, 96.4, 96.6, 96.7, 97), 95),
        ((99.1, 99.1, 99.4, 99.2, 98.6, 99.1, 99.3, 99.3, 99.4, 99.5, 99.4, 99.5), 99),
        ((100, 100, 90.9, 100, 100, 91.7, 100, 100, 100, 100, 100, 100), 100),
        ((99, 98, 97, 96, 95, 94), 95),
    ],
)
def test_no_line_runs_through_a_number(values: tuple[float, ...], target: float) -> None:
    assert crossed(measured(*values, target=target)) == []


def test_numbers_stand_above_a_peak_and_below_a_valley() -> None:
    drawing = trend_chart(measured(96, 98, 92, 96))
    assert drawing is not None
    values = [part for part in drawing.parts if part.role in ("value-text", "missed-text")]
    heights = {part.name: part.y for part in values if isinstance(part, Words)}
    points = {box.name: box.centre[1] for box in frames(drawing, "met", "missed")}
    assert heights["period-2025-11"] < points["period-2025-11"]
    assert heights["period-2025-12"] > points["period-2025-12"]


def test_each_period_has_one_mark_of_its_kind() -> None:
    drawing = trend_chart(measured(96, 94, None, 97))
    assert drawing is not None
    assert [box.name for box in frames(drawing, "met") if box.name != "legend"] == [
        "period-2025-10",
        "period-2026-01",
    ]
    missed = [box for box in frames(drawing, "missed") if box.name != "legend"]
    assert [box.name for box in missed] == ["period-2025-11"]
    # Not by colour alone: a diamond, and larger.
    assert missed[0].width > frames(drawing, "met")[0].width
    gaps = {part.name for part in drawing.parts if part.role == "gap"}
    assert gaps == {"period-2025-12", "legend"}


def test_without_a_target_nothing_is_met() -> None:
    drawing = trend_chart(measured(96, 94, target=None))
    assert drawing is not None
    assert len([box for box in frames(drawing, "open") if box.name != "legend"]) == 2
    assert not frames(drawing, "met", "missed")
    assert not [part for part in drawing.parts if part.role == "target"]


def test_higher_values_stand_higher_up() -> None:
    drawing = trend_chart(measured(96, 94, 97))
    assert drawing is not None
    heights = {box.name: box.centre[1] for box in frames(drawing, "met", "missed")}
    order = sorted((name for name in heights if name != "legend"), key=heights.__getitem__)
    assert order == ["period-2025-12", "period-2025-10", "period-2025-11"]


def test_the_curve_is_broken_where_there_is_no_value() -> None:
    assert curves(measured(96, 94, 97)) == [3]
    assert curves(measured(96, 94, None, 97, None, 96, 96)) == [2, 2]
    assert curves(measured(None, 96, None)) == []


def test_the_direction_is_said_in_words() -> None:
    assert target_text(measured(96), str) == "target: at least 95%"
    most = measured(9, target=15, direction="at-most", unit="分钟")
    assert target_text(most, str) == "target: at most 15分钟"
    assert target_text(measured(96, target=None), str) == ""
    drawing = trend_chart(most)
    assert drawing is not None
    assert "target: at most 15分钟" in " ".join(texts(parsed(drawing)))


def test_the_description_counts() -> None:
    drawing = trend_chart(measured(96, 94, None, 97))
    assert drawing is not None
    assert drawing.description == (
        "2025-10 to 2026-01; target: at least 95%; met 2 times, missed 1 times, without a value "
        "1 times. The table holds every value."
    )


@pytest.mark.parametrize(
    ("values", "decimals"), [((96, 94), 0), ((96.25, 94), 1), ((94.96,), 2), ((94.9996,), 4)]
)
def test_no_rounding_turns_a_miss_into_the_target(values: tuple[float, ...], decimals: int) -> None:
    assert decimals_for(measured(*values)) == decimals


@pytest.mark.parametrize("values", [(), (None, None), (1e300,), (float("inf"),)])
def test_what_cannot_be_drawn_has_no_chart(values: tuple[float | None, ...]) -> None:
    assert trend_chart(measured(*values)) is None


def test_of_very_many_periods_the_latest_are_shown() -> None:
    drawing = trend_chart(measured(*([96.0] * 100)))
    assert drawing is not None
    assert len([box for box in frames(drawing, "met") if box.name != "legend"]) == MAX_PERIODS
    assert "period-2034-01" in {part.name for part in drawing.parts}


OBJECTIVE = """id: QO-2026-01
title: {title}
formula: 100 * a / b
series: {{a: {{label: A}}, b: {{label: B}}}}
unit: "%"
target: {{direction: at-least, value: 95}}
period: month
data: data/QO-2026-01.csv
"""


def test_the_manual_shows_the_chart_and_says_every_value(tmp_path: Path) -> None:
    root = write_files(
        tmp_path,
        {
            "qmsdoc.yaml": "organization: X\n",
            "objectives/QO-2026-01.yaml": OBJECTIVE.format(title="'满意率 <b>&'"),
            "objectives/data/QO-2026-01.csv": (
                "period,a,b\n2026-01,96,100\n2026-02,90,100\n2026-03,,100\n2026-04,0,0\n"
            ),
        },
    )
    html = render(root, "manual")["manual.html"]
    page = Page(html)
    assert page.count("svg") == 1
    assert "Figure 1 QO-2026-01 满意率 <b>&" in page.text
    table = html.partition('<table class="aloud">')[2].partition("</table>")[0]
    assert Page(table.partition("<tbody>")[0]).text.split()[-3:] == ["Period", "Value", "Outcome"]
    rows = [line for line in table.splitlines() if 'scope="row"' in line]
    assert [Page(row).text.strip() for row in rows] == [
        "2026-01 96% target met",
        "2026-02 90% target missed",
        "2026-03 no value",
        "2026-04 the formula divides by zero",
    ]
    assert len(page.ids) == len(set(page.ids))


def test_an_objective_without_data_has_no_chart(tmp_path: Path) -> None:
    text = OBJECTIVE.format(title="x").replace("data: data/QO-2026-01.csv\n", "")
    files = {"qmsdoc.yaml": "organization: X\n", "objectives/o.yaml": text}
    html = render(write_files(tmp_path, files), "manual")["manual.html"]
    assert "<svg" not in html
    assert "QO-2026-01" in html


def test_an_undefined_value_is_a_gap() -> None:
    item = measured(96, 97)
    nothing = Measurement("2025-12", Undefined(Message.of("x")), Verdict.UNDEFINED, {})
    drawing = trend_chart(
        Measured("o", "Q", "%", "month", "at-least", 95, (*item.measurements, nothing))
    )
    assert drawing is not None
    assert "period-2025-12" in {part.name for part in drawing.parts if part.role == "gap"}
