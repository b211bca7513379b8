"""Which text of a document is meant: the one in force, or the one at hand."""

from __future__ import annotations

from enum import StrEnum


class EditionName(StrEnum):
    """What `--edition` takes."""

    IN_FORCE = "in-force"
    WORKING = "working"
