"""The history in Markdown, for a pull request, a wiki or a mail: a table a document."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.model.revision import Revision, RevisionCommit
from qmsdoc.report.diff.escape import inline
from qmsdoc.report.history.types import ROLES, SHORT, DocumentTrail, HistoryReport, moved
from qmsdoc.text.message import Message


def render(report: HistoryReport) -> str:
    """A heading, what is to be noted, and the table."""
    return "\n\n".join("\n\n".join(_document(report, trail)) for trail in report.documents) + "\n"


def _document(report: HistoryReport, trail: DocumentTrail) -> Iterator[str]:
    yield f"### {inline(f'{trail.id} {trail.title}'.strip())}"
    yield f"<sub>{inline(trail.path)}</sub>"
    for note in report.notes(trail):
        yield f"> {inline(note)}"
    if trail.revisions:
        yield "\n".join(_table(report, trail))


def _table(report: HistoryReport, trail: DocumentTrail) -> Iterator[str]:
    roles = report.roles(trail)
    heads = [
        Message.of("Version"),
        Message.of("Date"),
        Message.of("Revised by"),
        *(ROLES[role] for role in roles),
        Message.of("Summary of the revision"),
        Message.of("Commits"),
    ]
    yield _row([inline(report.say(head)) for head in heads])
    yield _row(["---"] * len(heads))
    for revision in trail.revisions:
        yield _row(_cells(report, trail, revision, roles))


def _cells(
    report: HistoryReport, trail: DocumentTrail, revision: Revision, roles: tuple[str, ...]
) -> Iterator[str]:
    mark = "!" if revision.commit in trail.out_of_order else ""
    yield inline(revision.version)
    yield f"{revision.date or '-'}{mark}"
    yield inline(revision.author)
    for role in roles:
        yield inline(report.signed(revision, role))
    yield inline(revision.summary)
    yield "<br>".join(_commit(report, commit) for commit in revision.commits)


def _commit(report: HistoryReport, commit: RevisionCommit) -> str:
    told = moved(commit)
    text = f"`{commit.id[:SHORT]}`"
    return f"{text} {inline(report.say(told))}" if told else text


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"
