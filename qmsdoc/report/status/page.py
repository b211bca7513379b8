"""The status as plain data for the template of its page."""

from __future__ import annotations

from typing import Any

from qmsdoc.report.status import words
from qmsdoc.report.status.types import ChangeRow, CopyRow, StatusReport, Subject
from qmsdoc.report.verify.labels import STATES
from qmsdoc.text.display import display


def page_data(report: StatusReport) -> dict[str, Any]:
    """What ``templates/html/status.html.j2`` sees. Every value is text, a number or a list."""
    status, say = report.status, report.say
    spans = words.buckets(status.window)
    return {
        "language": "zh-CN" if report.language == "zh" else "en",
        "organization": display(status.organization),
        "department": display(status.owner),
        "revision": status.revision,
        "day": status.day.isoformat(),
        "window": status.window,
        "ledger": status.ledger,
        "is_quiet": status.is_quiet,
        "states": [
            {"name": report.translate(STATES[name]), "key": name, "count": count}
            for name, count in status.states.items()
        ],
        "buckets": [say(words.bucket_label(span)) for span in spans],
        "counts": [
            {"owner": display(owner), "numbers": list(numbers)}
            for owner, numbers in words.counts(status.reviews, status.window).items()
        ],
        "reviews": [
            {
                **_subject(row.subject, row.version),
                "due": row.due.isoformat(),
                "away": say(words.away(row.days)),
                "urgency": "overdue" if row.days < 0 else "soon" if row.days <= 30 else "later",
                "reviewed": row.reviewed,
            }
            for row in status.reviews
        ],
        "changes": [_change(row, report) for row in status.changes],
        "recalls": [_copy(row) for row in status.recalls],
        "handouts": [_copy(row) for row in status.handouts],
        "trainings": _trainings(report),
        "measurements": [
            {
                **_subject(row.subject),
                "due": row.due.isoformat() if row.due else "",
                "note": display(say(words.measurement(row))),
            }
            for row in status.unmeasured
        ],
    }


def _subject(subject: Subject, version: str = "") -> dict[str, Any]:
    return {
        "id": display(subject.id),
        "title": display(subject.title),
        "owner": display(subject.owner),
        "version": display(version),
    }


def _change(row: ChangeRow, report: StatusReport) -> dict[str, Any]:
    meanwhile = words.beside(row)
    return {
        **_subject(row.subject, row.version),
        "state": row.state,
        "text": display(report.say(words.change(row))),
        "beside": display(report.say(meanwhile)) if meanwhile else "",
        "lacking": [display(report.say(words.signature(item))) for item in row.lacking],
    }


def _copy(row: CopyRow) -> dict[str, Any]:
    return {
        **_subject(row.subject, row.version),
        "department": display(row.department),
        "number": display(row.number),
        "issued": row.issued,
    }


def _trainings(report: StatusReport) -> list[dict[str, Any]]:
    return [
        {
            "post": display(post),
            "people": [
                {
                    "person": display(person),
                    "documents": [_subject(row.subject, row.version) for row in rows],
                }
                for person, rows in people.items()
            ],
        }
        for post, people in words.by_post(report.status.trainings).items()
    ]
