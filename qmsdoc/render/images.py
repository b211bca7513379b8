"""Pictures inside the page: only what is a whole picture by its bytes, and not a heavy one."""

from __future__ import annotations

from base64 import b64encode

from qmsdoc.source.picture import MAX_IMAGE_SIZE, read_picture

__all__ = ["MAX_IMAGE_SIZE", "data_uri"]


def data_uri(data: bytes) -> str:
    """The picture as a data: URI; "" where it is none that is safe to show, or too heavy."""
    picture = read_picture(data)
    if not picture.can_be_shown:
        return ""
    return f"data:image/{picture.kind};base64,{b64encode(data).decode('ascii')}"
