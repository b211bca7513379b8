"""What several files show: title block, control table, signatures, clauses, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qmsdoc.render.body_tree import charts_of
from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.inline import FIRM, PLAIN, Inline, Look, run
from qmsdoc.render.docx.room import BESIDE
from qmsdoc.render.docx.story import TOP, Story
from qmsdoc.render.docx.styles import resolved
from qmsdoc.render.docx.tables import (
    Cell,
    Paragraph,
    Row,
    cell,
    firm_cell,
    group_row,
    head_row,
    label_cell,
    shares,
    table,
    text_cell,
)
from qmsdoc.render.docx.xml import Xml
from qmsdoc.render.drawing.widths import text_width

SOFT, MARKED, BOLD = Look("Note"), Look("Mark"), PLAIN._replace(strong=True)
_SIGNING_HEIGHT = 1250
# Of a fingerprint; one that would need more is left to the reader.
_MOST_LINES = 9


class Parts:
    """The parts of one document, as paragraphs and tables. *document* is its view."""

    def __init__(self, story: Story, document: Any) -> None:
        self._story = story
        self._document = document
        self._inline = Inline(story)
        self._say = story.label

    def title(self, above: Sequence[Paragraph]) -> Iterator[Xml]:
        """The title below the lines *above*; its heading is what others link to."""
        document = self._document
        for line in above:
            yield line.xml()
        number = f"{document['number']}　" if self._story.base > 1 and document["number"] else ""
        named = run(f"{number}{document['title']}")
        placed = self._story.bookmark(TOP, self._story.bookmark(document["anchor"], named))
        yield Paragraph(placed, f"Heading{self._story.base}").xml()
        version = self._say("Version {version}", version=document["version"])
        said = (document["full_number"], version if document["version"] else "", document["date"])
        yield Paragraph(run("　　".join(filter(None, said))), "Edition").xml()

    def level_name(self) -> str:
        """The level by its number and name."""
        document = self._document
        if not document["level"]:
            return str(document["kind_name"])
        level = self._say("Level {number}", number=document["level"])
        return f"{level} · {document['kind_name']}"

    def control_table(self) -> Xml:
        """Number, version, owner and what else is said of the document."""
        document = self._document
        pairs = [
            (self._say("Document number"), self._text(document["full_number"])),
            (self._say("Version"), self._version()),
            (self._say("Level"), run(self.level_name())),
            (self._say("Version dated"), self._text(document["date"])),
            (self._say("Responsible department"), self._text(document["owner"])),
            (self._say("Review"), self._text(document["review"])),
            *((label, run(said)) for label, said in self._standing()),
        ]
        rows = [
            Row(
                [
                    part
                    for label, said in pairs[n : n + 2]
                    for part in (label_cell(label), cell(said))
                ]
            )
            for n in range(0, len(pairs) - 1, 2)
        ]
        single = pairs[-1:] if len(pairs) % 2 else []
        wide = [*((label, cell(said, 3)) for label, said in single), *self._wide()]
        rows += [Row([label_cell(label), one]) for label, one in wide]
        return table(shares((1.05, 2, 1.05, 2), self._story.profile.wide), rows, together=True)

    def _standing(self) -> Iterator[tuple[str, str]]:
        standing = self._document["standing"]
        labels = {
            "state": self._say("State"),
            "issued": self._say("Issued"),
            "effective": self._say("Effective"),
            "copy": self._say("Copy number"),
        }
        return ((label, standing[key]) for key, label in labels.items() if standing[key])

    def _wide(self) -> Iterator[tuple[str, Cell]]:
        document, comma = self._document, self._say(", ")
        if document["parent"]:
            yield self._say("Parent document"), self._links([document["parent"]])
        texts = {
            self._say("Retention"): document["retention"],
            self._say("Basis"): document["basis"],
            self._say("Distribution"): comma.join(document["distribution"]),
            self._say("For the posts"): comma.join(document["audience"]),
        }
        yield from ((label, text_cell(said, span=3)) for label, said in texts.items() if said)
        if document["supersedes"]:
            yield self._say("Supersedes"), self._links(document["supersedes"])

    def _links(self, links: Sequence[Any]) -> Cell:
        paragraphs = [
            Paragraph(
                self._inline.link(link["href"], f"{link['number']} {link['title']}".rstrip()),
                "TableText",
            )
            for link in links
        ]
        return Cell(paragraphs, 3)

    def _version(self) -> Xml:
        said = self._text(self._document["version"])
        if not self._document["history"]["uncommitted"]:
            return said
        return Xml(f"{said}{run(' ' + self._say('not committed'), MARKED)}")

    def _text(self, said: str) -> Xml:
        return run(said or "—")

    def sign_off(self, inherited: Any = None) -> Iterator[Xml]:
        """Who signed, role by role; a line for each signature by hand that is still to come."""
        roles = self._document["sign_off"] if inherited is None else inherited
        if roles:
            em = resolved(self._story)["SmallText"].size * 10
            room = (self._story.profile.wide // len(roles) - BESIDE) / em
            cells = [self._signed(role["signed"], room) for role in roles]
            head = head_row([role["role"] for role in roles], "center")
            rows = [head, Row(cells, height=_SIGNING_HEIGHT)]
            yield table(shares([1] * len(roles), self._story.profile.wide), rows, together=True)

    def _signed(self, entries: Sequence[Any], room: float) -> Cell:
        if not entries:
            return Cell((Paragraph(run(day_gaps(self._story)), "SigningLine"),), across="bottom")
        paragraphs = []
        for entry in entries:
            post = run(f"　{entry['post']}", SOFT) if entry["post"] else ""
            paragraphs.append(Paragraph(Xml(f"{run(entry['person'], BOLD)}{post}"), "TableText"))
            if entry["date"]:
                paragraphs.append(Paragraph(run(entry["date"], FIRM), "SmallText"))
            unsigned = self._say("entered without a signing key")
            key = self._key(entry["key"], room) if entry["key"] else run(unsigned)
            paragraphs.append(Paragraph(key, "SmallText"))
        return Cell(paragraphs)

    def _key(self, key: str, room: float) -> Xml:
        """A fingerprint, in as few lines of one length as fit *room* in em: it has no place of its
        own to break at, and readers choose odd ones.
        """
        ways = (_cut(key, count) for count in range(1, _MOST_LINES))
        fits = next((lines for lines in ways if max(map(text_width, lines)) <= room), [key])
        return run("\n".join(fits), lines=True)

    def charts(self) -> Iterator[Xml]:
        """The flow charts that the text refers to."""
        charts = list(charts_of(self._document["body"]))
        if charts:
            yield self._part(self._say("Flow charts"))
            yield from Blocks(self._story).write(charts)

    def clauses(self) -> Iterator[Xml]:
        """The clauses that the document claims, by standard."""
        claims = self._document["clauses"]
        if not claims:
            return
        yield self._part(self._say("Clauses covered"))
        rows = [head_row((self._say("Clause"), self._say("Section of this document")))]
        for standard in dict.fromkeys(claim["standard"] for claim in claims):
            group = [claim for claim in claims if claim["standard"] == standard]
            rows.append(group_row(2, run(f"{standard} {group[0]['standard_title']}".rstrip())))
            rows += [Row([self._clause(claim), self._section(claim)]) for claim in group]
        yield table(shares((1.2, 1), self._story.profile.wide), rows)

    def _clause(self, claim: Any) -> Cell:
        return text_cell(f"{claim['number']}　{claim['title']}".rstrip("　"))

    def _section(self, claim: Any) -> Cell:
        if not claim["section"]:
            return text_cell(self._say("the whole document"))
        return cell(self._inline.link(claim["href"], claim["section"]))

    def history(self) -> Iterator[Xml]:
        """The revisions, newest first, or why there are none."""
        history, say = self._document["history"], self._say
        yield self._part(say("Revision history"))
        if history["missing"]:
            said = say("No revision history: {reason}.", reason=history["missing"])
            yield Paragraph(run(said, SOFT), "TableText").xml()
            return
        labels = say("Version"), say("Date"), say("Revised by"), say("Summary of the revision")
        rows = [head_row(labels)]
        if history["uncommitted"]:
            new = (self._document["version"] or "—", "—", "—")
            cells = [*map(text_cell, new), text_cell(say("not committed"), MARKED)]
            rows.append(Row(cells))
        widths = shares((1, 1.5, 1.6, 6), self._story.profile.wide)
        room = (widths[-1] - BESIDE) / (self._story.profile.note * 10)
        for revision in history["revisions"]:
            day = firm_cell(revision["date"] or "—")
            number, who = text_cell(revision["version"]), text_cell(revision["author"])
            rows.append(Row([number, day, who, self._change(revision, room)]))
        yield table(widths, rows)

    def _change(self, revision: Any, room: float) -> Cell:
        """What was changed and who signed; signatures fill lines of so many em, for readers break
        even what is said to stay together: a name and its day.
        """
        said = [Paragraph(run(revision["summary"]), "TableText")]
        if revision["signed"]:
            lines = "\n".join(_filled(revision["signed"], room))
            said.append(Paragraph(run(lines, SOFT, lines=True), "TableText"))
        return Cell(said)

    def _part(self, said: str) -> Xml:
        return Paragraph(run(said), "Part").xml()


def _cut(key: str, count: int) -> list[str]:
    """*key* in *count* lines at most."""
    length = -(-len(key) // count)
    return [key[n : n + length] for n in range(0, len(key), length)]


def _filled(pieces: Sequence[str], room: float) -> list[str]:
    """Lines of *pieces*, of which none is broken where it fits *room* in em."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{lines[-1]}　{piece}"
        if text_width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def day_gaps(story: Story) -> str:
    """Room for a day to be written by hand."""
    named = [story.label(text) for text in ("(year)", "(month)", "(day)")]
    return "　　　" + "　　".join(named)
