"""What a manual says under its heading on the quality policy (质量方针)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qmsdoc.model.document import Document
from qmsdoc.model.text import Text
from qmsdoc.source.file import SourceFile
from qmsdoc.source.markdown import Block, Body, Heading

_WORDS = ("方针", "policy")


def policy_texts(content: Any, file: SourceFile) -> tuple[Text, ...]:
    """The runs of text below such headings, in order; () for anything but a manual."""
    if not isinstance(content, Document) or content.kind is None or file.body is None:
        return ()
    if content.kind.value != "manual":
        return ()
    return tuple(Text(block.shown, block.span) for block in _blocks(file.body))


def _blocks(body: Body) -> Iterator[Block]:
    level = 0  # of the heading that is open; 0 outside the policy
    headings = iter(body.headings)
    for block in body.blocks:
        if block.kind == "heading":
            heading = next(headings)
            if not level or heading.level <= level:
                level = heading.level if _names_policy(heading) else 0
        elif level:
            yield block


def _names_policy(heading: Heading) -> bool:
    title = heading.title.casefold()
    return heading.level > 1 and any(word in title for word in _WORDS)
