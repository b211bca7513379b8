"""The Markdown of a document to HTML with holes: all that can be said from its own file alone.

Where links lead and which pictures there are is known only once the workspace is linked; body.py
fills that in. What is made here can therefore be kept by content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from inspect import getmembers, isfunction
from itertools import cycle
from typing import Any
from unicodedata import east_asian_width

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from msgspec import Struct

from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import DocumentFile
from qmsdoc.model.document_number import NUMBER_WORD
from qmsdoc.render.addresses import title_anchor
from qmsdoc.render.body_tokens import STRONG, body_tokens, plain_pieces
from qmsdoc.render.sanitise import sanitise
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.markdown import Heading
from qmsdoc.text.wide import columns as text_columns

Tokens = Sequence[Token]
_NUMBER = re.compile(f"({NUMBER_WORD})", re.ASCII)
_BOXES = {True: "☑", False: "☐"}
# What a hole stands for.
LINK, PICTURE, MENTION = "link", "picture", "mention"
# A column of a table, of which no cell takes more (two for a Chinese character), is kept on one
# line, as long as such columns leave the others the rest of this.
_SHORT, _LINE, _GAP = 18, 88, 3


def parts_with_numbers(text: str) -> Iterator[tuple[str, bool]]:
    """*text* in pieces, each with whether it could be the number of a document."""
    # With one group in the pattern, every second part is what was found.
    return zip(_NUMBER.split(text), cycle((False, True)))


class Hole(Struct, frozen=True, array_like=True, gc=False):
    """``target`` is a link as typed, or the number of a document."""

    kind: str
    target: str


class SectionText(Struct, frozen=True, array_like=True, gc=False):
    """What stands below the heading of that anchor, without markup; "" is before the first."""

    anchor: str
    text: str


class Sketch(Struct, frozen=True, array_like=True):
    """``html`` has passed the sanitiser. In it, ``<a class="to-3">`` and
    ``<span class="picture-3">`` are the hole 3, ``<div class="figure-12">`` the figure of line 12;
    no author can write these, since in text, < is escaped.
    """

    html: str
    holes: tuple[Hole, ...] = ()
    sections: tuple[SectionText, ...] = ()


def sketch_body(text: str, file: DocumentFile, lowered: int = 0, prefix: str = "") -> Sketch:
    """The body of the document whose whole file is *text*, without the heading that is its title.

    Headings go down by *lowered* levels; every id begins with *prefix*.
    """
    _, start = split_front_matter(text)
    first_line = text.count("\n", 0, start) + 1
    tokens, environment, options = body_tokens(text[start:])
    headings = {heading.span.line - first_line: heading for heading in file.document.headings}
    if title_anchor(file):
        tokens = without_title(tokens)
    # Only procedures have flow charts; one belongs to each table of steps.
    steps = file.document.steps if file.kind == "procedure" else ()
    figures = {table[0].action.span.line - first_line: table[0].action.span.line for table in steps}
    renderer = _SketchRenderer(file, headings, figures, lowered, prefix)
    html = renderer.render(tokens, options, environment)
    return Sketch(sanitise(html), tuple(renderer.holes), tuple(renderer.sections()))


def without_title(tokens: list[Token]) -> list[Token]:
    """*tokens* without the first heading, where that is of the first level."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            return tokens[:index] + tokens[index + 3 :] if token.tag == "h1" else tokens
    return tokens


@cache
def _rule_names() -> tuple[str, ...]:
    """The tokens that have a rule, which are those that a method of the renderer is named after."""
    methods = getmembers(_SketchRenderer, isfunction)
    return tuple(name for name, _ in methods if not name.startswith(("render", "_", "sections")))


