"""The report for programs, and the anchor of a later run: described by schemas/verify.schema.json."""

from __future__ import annotations

from typing import Any

from qmsdoc.report.json_text import json_text
from qmsdoc.report.verify.types import DocumentVerdict, EntryVerdict, Remark, VerifyReport
from qmsdoc.text.display import display
from qmsdoc.text.message import Message


def render(report: VerifyReport) -> str:
    """One JSON object; documents by number, entries by the order of the chain."""
    verdict = report.verdict
    entries = [entry for document in verdict.documents for entry in document.entries]
    return json_text(
        {
            "version": report.version,
            "repository": verdict.repository,
            "revision": verdict.revision,
            "policy": verdict.policy,
            "day": verdict.day,
            "accepted": verdict.is_accepted,
            "summary": {
                "documents": len(verdict.documents),
                "entries": len(entries),
                "refused": sum(1 for entry in entries if entry.problems),
            },
            "documents": [_document(item, report) for item in verdict.documents],
            "heads": {number: list(heads) for number, heads in verdict.heads.items()},
            "problems": _remarks(verdict.problems, report),
            "notes": _remarks(verdict.notes, report),
        }
    )


def _document(item: DocumentVerdict, report: VerifyReport) -> dict[str, Any]:
    in_force = {"version": item.in_force, "effective": item.effective} if item.in_force else None
    return {
        "id": item.document,
        "title": item.title,
        "accepted": item.is_accepted,
        "state": item.state,
        "version": item.version,
        "in_force": in_force,
        "entries": [_entry(entry, report) for entry in item.entries],
        "problems": _remarks(item.problems, report),
        "notes": _remarks(item.notes, report),
    }


def _entry(verdict: EntryVerdict, report: VerifyReport) -> dict[str, Any]:
    item = verdict.item
    return {
        "path": item.path,
        "sha256": item.digest,
        "accepted": not verdict.problems,
        "role": item.entry.role.value,
        "version": item.entry.version,
        "text": item.entry.sha256,
        "person": item.entry.person,
        "post": item.entry.post,
        "time": item.entry.time,
        "key": item.key,
        "problems": _said(verdict.problems, report),
        "notes": _said(verdict.notes, report),
    }


def _remarks(remarks: tuple[Remark, ...], report: VerifyReport) -> list[dict[str, str]]:
    return [
        {"path": remark.path, "message": display(report.say(remark.message))} for remark in remarks
    ]


def _said(messages: tuple[Message, ...], report: VerifyReport) -> list[str]:
    return [display(report.say(message)) for message in messages]
