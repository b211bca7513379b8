"""The whole manual: cover, contents, every document on sheets of its own, annexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qmsdoc.render.docx.annexes import Annexes
from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.contents import Entry, contents_field
from qmsdoc.render.docx.file import File, Properties
from qmsdoc.render.docx.form import blank_form
from qmsdoc.render.docx.front import Front
from qmsdoc.render.docx.inline import run
from qmsdoc.render.docx.parts import Parts
from qmsdoc.render.docx.sheets import Head, ended, section
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import SPACE, Paragraph
from qmsdoc.render.docx.xml import Xml

MANUAL_FILE = "manual.docx"


class Manual:
    """One use. *view* is that of the manual, *about* that of the organisation."""

    def __init__(self, story: Story, view: Mapping[str, Any], about: Mapping[str, str]) -> None:
        self._story = story
        self._view = view
        self._about = about
        self._name = story.label("Quality management system documents")

    def file(self) -> File:
        """The file with all of it."""
        annexes = Annexes(self._story, self._view).all()
        blocks = [*self._front(), *self._documents()]
        for lying, annex in annexes[:-1]:
            blocks += ended(annex, self._section(lying))
        lying, last = annexes[-1]
        properties = Properties(
            title=self._name,
            organisation=self._about["organisation"],
            language=self._about["language"],
            day=self._view["date"],
            number=self._about["code"],
        )
        return File(
            path=MANUAL_FILE,
            story=self._story,
            properties=properties,
            blocks=[*blocks, *ended(last)],
            section=self._section(lying),
            has_contents=True,
        )

    def _front(self) -> Iterator[Xml]:
        front = Front(self._story, self._view, self._about, self._name)
        yield from ended(front.cover(), section(self._story, None, ""))
        contents = contents_field(self._story, [*self._entries()], (1, 2))
        blocks = [*front.release(), *contents, *front.revisions()]
        yield from ended(blocks, self._section())

    def _section(self, lying: bool = False) -> Xml:
        head = Head(self._name, self._about["code"], self._view["mark"])
        return section(self._story, head, self._about["organisation"], lying)

    def _entries(self) -> Iterator[Entry]:
        say, view = self._story.label, self._view
        yield Entry("#release", 1, "", say("Release order"))
        yield Entry("#revisions", 1, "", say("Record of revisions"))
        for level in view["levels"]:
            yield Entry(f"#{level['anchor']}", 1, "", self._level(level))
            for document in level["documents"]:
                numbered = document["number"], document["title"], document["version"]
                yield Entry(f"#{document['anchor']}", 2, *numbered)
        if view["objectives"]:
            yield Entry("#objectives", 1, "", say("Quality objectives"))
        for standard in view["standards"]:
            if standard["lines"]:
                title = say("Clauses of {standard}", standard=standard["number"])
                yield Entry(f"#{standard['anchor']}", 1, "", title)
        yield Entry("#register", 1, "", say("Register of documents"))

    def _level(self, level: Mapping[str, Any]) -> str:
        if not level["number"]:
            return str(level["name"])
        return f"{self._story.label('Level {number}', number=level['number'])} · {level['name']}"

    def _documents(self) -> Iterator[Xml]:
        for level in self._view["levels"]:
            named = self._level(level)
            for place, document in enumerate(level["documents"]):
                above = Paragraph(run(named), "Kind")
                if place == 0:
                    placed = self._story.bookmark(level["anchor"], run(named))
                    above = Paragraph(placed, "Heading1")
                blocks = [*self._document(document, above)]
                yield from ended(blocks, self._sheets(document))

    def _document(self, document: Mapping[str, Any], above: Paragraph) -> Iterator[Xml]:
        story = self._story
        parts = Parts(story, document)
        yield from parts.title([above])
        if document["form"]:
            yield from blank_form(story, document["form"])
            yield from Blocks(story).write(document["body"])
            yield SPACE
            yield parts.control_table()
        else:
            yield parts.control_table()
            yield from parts.sign_off()
            yield from Blocks(story).write(document["body"])
        yield from parts.clauses()
        yield from parts.history()
        yield from parts.charts()

    def _sheets(self, document: Mapping[str, Any]) -> Xml:
        story = self._story
        version = document["version"]
        right = story.label("Version {version}", version=version) if version else ""
        left = f"{document['full_number']} {document['title']}".strip()
        head = Head(left, right, document["mark"])
        return section(story, head, self._about["organisation"])
