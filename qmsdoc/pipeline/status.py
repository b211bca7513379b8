"""status: what is due, and where every document stands. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from qmsdoc.errors import UsageError
from qmsdoc.index.control import Control, Release, State
from qmsdoc.index.due import file_in_force, reviews, undistributed, untrained
from qmsdoc.index.next_measurement import next_measurements
from qmsdoc.index.signers import lacking_signatures
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.texts_in_force import with_texts_in_force
from qmsdoc.report.status.catalogue import status_reporter
from qmsdoc.report.status.types import (
    ChangeRow,
    CopyRow,
    MeasurementRow,
    ReviewRow,
    SignatureRow,
    Status,
    StatusReport,
    Subject,
    TrainingRow,
)
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.message import Message

_HTML = "html"
# Documents that a warning names.
_NAMED = 5
# What somebody has to act on first.
_URGENCY = ("changed", "in-review", "approved", "coming", "superseded", "draft")
_SETTLED = (State.IN_FORCE, State.WITHDRAWN)


def status_of(
    workspace: Workspace, today: date, window: int, owner: str, warn: Callable[[Message], None]
) -> Status:
    """The status on *today*, with what is due within *window* days; of one department, if named.

    Where texts that are in force cannot be had, their drafts are read instead, and *warn* is told so.
    Raises UsageError for a department that there is none of, and what ``load`` raises.
    """
    loaded = load(workspace.tree, workspace.cache).known()
    index = link_tree(loaded, today)
    _require(index, owner)
    index, missing = with_texts_in_force(index, loaded.units, workspace.tree, workspace.cache)
    if missing:
        warn(_read_in_drafts(missing))
    return status_from(index, window, owner, workspace.revision)


def status_text(report: StatusReport, name: str) -> str:
    """The report in the format of that name. Raises TemplateError."""
    if name != _HTML:
        return status_reporter(name)(report)
    from qmsdoc.render.html import render_pages
    from qmsdoc.render.types import Page
    from qmsdoc.report.status.page import page_data

    page = Page("status.html", "html/status.html.j2", page_data(report))
    artifact = next(iter(render_pages([page], {}, report.language)))
    return artifact.content.decode("utf-8")


def _read_in_drafts(missing: tuple[Release, ...]) -> Message:
    named = [f"{release.item.entry.document} {release.version}" for release in missing[:_NAMED]]
    more = len(missing) - len(named)
    return Message.of(
        "the texts in force of {documents} are not in this repository, and their drafts tell when "
        "reviews are due and who gets and reads them; fetch the whole history"
        if not more
        else "the texts in force of {documents} and {more} more are not in this repository, and "
        "their drafts tell when reviews are due and who gets and reads them; fetch the whole history",
        documents=tuple(named),
        more=more,
    )


def status_from(index: Index, window: int, owner: str = "", revision: str = "") -> Status:
    """The same for what is linked already.

    A department is shown what it owns, the copies that it holds or lacks, and its own people.
    """
    mine = _Mine(index, owner)
    controls = [item for item in index.control.values() if mine.owns(item.document)]
    return Status(
        day=index.today,
        window=window,
        organization=index.policy.organization,
        repository=index.policy.repository,
        revision=revision,
        ledger=index.ledger.is_used,
        owner=owner,
        states=_states(controls),
        reviews=tuple(sorted(_reviews(mine, window), key=lambda row: (row.due, row.subject.id))),
        changes=tuple(
            sorted((row for item in controls for row in _changes(index, item)), key=_by_urgency)
        ),
        recalls=tuple(_recalls(mine)),
        handouts=tuple(_handouts(mine)),
        trainings=tuple(_trainings(mine)),
        measurements=tuple(sorted(_measurements(mine, window), key=_by_day)),
    )


class _Mine:
    """The index as one department sees it; as all do where none is named."""

    def __init__(self, index: Index, owner: str) -> None:
        self.index = index
        self._owner = owner
        organization = index.organization
        posts = {
            post.name.value
            for post in (organization.posts if organization else ())
            if post.department and post.department.value == owner
        }
        self._people = {
            person.name.value
            for person in (organization.people if organization else ())
            if posts & set(person.posts_on(index.today.isoformat()))
        }

    def owns(self, document: str) -> bool:
        return self.is_department(subject_of(self.index, document).owner)

    def is_department(self, name: str) -> bool:
        return not self._owner or name == self._owner

    def has(self, person: str) -> bool:
        return not self._owner or person in self._people


def subject_of(index: Index, identifier: str) -> Subject:
    """The document of that number as its text at hand names it."""
    return _subject(identifier, index.document(identifier))


def _subject_in_force(index: Index, control: Control) -> Subject:
    """The document as its text in force names it."""
    return _subject(control.document, file_in_force(index, control))


def _subject(identifier: str, file: DocumentFile | None) -> Subject:
    owner = file.document.owner if file else None
    return Subject(identifier, file.title if file else "", owner.value if owner else "")


def _require(index: Index, owner: str) -> None:
    known = index.organization.department_names if index.organization else frozenset()
    if owner and owner not in known:
        raise UsageError(
            "{name} is no department of organization.yaml",
            hint=suggestion(owner, known),
            name=owner,
        )


def _states(controls: list[Control]) -> dict[str, int]:
    """How many documents each state has, in the order of the states."""
    counted = Counter(item.state for item in controls)
    return {state.value: counted[state] for state in State if counted[state]}


def _reviews(mine: _Mine, window: int) -> Iterator[ReviewRow]:
    for review in reviews(mine.index):
        days = (review.due - mine.index.today).days
        subject = _subject_in_force(mine.index, review.control)
        if days <= window and mine.is_department(subject.owner):
            yield ReviewRow(
                subject, review.version, review.reviewed, review.every, review.due, days
            )


def _changes(index: Index, control: Control) -> Iterator[ChangeRow]:
    subject = subject_of(index, control.document)
    in_force = control.in_force.version if control.in_force else ""
    for coming in control.upcoming:
        yield ChangeRow(subject, coming.version, "coming", in_force, coming.effective)
    if control.state in _SETTLED or not control.path:
        return
    versions = {coming.version for coming in control.upcoming}
    if control.state is State.APPROVED and control.version in versions:
        return
    lacking = lacking_signatures(index, control) if control.state is State.IN_REVIEW else ()
    rows = tuple(SignatureRow(item.role, item.posts, item.people) for item in lacking)
    yield ChangeRow(subject, control.version, control.state.value, in_force, lacking=rows)


def _by_urgency(row: ChangeRow) -> tuple[int, str]:
    return _URGENCY.index(row.state), row.subject.id


def _recalls(mine: _Mine) -> Iterator[CopyRow]:
    for control in mine.index.control.values():
        for copy in control.copies_to_recall:
            if mine.is_department(copy.department):
                subject = subject_of(mine.index, control.document)
                yield CopyRow(subject, copy.version, copy.department, copy.number, copy.issued)


def _handouts(mine: _Mine) -> Iterator[CopyRow]:
    for found in undistributed(mine.index):
        if mine.is_department(found.department.value):
            subject = _subject_in_force(mine.index, found.control)
            yield CopyRow(subject, found.version, found.department.value)


def _trainings(mine: _Mine) -> Iterator[TrainingRow]:
    for found in untrained(mine.index):
        subject = _subject_in_force(mine.index, found.control)
        for person in found.people:
            if mine.has(person):
                yield TrainingRow(subject, found.version, found.reader.value, person)


def _measurements(mine: _Mine, window: int) -> Iterator[MeasurementRow]:
    for item in next_measurements(mine.index):
        owner = item.file.objective.owner
        subject = Subject(item.file.id, item.file.title, owner.value if owner else "")
        days = (item.ends - mine.index.today).days if item.ends else None
        if mine.is_department(subject.owner) and (days is None or days <= window):
            yield MeasurementRow(subject, item.period, item.last, item.ends, days, item.trouble)


def _by_day(row: MeasurementRow) -> tuple[date, str]:
    """What was never measured comes first."""
    return row.due or date.min, row.subject.id
