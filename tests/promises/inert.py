"""What a file of each format must not have, whatever text it was made of, and what a reader reads.

``CHECKS`` goes by suffix: a file whose suffix is not there has no business in an output.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from zipfile import ZipFile

# Elements that run, load or send something, or change what the rest of the page means.
_ACTIVE = {
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "template",
    "math",
    "foreignobject",
    "frame",
}
_ACTIVE |= {"applet", "audio", "video", "link", "portal", "marquee", "animate", "set", "noscript"}
_SITE_SCRIPTS = ["assets/theme.js", "assets/site.js"]
_SITE_LINKS = {"stylesheet", "icon"}
# What a field of Word may be told to do.
_FIELDS = re.compile(
    r"(PAGE|NUMPAGES|SECTIONPAGES|TOC \\o \"\d-\d\" \\h \\z \\u|(PAGEREF|NOTEREF) _[A-Z]\w* \\h)"
    r"( \\\* MERGEFORMAT)?"
)
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.\[-]|mailto:[^/]|[A-Za-z0-9._-]+\.(docx|pdf)(#|$)", re.I
)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠](?![0-9.]+$)")
_LOADING = re.compile(r"@import|expression\(|</|url\((?!.?data:image/)")
_FORMAT_CODES = {"Cc", "Cf", "Cs", "Zl", "Zp"}

Check = Callable[[bytes], Iterator[str]]


class Page(HTMLParser):
    """Every element with its attributes, all text, and the texts of the style elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.styles: list[str] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        (self.styles if self._inside == "style" else self.texts).append(data)


def html(content: bytes) -> Iterator[str]:
    """A page has no code but that of the site, one policy, and links to the web at most."""
    page = Page(content.decode())
    for tag, values in page.elements:
        if tag in _ACTIVE and not (tag == "link" and values.get("rel") in _SITE_LINKS):
            yield f"<{tag}>"
        yield from (f"{tag} {name}" for name in values if _runs(name))
        yield from _addresses(tag, values)
    scripts = [values.get("src", "inline") for tag, values in page.elements if tag == "script"]
    if scripts not in ([], _SITE_SCRIPTS):
        yield f"scripts {scripts}"
    policies = [values for tag, values in page.elements if values.get("http-equiv")]
    if [one["http-equiv"].lower() for one in policies] != ["content-security-policy"]:
        yield f"policies {policies}"
    if any(_LOADING.search(one) for one in page.styles):
        yield "a style sheet that loads something"
    # Marks of direction are an author's text, which `validate` refuses; a page shows what it says.
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", content.decode()):
        yield "control characters"


def _runs(name: str) -> bool:
    return name.startswith("on") or name in {"srcdoc", "formaction", "ping", "background"}


def _addresses(tag: str, values: dict[str, str]) -> Iterator[str]:
    for name in ("href", "src", "xlink:href", "action", "data", "poster"):
        value = re.sub(r"[\x00-\x20]", "", values.get(name, ""))
        if tag == "img" and name == "src" and value.startswith("data:image/png;base64,"):
            continue
        try:
            scheme = urlsplit(value).scheme
        except ValueError:
            scheme = "none that can be read"
        if scheme not in ("", "http", "https", "mailto") or value[:2] in ("//", "\\\\", "/\\"):
            yield f"{tag} {name}={value}"
        if tag != "a" and scheme:
            yield f"{tag} loads {value}"


