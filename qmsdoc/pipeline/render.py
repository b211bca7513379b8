"""Rendering: from a workspace to pages. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain, dropwhile

from qmsdoc.errors import TemplateError, UsageError
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.edition import EditionName
from qmsdoc.model.revision import Revision
from qmsdoc.pipeline.edition import Edition, edition_of
from qmsdoc.pipeline.history import History, history_of
from qmsdoc.pipeline.load import After
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.signatures import approvals_in, approved
from qmsdoc.pipeline.site import SITE
from qmsdoc.render.docx.own import MAX_WORD_SIZE, WORD_SUFFIX, WORD_TEMPLATES
from qmsdoc.render.environment import OWN_FOLDER
from qmsdoc.render.images import MAX_IMAGE_SIZE, data_uri
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.names import page_names
from qmsdoc.render.order import DOCUMENT_FORMATS, FORMATS, PUBLICATIONS, Order, make
from qmsdoc.render.pdf.choices import STANDARDS, PdfChoices
from qmsdoc.render.pdf.font_names import not_found
from qmsdoc.render.pdf.fonts import (
    MAX_FONT_SIZE,
    MAX_FONTS,
    checked_font,
    is_font,
    too_large,
    too_many_fonts,
    unusable_font,
)
from qmsdoc.render.sign_off import controlled_copies
from qmsdoc.render.standing import Standing
from qmsdoc.render.types import Artifact, DocumentHistory
from qmsdoc.render.view import Library
from qmsdoc.render.worker import Limits
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.text.language import translator
from qmsdoc.text.message import Message

MANUAL = "manual"
CHARTER = "charter"


@dataclass(frozen=True, slots=True)
class Choices:
    """How pages are made. ``edition`` None is the one in force, where a ledger is kept.

    ``copy`` is the number of a controlled copy, "" where none is made; ``standings`` go by path and
    come before what the ledger says. ``pdf_standard`` is one of STANDARDS.
    """

    copy: str = ""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    edition: EditionName | None = None
    pdf_standard: str = STANDARDS[0]


class Rendering:
    """The pages of one workspace. ``history`` says whether git had anything to tell, and
    ``edition`` which texts are published."""

    def __init__(
        self,
        workspace: Workspace,
        today: date,
        language: str,
        jobs: int | None = None,
        choices: Choices | None = None,
        after: After | None = None,
    ) -> None:
        self._workspace = workspace
        self._language = language
        self._jobs = jobs
        self._choices = choices or Choices()
        _check_standard(self._choices.pdf_standard)
        self._pictures: dict[str, str] = {}
        self.edition = edition_of(workspace, today, jobs, self._choices.edition, after)
        index = self.edition.index
        self.history = history_of(workspace, self.edition.places.values())
        self._library = Library(
            index=index,
            names=page_names(index.documents),
            text=self.edition.text,
            picture=self._picture,
            translate=translator(language),
            language=language,
            histories=_histories(self.edition, self.history),
            standings={**self.edition.standings, **self._choices.standings},
            revision=workspace.revision,
        )

    def artifacts(
        self,
        targets: Sequence[str],
        limits: Limits | None = None,
        formats: Sequence[str] = ("html",),
    ) -> Iterator[Artifact]:
        """The files of *targets* in each of *formats*: numbers of documents, names of publications;
        without targets, all documents and the manual.

        Raises UsageError for what is neither, and for what does not come in a format;
        TemplateError where a page cannot be made. Then nothing has been written, by anyone.
        """
        files, published = self._wanted(targets)
        for name in formats:
            _check_format(name, files, published)
        order = self.order(files, published, limits, formats)
        return chain.from_iterable(make(name, order) for name in formats)

    def count(self, targets: Sequence[str], formats: Sequence[str]) -> int | None:
        """How many files ``artifacts`` gives for the same; None where only making them can tell."""
        files, published = self._wanted(targets)
        made_of_several = CHARTER in published
        return None if made_of_several else len(formats) * (len(files) + len(published))

    def _wanted(self, targets: Sequence[str]) -> tuple[Sequence[DocumentFile], list[str]]:
        """The documents and the publications that *targets* name. Raises UsageError."""
        wanted = dict.fromkeys(targets)
        published = [name for name in wanted if name in PUBLICATIONS]
        files = [_document(self.edition, name) for name in wanted if name not in published]
        return (files, published) if wanted else (sorted_documents(self._library), [MANUAL])

    def order(
        self,
        files: Sequence[DocumentFile],
        published: Sequence[str] = (),
        limits: Limits | None = None,
        formats: Sequence[str] = ("html",),
    ) -> Order:
        """What a format is asked for, in whole. Raises UsageError and TemplateError."""
        return Order(
            library=self._copied(self._library.index.documents.values() if published else files),
            documents=files,
            publications=published,
            own=self.own_templates,
            words=self._own_words if "docx" in formats else {},
            workers=self._jobs or 0,
            limits=limits,
            pdf=PdfChoices(
                self._choices.pdf_standard,
                self._own_fonts if "pdf" in formats else {},
                self._source,
            ),
        )

    def _copied(self, files: Collection[DocumentFile]) -> Library:
        """The library with *files* as controlled copies, where that is asked for."""
        if not self._choices.copy:
            return self._library
        standings = {
            file.path: self._library.standings.get(file.path, Standing()) for file in files
        }
        made = controlled_copies(
            [(file.id or file.path, standings[file.path]) for file in files],
            self._choices.copy,
            self._library.translate,
        )
        return replace(self._library, standings=dict(zip(standings, made, strict=True)))

    @cached_property
    def own_templates(self) -> dict[str, str]:
        """The organisation's own templates, by name below its folder."""
        found: dict[str, str] = {}
        for path, entry in self._workspace.entries.items():
            if not path.startswith(OWN_FOLDER) or path.endswith(WORD_SUFFIX):
                continue
            if entry.trouble is not None:
                raise _unusable(path, entry.trouble)
            try:
                found[path.removeprefix(OWN_FOLDER)] = decode(self._workspace.tree.read(entry))
            except OSError as error:
                text = "the file cannot be read: {problem}"
                raise _unusable(path, Message.of(text, problem=error.strerror or error)) from None
            except SourceError as error:
                raise _unusable(path, error.defect.message) from None
        return found

    @cached_property
    def _own_words(self) -> dict[str, bytes]:
        """The organisation's own Word templates, by name below its folder."""
        found: dict[str, bytes] = {}
        for name in WORD_TEMPLATES:
            path = f"{OWN_FOLDER}{name}"
            entry = self._workspace.entries.get(path)
            if entry is None:
                continue
            if entry.trouble is not None:
                raise _unusable(path, entry.trouble)
            if entry.size > MAX_WORD_SIZE:
                size, limit = entry.size, f"{MAX_WORD_SIZE // 1024 // 1024} MiB"
                text = "it has {size} bytes; the limit is {limit}"
                raise _unusable(path, Message.of(text, size=size, limit=limit))
            try:
                found[name] = self._workspace.tree.read(entry, MAX_WORD_SIZE)
            except OSError as error:
                text = "the file cannot be read: {problem}"
                raise _unusable(path, Message.of(text, problem=error.strerror or error)) from None
        return found

    @cached_property
    def _own_fonts(self) -> dict[str, bytes]:
        """The organisation's own fonts by path. Raises TemplateError."""
        paths = [path for path in self._workspace.entries if is_font(path)]
        if len(paths) > MAX_FONTS:
            raise too_many_fonts(len(paths))
        return {path: checked_font(path, self._font(path)) for path in paths}

    def missing_fonts(self, formats: Sequence[str]) -> list[str]:
        """The families that policy asks for first and no file of the workspace has, for PDF."""
        if "pdf" not in formats:
            return []
        return not_found(self._library.index.policy.layout.fonts, self._own_fonts.values())

    def _font(self, path: str) -> bytes:
        entry = self._workspace.entries[path]
        if entry.trouble is not None:
            raise unusable_font(path, entry.trouble)
        if entry.size > MAX_FONT_SIZE:
            raise unusable_font(path, too_large(entry.size))
        try:
            return self._workspace.tree.read(entry, MAX_FONT_SIZE)
        except OSError as error:
            text = "the file cannot be read: {problem}"
            problem = Message.of(text, problem=error.strerror or error)
            raise unusable_font(path, problem) from None

    def _source(self, path: str) -> bytes:
        """The bytes of a document, as they lie in the edition."""
        entry = self.edition.text.entries.get(path)
        return self.edition.tree.read(entry) if entry and entry.trouble is None else b""

    def _picture(self, path: str) -> str:
        if path not in self._pictures:
            self._pictures[path] = self._read_picture(path)
        return self._pictures[path]

    def _read_picture(self, path: str) -> str:
        entry = self.edition.text.entries.get(path)
        if entry is None or entry.trouble is not None or entry.size > MAX_IMAGE_SIZE:
            return ""
        try:
            return data_uri(self.edition.tree.read(entry))
        except OSError:
            return ""


