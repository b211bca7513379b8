"""Where a link leads, without ever leaving the workspace."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

_OUTSIDE = "\0outside"


class LinkTarget(Struct, frozen=True, gc=False):
    """``path`` is POSIX from the root; one that no file can have where the link leads out."""

    path: str
    anchor: str = ""

    @property
    def leads_out(self) -> bool:
        """Whether there is no path to show: what was typed leads out of the workspace."""
        return self.path == _OUTSIDE


def resolve_link(source: str, target: str) -> LinkTarget | None:
    """The file that *target*, typed in the file *source*, means; None for http and mail."""
    if "://" in target or target.startswith("mailto:"):
        return None
    location, _, anchor = target.partition("#")
    if "%" in target:
        location, anchor = unquote(location), unquote(anchor)
    if not location:
        return LinkTarget(source, anchor)
    return LinkTarget(_join(source.rpartition("/")[0], location), anchor)


@lru_cache(maxsize=4096)
def _join(folder: str, relative: str) -> str:
    if relative.startswith(("/", "~")) or "\\" in relative or ":" in relative or "\0" in relative:
        return _OUTSIDE
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return _OUTSIDE
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