def pdf(content: bytes) -> Iterator[str]:
    """A PDF only has links, to the web or to files beside it, and nothing that acts."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=True)
    root: Any = reader.root_object
    names = root.get("/Names", {})
    yield from (f"catalogue {key}" for key in ("/OpenAction", "/AA", "/AcroForm") if key in root)
    yield from (f"names {key}" for key in ("/JavaScript", "/EmbeddedFiles") if key in names)
    for page in reader.pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A", {})
            kind, address = action.get("/S", "/GoTo"), str(action.get("/URI", ""))
            if kind not in ("/GoTo", "/URI") or (address and not _ADDRESS.match(address)):
                yield f"action {kind} {address}"


def docx(content: bytes) -> Iterator[str]:
    """A Word file has our own fields, no macro, and refers to the web or files beside it alone."""
    from docx import Document
    from lxml import etree

    Document(io.BytesIO(content))
    with ZipFile(io.BytesIO(content)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    yield from (f"part {name}" for name in files if re.search(r"vba|embed|activeX|customUI", name))
    for name, blob in files.items():
        if not name.endswith((".xml", ".rels")):
            continue
        for one in etree.fromstring(blob).iter():
            said = " ".join((one.text or "").split())
            if one.tag.endswith("}instrText") and not _FIELDS.fullmatch(said):
                yield f"field {said}"
            if one.tag.endswith(("}altChunk", "}object", "}fldSimple")):
                yield f"element {one.tag}"
            if one.get("TargetMode") == "External" and not _ADDRESS.match(one.get("Target", "")):
                yield f"address {one.get('Target')}"


def xlsx(content: bytes) -> Iterator[str]:
    """A workbook has texts alone: no formula, no link, no connection."""
    from openpyxl import load_workbook

    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value is not None and (cell.data_type != "s" or cell.hyperlink):
                yield f"cell {cell.coordinate} {cell.value}"
    with ZipFile(io.BytesIO(content)) as package:
        yield from (
            f"part {name}"
            for name in package.namelist()
            if re.search("extern|query|connection|vba|macro", name, re.I)
        )


def comma_separated(content: bytes) -> Iterator[str]:
    """No cell is a formula to a spreadsheet."""
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        yield from (f"cell {cell}" for cell in row if _FORMULA.match(cell))


def markdown(content: bytes) -> Iterator[str]:
    """What a git host makes of it has no element with an attribute but links to the web."""
    from markdown_it import MarkdownIt

    host = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for tag, values in Page(host.render(content.decode())).elements:
        if tag in _ACTIVE or tag in {"script", "style", "img", "svg", "input", "meta"}:
            yield f"<{tag}>"
        yield from (f"{tag} {name}" for name in values if name not in {"href", "start", "style"})
        yield from _addresses(tag, values)
    yield from _hidden(content.decode())


def data(content: bytes) -> Iterator[str]:
    """It is JSON."""
    json.loads(content)
    yield from ()


def xml(content: bytes) -> Iterator[str]:
    """It is XML without a document type."""
    ET.fromstring(content)
    if b"<!DOCTYPE" in content:
        yield "a document type"


def text(content: bytes) -> Iterator[str]:
    """No character that moves the cursor or hides, and no command but that of an annotation."""
    said = content.decode()
    yield from _hidden(said)
    for line in said.split("\n"):
        if re.match(r"\s*(::(?!(error|warning|notice)( |::))|##\[)", line):
            yield f"command {line}"


def calendar(content: bytes) -> Iterator[str]:
    """Lines are those of events, and no value makes another one."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    known = "BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|UID|DTSTAMP|DTSTART|DTEND|SUMMARY|DESCRIPTION"
    allowed = re.compile(rf"({known}|CATEGORIES|TRANSP|STATUS|LOCATION|X-WR-[A-Z]+|CONTACT)[:;]")
    yield from (f"line {line}" for line in lines if line and not allowed.match(line))
    yield from (
        f"component {x}" for x in lines if x.startswith("BEGIN:") and x[6:] not in _CALENDAR
    )


_CALENDAR = {"VCALENDAR", "VEVENT"}


def script(content: bytes) -> Iterator[str]:
    """A script is one that ships, or data that it reads."""
    from qmsdoc.resources import data_dir

    if content in {path.read_bytes() for path in (data_dir("templates") / "site").glob("*.js")}:
        return
    said = content.decode()
    json.loads(said.partition("=")[2].rstrip(";\n"))
    yield from (f"{sign!r} in data" for sign in "<>&\u2028\u2029" if sign in said)


def style(content: bytes) -> Iterator[str]:
    """A style sheet loads nothing, and has no text of the workspace in it."""
    if _LOADING.search(content.decode()):
        yield "a style sheet that loads something"
    if b"panic" in content or b"alert" in content:
        yield "a text"


def _hidden(said: str) -> Iterator[str]:
    found = {one for one in set(said) - {"\n", "\t"} if unicodedata.category(one) in _FORMAT_CODES}
    if found - {"\u00ad", "\u200b"}:
        yield f"hidden characters {sorted(found)}"


CHECKS: dict[str, Check] = {
    "html": html,
    "pdf": pdf,
    "docx": docx,
    "xlsx": xlsx,
    "csv": comma_separated,
    "md": markdown,
    "json": data,
    "sarif": data,
    "gitlab": data,
    "junit": xml,
    "text": text,
    "table": text,
    "github": text,
    "txt": text,
    "ics": calendar,
    "js": script,
    "css": style,
}
