"""What a template sees of a document: plain text, numbers, lists and mappings, nothing to call.

Every format is made from this one view; only ``body`` is the format's own: HTML from our Markdown
renderer, or the tree of body_tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypedDict

from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.revision import Revision
from qmsdoc.model.text import Text
from qmsdoc.render.addresses import Addresses, title_anchor
from qmsdoc.render.body import BodyContext, render_body
from qmsdoc.render.drawing.parts import Drawing
from qmsdoc.render.figures import figure_html, flow_figures
from qmsdoc.render.form import FormView, form_view
from qmsdoc.render.sign_off import MarkView, SignOffView, mark_view, sign_off
from qmsdoc.render.standing import ROLE_NAMES, Standing, StandingView, standing_view
from qmsdoc.render.types import DocumentHistory
from qmsdoc.standards.types import parse_clause_ref
from qmsdoc.text.display import display
from qmsdoc.text.interval import interval
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message
from qmsdoc.text.natural import natural_key

# The names of the levels, as messages.
LEVEL_NAMES = {
    "manual": "Quality manual",
    "procedure": "Procedure",
    "instruction": "Work instruction",
    "form": "Record form",
}


class LinkView(TypedDict):
    """Another document or objective; ``href`` is "" where there is no page to go to."""

    number: str
    title: str
    href: str


class ClauseView(TypedDict):
    """A clause that is claimed. ``section`` is what the author typed, "" where nothing."""

    standard: str
    standard_title: str
    number: str
    title: str
    section: str
    href: str


class HeadingView(TypedDict):
    """One line of the table of contents."""

    level: int
    number: str
    title: str
    href: str


class RevisionView(TypedDict):
    """One version. ``date`` is YYYY-MM-DD; ``signed`` is one line for each role."""

    version: str
    date: str
    author: str
    summary: str
    commit: str
    signed: tuple[str, ...]


class HistoryView(TypedDict):
    """``missing`` is a sentence where there are no revisions."""

    revisions: tuple[RevisionView, ...]
    missing: str
    uncommitted: bool


class DocumentView(TypedDict):
    """A document. Texts are "" where the front matter says nothing."""

    page: str
    sheet: str
    anchor: str
    kind: str
    kind_name: str
    level: int
    number: str
    full_number: str
    title: str
    version: str
    date: str
    owner: str
    basis: str
    review: str
    retention: str
    parent: LinkView | None
    clauses: tuple[ClauseView, ...]
    references: tuple[LinkView, ...]
    records: tuple[LinkView, ...]
    objectives: tuple[LinkView, ...]
    supersedes: tuple[LinkView, ...]
    distribution: tuple[str, ...]
    audience: tuple[str, ...]
    signatures: tuple[str, ...]
    sign_off: tuple[SignOffView, ...]
    standing: StandingView
    mark: MarkView
    form: FormView | None
    body: object
    contents: tuple[HeadingView, ...]
    history: HistoryView


@dataclass(frozen=True, slots=True)
class Library:
    """All that views are made of. ``text``, ``picture``, ``histories`` and ``standings`` go by path.

    ``body`` makes what a format prints of a document's whole text, ``figure`` what it prints of a
    drawing with its id, number and caption; ``suffix`` ends its file names. ``objectives`` is the
    page of all objectives, "" where there is none.
    """

    index: Index
    names: Mapping[str, str]
    text: Callable[[str], str]
    picture: Callable[[str], str]
    translate: Translate
    language: str
    histories: Mapping[str, DocumentHistory] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    revision: str = ""
    body: Callable[[str, BodyContext], object] = render_body
    figure: Callable[[Drawing, str, str, str], object] = figure_html
    suffix: str = ".html"
    objectives: str = ""


def organisation_view(library: Library) -> dict[str, Any]:
    """What every page says of the organisation, and how it is laid out.

    ``revision`` is the commit that was asked for, ``fonts`` are names of families by use.
    """
    policy = library.index.policy
    spoken = policy.language or ("zh-CN" if library.language.startswith("zh") else "en")
    return {
        "organisation": policy.organization,
        "code": policy.code,
        "language": spoken,
        "revision": library.revision,
        "layout": policy.layout.profile,
        "fonts": {use: list(names) for use, names in policy.layout.fonts.items()},
    }


def document_view(library: Library, file: DocumentFile, sheet: str = "") -> DocumentView:
    """The view of one document: for its own page, or for its place in the whole manual.

    In the manual, *sheet* names its printed sheets, so that each document has its own margins.
    """
    in_manual = bool(sheet)
    addresses = Addresses(
        library.index, library.names, in_manual, library.suffix, library.objectives
    )
    document = file.document
    context = BodyContext(
        file,
        addresses,
        library.picture,
        lowered=1 if in_manual else 0,
        figures={figure.line: figure for figure in flow_figures(file, library.translate)},
    )
    history = _history(library, file)
    links = _Links(library.index, addresses, file.path)
    levels = library.index.policy.levels
    code = library.index.policy.code
    standing = library.standings.get(file.path, Standing())
    roles = library.index.policy.signatures.get(file.kind, ())
    return DocumentView(
        page=f"{library.names[file.path]}{library.suffix}",
        sheet=sheet,
        anchor=library.names[file.path] if in_manual else title_anchor(file),
        kind=file.kind,
        kind_name=library.translate(LEVEL_NAMES.get(file.kind, "Document")),
        level=levels.index(file.kind) + 1 if file.kind in levels else 0,
        number=file.id,
        full_number=f"{code}-{file.id}" if code and file.id else file.id,
        title=file.title or file.path.rpartition("/")[2],
        version=_value(document.version),
        date=history["revisions"][0]["date"] if history["revisions"] else "",
        owner=_value(document.owner),
        basis=_value(document.basis),
        review=interval(_value(document.review_every), "every ", library.translate),
        retention=interval(_value(document.retention), "", library.translate),
        parent=links.one(document.parent.value) if document.parent else None,
        clauses=_clauses(library, file, addresses),
        references=links.many(document.references),
        records=links.many(document.records),
        objectives=links.many(document.objectives),
        supersedes=links.many(document.supersedes),
        distribution=_values(document.distribution),
        audience=_values(document.audience),
        signatures=tuple(library.translate(ROLE_NAMES.get(role, role)) for role in roles),
        sign_off=sign_off(roles, standing, library.translate),
        standing=standing_view(standing, library.translate),
        mark=mark_view(standing, library.translate),
        form=form_view(document.fields),
        body=library.body(library.text(file.path), context),
        contents=_contents(file, addresses),
        history=history,
    )


class _Links:
    """Numbers to links, on the page of the document at *source*."""

    def __init__(self, index: Index, addresses: Addresses, source: str) -> None:
        self._index = index
        self._addresses = addresses
        self._source = source

    def one(self, identifier: str) -> LinkView:
        found = self._index.by_id.get(identifier)
        href = self._addresses.of(found.path, source=self._source) if found else ""
        return LinkView(number=identifier, title=found.title if found else "", href=href)

    def many(self, identifiers: tuple[Text, ...]) -> tuple[LinkView, ...]:
        return tuple(self.one(text.value) for text in identifiers)


def standard_names(index: Index, standard_id: str, language: str) -> tuple[str, str]:
    """Number and title of a standard; its id where no pack is known."""
    standard = index.standards.get(standard_id)
    if standard is None:
        return standard_id, ""
    return standard.number, standard.title.in_language(language)


def _section_href(file: DocumentFile, section: str, addresses: Addresses) -> str:
    """Where the section of that title is; "" where there is none."""
    for heading in file.document.headings:
        if heading.title == section:
            return addresses.of(file.path, heading.anchor, file.path)
    return ""


def _clauses(library: Library, file: DocumentFile, addresses: Addresses) -> tuple[ClauseView, ...]:
    """Standards as they come, the clauses of each as the standard has them."""
    views: dict[str, list[ClauseView]] = {}
    for claim in file.document.claims:
        ref = parse_clause_ref(claim.clause.value)
        if ref is None:
            continue
        number, title = standard_names(library.index, ref.standard, library.language)
        standard = library.index.standards.get(ref.standard)
        clause = standard.clauses.get(ref.number) if standard else None
        section = _value(claim.section)
        view = ClauseView(
            standard=number,
            standard_title=title,
            number=ref.number,
            title=clause.title.in_language(library.language) if clause else "",
            section=section,
            href=_section_href(file, section, addresses),
        )
        views.setdefault(ref.standard, []).append(view)
    in_order = (
        sorted(found, key=lambda view: natural_key(view["number"])) for found in views.values()
    )
    return tuple(chain.from_iterable(in_order))


def _contents(file: DocumentFile, addresses: Addresses) -> tuple[HeadingView, ...]:
    return tuple(
        HeadingView(
            level=heading.level,
            number=heading.number,
            title=heading.title,
            href=f"#{addresses.heading_id(file.path, heading.anchor)}",
        )
        for heading in file.document.headings
        if heading.level in (2, 3)
    )


def _history(library: Library, file: DocumentFile) -> HistoryView:
    history = library.histories.get(file.path, DocumentHistory())
    return HistoryView(
        revisions=tuple(
            RevisionView(
                version=revision.version,
                date=revision.date,
                author=display(revision.author),
                summary=display(revision.summary),
                commit=revision.commit[:10],
                signed=tuple(_signed(revision, library.translate)),
            )
            for revision in history.revisions
        ),
        missing=history.missing.render(library.translate) if history.missing else "",
        uncommitted=history.uncommitted,
    )


def _signed(revision: Revision, translate: Translate) -> Iterator[str]:
    for role, label in ROLE_NAMES.items():
        people = [
            f"{signature.person} {signature.date}"
            for signature in revision.signatures
            if signature.role == role
        ]
        if people:
            names = display(translate(", ").join(people))
            line = Message.of("{label}: {text}", label=translate(label), text=names)
            yield line.render(translate)


def _value(text: Text | None) -> str:
    return text.value if text else ""


def _values(texts: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(text.value for text in texts)
