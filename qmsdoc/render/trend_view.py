"""The trend of an objective: its chart, and every value for those who do not see it."""

from __future__ import annotations

from typing import TypedDict

from qmsdoc.index.measure.measurements import measure
from qmsdoc.index.measure.outcome import Measured, Measurement, NotMeasured, Undefined, Verdict
from qmsdoc.index.types import ObjectiveFile
from qmsdoc.render.drawing.scale import plain
from qmsdoc.render.drawing.trend import decimals_for, trend_chart
from qmsdoc.render.figures import figure_number
from qmsdoc.render.view import Library
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate


class TrendRow(TypedDict):
    """One period; ``value`` says why where there is none."""

    period: str
    value: str
    verdict: str


class TrendView(TypedDict):
    """``figure`` is the drawing with its caption, as the format prints it."""

    figure: object
    caption: str
    rows: tuple[TrendRow, ...]


def trend_view(library: Library, file: ObjectiveFile, number: int) -> TrendView | None:
    """The figure *number* of a page; None where the objective has not been measured."""
    measured, translate = measure(library.index, file), library.translate
    caption = f"{file.id} {file.title}".strip()
    drawing = trend_chart(measured, caption, translate)
    if drawing is None:
        return None
    decimals = decimals_for(measured)
    # With its full stop, this is the anchor of no heading.
    identifier = f"objectives.figure.{number}"
    return TrendView(
        figure=library.figure(drawing, identifier, figure_number(number, translate), caption),
        caption=caption,
        rows=tuple(_row(item, measured, decimals, translate) for item in measured.measurements),
    )


def _row(item: Measurement, measured: Measured, decimals: int, translate: Translate) -> TrendRow:
    verdicts = {
        Verdict.MET: translate("target met"),
        Verdict.MISSED: translate("target missed"),
        Verdict.UNDEFINED: "",
    }
    match item.outcome:
        case NotMeasured():
            value = translate("no value")
        case Undefined(reason=reason):
            value = reason.render(translate)
        case found:
            value = f"{plain(found.number, decimals)}{display(measured.unit)}"
    return TrendRow(period=item.period, value=value, verdict=verdicts[item.verdict])
