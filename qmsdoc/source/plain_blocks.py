"""The blocks of plain Markdown in one pass over its lines.

Most documents are headings, paragraphs, tables and flat lists with blank lines between them. The
general parser tries every rule on every line of them; here the first characters of a line decide.
Where anything else turns up, the general parser reads the whole text. Both give the same tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.token import Token

# What could begin anything but a paragraph, or make a table of the line above.
_SPECIAL = re.compile(r"[ |:>-]|[+*](?: |$)|#{1,6}(?: |$)|[0-9]{1,9}[.)](?: |$)")
_HEADING = re.compile(r"(#{1,6}) +(.*[^ #])")
_ITEM = re.compile(r"([0-9]{1,9}(?=[.)])|(?=[-+*]))([-+*.)]) ([^ ].*)")
_MARKER = re.compile(r"(?:[0-9]{1,9}(?=[.)])|(?=[-+*]))([-+*.)])(?: |$)")
_DELIMITERS = re.compile(r"\|(?: *:?-+:? *\|)+")
_NEVER_PLAIN = re.compile(r"[\r\0\t]")
_Rule = Callable[[Sequence[str], int, list[Token]], int]
# What a rule says where a text is not plain.
_OTHER = -1


def plain_blocks(text: str) -> list[Token] | None:
    """The tokens of a text without rare blocks (``has_rare_blocks``); None where it is not plain.

    Tokens that say nothing of their place are shared, and not to be changed.
    """
    if _NEVER_PLAIN.search(text):
        return None
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    tokens: list[Token] = []
    at = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        at = _RULES.get(lines[at][0], _paragraph)(lines, at, tokens)
        if at == _OTHER:
            return None
    return tokens


def _token(kind: str, tag: str, nesting: int, level: int, place: list[int] | None = None) -> Token:
    return Token(kind, tag, nesting, {}, place, level, None, "", "", "", {}, True)  # type: ignore[arg-type]


def _inline(content: str, place: list[int], level: int) -> Token:
    return Token("inline", "", 0, {}, place, level, [], content, "", "", {}, True)


def _heading(lines: Sequence[str], at: int, tokens: list[Token]) -> int:
    found = _HEADING.fullmatch(lines[at])
    if found is None or _is_padded(found[2]):
        return _OTHER
    depth = len(found[1])
    place = [at, at + 1]
    tokens += (
        Token("heading_open", f"h{depth}", 1, {}, place, 0, None, "", found[1], "", {}, True),
        _inline(found[2], place, 1),
        _HEADING_CLOSE[depth],
    )
    return at + 1


def _paragraph(lines: Sequence[str], at: int, tokens: list[Token]) -> int:
    end = at
    while end < len(lines) and lines[end]:
        if _SPECIAL.match(lines[end]):
            return _OTHER
        end += 1
    content = lines[at] if end == at + 1 else "\n".join(lines[at:end])
    if _is_padded(content):
        return _OTHER
    place = [at, end]
    tokens += (
        _token("paragraph_open", "p", 1, 0, place),
        _inline(content, place, 1),
        _PARAGRAPH_CLOSE,
    )
    return end


def _list(lines: Sequence[str], at: int, tokens: list[Token]) -> int:
    """Items of one line each, without blank lines between them."""
    if not _MARKER.match(lines[at]):
        return _paragraph(lines, at, tokens)
    items = []
    end = at
    while end < len(lines) and lines[end]:
        found = _ITEM.fullmatch(lines[end])
        if found is None or _SPECIAL.match(found[3]) or _is_padded(found[3]):
            return _OTHER
        items.append(found)
        end += 1
    number, marker, _ = items[0].groups()
    if any(item[2] != marker for item in items):
        return _OTHER
    while end < len(lines) and not lines[end]:
        end += 1
    following = _MARKER.match(lines[end]) if end < len(lines) else None
    if following and following[1] == marker:
        return _OTHER
    kind, tag = ("bullet_list", "ul") if not number else ("ordered_list", "ol")
    opening = _token(f"{kind}_open", tag, 1, 0, [at, end])
    if number and int(number) != 1:
        opening.attrs["start"] = int(number)
    opening.markup = marker
    tokens.append(opening)
    for line, item in enumerate(items, at):
        tokens += _item(item, line, line + 1 if line + 1 < at + len(items) else end)
    closing = _token(f"{kind}_close", tag, -1, 0)
    closing.markup = marker
    tokens.append(closing)
    return end


def _item(found: re.Match[str], line: int, end: int) -> tuple[Token, ...]:
    number, marker = found[1], found[2]
    place = [line, line + 1]
    return (
        Token("list_item_open", "li", 1, {}, [line, end], 1, None, "", marker, number, {}, True),
        Token("paragraph_open", "p", 1, {}, place, 2, None, "", "", "", {}, True, True),
        _inline(found[3], place, 3),
        _HIDDEN_CLOSE,
        _ITEM_CLOSE[marker],
    )


def _table(lines: Sequence[str], at: int, tokens: list[Token]) -> int:
    if at + 1 == len(lines) or not _DELIMITERS.fullmatch(lines[at + 1]):
        return _OTHER
    end = at + 2
    while end < len(lines) and lines[end]:
        end += 1
    rows = [_cells(lines[line]) for line in (at, *range(at + 2, end))]
    columns = [_alignment(part.strip()) for part in lines[at + 1][1:-1].split("|")]
    count = len(columns)
    if len(rows[0]) != count or any(len(row) < count for row in rows):
        return _OTHER
    head = [at, at + 1]
    tokens += (
        _token("table_open", "table", 1, 0, [at, end]),
        _token("thead_open", "thead", 1, 1, head),
        _token("tr_open", "tr", 1, 2, head),
    )
    _row(tokens, rows[0], [_aligned("th", column) for column in columns], _TH_CLOSE, head)
    tokens.append(_THEAD_CLOSE)
    if rows[1:]:
        openings = [_aligned("td", column) for column in columns]
        tokens.append(_token("tbody_open", "tbody", 1, 1, [at + 2, end]))
        for line, row in enumerate(rows[1:], at + 2):
            place = [line, line + 1]
            tokens.append(_token("tr_open", "tr", 1, 2, place))
            _row(tokens, row, openings, _TD_CLOSE, place)
        tokens.append(_TBODY_CLOSE)
    tokens.append(_TABLE_CLOSE)
    return end


def _row(
    tokens: list[Token], cells: list[str], openings: list[Token], closing: Token, place: list[int]
) -> None:
    for opening, cell in zip(openings, cells, strict=False):
        tokens += (opening, _inline(cell, place, 4), closing)
    tokens.append(_TR_CLOSE)


def _cells(line: str) -> list[str]:
    """The cells of a row; none where it is not a plain one."""
    if len(line) < 2 or line[0] != "|" or line[-1] != "|" or "\\" in line:
        return []
    cells = [cell.strip(" ") for cell in line[1:-1].split("|")]
    return [] if any(map(_is_padded, cells)) else cells


def _is_padded(content: str) -> bool:
    """Whether there is white space around it: how much of it goes is the general parser's affair."""
    return content != content.strip()


