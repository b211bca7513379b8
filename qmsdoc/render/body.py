"""The Markdown of a document to the HTML inside its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markdown_it.common.utils import escapeHtml
from markupsafe import Markup

from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import DocumentFile
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.body_sketch import MENTION, Sketch, sketch_body
from qmsdoc.render.figures import Figure, flow_html

# Links do not nest, and a picture has no elements in it.
_LINK = re.compile(r'<a class="to-([0-9]+)">(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<span class="picture-([0-9]+)">(.*?)</span>', re.DOTALL)
_FIGURE = re.compile(r'<div class="figure-([0-9]+)"></div>\n?')


@dataclass(frozen=True, slots=True)
class BodyContext:
    """Whose body it is, where links lead, and how a picture (by path) becomes a data: URI.

    ``lowered`` is by how many levels headings go down: 1 where the page has a title of its own.
    ``figures``, by line of the file, stand behind the table that holds the line.
    """

    file: DocumentFile
    addresses: Addresses
    picture: Callable[[str], str]
    lowered: int = 0
    figures: Mapping[int, Figure] = field(default_factory=dict)


def render_body(text: str, context: BodyContext) -> Markup:
    """The body of the document whose whole file is *text*, without the heading that is its title."""
    prefix = context.addresses.heading_id(context.file.path, "")
    return fill_sketch(sketch_body(text, context.file, context.lowered, prefix), context)


def fill_sketch(sketch: Sketch, context: BodyContext) -> Markup:
    """The HTML of *sketch* with its links, pictures and figures."""
    html = sketch.html
    if sketch.holes:
        filling = _Filling(sketch, context)
        html = _PICTURE.sub(filling.picture, html) if "<span class=" in html else html
        html = _LINK.sub(filling.link, html)
    if "<div class=" in html:
        html = _FIGURE.sub(lambda found: _figure(context, int(found[1])), html)
    # What comes out of the sanitiser is the only text that a template may show unescaped, but for
    # what is filled in here: addresses and drawings of our own.
    return Markup(html)  # noqa: S704


class _Filling:
    def __init__(self, sketch: Sketch, context: BodyContext) -> None:
        self._sketch = sketch
        self._context = context

    def link(self, found: re.Match[str]) -> str:
        hole = self._sketch.holes[int(found[1])]
        addresses, source = self._context.addresses, self._context.file.path
        if hole.kind == MENTION:
            href = addresses.of_id(hole.target, source)
            return f'<a class="id" href="{escapeHtml(href)}">{found[2]}</a>' if href else found[2]
        target = resolve_link(source, hole.target)
        href = addresses.of(target.path, target.anchor, source) if target else ""
        if not href:
            return f'<span class="unlinked">{found[2]}</span>'
        return f'<a href="{escapeHtml(href)}">{found[2]}</a>'

    def picture(self, found: re.Match[str]) -> str:
        hole = self._sketch.holes[int(found[1])]
        target = resolve_link(self._context.file.path, hole.target)
        picture = self._context.picture(target.path) if target else ""
        if not picture:
            shown = hole.target if target is None or target.leads_out else target.path
            where = escapeHtml(shown)
            return f'<span class="no-picture">{found[2]} <small>{where}</small></span>'
        said = found[2].replace('"', "&quot;")
        return f'<img src="{escapeHtml(picture)}" alt="{said}">'


def _figure(context: BodyContext, line: int) -> str:
    figure = context.figures.get(line)
    if figure is None:
        return ""
    # With its full stop, this is the anchor of no heading.
    anchor = f"figure.{figure.number}"
    return f"{flow_html(figure, context.addresses.heading_id(context.file.path, anchor))}\n"
