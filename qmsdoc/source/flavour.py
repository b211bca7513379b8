"""The Markdown that documents are written in, as a configured markdown-it-py.

Raw HTML is off. Emphasis follows what Chinese authors mean: CommonMark asks for white space or
punctuation around the markers, which Chinese does not use, so that ``**注意：**请`` would stay
plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.backticks import backtick
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link
from markdown_it.rules_inline.state_inline import Delimiter
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

_RARE_RULES = ("code", "fence", "hr", "reference", "lheading", "footnote_def", "deflist")
_RARE_MARKS = ("    ", "\t", "```", "~~~", "]:", "[^")
# A line, or what stands in it after list and quotation marks, that is all rule or underline, or
# begins a definition. Possessive, so that no line takes longer than its length.
_PREFIX = r"(?:[ >]|[*+-] |\d{1,9}[.)] )*+"
_RARE_LINE = re.compile(
    rf"^{_PREFIX}(?:[:~]|(?:[-*_=] *)++$)|^(?=[^\n]*[-*_=]){_PREFIX}$", re.MULTILINE
)
_SCHEMES = frozenset({"http", "https", "mailto"})
_Rule = Callable[[StateInline, bool], bool]


def emphasis(state: StateInline, silent: bool) -> bool:
    """Take ``*`` and ``_`` as delimiters; ``*`` also beside a Chinese character or mark."""
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(start, canSplitWord=marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    end = start + scanned.length
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    if marker == "*" and (_is_cjk(before) or _is_cjk(after)):
        opens, closes = opens or not after.isspace(), closes or not before.isspace()
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        index = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=index,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos = end
    return True


def make_plain_parser() -> MarkdownIt:
    """The same Markdown without the block rules that only ``has_rare_blocks`` texts need.

    Every rule is tried on every line, so that leaving out seven saves a quarter of the parsing.
    """
    return make_parser().disable([*_RARE_RULES])


def has_rare_blocks(text: str) -> bool:
    """Whether *text* may hold code blocks, rules, underlined headings, notes or definitions."""
    return any(mark in text for mark in _RARE_MARKS) or _RARE_LINE.search(text) is not None


def make_parser() -> MarkdownIt:
    """A parser that every part of qmsdoc shares."""
    md = MarkdownIt("commonmark", {"html": False}).enable("table").disable("html_block")
    md.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    # Git hosts show ^[…] as text, and a link in it would be seen by no rule.
    md.disable("footnote_inline")
    md.inline.ruler.at("emphasis", emphasis)
    md.validateLink = is_safe_target  # type: ignore[method-assign,assignment]
    # Targets stay as typed: a Chinese file name is looked up in the tree by its own name.
    md.normalizeLink = _unchanged  # type: ignore[method-assign,assignment]
    for name, rule, opening in (
        ("link", link, "link_open"),
        ("image", image, "image"),
        ("autolink", autolink, "link_open"),
        ("backticks", backtick, "code_inline"),
    ):
        md.inline.ruler.at(name, _placed(rule, opening))
    return md


def is_safe_target(target: str) -> bool:
    """Whether a link may be made: a relative path, an anchor, http(s) or mailto."""
    if any(character < " " for character in target) or target.startswith(("//", "\\")):
        return False
    try:
        scheme = urlsplit(target).scheme.lower()
    except ValueError:
        return False
    return not scheme or scheme in _SCHEMES


def _unchanged(target: str) -> str:
    return target


def _is_cjk(character: str) -> bool:
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or character in "“”‘’…—·"
    )


def _placed(rule: _Rule, opening: str) -> _Rule:
    """Note on the token that *rule* opens where in the content it starts and ends."""

    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if silent:
            return True
        for token in state.tokens[count:]:
            if token.type == opening and "start" not in token.meta:
                place: dict[str, Any] = {"start": start, "end": state.pos}
                if opening == "link_open" and state.src[start] == "[":
                    place["label_end"] = state.md.helpers.parseLinkLabel(state, start) + 1
                token.meta = {**token.meta, **place}
                break
        return True

    return run
