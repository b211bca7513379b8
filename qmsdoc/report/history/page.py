"""The history as plain data for the template of its page."""

from __future__ import annotations

from typing import Any

from qmsdoc.model.revision import Revision, RevisionCommit
from qmsdoc.report.history.types import ROLES, SHORT, DocumentTrail, HistoryReport, moved, tells
from qmsdoc.text.display import display


def page_data(report: HistoryReport) -> dict[str, Any]:
    """What ``templates/html/history.html.j2`` sees."""
    return {
        "language": "zh-CN" if report.language == "zh" else "en",
        "organization": display(report.organization),
        "revision": report.revision,
        "documents": [_document(report, trail) for trail in report.documents],
    }


def _document(report: HistoryReport, trail: DocumentTrail) -> dict[str, Any]:
    roles = report.roles(trail)
    return {
        "id": display(trail.id),
        "title": display(trail.title),
        "path": display(trail.path),
        "notes": [display(note) for note in report.notes(trail)],
        "roles": [report.say(ROLES[role]) for role in roles],
        "revisions": [_revision(report, trail, revision, roles) for revision in trail.revisions],
    }


def _revision(
    report: HistoryReport, trail: DocumentTrail, revision: Revision, roles: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "version": display(revision.version),
        "date": revision.date,
        "out_of_order": revision.commit in trail.out_of_order,
        "author": display(revision.author),
        "summary": display(revision.summary),
        "signed": [display(report.signed(revision, role)) for role in roles],
        "commits": [
            _commit(report, commit, tells(revision, commit)) for commit in revision.commits
        ],
    }


def _commit(report: HistoryReport, commit: RevisionCommit, credited: bool) -> dict[str, Any]:
    told = moved(commit)
    return {
        "id": commit.id[:SHORT],
        "date": commit.date,
        "author": display(commit.author),
        "summary": display(commit.summary),
        "moved": display(report.say(told)) if told else "",
        "credited": credited,
    }
