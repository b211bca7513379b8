"""The table of contents: a field of Word's, with its entries already there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qmsdoc.render.docx.inline import Look, field, run, spread
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import Paragraph
from qmsdoc.render.docx.xml import NOTHING, Xml, text, w


class Entry(NamedTuple):
    """A line that leads to ``href``; ``depth`` counts from 1."""

    href: str
    depth: int
    number: str
    title: str
    after: str = ""


def contents_field(
    story: Story, entries: Sequence[Entry], levels: tuple[int, int]
) -> Iterator[Xml]:
    """The title and the entries. *levels* of headings are what Word makes it of, when told to."""
    yield Paragraph(spread(story.label("Contents")), "TOCHeading", break_before=True).xml()
    known = [entry for entry in entries if entry.href[1:] in story.targets]
    begun = Xml(
        w("r", w("fldChar", fldCharType="begin"))
        + w("r", text("instrText", f' TOC \\o "{levels[0]}-{levels[1]}" \\h \\z \\u '))
        + w("r", w("fldChar", fldCharType="separate"))
    )
    for place, entry in enumerate(known):
        line = _line(story, entry)
        start = begun if place == 0 else NOTHING
        yield Paragraph(Xml(f"{start}{line}"), f"TOC{min(max(entry.depth, 1), 3)}").xml()
    if known:
        yield Paragraph(w("r", w("fldChar", fldCharType="end")), "SectionEnd").xml()


def _line(story: Story, entry: Entry) -> Xml:
    name = story.targets[entry.href[1:]]
    number = f"{entry.number}　" if entry.number else ""
    after = run(f"　{entry.after}", Look("Note")) if entry.after else ""
    said = f"{run(number + entry.title)}{after}{w('r', w('tab'))}"
    # Which sheet it is on only a reader that lays the text out can say.
    sheet = field(f"PAGEREF {name} \\h", "")
    return w("hyperlink", Xml(said), sheet, anchor=name, history=1)