def _check_standard(name: str) -> None:
    if name not in STANDARDS:
        raise UsageError(
            "{name} is no standard for PDF here; --pdf-standard takes {known}",
            name=name,
            known=STANDARDS,
        )


def formats_of(names: str) -> tuple[str, ...]:
    """The formats in *names*, which are parted by commas. Raises UsageError for an unknown one."""
    wanted = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    for name in wanted:
        if name not in FORMATS:
            raise UsageError(
                "{name} is no form of pages; --to takes {known}",
                name=name,
                known=tuple(FORMATS),
            )
    return wanted


def _check_format(name: str, files: Sequence[DocumentFile], published: Sequence[str]) -> None:
    """Whether all that is wanted comes in the format *name*. Raises UsageError."""
    text = "{target} does not come as {name}; --to takes {known} for it"
    for publication in published:
        if name not in PUBLICATIONS[publication]:
            known = PUBLICATIONS[publication]
            raise UsageError(text, target=publication, name=name, known=known)
    if files and name not in DOCUMENT_FORMATS:
        known = DOCUMENT_FORMATS
        raise UsageError(text, target=files[0].id or files[0].path, name=name, known=known)


def _unusable(path: str, problem: Message) -> TemplateError:
    return TemplateError("{path} is no template", hint=problem, path=path)


