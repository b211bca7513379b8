"""The history for programs: stable, described by schemas/history.schema.json."""

from __future__ import annotations

from typing import Any

from qmsdoc.model.revision import Revision, RevisionCommit
from qmsdoc.report.history.types import DocumentTrail, HistoryReport
from qmsdoc.report.json_text import json_text


def render(report: HistoryReport) -> str:
    """One JSON object; versions and commits newest first."""
    return json_text(
        {
            "version": report.version,
            "revision": report.revision,
            "documents": [_document(trail) for trail in report.documents],
        }
    )


def _document(trail: DocumentTrail) -> dict[str, Any]:
    return {
        "id": trail.id,
        "title": trail.title,
        "path": trail.path,
        "version": trail.version,
        "state": trail.state.value,
        "ended": _commit(trail.ended) if trail.ended else None,
        "became": trail.became,
        "revisions": [_revision(trail, revision) for revision in trail.revisions],
    }


def _revision(trail: DocumentTrail, revision: Revision) -> dict[str, Any]:
    return {
        "version": revision.version,
        "date": revision.date,
        "date_in_order": revision.commit not in trail.out_of_order,
        "author": revision.author,
        "summary": revision.summary,
        "commit": revision.commit,
        "signatures": [
            {
                "role": signature.role,
                "person": signature.person,
                "post": signature.post,
                "date": signature.date,
            }
            for signature in revision.signatures
        ],
        "commits": [_commit(commit) for commit in revision.commits],
    }


def _commit(commit: RevisionCommit) -> dict[str, str]:
    return {
        "id": commit.id,
        "date": commit.date,
        "author": commit.author,
        "summary": commit.summary,
        "path": commit.path,
        "old_path": commit.old_path,
    }
