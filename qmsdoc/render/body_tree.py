"""The Markdown of a document as a tree of plain data, for formats that are not HTML.

A run of text is a string; every other node is a mapping whose ``t`` says what it is and whose
``c`` holds what is inside. Blocks: paragraph, heading (``level``, ``id``, ``number``), list
(``ordered``, ``start``, items of blocks), quote, code, table (``columns``, ``align``, ``head``,
``rows``), figure (``svg``, its ``width`` and ``height``, ``said`` for those who do not see it),
terms (pairs of inline and blocks), rule. Inline: strong, emphasis, code, link (``href``
as in HTML), break, picture (``src`` a data: URI, ``path``), note
(``name``; empty where it is referred to again).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import quote, urlsplit

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from qmsdoc.index.paths import resolve_link
from qmsdoc.render.addresses import title_anchor
from qmsdoc.render.body import BodyContext
from qmsdoc.render.body_sketch import is_wide, parts_with_numbers, without_title
from qmsdoc.render.column_widths import LINES, column_widths
from qmsdoc.render.figures import figure_node
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.markdown import parser

Node = dict[str, Any]
Inline = list[str | Node]
# A longer text before a table does not only say what it is; characters.
_INTRODUCTION = 160
_BOXES = {True: "☑ ", False: "☐ "}
_SCHEMES = ("http", "https", "mailto")
_URL_MARKS = "%/:?#[]@!$&'()*+,;=~"


def body_tree(text: str, context: BodyContext, line: float = LINES["gb"]) -> list[Node]:
    """The body of the document whose whole file is *text*, without the heading that is its title.

    *line* is what a line of a table across the sheet holds, in characters.
    """
    _, start = split_front_matter(text)
    tokens = parser().parse(text[start:])
    if title_anchor(context.file):
        tokens = without_title(tokens)
    return _Grower(context, text.count("\n", 0, start) + 1, tokens, line).blocks


class _Grower:
    """One use each. Methods are named after the nodes that they read."""

    def __init__(
        self, context: BodyContext, first_line: int, tokens: Sequence[Token], line: float
    ) -> None:
        self._context = context
        self._source = context.file.path
        self._first_line = first_line
        self._line = line
        self._headings = {
            heading.span.line - first_line: heading for heading in context.file.document.headings
        }
        root = SyntaxTreeNode(list(tokens))
        self._notes = {
            note.meta["id"]: note
            for block in root.children
            if block.type == "footnote_block"
            for note in block.children
        }
        self.blocks = self._blocks(root.children)

    def _blocks(self, nodes: Sequence[SyntaxTreeNode]) -> list[Node]:
        blocks: list[Node] = []
        for node in nodes:
            made = self._block(node)
            if made is not None:
                if blocks and _introduces(blocks[-1], made):
                    blocks[-1]["keep"] = True
                blocks += [made, *(self._figures(node) if node.type == "table" else ())]
        return blocks

    def _block(self, node: SyntaxTreeNode) -> Node | None:
        method: Callable[[SyntaxTreeNode], Node] | None = getattr(self, f"_block_{node.type}", None)
        return method(node) if method else None

    def _block_paragraph(self, node: SyntaxTreeNode) -> Node:
        return {"t": "paragraph", "c": self._within(node)}

    def _block_inline(self, node: SyntaxTreeNode) -> Node:
        return {"t": "paragraph", "c": self._inline(node.children)}

    def _block_heading(self, node: SyntaxTreeNode) -> Node:
        heading = self._headings.get(node.map[0]) if node.map else None
        content = self._within(node)
        number = heading.number if heading else ""
        if number and content and isinstance(content[0], str) and content[0].startswith(number):
            content[0] = content[0].removeprefix(number).lstrip(" 　、.．")
        else:
            number = ""
        addresses = self._context.addresses
        where = addresses.heading_id(self._source, heading.anchor) if heading else ""
        return {
            "t": "heading",
            "level": int(node.tag[1]) + self._context.lowered,
            "id": where,
            "number": number,
            "c": content,
        }

    def _block_bullet_list(self, node: SyntaxTreeNode) -> Node:
        return self._list(node, ordered=False)

    def _block_ordered_list(self, node: SyntaxTreeNode) -> Node:
        return self._list(node, ordered=True)

    def _list(self, node: SyntaxTreeNode, *, ordered: bool) -> Node:
        start = int(node.attrs.get("start", 1))
        items = [self._blocks(item.children) for item in node.children]
        return {"t": "list", "ordered": ordered, "start": start, "c": items}

    def _block_blockquote(self, node: SyntaxTreeNode) -> Node:
        return {"t": "quote", "c": self._blocks(node.children)}

    def _block_fence(self, node: SyntaxTreeNode) -> Node:
        return {"t": "code", "c": node.content.removesuffix("\n")}

    _block_code_block = _block_fence

    def _block_hr(self, _node: SyntaxTreeNode) -> Node:
        return {"t": "rule"}

    def _block_table(self, node: SyntaxTreeNode) -> Node:
        rows = [
            [self._within(cell) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        aligned = [
            str(cell.attrs.get("style", "")).rpartition(":")[2] or "left"
            for cell in node.children[0].children[0].children
        ]
        widths = column_widths([[plain_text(cell) for cell in row] for row in rows], self._line)
        return {
            "t": "table",
            "columns": widths,
            "align": aligned,
            "head": rows[0],
            "rows": rows[1:],
        }

    def _figures(self, table: SyntaxTreeNode) -> Iterator[Node]:
        """The drawings that belong to a table."""
        first, last = table.map or (0, 0)
        for line, figure in self._context.figures.items():
            if first <= line - self._first_line < last:
                anchor = self._context.addresses.heading_id(self._source, f"figure.{figure.number}")
                for place, piece in enumerate(figure.pieces):
                    name = "" if place else anchor
                    yield {
                        **figure_node(piece.drawing, name, piece.number, piece.caption),
                        "t": "chart",
                    }

    def _block_dl(self, node: SyntaxTreeNode) -> Node:
        pairs: list[list[Any]] = []
        for child in node.children:
            if child.type == "dt":
                pairs.append([self._within(child), []])
            elif pairs:
                pairs[-1][1].extend(self._blocks(child.children))
        return {"t": "terms", "c": pairs}

    def _within(self, node: SyntaxTreeNode) -> Inline:
        """What stands in the inline children of a block."""
        return [
            part
            for child in node.children
            if child.type == "inline"
            for part in self._inline(child.children)
        ]

    def _inline(self, nodes: Sequence[SyntaxTreeNode], *, linked: bool = False) -> Inline:
        made: Inline = []
        for place, node in enumerate(nodes):
            for part in self._parts(nodes, place, node, linked=linked):
                if isinstance(part, str) and made and isinstance(made[-1], str):
                    made[-1] += part
                elif part:
                    made.append(part)
        return made

    def _parts(
        self, nodes: Sequence[SyntaxTreeNode], place: int, node: SyntaxTreeNode, *, linked: bool
    ) -> Iterator[str | Node]:
        kind = node.type
        if kind == "text":
            yield from self._text(node.content, linked=linked)
        elif kind == "softbreak":
            yield _soft_break(nodes, place)
        elif kind == "hardbreak":
            yield {"t": "break"}
        elif kind in ("strong", "em"):
            name = "strong" if kind == "strong" else "emphasis"
            yield {"t": name, "c": self._inline(node.children, linked=linked)}
        elif kind == "code_inline":
            yield {"t": "code", "c": node.content}
        elif kind == "link":
            yield from self._link(node)
        elif kind == "image":
            yield self._image(node)
        elif kind == "footnote_ref":
            yield from self._note(node)
        elif kind == "html_inline" and "checkbox" in node.content:
            # Raw HTML is off: the only such token is the box of a task list.
            yield _BOXES["checked=" in node.content]

    def _text(self, content: str, *, linked: bool) -> Iterator[str | Node]:
        if linked:
            yield content
            return
        for part, is_number in parts_with_numbers(content):
            other = is_number and part != self._context.file.id
            href = self._context.addresses.of_id(part, self._source) if other else ""
            yield {"t": "link", "href": href, "c": [part]} if href else part

    def _link(self, node: SyntaxTreeNode) -> Iterator[str | Node]:
        target = str(node.attrs.get("href", ""))
        content = self._inline(node.children, linked=True)
        resolved = resolve_link(self._source, target)
        if resolved is None:
            outside = urlsplit(target).scheme.lower() in _SCHEMES
            href = quote(target, safe=_URL_MARKS) if outside else ""
        else:
            href = self._context.addresses.of(resolved.path, resolved.anchor, self._source)
        if href:
            yield {"t": "link", "href": href, "c": content}
        else:
            yield from content

    def _image(self, node: SyntaxTreeNode) -> Node:
        said = plain_text(self._inline(node.children))
        typed = str(node.attrs.get("src", ""))
        target = resolve_link(self._source, typed)
        picture = self._context.picture(target.path) if target else ""
        path = (typed if target.leads_out else target.path) if target else ""
        return {"t": "picture", "src": picture, "path": path, "c": [said]}

    def _note(self, node: SyntaxTreeNode) -> Iterator[Node]:
        # A note is printed where it is first referred to, as one run of text. No heading has a
        # space in its anchor, so that the name of a note is no other's.
        name = self._context.addresses.heading_id(self._source, f"note {node.meta['id']}")
        note = self._notes.pop(node.meta["id"], None)
        content: Inline = []
        for part in note.walk() if note else ():
            if part.type == "inline":
                content += [{"t": "break"}] if content else []
                content += self._inline(part.children)
        yield {"t": "note", "name": name, "c": content}


def _soft_break(nodes: Sequence[SyntaxTreeNode], place: int) -> str:
    """Nothing between two Chinese characters, a space elsewhere."""
    before = next((text for node in reversed(nodes[:place]) if (text := _shown(node))), "")
    after = next((text for node in nodes[place + 1 :] if (text := _shown(node))), "")
    return "" if before and after and is_wide(before[-1]) and is_wide(after[0]) else " "


def _shown(node: SyntaxTreeNode) -> str:
    if node.children:
        return "".join(_shown(child) for child in node.children)
    return node.content if node.type in ("text", "code_inline") else ""


def charts_of(nodes: Sequence[Node]) -> Iterator[Node]:
    """The flow charts in *nodes*, as figures: on paper they stand at the end of a document."""
    for node in nodes:
        if node["t"] == "chart":
            yield {**node, "t": "figure"}
        elif node["t"] in ("list", "quote"):
            inner = node["c"] if node["t"] == "quote" else chain.from_iterable(node["c"])
            yield from charts_of(list(inner))


def _introduces(block: Node, following: Node) -> bool:
    """Whether *block* says what *following* is, so that no sheet may end between the two."""
    if block["t"] != "paragraph":
        return False
    text = plain_text(block["c"]).rstrip()
    return text.endswith(("：", ":")) or (following["t"] == "table" and len(text) <= _INTRODUCTION)


def plain_text(inline: Inline) -> str:
    """The words of *inline* alone."""
    return "".join(
        part
        if isinstance(part, str)
        else part["c"]
        if part["t"] == "code"
        else plain_text(part["c"])
        if part["t"] in ("strong", "emphasis", "link", "picture")
        else ""
        for part in inline
    )
