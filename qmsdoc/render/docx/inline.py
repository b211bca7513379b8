"""Runs of text: the inline nodes of the body tree, and the texts of the page itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from qmsdoc.render.docx.faces import MONO, SANS, rfonts
from qmsdoc.render.docx.pictures import shown_picture
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.xml import NOTHING, Xml, element, flag, text, w

Nodes = Sequence[Any]
# To Word, a file with an address that is not quite right is a broken file.
_HOST = r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:([0-9]{1,4}|[1-5][0-9]{4}))?"
_REST = r"([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
_WEB = re.compile(
    rf"(https?://{_HOST}([/?]{_REST})?|mailto:[A-Za-z0-9._+-]+@{_REST})(#{_REST})?",
    re.ASCII | re.IGNORECASE,
)
# The file of another document, beside this one.
_BESIDE = re.compile(r"[A-Za-z0-9-]+\.docx", re.ASCII)
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
# Signs that Word sets in the Latin face unless it is told that they are Chinese.
_EITHER = re.compile("[\u00a7-\u00d7\u2010-\u2027\u2030-\u205e\u2100-\u27bf]")
_WORDS = re.compile("[0-9A-Za-z]")
_DOCUMENT, _NOTES = "document.xml", "footnotes.xml"


class Look(NamedTuple):
    """How a run looks beside its paragraph; ``style`` is the id of a style of characters. No line
    ends at the hyphens of ``firm`` text, which is a number or a day. The letters of ``close`` text
    are not spread, whatever its paragraph says.
    """

    style: str = ""
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    firm: bool = False
    close: bool = False


PLAIN = Look()
FIRM = Look(firm=True)


def run(content: str, look: Look = PLAIN, lines: bool = False) -> Xml:
    """A run of text; with *lines*, a line feed breaks the line."""
    if not content:
        return NOTHING
    mark, between = ("\n", "br") if lines else ("-", "noBreakHyphen") if look.firm else ("", "")
    pieces = content.split(mark) if mark else [content]
    said = w(between).join(text("t", piece) if piece else "" for piece in pieces)
    return w("r", _properties(content, look), Xml(said))


def spread(content: str) -> Xml:
    """The run of a title, whose style spreads Chinese characters; not where there are words or
    numbers among them.
    """
    return run(content, PLAIN._replace(close=bool(_WORDS.search(content))))


def _properties(content: str, look: Look) -> Xml:
    style = look.style or ("CodeText" if look.code else "")
    style = style or ("Strong" if look.strong else "Emphasis" if look.emphasis else "")
    hint = bool(_EITHER.search(content)) and bool(_CHINESE.search(content) or len(content) == 1)
    fonts = NOTHING
    if look.code and style != "CodeText":
        fonts = rfonts(MONO, hint)
    elif look.strong and style != "Strong":
        fonts = rfonts(SANS, hint)
    elif hint:
        fonts = w("rFonts", hint="eastAsia")
    inside = (
        w("rStyle", val=style) if style else NOTHING,
        fonts,
        flag("b", look.strong and style != "Strong"),
        flag("i", look.emphasis and style != "Emphasis"),
        w("spacing", val=0) if look.close else NOTHING,
    )
    return w("rPr", *inside) if any(inside) else NOTHING


def field(instruction: str, result: str, look: Look = PLAIN) -> Xml:
    """A field: what Word is to work out, and what stands there until it has.

    *instruction* is never made of content.
    """
    properties = _properties("", look)
    return Xml(
        f"{w('r', properties, w('fldChar', fldCharType='begin'))}"
        f"{w('r', properties, text('instrText', f' {instruction} '))}"
        f"{w('r', properties, w('fldChar', fldCharType='separate'))}"
        f"{run(result, look)}"
        f"{w('r', properties, w('fldChar', fldCharType='end'))}"
    )


class Inline:
    """Writes inline nodes into one part of a file: its document, or its notes."""

    def __init__(self, story: Story, width: int = 0, in_note: bool = False) -> None:
        self._story = story
        self._width = width or story.profile.wide
        self._in_note = in_note

    def runs(self, nodes: Nodes, look: Look = PLAIN) -> Xml:
        """The runs of *nodes*."""
        return Xml("".join(self._node(node, look) for node in nodes))

    def link(self, href: str, inside: str | Nodes, look: Look = PLAIN) -> Xml:
        """*inside* as a link, and as mere text where *href* leads nowhere."""
        nodes = [inside] if isinstance(inside, str) else inside
        target = self._target(href)
        if target is None:
            return self.runs(nodes, look)
        runs = self.runs(nodes, look._replace(style=look.style or "Hyperlink"))
        return element("w:hyperlink", target, runs) if runs else NOTHING

    def _target(self, href: str) -> dict[str, str] | None:
        if href.startswith("#"):
            name = self._story.targets.get(href[1:])
            return {"w:anchor": name, "w:history": "1"} if name else None
        beside = href.partition("#")[0]
        address = href if _WEB.fullmatch(href) else beside if _BESIDE.fullmatch(beside) else ""
        if not address:
            return None
        part = _NOTES if self._in_note else _DOCUMENT
        return {"r:id": self._story.relations_of(part).to_address(address), "w:history": "1"}

    def _node(self, node: Any, look: Look) -> Xml:
        if isinstance(node, str):
            return run(node, look)
        content = node.get("c", ())
        match node["t"]:
            case "strong":
                return self.runs(content, look._replace(strong=True))
            case "emphasis":
                return self.runs(content, look._replace(emphasis=True))
            case "code":
                return run(content, look._replace(code=True))
            case "link":
                return self.link(node["href"], content, look)
            case "break":
                return w("r", w("br"))
            case "picture":
                part = _NOTES if self._in_note else _DOCUMENT
                return shown_picture(self._story, part, node, self._width) or run(
                    f"[{content[0]}]" if content[0] else "[—]", look._replace(style="Note")
                )
            case "note":
                return self._note(node, look)
        return NOTHING

    def _note(self, node: Any, look: Look) -> Xml:
        if self._in_note:
            # A note cannot have notes of its own in Word: it is said in place.
            inside = self.runs(node["c"], look)
            return Xml(f"{run(' [', look)}{inside}{run(']', look)}") if inside else NOTHING
        story, name = self._story, str(node["name"])
        marks = Look("FootnoteReference")
        known = story.note_numbers.get(name)
        if known:
            return field(f"NOTEREF _N{known} \\h", str(known), marks)
        number = story.note_numbers[name] = len(story.note_numbers) + 1
        story.notes.append(NOTHING)
        story.notes[number - 1] = _note_text(Inline(story, in_note=True).runs(node["c"]), number)
        reference = w("r", _properties("", marks), w("footnoteReference", id=number))
        return story.named(f"_N{number}", reference)


def _note_text(inside: Xml, number: int) -> Xml:
    mark = w("r", w("rPr", w("rStyle", val="FootnoteReference")), w("footnoteRef"))
    style = w("pPr", w("pStyle", val="FootnoteText"))
    return w("footnote", w("p", style, mark, run(" "), inside), id=number)
