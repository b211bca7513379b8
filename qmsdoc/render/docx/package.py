"""The package that a DOCX file is: its parts, what refers to what, and always the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# What lies in the file ``word/<name>.xml``: the last word of its content type.
_KINDS = {
    "document": "document.main+xml",
    "styles": "styles+xml",
    "numbering": "numbering+xml",
    "settings": "settings+xml",
    "fontTable": "fontTable+xml",
    "footnotes": "footnotes+xml",
    "header": "header+xml",
    "footer": "footer+xml",
}
_PICTURES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
_THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_APP = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>qmsdoc</Application></Properties>"""
# The first day that a ZIP file can name.
_DAY = (1980, 1, 1, 0, 0, 0)
_NUMBER = re.compile(r"[0-9]+$")


@dataclass(slots=True)
class Relations:
    """What a part refers to: other parts by name, and addresses. ``ids`` go by target."""

    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def to_part(self, name: str) -> str:
        """The id of the relation to the part ``word/<name>``."""
        return self._id("part", name)

    def to_address(self, address: str) -> str:
        """The id of the relation to an address outside of the file."""
        return self._id("address", address)

    def _id(self, kind: str, target: str) -> str:
        return self.ids.setdefault((kind, target), f"rId{len(self.ids) + 1}")


@dataclass(frozen=True, slots=True)
class Contents:
    """``parts`` by name below ``word/``, ``relations`` by the name of the part that refers."""

    parts: Mapping[str, bytes]
    relations: Mapping[str, Relations]
    properties: bytes


def pack(contents: Contents) -> bytes:
    """The file. Raises KeyError for a relation to a part that is not there."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.package import Package

    package = Package()
    parts = {
        name: Part(PackURI(f"/word/{name}"), content_type(name), blob, package)
        for name, blob in contents.parts.items()
    }
    for source, relations in contents.relations.items():
        for (kind, target), identifier in relations.ids.items():
            if kind == "part":
                parts[source].load_rel(_relation(target), parts[target], identifier)
            else:
                parts[source].load_rel(RT.HYPERLINK, target, identifier, is_external=True)
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    app = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    package.relate_to(parts["document.xml"], RT.OFFICE_DOCUMENT)
    package.relate_to(
        Part(PackURI("/docProps/core.xml"), core, contents.properties, package), _CORE
    )
    package.relate_to(
        Part(PackURI("/docProps/app.xml"), app, _APP, package), RT.EXTENDED_PROPERTIES
    )
    made = BytesIO()
    package.save(made)
    return settled(made)


def settled(made: BytesIO) -> bytes:
    """The same package without the hour at which it was packed."""
    settled = BytesIO()
    with ZipFile(made) as source, ZipFile(settled, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _DAY)
            # Pictures are compressed as they are.
            packed = name.endswith((".png", ".jpeg", ".gif"))
            entry.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return settled.getvalue()


def content_type(name: str) -> str:
    """That of the part ``word/<name>``."""
    stem, _, suffix = name.rpartition(".")
    if suffix in _PICTURES:
        return _PICTURES[suffix]
    return _THEME if stem == "theme" else f"{_WORD}{_KINDS[_NUMBER.sub('', stem)]}"


def _relation(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{_OFFICE}{'image' if suffix in _PICTURES else _NUMBER.sub('', stem)}"
