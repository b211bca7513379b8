"""The status for programs: stable, described by schemas/status.schema.json."""

from __future__ import annotations

from typing import Any

from qmsdoc.report.json_text import json_text
from qmsdoc.report.status.types import (
    ChangeRow,
    CopyRow,
    MeasurementRow,
    ReviewRow,
    Status,
    StatusReport,
    Subject,
    TrainingRow,
)
from qmsdoc.text.display import display


def render(report: StatusReport) -> str:
    """One JSON object with every section, the empty ones too."""
    status = report.status
    return json_text(
        {
            "version": report.version,
            "revision": status.revision,
            "day": status.day.isoformat(),
            "window": status.window,
            "department": status.owner,
            "ledger": status.ledger,
            "summary": _summary(status),
            "reviews": [_review(row) for row in status.reviews],
            "changes": [_change(row) for row in status.changes],
            "copies_to_recall": [_copy(row) for row in status.recalls],
            "copies_to_hand_out": [_missing_copy(row) for row in status.handouts],
            "trainings": [_training(row) for row in status.trainings],
            "measurements": [_measurement(row, report) for row in status.measurements],
        }
    )


def _summary(status: Status) -> dict[str, Any]:
    return {
        "states": dict(status.states),
        "reviews_overdue": len(status.overdue),
        "reviews_due": len(status.reviews) - len(status.overdue),
    }


def _subject(subject: Subject) -> dict[str, str]:
    return {
        "id": display(subject.id),
        "title": display(subject.title),
        "owner": display(subject.owner),
    }


def _review(row: ReviewRow) -> dict[str, Any]:
    return {
        **_subject(row.subject),
        "version": display(row.version),
        "reviewed": row.reviewed,
        "every": display(row.every),
        "due": row.due.isoformat(),
        "days": row.days,
    }


def _change(row: ChangeRow) -> dict[str, Any]:
    return {
        **_subject(row.subject),
        "version": display(row.version),
        "state": row.state,
        "in_force": display(row.in_force),
        "effective": row.effective or None,
        "missing": [
            {
                "role": lacking.role,
                "posts": [display(name) for name in lacking.posts],
                "people": [display(name) for name in lacking.people],
            }
            for lacking in row.lacking
        ],
    }


def _missing_copy(row: CopyRow) -> dict[str, Any]:
    return {
        **_subject(row.subject),
        "version": display(row.version),
        "department": display(row.department),
    }


def _copy(row: CopyRow) -> dict[str, Any]:
    return {**_missing_copy(row), "number": display(row.number), "issued": row.issued}


def _training(row: TrainingRow) -> dict[str, Any]:
    return {
        **_subject(row.subject),
        "version": display(row.version),
        "post": display(row.post),
        "person": display(row.person),
    }


def _measurement(row: MeasurementRow, report: StatusReport) -> dict[str, Any]:
    return {
        **_subject(row.subject),
        "period": row.period,
        "last": row.last,
        "due": row.due.isoformat() if row.due else None,
        "days": row.days,
        "trouble": display(report.say(row.trouble)) if row.trouble else "",
    }
