"""From a Markdown file as typed to a Document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.model.document import Claim, Document, FormField, Naming
from qmsdoc.model.document_number import NUMBER_WORD
from qmsdoc.model.steps import step_tables
from qmsdoc.model.text import Fields, Text
from qmsdoc.source.file import SourceFile
from qmsdoc.source.markdown import Body
from qmsdoc.source.yaml import YamlDocument

_NUMBER = re.compile(NUMBER_WORD, re.ASCII)
_TITLE = re.compile(r"《([^《》\n]{1,80})》")
# The brackets of 《…》（QP-07） and a space are all that may stand between the two.
_NAMING = re.compile(
    rf"(?P<id>{NUMBER_WORD})[ ]?《(?P<title>[^《》\n]{{1,80}})》"
    rf"|《(?P<first>[^《》\n]{{1,80}})》[ ]?[（(]?[ ]?(?P<then>{NUMBER_WORD})(?![ ]?《)",
    re.ASCII,
)
# GB/T 19001-2016, DB11/T 494.6-2013, ISO 9001:2015, with any dash. The letter comes first, so that
# the search can skip to it. One that is named as replaced or withdrawn is not relied on.
_STANDARD = re.compile(
    r"[A-Z](?<![A-Za-z0-9/][A-Z])(?<!(?:代替|替代|取代|废止)[A-Z])(?<!(?:代替|替代|取代|废止) [A-Z])"
    r"[A-Z]{0,5}[0-9]{0,2}(?:/[A-Z]{1,10}[0-9]{0,2})?\s?[0-9]+(?:\.[0-9]+)*"
    r"\s?(?:[-\u2010-\u2015\u2212\uff0d]{1,2}|[:：])\s?[0-9]{4}(?![0-9])"
    r"(?!\s?[（(]?(?:已经?)?(?:废止|作废|被代替))"
)


def read_document(source: SourceFile) -> Document:
    """Whatever of the document can be read; what cannot is the business of the rules."""
    yaml = source.yaml if source.yaml and isinstance(source.yaml.data, dict) else None
    body = source.body
    fields = Fields(yaml or YamlDocument({}, {}, {}))
    review = fields.mapping("review")
    basis = fields.text("basis")
    return Document(
        kind=fields.text("kind"),
        id=fields.text("id"),
        title=fields.text("title"),
        version=fields.text("version"),
        owner=fields.text("owner"),
        parent=fields.text("parent"),
        basis=basis,
        claims=read_claims(fields),
        references=fields.texts("references"),
        records=fields.texts("records"),
        objectives=fields.texts("objectives"),
        distribution=fields.texts("distribution"),
        audience=fields.texts("audience"),
        supersedes=fields.texts("supersedes"),
        attachments=fields.texts("attachments"),
        review_every=review.text("every") if review else None,
        retention=fields.text("retention"),
        fields=tuple(_form_fields(fields, "fields")),
        headings=body.headings if body else (),
        links=body.links if body else (),
        mentions=tuple(_found(body, "-", _NUMBER, 0)) if body else (),
        titles=tuple(_found(body, "《", _TITLE, 1)) if body else (),
        namings=tuple(_namings(body)) if body else (),
        standards=tuple(_citations(basis, body)),
        steps=step_tables(body) if body and body.tables else (),
    )


def read_claims(fields: Fields) -> tuple[Claim, ...]:
    """The clauses of a document or an objective, in the short and the long form."""
    claims = [Claim(text) for text in fields.texts("clauses")]
    for item in fields.items("clauses"):
        clause = item.text("clause")
        if clause:
            claims.append(Claim(clause, item.text("section")))
    return tuple(sorted(claims, key=lambda claim: claim.clause.span))


def _form_fields(fields: Fields, key: str) -> Iterator[FormField]:
    for item in fields.items(key):
        name, label = item.text("name"), item.text("label")
        if not name or not label:
            continue
        rows = item.raw("rows")
        yield FormField(
            name=name,
            label=label,
            type=str(item.text("type") or "text"),
            required=item.raw("required") is True,
            sensitive=item.raw("sensitive") is True,
            choices=tuple(str(choice) for choice in item.texts("choices")),
            unit=str(item.text("unit") or ""),
            columns=tuple(_form_fields(item, "columns")),
            rows=rows if isinstance(rows, int) else 0,
            help=str(item.text("help") or ""),
        )


def _found(body: Body, mark: str, pattern: re.Pattern[str], group: int) -> Iterator[Text]:
    """Matches of *pattern*; only a text with *mark* in it can hold any."""
    for block in body.blocks:
        if mark not in block.shown:
            continue
        for match in pattern.finditer(block.shown):
            start, end = match.span()
            yield Text(match.group(group), block.place(start, end))


def _namings(body: Body) -> Iterator[Naming]:
    for block in body.blocks:
        if "《" not in block.shown:
            continue
        for match in _NAMING.finditer(block.shown):
            number, title = ("id", "title") if match["id"] else ("then", "first")
            yield Naming(
                Text(match[number], block.place(*match.span(number))),
                Text(match[title], block.place(*match.span(title))),
            )


def _citations(basis: Text | None, body: Body | None) -> Iterator[Text]:
    if basis:
        for match in _STANDARD.finditer(basis.value):
            # Where in a YAML value a word stands is not known, so all of it is marked.
            yield Text(match.group(), basis.span, basis.pointer)
    for block in body.blocks if body else ():
        # Only a text with a year in it can hold any; most have none.
        if "20" in block.shown or "19" in block.shown:
            for match in _STANDARD.finditer(block.shown):
                yield Text(match.group(), block.place(*match.span()))
