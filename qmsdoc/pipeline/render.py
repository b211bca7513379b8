"""Rendering: from a workspace to pages. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from qmsdoc.errors import TemplateError, UsageError
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.history import History, history_of
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.render.environment import OWN_FOLDER
from qmsdoc.render.html import document_page, manual_page, render_pages
from qmsdoc.render.images import MAX_IMAGE_SIZE, data_uri
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.names import page_names
from qmsdoc.render.types import Artifact, DocumentHistory, Page
from qmsdoc.render.view import Library
from qmsdoc.render.worker import Limits
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.text.language import translator
from qmsdoc.text.message import Message

MANUAL = "manual"
FORMATS = ("html",)


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

    def artifacts(self, targets: Sequence[str], limits: Limits | None = None) -> Iterator[Artifact]:
        """The pages of *targets*: document numbers and ``manual``; all of them where there are none.

        Raises UsageError for a number that no document has, TemplateError where a page cannot be
        made; then nothing has been written, by anyone.
        """
        pages = list(self._pages(targets))
        return render_pages(pages, self._own_templates(), self._language, limits)

    def _pages(self, targets: Sequence[str]) -> Iterator[Page]:
        wanted = dict.fromkeys(targets)
        files = [_document(self._library.index, name) for name in wanted if name != MANUAL]
        for file in files if wanted else sorted_documents(self._library):
            yield document_page(self._library, file)
        if not wanted or MANUAL in wanted:
            yield manual_page(self._library)

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


def check_format(name: str) -> None:
    """Raises UsageError for a format that cannot be made."""
    if name not in FORMATS:
        raise UsageError(
            "{name} cannot be made yet; --to takes {known}", name=name, known=", ".join(FORMATS)
        )


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
