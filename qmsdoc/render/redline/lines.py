"""A file as a reader sees it, line by line: what a redline on paper is made of.

A line is a heading, a paragraph, an item, a row of a table, a value of the front matter. Its text is
the words alone, without the signs of Markdown, and safe to show.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, Literal, NamedTuple

from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct, structs

from qmsdoc.diff.values import summary
from qmsdoc.model.roles import Role
from qmsdoc.render.body_sketch import is_wide
from qmsdoc.source.defect import SourceError
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.markdown import parser
from qmsdoc.source.yaml import load_yaml
from qmsdoc.text.display import display

Kind = Literal["field", "heading", "paragraph", "item", "row", "code", "quote", "rule"]
_YAML_ROLES = frozenset(
    {Role.POLICY, Role.ORGANIZATION, Role.GLOSSARY, Role.OBJECTIVE, Role.STANDARD}
)
_BOXES = {True: "☑ ", False: "☐ "}
_DEEPEST = 9
# A table of measured values can have any number of rows; no reader goes through more.
_MOST_ROWS = 5_000


class Words(NamedTuple):
    """What a key is called, how its value is said, and how marks such as ``; `` are set."""

    key: Callable[[str], str]
    value: Callable[[str, str], str]
    mark: Callable[[str], str]


class Line(Struct, frozen=True, gc=False):
    """``cells`` is one text, of a row its cells, of a field its name and its value.

    ``level`` is that of a heading, or how deep an item stands (from 0). ``ordered`` items are
    counted. ``group`` numbers tables and lists within the file, 0 for none. ``is_head`` marks the
    first row of a table. ``links`` are labels with their targets, which the text does not show.
    """

    kind: Kind
    cells: tuple[str, ...]
    level: int = 0
    ordered: bool = False
    group: int = 0
    is_head: bool = False
    links: tuple[tuple[str, str], ...] = ()

    @property
    def with_targets(self) -> tuple[str, ...]:
        """The cells, with the target behind each label."""
        cells = self.cells
        for label, target in dict.fromkeys(self.links):
            cells = tuple(cell.replace(label, f"{label} ({target})") for cell in cells)
        return cells


def lines_of(text: str, role: str, words: Words) -> tuple[Line, ...]:
    """The lines of a file whose text is *text*; none where nothing of it is compared.

    *words* say what a key of YAML is called, and its value.
    """
    if role == Role.DOCUMENT:
        front, start = split_front_matter(text)
        return (*_fields(front or "", words), *_Reader(text[start:]).lines)
    if role in _YAML_ROLES:
        return tuple(_fields(text, words))
    if role == Role.SERIES:
        return tuple(_rows(text))
    return ()


def shown(text: str) -> str:
    """*text* made safe, its line ends kept."""
    return "\n".join(display(line) for line in text.split("\n"))


def _fields(text: str, words: Words) -> Iterator[Line]:
    """The values of a mapping; what cannot be read is there as it was typed."""
    try:
        data = load_yaml(text, 1).data
    except SourceError:
        data = None
    if isinstance(data, Mapping):
        yield from _values(data, (), words)
    elif text.strip():
        yield Line("code", (shown(text.strip("\n")),))


def _values(data: Mapping[str, Any], above: tuple[str, ...], words: Words) -> Iterator[Line]:
    for key, value in data.items():
        path = (*above, display(words.key(str(key))))
        label = " › ".join(path)
        if isinstance(value, Mapping) and value:
            yield from _values(value, path, words)
        elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
            yield from (_field(label, _item(item, words)) for item in value)
        else:
            yield _field(label, _said(str(key), value, words))


def _item(value: Any, words: Words) -> str:
    """An item of a list on one line; its first value is what it is, and needs no name."""
    if not isinstance(value, Mapping) or not value:
        return summary(value)
    first, *others = value.items()
    colon = words.mark(": ")
    named = (
        f"{words.key(str(key))}{colon}{_said(str(key), inner, words)}" for key, inner in others
    )
    return words.mark("; ").join([_said(str(first[0]), first[1], words), *named])


def _said(key: str, value: Any, words: Words) -> str:
    if isinstance(value, list):
        return words.mark(", ").join(map(summary, value))
    return summary(value) if isinstance(value, Mapping) else words.value(key, summary(value))


def _field(label: str, value: str) -> Line:
    return Line("field", (label, shown(value.strip())))


def _rows(text: str) -> Iterator[Line]:
    try:
        for place, row in enumerate(csv.reader(StringIO(text), strict=False)):
            if place == _MOST_ROWS:
                return
            cells = tuple(display(cell.strip()) for cell in row)
            if any(cells):
                yield Line("row", cells, group=1, is_head=place == 0)
    except csv.Error:
        yield Line("code", (shown(text),))


class _Reader:
    """Walks the Markdown of a body once."""

    def __init__(self, body: str) -> None:
        self.lines: list[Line] = []
        self._groups = 0
        self._links: list[tuple[str, str]] = []
        for node in SyntaxTreeNode(parser().parse(body)).children:
            self._block(node)

    def _block(self, node: SyntaxTreeNode) -> None:
        kind = node.type
        if kind == "heading":
            self._add("heading", node, level=int(node.tag[1]))
        elif kind in {"fence", "code_block"}:
            self.lines.append(Line("code", (shown(node.content.removesuffix("\n")),)))
        elif kind == "hr":
            self.lines.append(Line("rule", ("—",)))
        elif kind in {"bullet_list", "ordered_list"}:
            self._list(node, 0)
        elif kind == "table":
            self._table(node)
        elif kind == "blockquote":
            self._inner(node, "quote")
        elif kind == "footnote_block":
            for note in node.children:
                self._note(note)
        elif kind in {"paragraph", "dt", "inline"}:
            self._add("paragraph", node)
        else:
            self._inner(node, "paragraph")

    def _inner(self, node: SyntaxTreeNode, kind: Kind) -> None:
        """What stands in a quotation or a definition; its paragraphs are of that *kind*."""
        for child in node.children:
            if child.type in {"paragraph", "inline"}:
                self._add(kind, child)
            else:
                self._block(child)

    def _list(self, node: SyntaxTreeNode, depth: int) -> None:
        self._groups += 1
        group, ordered = self._groups, node.type == "ordered_list"
        for item in node.children:
            is_first = True
            for child in item.children:
                if child.type in {"bullet_list", "ordered_list"}:
                    self._list(child, min(depth + 1, _DEEPEST - 1))
                elif child.type == "paragraph" and is_first:
                    self._add("item", child, level=depth, ordered=ordered, group=group)
                else:
                    self._block(child)
                is_first = False

    def _table(self, node: SyntaxTreeNode) -> None:
        self._groups += 1
        rows = [row for part in node.children for row in part.children]
        for place, row in enumerate(rows):
            cells = tuple(self._text(cell) for cell in row.children)
            self._end(Line("row", cells, group=self._groups, is_head=place == 0))

    def _note(self, note: SyntaxTreeNode) -> None:
        label = note.meta.get("label") or str(note.meta.get("id", 0) + 1)
        texts = [self._text(node) for node in note.children if node.type == "paragraph"]
        said = "\n".join(texts)
        self._end(Line("paragraph", (f"[{display(label)}] {said}",)))

    def _add(self, kind: Kind, node: SyntaxTreeNode, **values: Any) -> None:
        text = self._text(node)
        if text.strip():
            self._end(Line(kind, (text,), **values))
        self._links = []

    def _end(self, line: Line) -> None:
        links, self._links = tuple(self._links), []
        self.lines.append(structs.replace(line, links=links) if links else line)

    def _text(self, node: SyntaxTreeNode) -> str:
        inline = [node] if node.type == "inline" else node.children
        return "".join(self._words(child.children) for child in inline if child.type == "inline")

    def _words(self, nodes: Sequence[SyntaxTreeNode]) -> str:
        text = ""
        for place, node in enumerate(nodes):
            if node.type == "softbreak":
                following = self._peek(nodes[place + 1 :])
                joined = text and following and is_wide(text[-1]) and is_wide(following)
                text += "" if joined else " "
            else:
                text += self._word(node)
        return text

    def _word(self, node: SyntaxTreeNode) -> str:
        kind = node.type
        if kind in {"text", "code_inline"}:
            return display(node.content)
        if kind == "hardbreak":
            return "\n"
        if kind == "link":
            label = self._words(node.children)
            target = display(str(node.attrs.get("href", "")))
            if label.strip() and label != target:
                self._links.append((label, target))
            return label
        if kind == "image":
            return f"[{self._words(node.children)}] {display(str(node.attrs.get('src', '')))}"
        if kind == "footnote_ref":
            return f"[{display(str(node.meta.get('label') or node.meta.get('id', 0) + 1))}]"
        if kind == "html_inline" and "checkbox" in node.content:
            return _BOXES["checked=" in node.content]
        return self._words(node.children) if node.children else ""

    @staticmethod
    def _peek(nodes: Sequence[SyntaxTreeNode]) -> str:
        """The next character that is seen."""
        for node in nodes:
            inner = _Reader._peek(node.children) if node.children else node.content
            if inner:
                return inner[0]
        return ""
