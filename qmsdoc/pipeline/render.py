"""Rendering: from a workspace to pages. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import chain

from qmsdoc.errors import TemplateError, UsageError
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.history import History, history_of
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.render import html
from qmsdoc.render.environment import OWN_FOLDER
from qmsdoc.render.images import MAX_IMAGE_SIZE, data_uri
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.names import page_names
from qmsdoc.render.pdf import pages as pdf
from qmsdoc.render.types import Artifact, DocumentHistory
from qmsdoc.render.view import Library
from qmsdoc.render.worker import Limits
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.text.language import translator
from qmsdoc.text.message import Message

MANUAL = "manual"
FORMATS = ("html", "pdf")
# Below this many files for each process, starting it costs more than it saves.
_WORTH_A_WORKER = 8


class Rendering:
    """The pages of one workspace. ``history`` says whether git had anything to tell."""

    def __init__(
        self, workspace: Workspace, today: date, language: str, jobs: int | None = None
    ) -> None:
        loaded = load(workspace.tree, workspace.cache, jobs)
        index = link_tree(loaded, today)
        self.history = history_of(workspace, index.documents.keys())
        self._workspace = workspace
        self._language = language
        self._jobs = jobs
        self._pictures: dict[str, str] = {}
        self._library = Library(
            index=index,
            names=page_names(index.documents),
            text=workspace.text,
            picture=self._picture,
            translate=translator(language),
            language=language,
            histories=_histories(index, self.history),
            revision=workspace.revision,
        )

    def artifacts(
        self,
        targets: Sequence[str],
        limits: Limits | None = None,
        formats: Sequence[str] = FORMATS[:1],
    ) -> Iterator[Artifact]:
        """The pages of *targets* in each of *formats*: document numbers and ``manual``, or all.

        Raises UsageError for a number that no document has, TemplateError where a page cannot be
        made; then nothing has been written, by anyone.
        """
        wanted = dict.fromkeys(targets)
        files = [_document(self._library.index, name) for name in wanted if name != MANUAL]
        files = files if wanted else sorted_documents(self._library)
        with_manual = not wanted or MANUAL in wanted
        make = {"html": self._html, "pdf": self._pdf}
        return chain.from_iterable(make[name](files, with_manual, limits) for name in formats)

    def _html(
        self, files: Sequence[DocumentFile], with_manual: bool, limits: Limits | None
    ) -> Iterator[Artifact]:
        pages = [html.document_page(self._library, file) for file in files]
        if with_manual:
            pages.append(html.manual_page(self._library))
        return html.render_pages(pages, self._own_templates, self._language, limits)

    def _pdf(
        self, files: Sequence[DocumentFile], with_manual: bool, limits: Limits | None
    ) -> Iterator[Artifact]:
        library = pdf.for_pdf(self._library)
        pages = [pdf.document_page(library, file) for file in files]
        if with_manual:
            pages.append(pdf.manual_page(library))
        workers = self._jobs or min(os.cpu_count() or 1, len(pages) // _WORTH_A_WORKER)
        return pdf.render_pdf(pages, self._own_templates, self._language, workers, limits)

    @cached_property
    def _own_templates(self) -> dict[str, str]:
        """The organisation's own templates, by name below its folder."""
        found: dict[str, str] = {}
        for path, entry in self._workspace.entries.items():
            if not path.startswith(OWN_FOLDER):
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

    def _picture(self, path: str) -> str:
        if path not in self._pictures:
            self._pictures[path] = self._read_picture(path)
        return self._pictures[path]

    def _read_picture(self, path: str) -> str:
        entry = self._workspace.entries.get(path)
        if entry is None or entry.trouble is not None or entry.size > MAX_IMAGE_SIZE:
            return ""
        try:
            return data_uri(self._workspace.tree.read(entry))
        except OSError:
            return ""


def formats_of(names: str) -> tuple[str, ...]:
    """The formats in *names*, which are parted by commas. Raises UsageError for an unknown one."""
    wanted = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    for name in wanted:
        if name not in FORMATS:
            raise UsageError(
                "{name} cannot be made yet; --to takes {known}",
                name=name,
                known=", ".join(FORMATS),
            )
    return wanted


def _unusable(path: str, problem: Message) -> TemplateError:
    return TemplateError("{path} is no template", hint=problem, path=path)


def _document(index: Index, identifier: str) -> DocumentFile:
    found = index.document(identifier)
    if found is not None:
        return found
    if identifier in index.by_id:
        raise UsageError("{id} is an objective; name documents, or `manual`", id=identifier)
    known: Collection[str] = [*(file.id for file in index.documents.values() if file.id), MANUAL]
    raise UsageError(
        "there is no document {id}; name one by its number, or `manual` for all on one page",
        hint=suggestion(identifier, known),
        id=identifier,
    )


def _histories(index: Index, history: History) -> dict[str, DocumentHistory]:
    """What is known of each document: its revisions, or why there are none."""
    if history.missing is not None:
        return dict.fromkeys(index.documents, DocumentHistory(missing=history.missing))
    found = {}
    for path, file in index.documents.items():
        revisions = history.revisions.get(path, ())
        version = file.document.version.value if file.document.version else ""
        missing = None if revisions else Message.of("the document has not been committed yet")
        uncommitted = bool(revisions) and revisions[0].version != version
        found[path] = DocumentHistory(revisions, missing, uncommitted)
    return found
