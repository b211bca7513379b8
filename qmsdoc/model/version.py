"""Versions by the scheme of the policy."""

from __future__ import annotations

import re

_LETTER_REVISION = re.compile(r"([A-Z])/([0-9]{1,3})", re.ASCII)
_NUMERIC = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?:\.([0-9]{1,4}))?", re.ASCII)

FORMS = {"letter-revision": "A/0", "numeric": "1.0"}


def parse_version(text: str, scheme: str) -> tuple[int, ...] | None:
    """A value that grows with the version; None where *text* is no version of *scheme*.

    letter-revision: A/0 < A/1 < B/0, the letter being the edition (版本) and the number the
    revision of it (修订次). numeric: 0.9 < 1.0 < 1.10.
    """
    if scheme == "letter-revision":
        match = _LETTER_REVISION.fullmatch(text)
        return (ord(match[1]) - ord("A"), int(match[2])) if match else None
    match = _NUMERIC.fullmatch(text)
    return tuple(int(part or 0) for part in match.groups()) if match else None
