"""The change request form as a Word file: filled in as far as the comparison goes, to be completed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qmsdoc.render.redline.docx_marks import cell, element, shares, table, text_run
from qmsdoc.render.redline.docx_package import TEXT_WIDTH, Package
from qmsdoc.render.redline.parts import RunView
from qmsdoc.render.redline.request_view import (
    PlaceView,
    RequestView,
    Tick,
    TouchedView,
    request_views,
)
from qmsdoc.render.redline.view import Papers
from qmsdoc.render.standing import ROLE_NAMES
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate

WAYS = {"added": "New document", "changed": "Revised document", "removed": "Withdrawn document"}
_HEAD = (1.15, 2.0, 1.15, 2.0)
_PLACES = (1.1, 2.6, 2.6)
_SIGNING = (1.5, 2.8, 1.3, 1.3)
_SIGNING_HEIGHT = 560
_REASON_HEIGHT = 900
# The title of a part goes a little away from the table above it.
_APART = {"before": "200", "after": "80"}


def request_docx(papers: Papers) -> bytes:
    """A form for each document, each on sheets of its own. Raises UsageError where none changed."""
    views = request_views(papers)
    author = display(papers.author)
    title = papers.wording.translate("Document change request")
    package = Package(papers.wording.language, title, author, papers.moment)
    for place, view in enumerate(views):
        _Form(package, papers.wording.translate, display(papers.organisation)).fill(
            view, is_first=not place
        )
    package.add(_paragraph("Note", []))
    return package.save()


class _Form:
    def __init__(self, package: Package, translate: Translate, organisation: str) -> None:
        self._package, self._say, self._organisation = package, translate, organisation

    def fill(self, view: RequestView, *, is_first: bool) -> None:
        """One form."""
        further = () if is_first else (element("w:pageBreakBefore"),)
        centred = element("w:jc", val="center")
        self._add(_paragraph("Note", [text_run(self._organisation)], *further, centred))
        self._add(_paragraph("FormTitle", [text_run(self._say("Document change request"))]))
        self._add(table(self._head(view), shares(_HEAD, TEXT_WIDTH)))
        self._part("Before and after")
        self._add(table(self._places(view), shares(_PLACES, TEXT_WIDTH)))
        if view["impact"]:
            self._part("What this touches")
            widths = shares((2.0, 4.3), TEXT_WIDTH)
            self._add(table([self._touched(one, widths) for one in view["impact"]], widths))
        if view["departments"]:
            self._part("Countersigned by the departments")
            self._add(self._signing("Department", view["departments"]))
        self._part("Review and approval")
        roles = [self._say(ROLE_NAMES.get(role, role)) for role in view["roles"]]
        self._add(self._signing("Role", roles))

    def _add(self, block: Any) -> None:
        self._package.add(block)

    def _part(self, title: str) -> None:
        spacing = element("w:spacing", **_APART)
        paragraph = _paragraph("CellHead", [text_run(self._say(title), bold=True)], spacing)
        paragraph.pPr.insert(1, element("w:keepNext"))
        self._add(paragraph)

    def _head(self, view: RequestView) -> list[Any]:
        widths = shares(_HEAD, TEXT_WIDTH)
        pairs = [
            ("Requested by", view["applicant"], "Date", view["day"]),
            ("Document number", view["number"], "Document title", view["title"]),
            ("Version before", view["version_before"], "Version after", view["version_after"]),
        ]
        rows = [
            _row(
                [
                    _label(self._say(left), widths[0]),
                    _value(value, widths[1]),
                    _label(self._say(right), widths[2]),
                    _value(other, widths[3]),
                ]
            )
            for left, value, right, other in pairs
        ]
        ways: list[Tick] = [
            {**tick, "name": self._say(WAYS[tick["name"]])} for tick in view["ways"]
        ]
        rows.append(self._wide("Kind of change", _ticked(ways), widths))
        rows.append(self._wide("Weight", _ticked(view["weights"]), widths))
        reasons = "\n".join(view["reasons"])
        rows.append(self._wide("Reason for the change", reasons, widths, _REASON_HEIGHT))
        return rows

    def _wide(self, label: str, text: str, widths: Sequence[int], height: int = 0) -> Any:
        name = _label(self._say(label), widths[0])
        return _row([name, _value(text, sum(widths[1:]), span=3)], height)

    def _places(self, view: RequestView) -> list[Any]:
        widths = shares(_PLACES, TEXT_WIDTH)
        titles = ("Place", "Before", "After")
        head = [
            _label(self._say(title), width) for title, width in zip(titles, widths, strict=True)
        ]
        rows = [_row(head, is_head=True)]
        if view["whole"]:
            said = (
                "The document is new." if view["whole"] == "added" else "The document is withdrawn."
            )
            whole = self._say(said)
            texts = ("", "", whole) if view["whole"] == "added" else ("", whole, "")
            return [*rows, _row([_value(*pair) for pair in zip(texts, widths, strict=True)])]
        return [*rows, *(self._place(place, widths) for place in view["places"])]

    def _place(self, place: PlaceView, widths: Sequence[int]) -> Any:
        name = place["place"] or self._say("Front matter")
        sides = [
            cell([_redlined(line) for line in side] or [_paragraph("Cell", [])], width)
            for side, width in zip((place["before"], place["after"]), widths[1:], strict=True)
        ]
        return _row([_value(name, widths[0]), *sides], breaks=True)

    def _touched(self, view: TouchedView, widths: Sequence[int]) -> Any:
        lines = [
            _paragraph(
                "Cell",
                [text_run(item["text"]), _soft(f"  {'; '.join(item['places'])}")],
            )
            for item in view["items"]
        ]
        name = _label(view["label"], widths[0])
        return _row([name, cell(lines, widths[1], middle=True)], breaks=True)

    def _signing(self, first: str, names: Sequence[str]) -> Any:
        widths = shares(_SIGNING, TEXT_WIDTH)
        titles = (first, "Opinion", "Signature", "Date")
        head = [
            _label(self._say(title), width) for title, width in zip(titles, widths, strict=True)
        ]
        rows = [_row(head, is_head=True)]
        for name in names:
            blanks = [_value("", width) for width in widths[1:]]
            rows.append(_row([_value(name, widths[0]), *blanks], _SIGNING_HEIGHT))
        return table(rows, widths)


def _ticked(ticks: Sequence[Tick]) -> str:
    return "　".join(f"{'☑' if tick['ticked'] else '☐'} {tick['name']}" for tick in ticks)


def _paragraph(style: str, runs: Sequence[Any], *properties: Any) -> Any:
    head = element("w:pPr", element("w:pStyle", val=style), *properties)
    return element("w:p", head, *runs)


def _label(text: str, width: int) -> Any:
    return cell([_paragraph("CellHead", [text_run(text)])], width, shaded=True, middle=True)


def _value(text: str, width: int, *, span: int = 1) -> Any:
    runs = [text_run(text)] if text else []
    return cell([_paragraph("Cell", runs)], width, span=span, middle=True)


def _row(
    cells: Sequence[Any], height: int = 0, *, is_head: bool = False, breaks: bool = False
) -> Any:
    properties = element("w:trPr")
    if not breaks:
        properties.append(element("w:cantSplit"))
    if height:
        properties.append(element("w:trHeight", val=str(height), hRule="atLeast"))
    if is_head:
        properties.append(element("w:tblHeader"))
    return element("w:tr", properties, *cells)


def _redlined(runs: Sequence[RunView]) -> Any:
    """A line with what came underlined and what went struck: the form is no tracked document."""
    return _paragraph("Cell", [_marked(run) for run in runs])


def _soft(text: str) -> Any:
    """A place beside what stands there."""
    made = text_run(text)
    made.insert(0, element("w:rPr", element("w:color", val="56606B"), element("w:sz", val="16")))
    return made


def _marked(run: RunView) -> Any:
    made = text_run(run["text"])
    if run["op"] == "insert":
        look = element("w:rPr", element("w:color", val="0B5A2B"), element("w:u", val="single"))
        made.insert(0, look)
    elif run["op"] == "delete":
        look = element("w:rPr", element("w:strike"), element("w:color", val="98201A"))
        made.insert(0, look)
    return made
