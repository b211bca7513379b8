"""Charts as dots, for readers that show no SVG. The marks of a sheet are seen through them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from qmsdoc.errors import TemplateError
from qmsdoc.render.docx.media import Chart, Media
from qmsdoc.render.pdf.compiler import PDF_LIMITS, Job, compile_all
from qmsdoc.render.worker import Limits

# For each inch: crisp on paper, and about 60 kB a chart.
_DENSITY = 150.0
_SOURCE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#let charts = json("charts.json")
#for chart in charts { page(image(bytes(chart.svg), format: "svg", width: chart.width * 1pt)) }
"""


def dots_of(media: Sequence[Media], limits: Limits | None) -> Iterator[dict[str, bytes]]:
    """The pictures of the charts of each file, by the name of their part."""
    charts = list(dict.fromkeys(chart for one in media for chart in one.charts.values()))
    made = dict(zip(charts, _drawn(charts, limits), strict=True)) if charts else {}
    return ({name: made[chart] for name, chart in one.charts.items()} for one in media)


def _drawn(charts: Sequence[Chart], limits: Limits | None) -> list[bytes]:
    data = [{"svg": chart.svg, "width": chart.width} for chart in charts]
    files = {"main.typ": _SOURCE, "charts.json": json.dumps(data).encode()}
    outcome = next(compile_all([Job(files, density=_DENSITY)], 1, limits or PDF_LIMITS))
    if outcome.problem:
        raise TemplateError("the flow charts cannot be drawn: {problem}", problem=outcome.problem)
    return outcome.pictures
