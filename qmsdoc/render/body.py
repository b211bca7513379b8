"""The Markdown of a document to the HTML inside its page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import DocumentFile
from qmsdoc.render.addresses import Addresses, title_anchor
from qmsdoc.render.figures import Figure, flow_html
from qmsdoc.render.sanitise import sanitise
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.markdown import Heading, parser

Tokens = Sequence[Token]
_PLACE = re.compile(r'<div class="figure-([0-9]+)"></div>')
_BOXES = {True: "☑", False: "☐"}


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
    _, start = split_front_matter(text)
    first_line = text.count("\n", 0, start) + 1
    md = parser()
    environment: dict[str, Any] = {}
    tokens = md.parse(text[start:], environment)
    headings = {
        heading.span.line - first_line: heading for heading in context.file.document.headings
    }
    if title_anchor(context.file):
        tokens = without_title(tokens)
    lines = {line - first_line: line for line in context.figures}
    html = _BodyRenderer(context, headings, lines).render(tokens, md.options, environment)
    # What comes out of the sanitiser is the only text that a template may show unescaped, but for
    # drawings of our own. In text, < and " are escaped, so that no author can write their place.
    return Markup(_PLACE.sub(lambda found: _figure(context, int(found[1])), sanitise(html)))  # noqa: S704


def _figure(context: BodyContext, line: int) -> str:
    figure = context.figures.get(line)
    if figure is None:
        return ""
    # With its full stop, this is the anchor of no heading.
    anchor = f"figure.{figure.number}"
    return flow_html(figure, context.addresses.heading_id(context.file.path, anchor))


def without_title(tokens: list[Token]) -> list[Token]:
    """*tokens* without the first heading, where that is of the first level."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            return tokens[:index] + tokens[index + 3 :] if token.tag == "h1" else tokens
    return tokens


class _BodyRenderer(RendererHTML):
    """One use each. Methods are named after the tokens that they render."""

    def __init__(
        self, context: BodyContext, headings: dict[int, Heading], figures: dict[int, int]
    ) -> None:
        super().__init__()
        self._context = context
        self._source = context.file.path
        self._headings = headings
        self._figures = figures
        self._figure = ""
        self._closing: list[str] = []
        self._labels: list[str] = []
        self._column = 0
        self._mentions = mention_pattern(context.file, context.addresses)
        self._notes = f"{context.addresses.heading_id(self._source, 'note')}"

    def heading_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        token = tokens[idx]
        level = min(int(token.tag[1]) + self._context.lowered, 6)
        heading = self._headings.get(token.map[0]) if token.map else None
        where = self._context.addresses.heading_id(self._source, heading.anchor) if heading else ""
        named = f' id="{escapeHtml(where)}"' if where else ""
        return f'<h{level} class="level-{token.tag[1]}"{named}>'

    def heading_close(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        return f"</h{min(int(tokens[idx].tag[1]) + self._context.lowered, 6)}>\n"

    def text(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        content = tokens[idx].content
        if self._mentions is None or self._closing:
            return escapeHtml(content)
        parts = self._mentions.split(content)
        # With one group in the pattern, every second part is a number that was found.
        return "".join(
            self._mention(part) if index % 2 else escapeHtml(part)
            for index, part in enumerate(parts)
        )

    def softbreak(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        before = next((t.content for t in reversed(tokens[:idx]) if t.content), "")
        after = next((t.content for t in tokens[idx + 1 :] if t.content), "")
        return "" if before and after and is_wide(before[-1]) and is_wide(after[0]) else "\n"

    def link_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        target = str(tokens[idx].attrs.get("href", ""))
        resolved = resolve_link(self._source, target)
        if resolved is None:
            self._closing.append("</a>")
            return f'<a class="outside" rel="noopener noreferrer" href="{escapeHtml(target)}">'
        href = self._context.addresses.of(resolved.path, resolved.anchor, self._source)
        if not href:
            self._closing.append("</span>")
            return '<span class="unlinked">'
        self._closing.append("</a>")
        return f'<a href="{escapeHtml(href)}">'

    def link_close(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return self._closing.pop()

    def image(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        said = escapeHtml(self.renderInlineAsText(token.children, options, env))
        target = resolve_link(self._source, str(token.attrs.get("src", "")))
        picture = self._context.picture(target.path) if target else ""
        if not picture:
            return f'<span class="no-picture">{said}</span>'
        return f'<img src="{picture}" alt="{said}">'

    def table_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        self._labels = []
        for token, inside in zip(tokens[idx:], tokens[idx + 1 :], strict=False):
            if token.type == "thead_close":
                break
            if token.type == "th_open":
                self._labels.append(self.renderInlineAsText(inside.children, options, env))
        self._figure = self._figure_of(tokens[idx])
        kind = "wide" if len(self._labels) > 2 else "narrow"
        return f'<div class="table {kind} columns-{len(self._labels)}"><table>\n'

    def table_close(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return f"</table></div>\n{self._figure}"

    def _figure_of(self, table: Token) -> str:
        """The place of the figure that belongs to a table, "" where there is none."""
        first, last = table.map or (0, 0)
        lines = (self._figures[line] for line in range(first, last) if line in self._figures)
        return "".join(f'<div class="figure-{line}"></div>\n' for line in lines)

    def tr_open(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        self._column = 0
        return "<tr>\n"

    def th_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        return f"<th{_alignment(tokens[idx])}>"

    def td_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        label = self._labels[self._column] if self._column < len(self._labels) else ""
        self._column += 1
        return f'<td{_alignment(tokens[idx])} data-label="{escapeHtml(label)}">'

    def list_item_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        box = tokens[idx].meta.get("checked")
        opening = self.renderToken(tokens, idx, options, env)
        return opening if box is None else f"{opening}{_BOXES[bool(box)]} "

    def html_inline(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        # Raw HTML is off: the only such token is the box of a task list.
        return (
            _BOXES["checked=" in tokens[idx].content] if "checkbox" in tokens[idx].content else ""
        )

    def html_block(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return ""

    def footnote_ref(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        number, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        back = f"{self._notes}-{number}-from-{again}"
        return f'<sup id="{back}"><a href="#{self._notes}-{number}">[{number}]</a></sup>'

    def footnote_block_open(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return '<section class="footnotes"><ol>\n'

    def footnote_block_close(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return "</ol></section>\n"

    def footnote_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        return f'<li id="{self._notes}-{tokens[idx].meta["id"] + 1}">'

    def footnote_close(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        number, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        return f' <a class="back" href="#{self._notes}-{number}-from-{again}">↩</a>'

    def _mention(self, identifier: str) -> str:
        href = self._context.addresses.of_id(identifier, self._source)
        return f'<a href="{escapeHtml(href)}">{identifier}</a>' if href else identifier


def mention_pattern(file: DocumentFile, addresses: Addresses) -> re.Pattern[str] | None:
    """The numbers of other documents that this one mentions in its text, as linking found them."""
    mentioned = {text.value for text in file.document.mentions} - {file.id}
    known = sorted((name for name in mentioned if addresses.of_id(name)), key=len, reverse=True)
    if not known:
        return None
    names = "|".join(re.escape(name) for name in known)
    return re.compile(rf"(?<![A-Za-z0-9/_.-])({names})(?![A-Za-z0-9_-])")


def _alignment(token: Token) -> str:
    style = str(token.attrs.get("style", ""))
    side = style.rpartition(":")[2]
    return f' class="{side}"' if side in ("right", "center") else ""


def is_wide(character: str) -> bool:
    """Whether no space belongs beside the character: Chinese and full-width ones."""
    return east_asian_width(character) in "WF" or character in "“”‘’…—·"
