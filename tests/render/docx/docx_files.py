"""Making DOCX of a workspace, and reading the files back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from posixpath import normpath
from typing import Any
from zipfile import ZipFile

from docx import Document
from lxml import etree
from rendering import TODAY
from schema_order import misplaced

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.render.worker import Limits

GOLDEN = Path(__file__).parents[2] / "golden" / "render" / "workspace"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DOCPR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def make(
    root: Path,
    *targets: str,
    language: str = "en",
    limits: Limits | None = None,
    choices: Choices | None = None,
) -> dict[str, bytes]:
    """The DOCX files of a workspace by name."""
    with open_workspace(root, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, language, 1, choices)
        artifacts = list(rendering.artifacts(targets, limits, ("docx",)))
    return {artifact.path: artifact.content for artifact in artifacts}


class Docx:
    """What a reader finds in a file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with ZipFile(BytesIO(content)) as package:
            self.names = package.namelist()
            self.dates = {entry.date_time for entry in package.infolist()}
            self.files = {name: package.read(name) for name in self.names}
        self.parts = {
            name: etree.fromstring(blob)
            for name, blob in self.files.items()
            if name.endswith((".xml", ".rels"))
        }
        # What python-docx cannot read, it raises here.
        self.opened = Document(BytesIO(content))

    @property
    def body(self) -> Any:
        return self.parts["word/document.xml"]

    @property
    def text(self) -> str:
        """All text of the body in order, paragraphs on lines of their own."""
        return "\n".join(map(said, self.body.iter(f"{W}p")))

    @property
    def running(self) -> str:
        """What stands in heads and feet."""
        named = (name for name in self.names if re.match(r"word/(header|footer)", name))
        return "\n".join(said(one) for name in named for one in self.parts[name].iter(f"{W}p"))

    @property
    def notes(self) -> list[str]:
        return [said(note) for note in self.parts["word/footnotes.xml"][2:]]

    def styled(self, style: str) -> list[str]:
        """The texts of all paragraphs of that style."""
        return [
            said(one)
            for one in self.body.iter(f"{W}p")
            if (found := one.find(f"{W}pPr/{W}pStyle")) is not None
            and found.get(f"{W}val") == style
        ]

    @property
    def instructions(self) -> list[str]:
        """What fields are told to do."""
        texts = (
            one.text or "" for part in self.parts.values() for one in part.iter(f"{W}instrText")
        )
        return [" ".join(text.split()) for text in texts]

    @property
    def addresses(self) -> set[str]:
        """What the file refers to outside of itself."""
        return {
            relation.get("Target", "")
            for name, part in self.parts.items()
            if name.endswith(".rels")
            for relation in part
            if relation.get("TargetMode") == "External"
        }

    def problems(self, templated: bool = False) -> list[str]:
        """What is unsound: ids that are there twice, references to nothing, elements out of order.

        Of a file made from a template, the styles and settings are not ours.
        """
        theirs = ("word/styles.xml", "word/settings.xml", "word/stylesWithEffects.xml")
        order = [one for one in self._order() if not (templated and one.startswith(theirs))]
        return [*self._relations(), *self._ids(), *self._references(), *order]

    def _relations(self) -> Iterator[str]:
        for name, part in self.parts.items():
            used = {
                value
                for one in part.iter()
                for key, value in one.attrib.items()
                if key.startswith(R)
            }
            folder, _, stem = name.rpartition("/")
            relations = self.parts.get(f"{folder}/_rels/{stem}.rels")
            known = {} if relations is None else {one.get("Id"): one for one in relations}
            yield from (f"{name}: no relation {one}" for one in used - set(known))
            for one in known.values():
                if (
                    one.get("TargetMode") != "External"
                    and normpath(f"{folder}/{one.get('Target')}") not in self.files
                ):
                    yield f"{name}: no part {one.get('Target')}"

    def _ids(self) -> Iterator[str]:
        marks = list(self.body.iter(f"{W}bookmarkStart"))
        ends = [one.get(f"{W}id") for one in self.body.iter(f"{W}bookmarkEnd")]
        yield from _twice("bookmark id", [one.get(f"{W}id") for one in marks])
        yield from _twice("bookmark", [one.get(f"{W}name") for one in marks])
        if sorted(ends) != sorted(one.get(f"{W}id") for one in marks):
            yield "bookmarks that do not end"
        drawings = [one.get("id") for part in self.parts.values() for one in part.iter(DOCPR)]
        yield from _twice("drawing", drawings)
        yield from _twice("file", self.names)

    def _references(self) -> Iterator[str]:
        marks = {one.get(f"{W}name") for one in self.body.iter(f"{W}bookmarkStart")}
        anchors = {one.get(f"{W}anchor") for one in self.body.iter(f"{W}hyperlink")} - {None}
        anchors |= {
            text.split()[1] for text in self.instructions if text.startswith(("PAGEREF", "NOTEREF"))
        }
        yield from (f"no bookmark {one}" for one in anchors - marks)
        styles = {one.get(f"{W}styleId") for one in self.parts["word/styles.xml"]}
        used = {
            one.get(f"{W}val")
            for part in self.parts.values()
            for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
            for one in part.iter(f"{W}{kind}")
        }
        yield from (f"no style {one}" for one in used - styles)
        lists = {one.get(f"{W}numId") for one in self.parts["word/numbering.xml"].iter(f"{W}num")}
        yield from (f"no list {one}" for one in _values(self.body, "numId") - lists)
        notes = {one.get(f"{W}id") for one in self.parts["word/footnotes.xml"]}
        referred = {one.get(f"{W}id") for one in self.body.iter(f"{W}footnoteReference")}
        yield from (f"no note {one}" for one in referred - notes)

    def _order(self) -> Iterator[str]:
        for name, part in self.parts.items():
            yield from (f"{name}: {said}" for said in misplaced(part))


def said(element: Any) -> str:
    """The text of an element, as it is read out."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
    return "".join(
        (one.text or "") if one.tag == f"{W}t" else signs.get(one.tag, "") for one in element.iter()
    )


def _values(part: Any, name: str) -> set[str]:
    return {one.get(f"{W}val") for one in part.iter(f"{W}{name}")}


def _twice(what: str, values: list[Any]) -> Iterator[str]:
    return (f"{what} {value} is there {n} times" for value, n in Counter(values).items() if n > 1)
