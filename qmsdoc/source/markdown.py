"""Markdown to positioned facts: headings, links, tables and runs of text, with line and column.

markdown-it-py gives lines of blocks only. Columns come from two small wrappers that note where an
inline rule began, and from finding a block's own text again in its source line. Inline parsing is
the dear part, so only blocks that hold a link or a code span get it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from qmsdoc.source.inline import Locator, cell_offsets, plain_links, visible
from qmsdoc.text.span import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_NUMBERED = re.compile(
    r"((?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)(?=[\s、.．])|第[一二三四五六七八九十百\d]+[章节条]|"
    r"附录[A-Z]|[一二三四五六七八九十]+(?=、)|（[一二三四五六七八九十]+）)[\s、.．]*"
)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
# The text that was parsed last, its parser, and its blocks.
_latest: list[tuple[str, MarkdownIt, list[Token]]] = []
_NEEDS_INLINE = re.compile(r"\]\(|\]\[|`|<[a-z]", re.ASCII | re.IGNORECASE)


class Link(Struct, frozen=True, array_like=True, gc=False):
    """A link or an image. ``span`` covers all of it, from ``[`` to ``)``."""

    target: str
    text: str
    span: Span
    image: bool = False


class Heading(Struct, frozen=True, array_like=True, gc=False):
    """``number`` is what the author typed before the title; ``anchor`` is what git hosts make."""

    level: int
    number: str
    title: str
    anchor: str
    span: Span


class Block(Struct, frozen=True, gc=False):
    """A run of text: ``kind`` is heading, paragraph, cell or item.

    ``shown`` has the same length as ``text``, with link targets and code blanked out, so that an
    offset in either is an offset in both; ``place`` turns it into a span.
    """

    kind: str
    text: str
    shown: str
    place: Callable[[int, int], Span]
    links: tuple[Link, ...] = ()

    @property
    def span(self) -> Span:
        return self.place(0, len(self.text))


class Table(Struct, frozen=True, gc=False):
    """Cells by row; the first row is the head."""

    rows: tuple[tuple[Block, ...], ...]
    line: int


class Body(Struct, frozen=True, gc=False):
    """All that the rest of qmsdoc wants to know of a Markdown text."""

    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for block in self.blocks for link in block.links)


def parse_body(text: str, first_line: int = 1) -> Body:
    """Read a Markdown text. *first_line* is the line of the file on which *text* starts."""
    md = parser_for(text)
    environment: dict[str, Any] = {}
    tokens = block_tokens(text, md, environment)
    body = _Collector(md, environment, text, first_line).collect(tokens)
    # Nothing but links defined apart and notes, which the plain parser does not know, is noted there.
    _latest[:] = [] if environment else [(text, md, tokens)]
    return body


def block_tokens(text: str, md: MarkdownIt, environment: dict[str, Any]) -> list[Token]:
    """The blocks of *text*, for which *md* is the parser; those may share closing tokens."""
    from qmsdoc.source.plain_blocks import plain_blocks

    plain = plain_blocks(text) if md is not parser() else None
    if plain is not None:
        return plain
    tokens: list[Token] = []
    md.block.parse(text, md, environment, tokens)
    return tokens


def take_blocks(text: str) -> tuple[MarkdownIt, list[Token]] | None:
    """Parser and blocks of *text*, once, where ``parse_body`` has just read it; else None.

    Whoever compiles a document and prints it in one go need not have it parsed twice.
    """
    found = _latest.pop() if _latest else None
    return found[1:] if found is not None and found[0] == text else None


@cache
def parser() -> MarkdownIt:
    """The one Markdown parser: CommonMark and tables, footnotes, definition and task lists."""
    from qmsdoc.source.flavour import make_parser

    return make_parser()


def parser_for(text: str) -> MarkdownIt:
    """A parser that gives the same blocks for *text* as ``parser``, perhaps faster."""
    from qmsdoc.source.flavour import has_rare_blocks

    return parser() if has_rare_blocks(text) else _plain_parser()


@cache
def _plain_parser() -> MarkdownIt:
    from qmsdoc.source.flavour import make_plain_parser

    return make_plain_parser()


def slug(title: str, taken: dict[str, int]) -> str:
    """The anchor that git hosts give a heading; *taken* counts those used before."""
    base = anchor = _NOT_IN_ANCHOR.sub("", title.strip().lower()).replace(" ", "-")
    while anchor in taken:
        taken[base] += 1
        anchor = f"{base}-{taken[base]}"
    taken[anchor] = 0
    return anchor


_KINDS = {"heading_open": "heading", "td_open": "cell", "th_open": "cell", "dt_open": "item"}


class _Collector:
    """Walks block tokens once."""

    def __init__(self, md: MarkdownIt, env: dict[str, object], text: str, first_line: int) -> None:
        self._md = md
        self._env = env
        # Where a link is defined apart, as in "[name]: target", a bare [name] is a link too.
        self._defined = bool(env.get("references"))
        self._lines = text.split("\n")
        self._cells: tuple[int, ...] = ()
        self._first_line = first_line
        self._taken: dict[str, int] = {}
        self._headings: list[Heading] = []
        self._blocks: list[Block] = []
        self._tables: list[Table] = []

    def collect(self, tokens: list[Token]) -> Body:
        row: list[Block] = []
        rows: list[tuple[Block, ...]] = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                opener = tokens[index - 1]
                block = self._block(token, _KINDS.get(opener.type, "paragraph"), len(row))
                self._blocks.append(block)
                if block.kind == "cell":
                    row.append(block)
                elif block.kind == "heading":
                    self._heading(block, int(opener.tag[1]))
            elif kind == "tr_close":
                rows.append(tuple(row))
                row = []
            elif kind == "table_open":
                rows = []
            elif kind == "table_close":
                self._tables.append(Table(tuple(rows), rows[0][0].span.line if rows[0] else 1))
        return Body(tuple(self._headings), tuple(self._blocks), tuple(self._tables))

    def _block(self, token: Token, kind: str, cell: int) -> Block:
        assert token.map is not None
        first, last = token.map
        lines = self._lines[first : max(last, first + 1)]
        start = self._cell_offset(lines[0], cell) if kind == "cell" else None
        place = Locator(token.content, lines, first + self._first_line, start)
        shown = token.content
        links: tuple[Link, ...] = ()
        if _NEEDS_INLINE.search(token.content) or ("[" in token.content and self._defined):
            shown, links = self._inline(token.content, place)
        return Block(kind, token.content, shown, place, links)

    def _cell_offset(self, line: str, cell: int) -> int:
        """Cells come in order; a row that is too short gets its last ones at its end."""
        if cell == 0:
            self._cells = cell_offsets(line)
        return self._cells[cell] if cell < len(self._cells) else len(line)

    def _inline(self, content: str, place: Locator) -> tuple[str, tuple[Link, ...]]:
        plain = None if self._defined else plain_links(content)
        if plain is not None:
            shown, links = content, []
            for match in plain:
                start, end = match.end(1) + 1, match.end()
                shown = f"{shown[:start]}{' ' * (end - start)}{shown[end:]}"
                links.append(Link(match[2], match[1], place(*match.span())))
            return shown, tuple(links)
        return self._parsed(content, place)

    def _parsed(self, content: str, place: Locator) -> tuple[str, tuple[Link, ...]]:
        tokens: list[Token] = []
        self._md.inline.parse(content, self._md, self._env, tokens)
        links = []
        for index, token in enumerate(tokens):
            if token.type in ("link_open", "image") and "start" in token.meta:
                start, end = token.meta["start"], token.meta["end"]
                image = token.type == "image"
                target = str(token.attrs["src" if image else "href"])
                label = token.content if image else _label(tokens, index)
                links.append(Link(target, label, place(start, end), image))
        return visible(content, tokens), tuple(links)

    def _heading(self, block: Block, level: int) -> None:
        text = " ".join(_plain(block).split())
        match = _NUMBERED.match(text)
        number = match.group(1) if match else ""
        title = text[match.end() :] if match else text
        anchor = slug(text, self._taken)
        self._headings.append(Heading(level, number, title or text, anchor, block.span))


def _plain(block: Block) -> str:
    """The text of a heading as it is read: a link by its label."""
    text = block.text
    for link in block.links:
        text = text.replace(f"[{link.text}]({link.target})", link.text)
    return text.replace("*", "").replace("`", "")


def _label(tokens: list[Token], index: int) -> str:
    parts = []
    while (token := tokens[index := index + 1]).type != "link_close":
        parts.append(token.content)
    return "".join(parts)
