"""XML as text of a type of its own, so that no content gets in unescaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NewType

Xml = NewType("Xml", str)
NOTHING = Xml("")
# What XML 1.0 cannot hold, not even as a character reference.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
    | {"\r": "&#13;"}
)
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
Value = str | int | None


def element(name: str, attributes: Mapping[str, Value], *inside: Xml) -> Xml:
    """``<name …>inside</name>``; attributes that are None are left out."""
    said = "".join(
        f' {key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )
    content = "".join(inside)
    return Xml(f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>")


def w(name: str, /, *inside: Xml, **attributes: Value) -> Xml:
    """An element of WordprocessingML, with attributes of the same namespace."""
    named = {f"w:{key.removesuffix('_')}": value for key, value in attributes.items()}
    return element(f"w:{name}", named, *inside)


def flag(name: str, wanted: object) -> Xml:
    """``<w:name/>`` where that is *wanted*."""
    return w(name) if wanted else NOTHING


def text(name: str, content: str) -> Xml:
    """``<w:name>`` that holds *content* with all its spaces."""
    return Xml(f'<w:{name} xml:space="preserve">{escape(content)}</w:{name}>')


def part(
    name: str, prefixes: str, *inside: Xml, attributes: Mapping[str, Value] | None = None
) -> bytes:
    """A whole part of the package: the element *name* with the namespaces of *prefixes*."""
    spaces = {f"xmlns:{prefix}": _NAMESPACES[prefix] for prefix in prefixes.split()}
    made = element(name, {**spaces, **(attributes or {})}, *inside)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{made}'.encode()


def escape(content: str) -> str:
    """*content* between tags or quotes; what XML cannot hold becomes U+FFFD."""
    if content.isalnum():
        return content
    return _IMPOSSIBLE.sub("\ufffd", content).translate(_ESCAPES)
