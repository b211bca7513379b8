"""Markdown to tokens as parser() makes them, without the inline parser where a text has no markup.

Most cells, items and paragraphs are nothing but text, or text with plain links, or with strong
words in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from markdown_it.rules_core import StateCore, block, normalize
from markdown_it.token import Token

from qmsdoc.source.inline import plain_links
from qmsdoc.source.markdown import block_tokens, parser_for, take_blocks

# What a text without markup is called while others pass the inline parser.
_PLAIN = "plain"
_MARKUP = re.compile(r"[\\`_<&\n]")
# Between characters of Chinese, two asterisks can mean nothing else.
_CHINESE = "[\u3001-\u9fff\uff01-\uff60]"
_STRONG = re.compile(rf"(?<!\*)\*\*({_CHINESE}(?:[^*]*{_CHINESE})?)\*\*(?!\*)")
_DONE = (normalize, block)
# A piece of text with the target of its link, "" where it is none, STRONG where it is strong.
Piece = tuple[str, str]
STRONG = "**"


def body_tokens(text: str) -> tuple[list[Token], dict[str, Any], Any]:
    """Tokens, environment and options. An inline token without children is text and plain links."""
    environment: dict[str, Any] = {}
    md, taken = take_blocks(text) or (parser_for(text), None)
    if "\r" in text or "\0" in text:
        return md.parse(text, environment), environment, md.options
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
    """The pieces of a token without children; None where it has neither link nor strong words."""
    content = token.content
    if STRONG in content:
        return list(_pieces(content, ((found, STRONG) for found in _STRONG.finditer(content))))
    if "[" in content:
        return list(_pieces(content, ((link, link[2]) for link in plain_links(content) or ())))
    return None


def _pieces(content: str, marked: Iterable[tuple[re.Match[str], str]]) -> Iterator[Piece]:
    start = 0
    for match, meant in marked:
        if match.start() > start:
            yield content[start : match.start()], ""
        yield match[1], meant
        start = match.end()
    if start < len(content):
        yield content[start:], ""


def _is_plain(content: str, defined: bool) -> bool:
    """Where links are *defined* apart, any bracket may be one."""
    if _MARKUP.search(content):
        return False
    if "*" in content:
        return "[" not in content and content.count("*") == 4 * len(_STRONG.findall(content))
    return "[" not in content or not (defined or plain_links(content) is None)