def _alignment(delimiter: str) -> str:
    if delimiter.endswith(":"):
        return "center" if delimiter.startswith(":") else "right"
    return "left" if delimiter.startswith(":") else ""


def _aligned(tag: str, side: str) -> Token:
    opening = _token(f"{tag}_open", tag, 1, 3)
    if side:
        opening.attrs["style"] = f"text-align:{side}"
    return opening


def _closing(tag: str, markup: str) -> Token:
    kind = "heading" if tag[0] == "h" else "list_item"
    level = 0 if kind == "heading" else 1
    return Token(f"{kind}_close", tag, -1, {}, None, level, None, "", markup, "", {}, True)


_HEADING_CLOSE = {depth: _closing(f"h{depth}", "#" * depth) for depth in range(1, 7)}
_ITEM_CLOSE = {marker: _closing("li", marker) for marker in "-+*.)"}
_PARAGRAPH_CLOSE = _token("paragraph_close", "p", -1, 0)
_HIDDEN_CLOSE = Token("paragraph_close", "p", -1, level=2, block=True, hidden=True)
_TH_CLOSE = _token("th_close", "th", -1, 3)
_TD_CLOSE = _token("td_close", "td", -1, 3)
_TR_CLOSE = _token("tr_close", "tr", -1, 2)
_THEAD_CLOSE = _token("thead_close", "thead", -1, 1)
_TBODY_CLOSE = _token("tbody_close", "tbody", -1, 1)
_TABLE_CLOSE = _token("table_close", "table", -1, 0)
_RULES: dict[str, _Rule] = {"#": _heading, "|": _table, **dict.fromkeys("-+*0123456789", _list)}
