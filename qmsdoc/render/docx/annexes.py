"""The last sheets of the manual: objectives, clauses by standard, the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.inline import FIRM, PLAIN, Inline, Look, run, spread
from qmsdoc.render.docx.room import roomy, unbroken
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import (
    Cell,
    Paragraph,
    Row,
    cell,
    firm_cell,
    group_row,
    head_row,
    shares,
    table,
    text_cell,
)
from qmsdoc.render.docx.xml import NOTHING, Xml

_SIGNS = {"at-least": "≥ ", "at-most": "≤ "}
_SOFT, _MARKED, _BOLD = Look("Note"), Look("Mark"), PLAIN._replace(strong=True)
# Values of an objective that are not worth two runs of them.
_FEW = 5
# Columns with their shares; those of the ledger, and those of days.
_REGISTER = {
    "Document number": 2.2,
    "Title": 3.0,
    "Version": 0.9,
    "Version dated": 1.3,
    "Issued": 1.3,
    "Effective": 1.3,
    "Approver": 1.1,
    "Responsible department": 1.6,
    "Distribution": 4.4,
}
_LEDGER = ("Issued", "Effective", "Approver")
_DAYS = ("Version dated", "Issued", "Effective")
# Of the text of a table, in points.
_SIZE = 9.0
_OBJECTIVES = (
    "Number",
    "Objective and indicator",
    "Target",
    "Period",
    "Responsible department",
    "Documents",
)


class Annexes:
    """*view* is that of the manual."""

    def __init__(self, story: Story, view: Mapping[str, Any]) -> None:
        self._story = story
        self._say = story.label
        self._view = view
        self._inline = Inline(story)

    def all(self) -> list[tuple[bool, list[Xml]]]:
        """Each annex with whether its sheets lie; the register is the last."""
        annexes = [(False, [*self._objectives()])] if self._view["objectives"] else []
        annexes += [
            (False, [*self._clauses(standard)])
            for standard in self._view["standards"]
            if standard["lines"]
        ]
        return [*annexes, (True, [*self._register()])]

    def _title(self, anchor: str, said: str, under: str = "") -> Iterator[Xml]:
        placed = self._story.bookmark(anchor, spread(said))
        yield Paragraph(placed, "FrontTitleAbove" if under else "FrontTitle").xml()
        if under:
            yield Paragraph(run(under), "FrontLine").xml()

    def _objectives(self) -> Iterator[Xml]:
        yield from self._title("objectives", self._say("Quality objectives"))
        rows = [head_row(map(self._say, _OBJECTIVES))]
        rows += [self._objective(objective) for objective in self._view["objectives"]]
        yield table(shares((1.6, 4, 1.3, 0.8, 1.7, 1.2), self._story.profile.wide), rows)
        for objective in self._view["objectives"]:
            if objective["trend"]:
                yield from self._trend(objective["trend"])

    def _trend(self, trend: Mapping[str, Any]) -> Iterator[Xml]:
        """The chart, and every value, in runs side by side."""
        yield from Blocks(self._story).write([trend["figure"]])
        values = [(row["period"], row["value"], row["verdict"]) for row in trend["rows"]]
        runs = 1 if len(values) < _FEW else 2
        deep = -(-len(values) // runs)
        labels = [self._say(label) for label in ("Period", "Value", "Outcome")]
        rows = [head_row(labels * runs)]
        for place in range(deep):
            beside = [
                values[n] if n < len(values) else ("", "", "")
                for n in range(place, deep * runs, deep)
            ]
            rows.append(Row([text_cell(said) for value in beside for said in value]))
        yield table(
            shares(
                (1, 1, 1.4) * runs,
                self._story.profile.wide if runs > 1 else self._story.profile.wide // 2,
            ),
            rows,
            together=True,
        )

    def _objective(self, objective: Mapping[str, Any]) -> Row:
        title = Paragraph(run(objective["title"], _BOLD), "TableText")
        indicator = Paragraph(run(objective["indicator"]), "SmallText")
        target = f"{_SIGNS.get(objective['direction'], '')}{objective['target']}{objective['unit']}"
        named = [
            self._inline.link(one["href"], one["number"], FIRM) for one in objective["documents"]
        ]
        number = self._story.bookmark(str(objective.get("id", "")), run(objective["number"], FIRM))
        return Row(
            [
                cell(number),
                Cell((title, indicator)),
                text_cell(target),
                text_cell(self._period(objective["period"])),
                text_cell(objective["owner"]),
                Cell([Paragraph(inside, "TableText") for inside in named]),
            ]
        )

    def _period(self, period: str) -> str:
        known = {
            "month": self._say("month"),
            "quarter": self._say("quarter"),
            "half-year": self._say("half-year"),
            "year": self._say("year"),
        }
        return known.get(period, period)

    def _clauses(self, standard: Mapping[str, Any]) -> Iterator[Xml]:
        title = self._say("Clauses of {standard}", standard=standard["number"])
        yield from self._title(standard["anchor"], title, standard["title"])
        rows = [head_row((self._say("Clause"), self._say("Covered by")))]
        rows += [self._clause(clause) for clause in standard["lines"]]
        yield table(shares((1, 1.1), self._story.profile.wide), rows)

    def _clause(self, clause: Mapping[str, Any]) -> Row:
        named = f"{clause['number']}　{clause['title']}"
        left_out = clause["excluded"] or clause["excluded_with"]
        if clause["is_group"] and not clause["covers"] and not left_out:
            return group_row(2, run(named))
        return Row([text_cell(named), self._covered(clause, left_out)])

    def _covered(self, clause: Mapping[str, Any], left_out: str) -> Cell:
        if clause["covers"]:
            covers = (
                self._inline.link(one["href"], f"{one['number']} {one['section'] or one['title']}")
                for one in clause["covers"]
            )
            return Cell([Paragraph(inside, "TableText") for inside in covers])
        if clause["excluded"]:
            label = self._say("Not applicable.")
            # A full-width stop has its own white space.
            between = "" if label.endswith("。") else " "
            said = run(label, _BOLD), run(f"{between}{clause['excluded']}")
            return cell(Xml("".join(said)))
        if left_out:
            text = "Not applicable, see {clause}."
            return text_cell(self._say(text, clause=left_out), _SOFT)
        return text_cell(self._say("not covered"), _MARKED) if clause["is_gap"] else cell(NOTHING)

    def _register(self) -> Iterator[Xml]:
        yield from self._title("register", self._say("Register of documents"))
        levels = self._view["levels"]
        documents = [document for level in levels for document in level["documents"]]
        # What the ledger says has columns where it says something.
        issued = any(document["standing"]["issued"] for document in documents)
        columns = [column for column in _REGISTER if issued or column not in _LEDGER]
        rows = [head_row([self._say(label) for label in columns])]
        for level in levels:
            rows.append(group_row(len(columns), run(level["name"])))
            rows += [self._registered(document, issued) for document in level["documents"]]
        widths = shares([_REGISTER[column] for column in columns], self._story.profile.lying)
        numbers = unbroken([document["full_number"] for document in documents], _SIZE)
        days = [unbroken(["2026-12-31"], _SIZE) if column in _DAYS else 0 for column in columns]
        yield table(roomy(widths, [numbers, *days[1:]]), rows)

    def _registered(self, document: Mapping[str, Any], issued: bool) -> Row:
        standing = document["standing"]
        ledger = [
            firm_cell(standing["issued"] or "—"),
            firm_cell(standing["effective"] or "—"),
            text_cell(standing["approved_by"] or "—"),
        ]
        return Row(
            [
                firm_cell(document["full_number"]),
                cell(self._inline.link(f"#{document['anchor']}", document["title"])),
                text_cell(document["version"]),
                firm_cell(document["date"] or "—"),
                *(ledger if issued else ()),
                text_cell(document["owner"]),
                text_cell(self._say(", ").join(document["distribution"])),
            ]
        )
