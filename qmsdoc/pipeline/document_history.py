"""The history of documents by number, ready for a reporter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qmsdoc import __version__
from qmsdoc.errors import UsageError
from qmsdoc.model.objective import Objective
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import POLICY_FILE, Role, role_of
from qmsdoc.pipeline.history import file_history, stated
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.past_document import PastDocument, PastNumbers
from qmsdoc.pipeline.signatures import Approvals, approved
from qmsdoc.report.history.catalogue import history_reporter
from qmsdoc.report.history.page import page_data
from qmsdoc.report.history.types import DocumentState, DocumentTrail, HistoryReport
from qmsdoc.rules.compile import compile_blob
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.source.tree import Entry, Tree
from qmsdoc.text.language import Translate
from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.history import FileHistory

HTML = "html"


@dataclass(frozen=True, slots=True)
class _Found:
    """A document of a tree; ``number`` is "" where it states none."""

    path: str
    number: str
    blob: str
    text: str


def history_report(
    workspace: Workspace,
    numbers: Sequence[str],
    translate: Translate,
    language: str,
    approvals: Approvals | None = None,
    *,
    colour: bool = False,
    width: int = 80,
) -> HistoryReport:
    """The history of the documents *numbers*, or of all that are there now.

    *approvals* go by number and version. Raises GitError where there is no history to be had, a
    shallow clone included, and UsageError for a number that no document ever had.
    """
    trails = _Trails(workspace, approvals or {})
    return HistoryReport(
        version=__version__,
        organization=_organization(workspace),
        revision=workspace.revision,
        documents=tuple(trails.of(tuple(dict.fromkeys(numbers)))),
        translate=translate,
        language=language,
        colour=colour,
        width=width,
    )


def history_text(report: HistoryReport, name: str) -> str:
    """The report in the format of that name. Raises TemplateError."""
    if name != HTML:
        return history_reporter(name)(report)
    from qmsdoc.render.html import render_pages
    from qmsdoc.render.types import Page

    page = Page("history.html", "html/history.html.j2", page_data(report))
    artifact = next(iter(render_pages([page], {}, report.language)))
    return artifact.content.decode("utf-8")


class _Trails:
    def __init__(self, workspace: Workspace, approvals: Approvals) -> None:
        self._workspace = workspace
        self._approvals = approvals
        self._repository: Repository = workspace.require_repository()
        self._head = workspace.revision or self._repository.resolve("HEAD")

    def of(self, numbers: Sequence[str]) -> Iterator[DocumentTrail]:
        present = _documents(self._workspace.tree, numbers)
        if not numbers:
            found = sorted(present, key=lambda item: (item.number, item.path))
            yield from self._present(found)
            return
        by_number: dict[str, _Found] = {}
        for item in present:
            by_number.setdefault(item.number, item)
        wanted = [by_number[number] for number in numbers if number in by_number]
        trails = {trail.id: trail for trail in self._present(wanted)}
        for number in numbers:
            yield trails[number] if number in trails else self._absent(number)

    def _present(self, found: Sequence[_Found]) -> Iterator[DocumentTrail]:
        if not found:
            return
        paths = [item.path for item in found]
        history = file_history(self._repository, self._head, self._workspace, paths)
        for item in found:
            yield self._trail(item, history, self._state(item, history.blob(item.path)))

    def _absent(self, number: str) -> DocumentTrail:
        """A number that stands in no document now: deleted and not committed, or of the past."""
        if not self._workspace.revision:
            for item in _documents(self._workspace.tree_at(self._head), [number]):
                history = file_history(self._repository, self._head, self._workspace, [item.path])
                return self._trail(item, history, DocumentState.DELETED)
        past = self._past.find(number)
        if past is None:
            raise self._unknown(number)
        return self._ended(number, past)

    def _ended(self, number: str, past: PastDocument) -> DocumentTrail:
        history = file_history(self._repository, past.last, self._workspace, [past.path])
        state = DocumentState.RENUMBERED if past.became else DocumentState.REMOVED
        item = _Found(past.path, number, "", past.text)
        return self._trail(item, history, state, past)

    def _trail(
        self,
        item: _Found,
        history: FileHistory,
        state: DocumentState,
        past: PastDocument | None = None,
    ) -> DocumentTrail:
        return DocumentTrail(
            id=item.number,
            title=stated(item.text, "title") or "",
            path=item.path,
            version="" if past else stated(item.text, "version") or "",
            state=state,
            revisions=approved(history.revisions(item.path), self._approvals.get(item.number, {})),
            ended=past.ended if past else None,
            became=past.became if past else "",
        )

    def _state(self, item: _Found, committed: str) -> DocumentState:
        if not committed:
            return DocumentState.NEW
        if committed == item.blob:
            return DocumentState.COMMITTED
        try:
            # A checkout may have changed the line ends.
            same = decode(self._repository.read(committed)) == item.text
        except (OSError, SourceError):
            same = False
        return DocumentState.COMMITTED if same else DocumentState.CHANGED

    @cached_property
    def _past(self) -> PastNumbers:
        return PastNumbers(self._repository, self._head, self._workspace)

    def _unknown(self, number: str) -> UsageError:
        for path, objective in _objectives(self._workspace.tree):
            if objective.id and objective.id.value == number:
                return UsageError(
                    "{id} is an objective, and only documents have a revision history; "
                    "`git log --follow {path}` lists its commits",
                    id=number,
                    path=path,
                )
        known = {item.number for item in _documents(self._workspace.tree, ())}
        return UsageError(
            "there is no document {id}, and none in the history up to here had that number",
            hint=suggestion(number, (known | set(self._past.all())) - {""}),
            id=number,
        )


def _documents(tree: Tree, numbers: Sequence[str]) -> list[_Found]:
    """All documents of *tree* by path, or the first one with each of *numbers*."""
    entries = [
        entry
        for entry in tree.entries()
        if role_of(entry.path) is Role.DOCUMENT and entry.never_read is None
    ]
    if not numbers:
        return [_found(entry, text) for entry, text in _texts(tree, entries)]
    missing, found = set(numbers), []
    others: list[tuple[Entry, str]] = []
    for entry, text in _texts(tree, entries):
        if not any(number in text for number in missing):
            # YAML has more than one way to write a number, so it may still be one of these.
            others.append((entry, text))
            continue
        item = _found(entry, text)
        if item.number in missing:
            found.append(item)
            missing.remove(item.number)
            if not missing:
                return found
    rest = (_found(entry, text) for entry, text in others)
    return [*found, *(item for item in rest if item.number in missing)]


def _objectives(tree: Tree) -> Iterator[tuple[str, Objective]]:
    entries = [
        entry
        for entry in tree.entries()
        if role_of(entry.path) is Role.OBJECTIVE and entry.never_read is None
    ]
    for entry, data in tree.read_many(entries):
        content = None if isinstance(data, OSError) else compile_blob(Role.OBJECTIVE, data).content
        if isinstance(content, Objective):
            yield entry.path, content


def _texts(tree: Tree, entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """The entries that can be read, with what they say."""
    for entry, data in tree.read_many(entries):
        if isinstance(data, OSError):
            continue
        try:
            yield entry, decode(data)
        except SourceError:
            continue


def _found(entry: Entry, text: str) -> _Found:
    return _Found(entry.path, stated(text, "id") or "", entry.blob, text)


def _organization(workspace: Workspace) -> str:
    content = compile_blob(Role.POLICY, workspace.text(POLICY_FILE).encode()).content
    return content.organization if isinstance(content, Policy) else ""
