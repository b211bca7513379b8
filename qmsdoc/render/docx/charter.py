"""The service charter in DOCX: for an organisation that sets its own sheets in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsdoc.render.charter.types import CharterView, PromiseView, ServiceView
from qmsdoc.render.docx.file import File, Properties
from qmsdoc.render.docx.inline import Inline, Look, run
from qmsdoc.render.docx.sheets import Head, section
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import Cell, Paragraph, Row, group_row, shares, table
from qmsdoc.render.docx.xml import Xml

_SOFT = Look("Soft")
# So many targets stand side by side.
_BESIDE = 3
# The style of the text by how much has to fit on a sheet.
_STYLES = {"roomy": "Promise", "usual": "PromiseSmall"}
_FINE = "PromiseFine"


def charter_file(
    story: Story, view: CharterView, organisation: str, language: str, path: str
) -> File:
    """The charter of all services, or the sheet of one."""
    name = story.label("Service charter")
    first = view["services"][0]
    title = name if view["whole"] else f"{first['name']} {name}"
    as_of = story.label("as of {date}", date=view["as_of"]) if view["as_of"] else ""
    number = "" if view["whole"] else first["number"]
    version = "" if view["whole"] else first["version"]
    return File(
        path=path,
        story=story,
        properties=Properties(title, organisation, language, view["as_of"], number, version),
        blocks=list(_Charter(story, view, organisation).blocks()),
        section=section(story, Head(f"{number} {title}".strip(), as_of), organisation),
    )


class _Charter:
    """One use."""

    def __init__(self, story: Story, view: CharterView, organisation: str) -> None:
        self._story = story
        self._view = view
        self._organisation = organisation
        self._inline = Inline(story)

    def blocks(self) -> Iterator[Xml]:
        """Everything, in the order in which it is printed."""
        view, whole = self._view, self._view["whole"]
        if whole:
            yield from self._cover()
        for place, service in enumerate(view["services"]):
            yield from self._service(service, whole or place > 0)
            yield from self._complain(_STYLES.get(service["size"], _FINE))
        said = view["complaint"]
        listed = {service["anchor"] for service in view["services"]}
        if whole and said is not None and said["promises"] and said["anchor"] not in listed:
            yield from self._service(said, True)
            yield from self._contact("Promise")

    def _cover(self) -> Iterator[Xml]:
        label = self._story.label
        yield Paragraph(run(self._organisation), "CoverLine", before=1600).xml()
        yield Paragraph(run(label("Service charter")), "CoverName").xml()
        said = label("What we do, how fast, and what to do if you are not satisfied")
        yield Paragraph(run(said), "CoverSmall").xml()
        for service in self._view["services"]:
            link = self._inline.link(f"#{service['anchor']}", service["name"])
            yield Paragraph(link, "CoverLine", before=160).xml()

    def _service(self, service: ServiceView, new_sheet: bool) -> Iterator[Xml]:
        label = self._story.label
        style = _STYLES.get(service["size"], _FINE)
        above = f"{self._organisation}　{label('Our promise to you')}"
        yield Paragraph(run(above, _SOFT), style, keep=True, break_before=new_sheet).xml()
        name = self._story.bookmark(service["anchor"], run(service["name"]))
        yield Paragraph(name, "PromiseName").xml()
        if service["mark"]:
            yield Paragraph(run(service["mark"], Look("Mark", strong=True)), "Promise").xml()
        if service["purpose"]:
            yield Paragraph(run(service["purpose"]), style).xml()
        if service["promises"]:
            yield self._part(label("What we do, and how fast"))
            yield self._steps(service["promises"], style)
        if service["targets"]:
            yield self._part(label("What we measure ourselves by"))
            yield from self._targets(service)
        if service["duties"]:
            yield self._part(label("What we ask of you"))
            yield self._steps(service["duties"], style)

    def _part(self, said: str) -> Xml:
        return Paragraph(run(said), "PromisePart").xml()

    def _steps(self, items: Sequence[PromiseView], style: str) -> Xml:
        several = len({item["section"] for item in items}) > 1
        rows: list[Row] = []
        before = ""
        for item in items:
            if several and item["section"] and item["section"] != before:
                rows.append(group_row(2, run(item["section"])))
            before = item["section"]
            what = Cell((Paragraph(run(item["what"]), style),), across="center")
            limit = Cell((Paragraph(run(item["limit"]), f"{style}Limit"),), across="center")
            rows.append(Row([what, limit]))
        return table(shares((5, 2), self._story.profile.wide), rows)

    def _targets(self, service: ServiceView) -> Iterator[Xml]:
        targets = service["targets"]
        between = self._story.label(": ")
        for start in range(0, len(targets), _BESIDE):
            cells = [
                Cell(
                    (
                        Paragraph(run(target["title"]), "TableText"),
                        Paragraph(run(target["target"]), "PromiseLimit", align="left"),
                        Paragraph(
                            run(f"{target['period']}{between}{target['indicator']}"), "SmallText"
                        ),
                    )
                )
                for target in targets[start : start + _BESIDE]
            ]
            yield table(shares([1.0] * len(cells), self._story.profile.wide), [Row(cells)])

    def _complain(self, style: str) -> Iterator[Xml]:
        view, label = self._view, self._story.label
        said = view["complaint"]
        if not view["contact"] and said is None:
            return
        yield self._part(label("Not satisfied? Tell us"))
        yield from self._contact(style)
        if view["brief"]:
            yield self._steps([{**item, "section": ""} for item in view["brief"]], style)
        if said is not None:
            text = "Complaints are handled by “{title}” ({number})."
            under = label(text, title=said["title"], number=said["number"])
            yield Paragraph(run(under), "SmallText").xml()

    def _contact(self, style: str) -> Iterator[Xml]:
        rows = [
            Row(
                [
                    Cell((Paragraph(run(item["name"], _SOFT), style),), tinted=True),
                    Cell((Paragraph(run(item["value"], Look(strong=True)), style),)),
                ]
            )
            for item in self._view["contact"]
        ]
        if rows:
            yield table(shares((1, 3), self._story.profile.wide), rows)