class _SketchRenderer(RendererHTML):
    """One use each. Methods are named after the tokens that they render."""

    def __init__(
        self,
        file: DocumentFile,
        headings: Mapping[int, Heading],
        figures: Mapping[int, int],
        lowered: int,
        prefix: str,
    ) -> None:
        # The parent looks for its methods anew each time, which takes longer than some documents.
        self.rules = {name: getattr(self, name) for name in _rule_names()}
        self.holes: list[Hole] = []
        self._headings = headings
        self._figures = figures
        self._lowered = lowered
        self._prefix = prefix
        self._figure = ""
        self._in_link = False
        self._in_heading = False
        self._labels: list[str] = []
        self._column = 0
        self._own_number = file.id
        self._notes = f"{prefix}note"
        self._texts: list[tuple[str, list[str]]] = [("", [])]

    def sections(self) -> list[SectionText]:
        """What was rendered, as text, without the headings themselves."""
        return [SectionText(anchor, "\n".join(texts)) for anchor, texts in self._texts if texts]

    def render(self, tokens: Tokens, options: Any, env: Any) -> str:
        parts = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                parts.append(self._inline(token, options, env))
            elif rule := self.rules.get(kind):
                parts.append(rule(tokens, index, options, env))
            elif token.nesting == -1 and token.block:
                # As ``renderToken`` does; half of all tokens are such.
                parts.append("" if token.hidden else f"</{token.tag}>\n")
            else:
                parts.append(self.renderToken(tokens, index, options, env))
        return "".join(parts)

    def heading_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        token = tokens[idx]
        self._in_heading = True
        level = min(int(token.tag[1]) + self._lowered, 6)
        heading = self._headings.get(token.map[0]) if token.map else None
        named = ""
        if heading:
            self._texts.append((heading.anchor, []))
            named = f' id="{escapeHtml(self._prefix + heading.anchor)}"'
        return f'<h{level} class="level-{token.tag[1]}"{named}>'

    def heading_close(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        self._in_heading = False
        return f"</h{min(int(tokens[idx].tag[1]) + self._lowered, 6)}>\n"

    def text(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        return self._text(tokens[idx].content)

    def softbreak(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        before = next((t.content for t in reversed(tokens[:idx]) if t.content), "")
        after = next((t.content for t in tokens[idx + 1 :] if t.content), "")
        return "" if before and after and is_wide(before[-1]) and is_wide(after[0]) else "\n"

    def link_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        self._in_link = True
        target = str(tokens[idx].attrs.get("href", ""))
        if resolve_link("", target) is None:
            return f'<a class="outside" rel="noopener noreferrer" href="{escapeHtml(target)}">'
        return f'<a class="to-{self._hole(LINK, target)}">'

    def link_close(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        self._in_link = False
        return "</a>"

    def image(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        said = escapeHtml(self.renderInlineAsText(token.children, options, env))
        place = self._hole(PICTURE, str(token.attrs.get("src", "")))
        return f'<span class="picture-{place}">{said}</span>'

    def table_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        self._labels = []
        for token, inside in zip(tokens[idx:], tokens[idx + 1 :], strict=False):
            if token.type == "thead_close":
                break
            if token.type == "th_open":
                self._labels.append(escapeHtml(self._label(inside, options, env)))
        self._figure = self._figure_of(tokens[idx])
        kind = "wide" if len(self._labels) > 2 else "narrow"
        kept = "".join(f" keep-{column}" for column in self._short_columns(tokens, idx))
        return f'<div class="table {kind} columns-{len(self._labels)}{kept}"><table>\n'

    def _short_columns(self, tokens: Tokens, idx: int) -> list[int]:
        """The columns, from 1, whose cells stand on one line each, the shortest first."""
        widths = [0] * len(self._labels)
        column = 0
        for at in range(idx + 1, len(tokens)):
            kind = tokens[at].type
            if kind == "tr_open":
                column = 0
            elif kind in ("th_open", "td_open"):
                if column < len(widths) and widths[column] <= _SHORT:
                    said = self._label(tokens[at + 1], None, {})
                    widths[column] = max(widths[column], text_columns(said))
                column += 1
            elif kind == "table_close":
                break
        room, kept = _LINE / 2, []
        for column in sorted(range(len(widths)), key=widths.__getitem__):
            room -= widths[column] + _GAP
            if widths[column] > _SHORT or room < 0:
                break
            kept.append(column + 1)
        return kept

    def table_close(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        return f"</table></div>\n{self._figure}"

    def tr_open(self, _tokens: Tokens, _idx: int, _options: Any, _env: Any) -> str:
        self._column = 0
        return "<tr>\n"

    def th_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        return f"<th{_classes(tokens[idx])}>"

    def td_open(self, tokens: Tokens, idx: int, _options: Any, _env: Any) -> str:
        label = self._labels[self._column] if self._column < len(self._labels) else ""
        # The first cell is the title of a card on a phone; a number alone says too little there.
        bare = not self._column and not any(map(str.isalpha, tokens[idx + 1].content))
        self._column += 1
        return f'<td{_classes(tokens[idx], bare)} data-label="{label}">'

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

    def _inline(self, token: Token, options: Any, env: Any) -> str:
        if token.children is not None:
            self._say(self._spoken(token.children))
            return self.renderInline(token.children, options, env)
        pieces = plain_pieces(token)
        if pieces is None:
            self._say(token.content)
            return self._text(token.content)
        self._say("".join(label for label, _ in pieces))
        return "".join(self._piece(label, meant) for label, meant in pieces)

    def _piece(self, label: str, meant: str) -> str:
        if meant == STRONG:
            return f"<strong>{self._text(label)}</strong>"
        if meant:
            return f'<a class="to-{self._hole(LINK, meant)}">{escapeHtml(label)}</a>'
        return self._text(label)

    def _text(self, content: str) -> str:
        # A number of a document has a hyphen in it.
        if self._in_link or "-" not in content:
            return escapeHtml(content)
        return "".join(
            f'<a class="to-{self._hole(MENTION, part)}">{part}</a>'
            if is_number and part != self._own_number
            else escapeHtml(part)
            for part, is_number in parts_with_numbers(content)
        )

    def _spoken(self, tokens: Tokens) -> str:
        """The text of a line as it is read: a line break between Chinese characters is nothing."""
        parts = []
        for index, token in enumerate(tokens):
            if token.type in ("softbreak", "hardbreak"):
                parts.append(self.softbreak(tokens, index, None, None))
            elif token.type != "html_inline":
                parts.append(token.content)
        return "".join(parts)

    def _say(self, text: str) -> None:
        if text and not self._in_heading:
            self._texts[-1][1].append(text)

    def _hole(self, kind: str, target: str) -> int:
        self.holes.append(Hole(kind, target))
        return len(self.holes) - 1

    def _label(self, token: Token, options: Any, env: Any) -> str:
        if token.children is not None:
            return self.renderInlineAsText(token.children, options, env)
        pieces = plain_pieces(token)
        return token.content if pieces is None else "".join(label for label, _ in pieces)

    def _figure_of(self, table: Token) -> str:
        """The place of the figure that belongs to a table, "" where there is none."""
        if not self._figures:
            return ""
        first, last = table.map or (0, 0)
        lines = (self._figures[line] for line in range(first, last) if line in self._figures)
        return "".join(f'<div class="figure-{line}"></div>\n' for line in lines)


def _classes(token: Token, bare: bool = False) -> str:
    side = str(token.attrs.get("style", "")).rpartition(":")[2] if token.attrs else ""
    named = [side] if side in ("right", "center") else []
    named += ["bare"] if bare else []
    return f' class="{" ".join(named)}"' if named else ""


def is_wide(character: str) -> bool:
    """Whether no space belongs beside the character: Chinese and full-width ones."""
    return east_asian_width(character) in "WF" or character in "“”‘’…—·"
