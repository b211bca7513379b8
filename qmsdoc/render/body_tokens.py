"""Markdown to tokens as parser() makes them, without the inline parser where a text has no markup.

Most cells, items and paragraphs are nothing but text, or text with plain links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it.rules_core import StateCore, block, normalize
from markdown_it.token import Token

from qmsdoc.source.inline import plain_links
from qmsdoc.source.markdown import block_tokens, parser_for, take_blocks

# What a text without markup is called while others pass the inline parser.
_PLAIN = "plain"
_MARKUP = re.compile(r"[\\`*_<&\n]")
_DONE = (normalize, block)
# A piece of text with the target of its link, "" where it is none.
Piece = tuple[str, str]


def body_tokens(text: str) -> tuple[list[Token], dict[str, Any], Any]:
    """Tokens, environment and options. An inline token without children is text and plain links."""
    md = parser_for(text)
    environment: dict[str, Any] = {}
    if "\r" in text or "\0" in text:
        return md.parse(text, environment), environment, md.options
    taken = take_blocks(text)
    tokens = block_tokens(text, md, environment) if taken is None else taken
    defined = bool(environment.get("references"))
    inlines = [token for token in tokens if token.type == "inline"]
    plain = [token for token in inlines if _is_plain(token.content, defined)]
    if len(plain) < len(inlines):
        for token in plain:
            token.type = _PLAIN
        tokens = _with_children(StateCore(text, md, environment, tokens))
    for token in plain:
        token.type, token.children = "inline", None
    return tokens, environment, md.options


def _with_children(state: StateCore) -> list[Token]:
    """What the parser does once it knows the blocks."""
    for rule in state.md.core.ruler.getRules(""):
        if rule not in _DONE:
            rule(state)
    return state.tokens


def plain_pieces(token: Token) -> list[Piece] | None:
    """The pieces of a token without children; None where it has no link."""
    if "[" not in token.content:
        return None
    return list(_pieces(token.content))


def _pieces(content: str) -> Iterator[Piece]:
    start = 0
    for match in plain_links(content) or ():
        if match.start() > start:
            yield content[start : match.start()], ""
        yield match[1], match[2]
        start = match.end()
    if start < len(content):
        yield content[start:], ""


def _is_plain(content: str, defined: bool) -> bool:
    """Where links are *defined* apart, any bracket may be one."""
    if _MARKUP.search(content):
        return False
    return "[" not in content or not (defined or plain_links(content) is None)
