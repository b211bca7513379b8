"""status: what is due, and where every document stands. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from qmsdoc.errors import GitError, UsageError
from qmsdoc.index.control import Control, State
from qmsdoc.index.due import reviews, undistributed, untrained
from qmsdoc.index.next_measurement import next_measurements
from qmsdoc.index.signers import lacking_signatures
from qmsdoc.index.types import Index
from qmsdoc.model.edition import EditionName
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.edition import edition_of
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
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
# What somebody has to act on first.
_URGENCY = ("changed", "in-review", "approved", "coming", "superseded", "draft")
_SETTLED = (State.IN_FORCE, State.WITHDRAWN)


def status_of(
    workspace: Workspace, today: date, window: int, owner: str, warn: Callable[[Message], None]
) -> Status:
    """The status on *today*, with what is due within *window* days; of one department, if named.

    Where a text that is in force cannot be had, its draft is read instead, and *warn* is told so.
    Raises UsageError for a department that there is none of, and what ``load`` raises.
    """
    index = link_tree(load(workspace.tree, workspace.cache), today)
    _require(index, owner)
    published = None
    try:
        published = _published(workspace, index, today)
    except GitError as error:
        text = "drafts tell when reviews are due, and who gets and reads what is in force"
        warn(Message.of(text).with_hint(error.message))
    return status_from(index, window, owner, workspace.revision, published)


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


def _published(workspace: Workspace, index: Index, today: date) -> Index:
    """*index* with the texts that are in force in the place of newer drafts."""
    controls = index.control.values()
    if all(item.state is State.IN_FORCE and item.path for item in controls if item.in_force):
        return index
    return edition_of(workspace, today, name=EditionName.IN_FORCE).index


def status_from(
    index: Index,
    window: int,
    owner: str = "",
    revision: str = "",
    published: Index | None = None,
) -> Status:
    """The same for what is linked already. *published* has the texts that are in force: they say how
    often they are reviewed, and who gets and reads them.

    A department is shown what it owns, the copies that it holds or lacks, and its own people.
    """
    mine, held = _Mine(index, owner), _Mine(published or index, owner)
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
        reviews=tuple(sorted(_reviews(held, window), key=lambda row: (row.due, row.subject.id))),
        changes=tuple(
            sorted((row for item in controls for row in _changes(index, item)), key=_by_urgency)
        ),
        recalls=tuple(_recalls(mine)),
        handouts=tuple(_handouts(held)),
        trainings=tuple(_trainings(held)),
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
    file = index.document(identifier)
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
        if days <= window and mine.owns(review.control.document):
            subject = subject_of(mine.index, review.control.document)
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
            subject = subject_of(mine.index, found.control.document)
            yield CopyRow(subject, found.version, found.department.value)


def _trainings(mine: _Mine) -> Iterator[TrainingRow]:
    for found in untrained(mine.index):
        subject = subject_of(mine.index, found.control.document)
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
