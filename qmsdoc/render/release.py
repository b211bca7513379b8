"""The release order (发布令) of the whole manual, and the record of its latest revisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypedDict

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.body import BodyContext
from qmsdoc.render.sign_off import SignOffView
from qmsdoc.render.standing import ROLE_NAMES
from qmsdoc.render.view import DocumentView, Library
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.markdown import Heading

_TITLE = re.compile(r"(发布|颁布)令$|^(release|promulgation) order$", re.IGNORECASE)
# A definition of a link: the text may use it wherever it stands.
_DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]*\]:\s")


class ReleaseView(TypedDict):
    """``body`` is what the organisation wrote, None where it wrote nothing; the rest are facts.

    ``number``, ``version``, ``issued``, ``effective`` and ``sign_off`` are those of the quality
    manual itself, "" or empty where there is none. ``levels`` are names with the number of
    documents.
    """

    body: object
    number: str
    title: str
    version: str
    issued: str
    effective: str
    levels: tuple[tuple[str, int], ...]
    sign_off: tuple[SignOffView, ...]


class LatestView(TypedDict):
    """The latest revision of one document."""

    number: str
    title: str
    href: str
    version: str
    date: str
    summary: str
    approved_by: str


def release_view(
    library: Library,
    manual: DocumentFile | None,
    view: DocumentView | None,
    levels: tuple[tuple[str, int], ...],
) -> ReleaseView:
    """The release order of all documents; *manual* is the quality manual, *view* its view."""
    return ReleaseView(
        body=_written(library, manual) if manual else None,
        number=view["full_number"] if view else "",
        title=view["title"] if view else "",
        version=view["version"] if view else "",
        issued=view["standing"]["issued"] if view else "",
        effective=view["standing"]["effective"] if view else "",
        levels=levels,
        sign_off=(view["sign_off"] if view else ()) or _one_line(library),
    )


def latest_revisions(documents: Sequence[DocumentView]) -> tuple[LatestView, ...]:
    """The latest revision of each document, the newest first, those of one day in their order."""
    lines = [
        LatestView(
            number=document["number"],
            title=document["title"],
            href=f"#{document['anchor']}",
            version=document["version"],
            date=document["date"],
            summary=revisions[0]["summary"] if revisions else "",
            approved_by=document["standing"]["approved_by"],
        )
        for document in documents
        for revisions in [document["history"]["revisions"]]
    ]
    lines.sort(key=lambda line: line["date"], reverse=True)
    return tuple(lines)


def _one_line(library: Library) -> tuple[SignOffView, ...]:
    """Where policy asks for no signature, the order still has a line for one."""
    return (SignOffView(role=library.translate(ROLE_NAMES["approved"]), signed=()),)


def _written(library: Library, file: DocumentFile) -> object:
    """What stands in the section of that name, in the format's own form."""
    headings = file.document.headings
    for place, heading in enumerate(headings):
        if _TITLE.search(heading.title.strip()):
            after = headings[place + 1] if place + 1 < len(headings) else None
            text = _alone(library.text(file.path), heading, after)
            addresses = Addresses(library.index, library.names, True, library.suffix)
            return library.body(text, BodyContext(file, addresses, library.picture, lowered=1))
    return None


def _alone(text: str, heading: Heading, after: Heading | None) -> str:
    """*text* with nothing but front matter and what stands between the two headings.

    Each line keeps its number, and the definitions of links stay.
    """
    _, start = split_front_matter(text)
    body = text[start:].split("\n")
    first_line = text.count("\n", 0, start) + 1
    begin = heading.span.line - first_line
    end = after.span.line - first_line if after else len(body)
    kept = [
        line if begin < number < end or _DEFINITION.match(line) else ""
        for number, line in enumerate(body)
    ]
    return text[:start] + "\n".join(kept)
