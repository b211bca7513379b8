"""Drawings as SVG: text, no script, no style, nothing from elsewhere.

Paint is given by attributes, so that a page needs no style sheet for it; on a page the colours are
its own (CSS variables), in a file of its own they are those of paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from qmsdoc.render.drawing.parts import Box, Drawing, Line, Part, Shape, Words, number
from qmsdoc.text.display import display

PAPER = {
    "ink": "#1d232b",
    "soft": "#59636e",
    "faint": "#8a939c",
    "line": "#d5dae0",
    "rule": "#aeb7c0",
    "tint": "#f3f5f7",
    "paper": "#ffffff",
    "accent": "#1f4a73",
    "mark": "#a5281b",
    "sans": "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif",
}
PAGE = {
    **{name: f"var(--{name}, {colour})" for name, colour in PAPER.items() if name != "sans"},
    "ink": "currentColor",
    "sans": "var(--sans, sans-serif)",
}

# Keeps a number apart from the lines that it lies on.
_HALO = {"stroke": "paper", "stroke-width": "3", "paint-order": "stroke"}
# What is said first lies lowest. Values that are names of the palette stand for its colours.
_PAINTS: dict[str, dict[str, str]] = {
    "lane": {"fill": "none", "stroke": "line", "stroke-width": "0.8"},
    "head": {"fill": "tint", "stroke": "line"},
    "grid": {"fill": "none", "stroke": "line", "stroke-width": "0.7"},
    "axis": {"fill": "none", "stroke": "rule"},
    "target": {
        "fill": "none",
        "stroke": "accent",
        "stroke-width": "1.2",
        "stroke-dasharray": "6 4",
    },
    "curve": {"fill": "none", "stroke": "soft", "stroke-width": "1.6", "stroke-linejoin": "round"},
    "tie": {"fill": "none", "stroke": "faint", "stroke-dasharray": "2 3"},
    "arrow": {"fill": "none", "stroke": "soft", "stroke-width": "1.2", "stroke-linejoin": "round"},
    "tip": {"fill": "soft"},
    "box": {"fill": "paper", "stroke": "accent", "stroke-width": "1.2"},
    "limit": {"fill": "tint"},
    "clock": {"fill": "none", "stroke": "soft", "stroke-width": "0.9"},
    "marker": {"fill": "paper", "stroke": "accent", "stroke-dasharray": "3 2"},
    "record": {"fill": "paper", "stroke": "soft", "stroke-width": "0.9"},
    "end": {"fill": "tint", "stroke": "soft"},
    "plate": {"fill": "tint", "stroke": "soft"},
    "badge": {"fill": "accent"},
    "gap": {"fill": "none", "stroke": "faint", "stroke-width": "1.4"},
    "met": {"fill": "accent", "stroke": "paper", "stroke-width": "1.5"},
    "missed": {"fill": "mark", "stroke": "paper", "stroke-width": "1.5"},
    "open": {"fill": "paper", "stroke": "soft", "stroke-width": "1.5"},
    "head-text": {"fill": "ink", "font-weight": "bold"},
    "step-text": {"fill": "ink"},
    "limit-text": {"fill": "soft"},
    "marker-text": {"fill": "accent"},
    "record-text": {"fill": "soft"},
    "end-text": {"fill": "ink"},
    "badge-text": {"fill": "paper", "font-weight": "bold"},
    "axis-text": {"fill": "soft"},
    "target-text": {"fill": "accent"},
    "value-text": {"fill": "ink", **_HALO},
    "missed-text": {"fill": "mark", "font-weight": "bold", **_HALO},
}
_LAYER = {role: place for place, role in enumerate(_PAINTS)}


def write_svg(drawing: Drawing, palette: Mapping[str, str] = PAPER, identifier: str = "") -> str:
    """The drawing as an SVG element. *identifier* is unique on its page, "" in a file of its own."""
    width, height = number(drawing.width), number(drawing.height)
    named = _text(drawing.title), _text(drawing.description)
    ids = [f"{identifier}.title", f"{identifier}.text"] if identifier else []
    labelled = f" aria-labelledby={_quoted(' '.join(ids))}" if ids else ""
    first, second = (f" id={_quoted(name)}" for name in ids) if ids else ("", "")
    ordered = sorted(drawing.parts, key=lambda part: _LAYER[part.role])
    layers = (
        "".join(_layer(role, parts, palette))
        for role, parts in groupby(ordered, lambda part: part.role)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" role="img"{labelled}'
        f" font-family={_quoted(palette['sans'])}>"
        f"<title{first}>{named[0]}</title><desc{second}>{named[1]}</desc>"
        f"{''.join(layers)}</svg>"
    )


def _layer(role: str, parts: Iterator[Part], palette: Mapping[str, str]) -> Iterator[str]:
    """The parts of one role, painted together; texts by size and place besides."""
    paint = "".join(
        f" {name}={_quoted(palette.get(value, value))}" for name, value in _PAINTS[role].items()
    )
    for words, alike in groupby(parts, _setting):
        yield f"<g{paint}{words}>"
        yield from map(_element, alike)
        yield "</g>"


def _text(text: str) -> str:
    """Also without the characters that no XML may have."""
    return escape(display(text), quote=False)


def _setting(part: Part) -> str:
    if not isinstance(part, Words):
        return ""
    return f' font-size="{number(part.size)}" text-anchor="{part.anchor}"'


def _element(part: Part) -> str:
    match part:
        case Box(x=x, y=y, width=width, height=height, radius=radius):
            corner = f' rx="{number(radius)}"' if radius else ""
            at = f'x="{number(x)}" y="{number(y)}"'
            return f'<rect {at} width="{number(width)}" height="{number(height)}"{corner}/>'
        case Line(points=points):
            places = " ".join(f"{number(x)},{number(y)}" for x, y in points)
            return f'<polyline points="{places}"/>'
        case Shape(path=path):
            return f'<path d="{path}"/>'
        case Words(x=x, y=y, text=text):
            return f'<text x="{number(x)}" y="{number(y)}">{_text(text)}</text>'


def _quoted(text: str) -> str:
    """As ``quoteattr`` of the standard library, whose module loads all that opens connections."""
    shown = escape(text, quote=False)
    if '"' not in shown:
        return f'"{shown}"'
    return f"'{shown}'" if "'" not in shown else f'"{escape(text)}"'
