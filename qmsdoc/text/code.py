"""Commands within a message, which stand between backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE = re.compile(r"`([^`\s](?:[^`\n]*[^`\s])?)`")


def code_parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of *text* in order, each with whether it is code; no part is empty, and no code has
    a backtick in it. A backtick without a partner stays where it is."""
    for place, part in enumerate(_CODE.split(text)):
        if part:
            yield part, bool(place % 2)
