"""The first sheets of the manual: cover, release order, record of revisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.faces import MM
from qmsdoc.render.docx.inline import Inline, run, spread
from qmsdoc.render.docx.parts import Parts, day_gaps
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import (
    SPACE,
    Paragraph,
    Row,
    cell,
    firm_cell,
    head_row,
    label_cell,
    shares,
    table,
    text_cell,
)
from qmsdoc.render.docx.xml import Xml

_FROM_TOP, _ABOVE_FOOT = round(45 * MM), round(75 * MM)


class Front:
    """*name* is that of the manual."""

    def __init__(
        self, story: Story, view: Mapping[str, Any], about: Mapping[str, str], name: str
    ) -> None:
        self._story = story
        self._say = story.label
        self._view = view
        self._about = about
        self._name = name

    def cover(self) -> Iterator[Xml]:
        """Organisation, name, standards, and of which day it is."""
        yield Paragraph(run(self._about["organisation"]), "CoverLine", before=_FROM_TOP).xml()
        yield Paragraph(run(self._name), "CoverName").xml()
        for standard in self._view["standards"]:
            said = f"{standard['number']} {standard['title']}".rstrip()
            yield Paragraph(run(said), "CoverSmall").xml()
        day = self._view["date"]
        edition = (
            self._about["code"],
            self._say("as of {date}", date=day) if day else "",
            self._about["revision"][:10],
        )
        yield Paragraph(
            run("　　".join(filter(None, edition))), "CoverSmall", before=_ABOVE_FOOT
        ).xml()

    def release(self) -> Iterator[Xml]:
        """The release order: what the organisation wrote, and what is released."""
        release, say = self._view["release"], self._say
        yield self._title(say("Release order"), "release")
        if release["body"] is None:
            text = "{organisation} releases the documents of its quality management system listed here."
            said = say(text, organisation=self._about["organisation"])
            yield Paragraph(run(said), "BodyText").xml()
        else:
            yield from Blocks(self._story).write(release["body"])
        yield SPACE
        rows = [
            Row([label_cell(label), text_cell(said)]) for label, said in self._released(release)
        ]
        yield table(shares((1, 4), self._story.profile.wide), rows, together=True)
        yield from Parts(self._story, release).sign_off()

    def _released(self, release: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        say = self._say
        if release["number"]:
            version = say("Version {version}", version=release["version"] or "—")
            yield say("Quality manual"), f"{release['number']} {release['title']}　{version}"
        counts = [say("{level}: {number}", level=level, number=n) for level, n in release["levels"]]
        yield say("Documents released"), say("; ").join(counts)
        yield say("As of"), self._view["date"] or "—"
        if release["issued"]:
            yield say("Issued"), release["issued"]
        yield say("Effective"), release["effective"] or day_gaps(self._story)

    def revisions(self) -> Iterator[Xml]:
        """The latest revision of every document."""
        say, inline = self._say, Inline(self._story)
        yield self._title(say("Record of revisions"), "revisions", break_before=True)
        labels = ("Number", "Title", "Version", "Date", "Summary of the revision", "Approver")
        rows = [head_row([say(label) for label in labels])]
        rows += [self._revision(line, inline) for line in self._view["revisions"]]
        yield table(shares((1.25, 2.4, 0.75, 1.35, 4.3, 1.0), self._story.profile.wide), rows)

    def _revision(self, line: Mapping[str, Any], inline: Inline) -> Row:
        return Row(
            [
                firm_cell(line["number"]),
                cell(inline.link(line["href"], line["title"])),
                text_cell(line["version"]),
                firm_cell(line["date"] or "—"),
                text_cell(line["summary"]),
                text_cell(line["approved_by"] or "—"),
            ]
        )

    def _title(self, said: str, anchor: str, break_before: bool = False) -> Xml:
        placed = self._story.bookmark(anchor, spread(said))
        return Paragraph(placed, "FrontTitle", break_before=break_before).xml()