def _refused(index: Index, identifier: str) -> Message | None:
    """Where to look when a document is not in force since its entries do not count."""
    if all(item.counts for item in index.ledger.entries.get(identifier, ())):
        return None
    return Message.of("some entries about it do not count: `qmsdoc verify {id}`", id=identifier)


def _document(edition: Edition, identifier: str) -> DocumentFile:
    index = edition.index
    found = index.document(identifier)
    if found is not None:
        return found
    if identifier in edition.left_out:
        raise UsageError(
            "no version of {id} is in force; render the text at hand, marked as what it is, with "
            "`--edition working`",
            hint=_refused(index, identifier),
            id=identifier,
        )
    if identifier in index.by_id:
        raise UsageError("{id} is an objective; name documents, or `manual`", id=identifier)
    numbers = (file.id for file in index.documents.values() if file.id)
    published = (*PUBLICATIONS, SITE)
    known: Collection[str] = [*numbers, *published]
    raise UsageError(
        "there is no document {id}; name one by its number, or one of {publications}",
        hint=suggestion(identifier, known),
        id=identifier,
        publications=tuple(published),
    )


def _histories(edition: Edition, history: History) -> dict[str, DocumentHistory]:
    """What is known of each document: its revisions, or why there are none."""
    documents = edition.index.documents
    if history.missing is not None:
        return dict.fromkeys(documents, DocumentHistory(missing=history.missing))
    found = {}
    approvals = approvals_in(edition.index)
    for path, file in documents.items():
        revisions = history.revisions.get(edition.places[path], ())
        version = file.document.version.value if file.document.version else ""
        if edition.name is EditionName.IN_FORCE:
            revisions = _since(version, revisions)
        revisions = approved(revisions, approvals.get(file.id, {}))
        missing = None if revisions else Message.of("the document has not been committed yet")
        uncommitted = bool(revisions) and revisions[0].version != version
        found[path] = DocumentHistory(revisions, missing, uncommitted)
    return found


def _since(version: str, revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """*revisions*, newest first, without those that came after *version*."""
    return tuple(dropwhile(lambda revision: revision.version != version, revisions))
