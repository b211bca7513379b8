"""Figures: drawings with their captions, in the place where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.drawing.flow import flow_chart
from qmsdoc.render.drawing.parts import Drawing
from qmsdoc.render.drawing.svg import PAGE, write_svg
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

# A section that is named so already is not called a flow chart of a flow chart.
_SAID = ("流程图", "流程", "flow chart")


class Piece(Struct, frozen=True):
    """One drawing; ``number`` is its number in words."""

    number: str
    caption: str
    drawing: Drawing


class Figure(Struct, frozen=True):
    """The flow chart of one step table: ``line`` is that of its first step in the file, ``number``
    counts in the document. ``pieces`` are several where it is too long for a page.
    """

    line: int
    number: int
    pieces: tuple[Piece, ...]


def flow_figures(file: DocumentFile, translate: Translate) -> Iterator[Figure]:
    """The flow charts of a procedure; other documents have none."""
    if file.kind != "procedure":
        return
    number = 0
    for steps in file.document.steps:
        line = steps[0].action.span.line
        caption = _caption(_section(file, line), translate)
        drawings = flow_chart(steps, caption, translate)
        if drawings:
            number += 1
            yield Figure(line, number, tuple(_pieces(drawings, number, caption, translate)))


def flow_html(figure: Figure, identifier: str) -> Markup:
    """The figure on a page, on which nothing else has an id that begins with *identifier*."""
    return Markup().join(
        figure_html(piece.drawing, f"{identifier}.{part}", piece.number, piece.caption)
        for part, piece in enumerate(figure.pieces, start=1)
    )


def figure_html(drawing: Drawing, identifier: str, number: str, caption: str) -> Markup:
    """A drawing that scrolls in a box of its own where the page is too narrow, and its caption."""
    # Every text in it is escaped by its writer.
    svg = Markup(write_svg(drawing, PAGE, identifier))  # noqa: S704
    # The box can be scrolled with the keyboard.
    frame = Markup('<div class="canvas" tabindex="0" role="group" aria-label="{}">{}</div>')
    words = Markup("<figcaption><b>{}</b> {}</figcaption>").format(number, caption)
    return Markup('<figure class="drawing" id="{}">{}{}</figure>\n').format(
        escape(identifier), frame.format(f"{number} {caption}", svg), words
    )


def figure_node(drawing: Drawing, identifier: str, number: str, caption: str) -> dict[str, Any]:
    """A drawing as a node of body_tree, for paper."""
    return {
        "t": "figure",
        "id": identifier,
        "number": number,
        "c": [caption],
        "svg": write_svg(drawing),
        "width": drawing.width,
        "height": drawing.height,
        "said": drawing.description,
    }


def _pieces(
    drawings: Sequence[Drawing], number: int, caption: str, translate: Translate
) -> Iterator[Piece]:
    said = figure_number(number, translate)
    for part, drawing in enumerate(drawings, start=1):
        if len(drawings) == 1:
            yield Piece(said, caption, drawing)
        else:
            partial = Message.of(
                "{caption} (part {part} of {parts})",
                caption=caption,
                part=part,
                parts=len(drawings),
            )
            yield Piece(said, partial.render(translate), drawing)


def figure_number(number: int, translate: Translate) -> str:
    """What stands before a caption, and what a text calls the figure."""
    return Message.of("Figure {number}", number=number).render(translate)


def _section(file: DocumentFile, line: int) -> str:
    """The title of the section that the line belongs to."""
    above = [heading for heading in file.document.headings if heading.span.line < line]
    return above[-1].title if above else file.title


def _caption(section: str, translate: Translate) -> str:
    for ending in _SAID:
        if section.lower().endswith(ending) and len(section) > len(ending):
            section = section[: -len(ending)].rstrip()
            break
    return Message.of("Flow chart: {section}", section=section).render(translate)
