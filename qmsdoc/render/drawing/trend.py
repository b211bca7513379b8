"""Trend charts: an objective's values over its periods, with the target and what missed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsdoc.index.measure.outcome import Measured, Measurement, Verdict
from qmsdoc.model.objective import AT_LEAST
from qmsdoc.render.drawing.labels import Field, Label, best_label
from qmsdoc.render.drawing.parts import Box, Drawing, Line, Part, Point, Shape, Words, number
from qmsdoc.render.drawing.scale import Scale, plain, scale_for
from qmsdoc.render.drawing.widths import text_width, wrap
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

# The latest ones; more could not be told apart.
MAX_PERIODS = 60
# Four of them, with their captions, are a page of A4.
_WIDTH, _HEIGHT = 720.0, 214.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 590.0, 48.0, 172.0
_TEXT = 11
_SMALL = 10.5
# A number that would have to be smaller to find room is left to the table.
_SMALLEST = 6.5
_RADIUS = 4.5
_MOST_VALUES = 14
# Below the legend.
_HIGHEST = 22.0
_LARGEST = 1e12
_MAX_DECIMALS = 4


def trend_chart(measured: Measured, title: str = "", translate: Translate = str) -> Drawing | None:
    """The chart of an objective; None where it has no values, or none that can be drawn."""
    shown = measured.measurements[-MAX_PERIODS:]
    values = [item.value for item in shown if item.value is not None]
    scale = _scale(measured, values)
    if scale is None:
        return None
    chart = _Trend(measured, shown, scale, translate)
    return Drawing(_WIDTH, _HEIGHT, title, chart.said, tuple(chart.parts()))


def decimals_for(measured: Measured) -> int:
    """With how many decimals its values are written: as many as tell a miss from the target."""
    values = [item for item in measured.measurements if item.value is not None]
    numbers = [item.value for item in values if item.value is not None]
    fewest = 0 if all(number == round(number) for number in numbers) else 1
    missed = [item.value for item in values if item.verdict is Verdict.MISSED and item.value]
    for decimals in range(fewest, _MAX_DECIMALS):
        if all(round(value, decimals) != measured.target for value in missed):
            return decimals
    return _MAX_DECIMALS


def target_text(measured: Measured, translate: Translate) -> str:
    """The target in words, "" where there is none."""
    if measured.target is None or not measured.direction:
        return ""
    value = f"{measured.target:g}{display(measured.unit)}"
    if measured.direction == AT_LEAST:
        return Message.of("target: at least {value}", value=value).render(translate)
    return Message.of("target: at most {value}", value=value).render(translate)


def _scale(measured: Measured, values: Sequence[float]) -> Scale | None:
    """Shares end at 0 and 100; what is never negative is not drawn so."""
    if not values:
        return None
    all_values = [*values, *([measured.target] if measured.target is not None else [])]
    if max(map(abs, all_values)) > _LARGEST:
        return None
    bottom = 0.0 if min(all_values) >= 0 else None
    top = 100.0 if measured.unit == "%" and max(all_values) <= 100 else None
    return scale_for(all_values, bottom, top)


class _Trend:
    """``said`` tells the chart in a sentence."""

    def __init__(
        self, measured: Measured, shown: Sequence[Measurement], scale: Scale, translate: Translate
    ) -> None:
        self._measured = measured
        self._shown = shown
        self._scale = scale
        self._translate = translate
        self._decimals = decimals_for(measured)
        self._step = (_RIGHT - _LEFT) / len(shown)
        self._runs = tuple(self._curve_runs())
        self._field = self._drawn()
        self._labels: list[Label] = []
        kinds = [_kind(item) for item in shown]
        self._kinds = kinds
        self._target = target_text(measured, translate)
        self.said = Message.of(
            "{first} to {last}; {target}; met {met} times, missed {missed} times, without a value "
            "{missing} times. The table holds every value.",
            first=shown[0].period,
            last=shown[-1].period,
            target=self._target or translate("no target"),
            met=kinds.count("met"),
            missed=kinds.count("missed"),
            missing=kinds.count("gap"),
        ).render(translate)

    def parts(self) -> Iterator[Part]:
        yield from self._value_axis()
        yield from self._period_axis()
        yield from self._target_line()
        yield from self._curve()
        for place, (item, kind) in enumerate(zip(self._shown, self._kinds, strict=True)):
            yield from self._point(place, item, kind)
        yield from self._legend()

    def _x(self, place: int) -> float:
        return _LEFT + self._step * (place + 0.5)

    def _y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * self._scale.place(value)

    def _value_axis(self) -> Iterator[Part]:
        for tick in self._scale.ticks:
            y = self._y(tick)
            yield Line("grid", "ticks", ((_LEFT, y), (_RIGHT, y)))
            text = plain(tick, self._scale.decimals)
            size = min(_TEXT, (_LEFT - 10) / text_width(text))
            yield Words("axis-text", "ticks", _LEFT - 8, y + 4, text, size, "end")
        unit = wrap(display(self._measured.unit), (_LEFT - 10) / _SMALL, 1)
        for text in unit:
            yield Words("axis-text", "unit", _LEFT - 8, _TOP - 14, text, _SMALL, "end")

    def _period_axis(self) -> Iterator[Part]:
        yield Line("axis", "periods", ((_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)))
        every = max(1, -(-34 // int(max(self._step, 1))))
        year = ""
        for place, item in enumerate(self._shown):
            of_year, _, tail = item.period.partition("-")
            if place % every:
                continue
            x = self._x(place)
            yield Line("axis", "periods", ((x, _BOTTOM), (x, _BOTTOM + 4)))
            first, second = (tail, of_year) if tail else (of_year, "")
            yield Words("axis-text", "periods", x, _BOTTOM + 17, first, _TEXT)
            if second and of_year != year:
                yield Words("axis-text", "periods", x, _BOTTOM + 32, second, _SMALL)
            year = of_year

    def _target_line(self) -> Iterator[Part]:
        target = self._measured.target
        if target is None:
            return
        y = self._y(target)
        yield Line("target", "target", ((_LEFT, y), (_RIGHT + 4, y)))
        lines = wrap(self._target, (_WIDTH - _RIGHT - 14) / _SMALL, 3)
        for place, line in enumerate(lines):
            base = min(y + 3.5, _BOTTOM - 14 * (len(lines) - 1)) + 14 * place
            yield Words("target-text", "target", _RIGHT + 10, base, line, _SMALL, "start")

    def _curve(self) -> Iterator[Part]:
        """The line through the points, broken where a period has no value."""
        for run in self._runs:
            if len(run) > 1:
                yield Line("curve", "curve", run)

    def _curve_runs(self) -> Iterator[tuple[Point, ...]]:
        run: list[Point] = []
        for place, item in enumerate(self._shown):
            if item.value is not None:
                run.append((self._x(place), self._y(item.value)))
            if run and (item.value is None or place == len(self._shown) - 1):
                yield tuple(run)
                run = []

    def _drawn(self) -> Field:
        """What numbers are to keep clear of."""
        target = self._measured.target
        return Field(
            curve=self._runs,
            target=None if target is None else self._y(target),
            grid=[self._y(tick) for tick in self._scale.ticks],
            top=_HIGHEST,
            bottom=_BOTTOM - 2,
            left=_LEFT,
            right=_RIGHT + 4,
        )

    def _point(self, place: int, item: Measurement, kind: str) -> Iterator[Part]:
        name, x = f"period-{item.period}", self._x(place)
        if item.value is None:
            yield from _mark("gap", name, x, _BOTTOM - 9)
            return
        y = self._y(item.value)
        yield from _mark(kind, name, x, y)
        if len(self._shown) <= _MOST_VALUES or kind == "missed" or place == len(self._shown) - 1:
            text = plain(item.value, self._decimals)
            role = "missed-text" if kind == "missed" else "value-text"
            size = min(_SMALL, max(self._step - 3, 20) / text_width(text))
            if size < _SMALLEST:
                return
            below = self._in_valley(place)
            width = text_width(text) * size
            label = best_label((x, y), width, size, below, self._field, self._labels)
            self._labels.append(label)
            yield Words(role, name, label.x, label.base, text, size)

    def _in_valley(self, place: int) -> bool:
        """Whether the side of the point away from the curve is below."""
        around = [
            item.value
            for item in self._shown[max(place - 1, 0) : place + 2]
            if item.value is not None
        ]
        value = self._shown[place].value
        return value == min(around) and value != max(around)

    def _legend(self) -> Iterator[Part]:
        said = {
            "met": self._translate("target met"),
            "missed": self._translate("target missed"),
            "open": self._translate("value"),
            "gap": self._translate("no value"),
        }
        x = _LEFT + 6
        for kind, text in said.items():
            if kind in self._kinds:
                yield from _mark(kind, "legend", x, 12)
                yield Words("axis-text", "legend", x + 9, 16, text, _SMALL, "start")
                x += 9 + text_width(text) * _SMALL + 22


def _kind(item: Measurement) -> str:
    if item.value is None:
        return "gap"
    return {Verdict.MET: "met", Verdict.MISSED: "missed"}.get(item.verdict, "open")


def _mark(kind: str, name: str, x: float, y: float) -> Iterator[Part]:
    """A disc; a larger diamond where the target was missed; a cross where there is no value."""
    r = _RADIUS
    if kind == "missed":
        r += 2
        frame = Box("missed", name, x - r, y - r, 2 * r, 2 * r)
        yield Shape(
            "missed", name, frame, f"M{number(x)} {number(y - r)}l{r} {r}l-{r} {r}l-{r} -{r}Z"
        )
    elif kind == "gap":
        yield Line("gap", name, ((x - 3, y - 3), (x + 3, y + 3)))
        yield Line("gap", name, ((x - 3, y + 3), (x + 3, y - 3)))
    else:
        yield Box(kind, name, x - r, y - r, 2 * r, 2 * r, r)
