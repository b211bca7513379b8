"""What a span of a text covers."""

from __future__ import annotations

from qmsdoc.text.span import Span


def cut(text: str, span: Span) -> str:
    """What a span within one line covers."""
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
