"""The objectives with their charts, plans and values."""

from __future__ import annotations

from typing import TypedDict

from markupsafe import Markup

from qmsdoc.index.measure.outcome import Measured, Measurement, Undefined, Value, Verdict
from qmsdoc.index.types import ObjectiveFile
from qmsdoc.render.drawing.scale import plain
from qmsdoc.render.drawing.svg import PAGE, write_svg
from qmsdoc.render.drawing.trend import decimals_for, target_text, trend_chart
from qmsdoc.render.site.rows import links_to
from qmsdoc.render.view import Library, LinkView
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.natural import natural_key

_PERIODS = {
    "month": "every month",
    "quarter": "every quarter",
    "half-year": "every half-year",
    "year": "every year",
}


class ValueRow(TypedDict):
    """``verdict`` is met, missed or ""; ``said`` is the same in words."""

    period: str
    value: str
    verdict: str
    said: str


class ObjectivePage(TypedDict):
    """One objective. ``latest`` is None where it was never measured; ``trouble`` says why."""

    number: str
    title: str
    indicator: str
    owner: str
    target: str
    period: str
    policy: str
    resources: str
    evaluation: str
    source: str
    actions: tuple[tuple[str, str, str], ...]
    cascade: tuple[tuple[str, str], ...]
    documents: tuple[LinkView, ...]
    latest: ValueRow | None
    measured: tuple[ValueRow, ...]
    chart: Markup | None
    trouble: str


def objective_pages(library: Library, measured: dict[str, Measured]) -> tuple[ObjectivePage, ...]:
    """All objectives, by number."""
    files = sorted(
        library.index.objectives.values(), key=lambda file: (natural_key(file.id), file.path)
    )
    return tuple(
        _objective(library, file, measured[file.path], place)
        for place, file in enumerate(files, start=1)
    )


def _objective(
    library: Library, file: ObjectiveFile, measured: Measured, place: int
) -> ObjectivePage:
    objective = file.objective
    values = tuple(_value(library, item, measured) for item in measured.measurements)
    known = [
        row
        for row, item in zip(values, measured.measurements, strict=True)
        if item.value is not None
    ]
    named = (library.index.document(text.value) for text in objective.documents)
    period = measured.period
    return ObjectivePage(
        number=file.id,
        title=file.title,
        indicator=str(objective.indicator or ""),
        owner=str(objective.owner or ""),
        target=target_text(measured, library.translate),
        period=library.translate(_PERIODS[period]) if period in _PERIODS else period,
        policy=str(objective.policy or ""),
        resources=str(objective.resources or ""),
        evaluation=str(objective.evaluation or ""),
        source=str(objective.source or ""),
        actions=tuple(
            (str(item.action), str(item.owner or ""), str(item.due or ""))
            for item in objective.actions
        ),
        cascade=tuple(
            (
                str(share.department),
                f"{share.target}{display(measured.unit)}" if share.target else "",
            )
            for share in objective.cascade
        ),
        documents=links_to(library, (found for found in named if found)),
        latest=known[-1] if known else None,
        measured=values,
        chart=_chart(library, file, measured, place),
        trouble=measured.trouble.render(library.translate) if measured.trouble else "",
    )


def _chart(library: Library, file: ObjectiveFile, measured: Measured, place: int) -> Markup | None:
    drawing = trend_chart(measured, f"{file.id} {file.title}".strip(), library.translate)
    # Every text in it is escaped by its writer. With its full stop, the id is nobody else's.
    return Markup(write_svg(drawing, PAGE, f"chart.{place}")) if drawing else None  # noqa: S704


def _value(library: Library, item: Measurement, measured: Measured) -> ValueRow:
    match item.outcome:
        case Value(number=number):
            value = f"{plain(number, decimals_for(measured))}{display(measured.unit)}"
        case Undefined(reason=reason):
            value = reason.render(library.translate)
        case _:
            value = library.translate("no value")
    said = {
        Verdict.MET: Message.of("target met"),
        Verdict.MISSED: Message.of("target missed"),
    }.get(item.verdict)
    return ValueRow(
        period=item.period,
        value=value,
        verdict="" if said is None else str(item.verdict),
        said=said.render(library.translate) if said else "",
    )
