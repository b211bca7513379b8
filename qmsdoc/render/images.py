"""Pictures inside the page: only what is a picture by its first bytes, and not a heavy one."""

from __future__ import annotations

from base64 import b64encode

MAX_IMAGE_SIZE = 1024 * 1024

# SVG is refused: it is a document of its own, with scripts and outside references.
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def data_uri(data: bytes) -> str:
    """The picture as a data: URI; "" where it is none that is safe to show, or too heavy."""
    kind = _kind(data)
    if not kind or len(data) > MAX_IMAGE_SIZE:
        return ""
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"


def _kind(data: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
