"""What was found for one clause and what is missing, as text for a terminal or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.coverage import ClauseCoverage, State
from qmsdoc.index.coverage_words import KINDS, STATES, missing_text
from qmsdoc.index.evidence import Evidence
from qmsdoc.index.evidence_pieces import Piece
from qmsdoc.report.cells import wrapped
from qmsdoc.report.evidence import shortfall_data
from qmsdoc.report.standards.json import shown
from qmsdoc.report.standards.text import StandardPage
from qmsdoc.standards.evidence import Shortfall, Where
from qmsdoc.standards.types import Standard
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

_BELONGS: Mapping[Where, Message] = {
    "manual": Message.of("it belongs in the quality manual"),
    "procedure": Message.of("it belongs in a procedure"),
    "instruction": Message.of("it belongs in a work instruction"),
    "form": Message.of("it belongs in a record form"),
    "objective": Message.of("it belongs in a quality objective"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A clause, how it stands, its evidence, and that piece by piece."""

    standard: Standard
    coverage: ClauseCoverage
    evidence: Evidence
    pieces: tuple[Piece, ...]


def render_json(explanation: Explanation) -> str:
    """For programs: described by schemas/explanation.schema.json."""
    item, standard = explanation.coverage, explanation.standard
    clause = item.clause
    data = {
        "ref": f"{standard.id}:{clause.number}",
        "title": {"zh": clause.title.zh, "en": clause.title.en},
        "about": {"zh": clause.about.zh, "en": clause.about.en},
        "state": item.state.value,
        "reason": item.reason,
        "asks": clause.evidence is not None,
        "children": list(clause.children),
        "pieces": [_piece(piece) for piece in explanation.pieces],
        "missing": [shortfall_data(found) for found in item.shortfalls],
        "evidence": explanation.evidence.data,
    }
    return json.dumps(shown(data), ensure_ascii=False, indent=2) + "\n"


def _piece(piece: Piece) -> dict[str, Any]:
    start = piece.location.span.start
    return {
        "kind": piece.kind,
        "id": piece.id,
        "title": piece.title,
        "path": piece.location.path,
        "line": start.line,
        "column": start.column,
        "facts": piece.facts,
    }


def render_text(explanation: Explanation, page: StandardPage) -> str:
    """For a reader: the clause, what was found and where, what is missing."""
    clause, item = explanation.coverage.clause, explanation.coverage
    head = f"{explanation.standard.number} {clause.number} {page.title(clause.title)}".strip()
    lines = list(_lines(head, page, 0))
    if about := page.title(clause.about):
        lines += _lines(about, page, 2)
    lines += _lines(_state(explanation, page), page, 2)
    if item.reason:
        lines += _lines(item.reason, page, 2)
    lines += ["", page.say(Message.of("Found"))]
    found = [line for piece in explanation.pieces for line in _found(piece, page)]
    lines += found or _lines(page.say(Message.of("nobody claims the clause")), page, 2)
    lines += ["", page.say(Message.of("Missing"))]
    for shortfall in item.shortfalls:
        lines += _lines(_missing(shortfall, page), page, 2)
    if not item.shortfalls:
        lines += _lines(page.say(_nothing_missing(item)), page, 2)
    return "\n".join(lines) + "\n"


def _state(explanation: Explanation, page: StandardPage) -> str:
    item = explanation.coverage
    state = page.say(STATES[item.state])
    if item.clause.children:
        return page.say(
            Message.of(
                "{state}: {met} of {total} clauses below it met ({numbers})",
                state=state,
                met=item.met,
                total=item.total,
                numbers=item.clause.children,
            )
        )
    return state


def _nothing_missing(item: ClauseCoverage) -> Message:
    if item.state is State.EXCLUDED:
        return Message.of("nothing is asked of an excluded clause")
    if item.state is State.MISSING:
        return Message.of("a claim: no document says that it covers the clause")
    if item.clause.evidence is None:
        return Message.of("nothing; the clause asks for no evidence beyond a claim")
    return Message.of("nothing")


def _missing(shortfall: Shortfall, page: StandardPage) -> str:
    message = missing_text(shortfall, page.language)
    return page.say(message.with_hint(_BELONGS.get(shortfall.where)))


def _found(piece: Piece, page: StandardPage) -> Iterator[str]:
    indent = 4 if piece.kind in ("section", "steps") else 2
    yield from _lines(_what(piece, page), page, indent)
    yield from _lines(_place(piece.location), page, indent + 2)


def _what(piece: Piece, page: StandardPage) -> str:
    facts = piece.facts
    name = f"{piece.id} {piece.title}".strip()
    if piece.kind == "document":
        kind = page.say(KINDS.get(facts["kind"], Message.of("document")))
        return page.say(Message.of("{name} ({kind})", name=name, kind=kind))
    if piece.kind == "section":
        title = f"{facts['number']} {piece.title}".strip()
        if not facts["records"]:
            return page.say(Message.of("section {title}", title=title))
        records = tuple(facts["records"])
        return page.say(
            Message.of("section {title}, which links {records}", title=title, records=records)
        )
    if piece.kind == "steps":
        return page.say(
            Message.of(
                "{count} steps; {posts} with a post, {limits} with a limit, {records} with a record",
                **facts,
            )
        )
    return _form(name, facts, page) if piece.kind == "form" else _objective(name, facts, page)


def _form(name: str, facts: Mapping[str, Any], page: StandardPage) -> str:
    kind = page.say(KINDS["form"])
    values = {
        "name": page.say(Message.of("{name} ({kind})", name=name, kind=kind)),
        "count": facts["fields"],
        "signatures": facts["signatures"],
        "sensitive": facts["sensitive"],
        "retention": facts["retention"],
    }
    if facts["retention"]:
        return page.say(
            Message.of(
                "{name}: {count} fields, {signatures} signed, {sensitive} sensitive; "
                "kept {retention}",
                **values,
            )
        )
    return page.say(
        Message.of(
            "{name}: {count} fields, {signatures} signed, {sensitive} sensitive; "
            "no retention period",
            **values,
        )
    )


def _objective(name: str, facts: Mapping[str, Any], page: StandardPage) -> str:
    kind = page.say(KINDS["objective"])
    head = page.say(Message.of("{name} ({kind})", name=name, kind=kind))
    target = f"{facts.get('target', '')}{facts.get('unit', '')}"
    if not target:
        return head
    return page.say(Message.of("{name}: target {target}", name=head, target=target))


def _place(location: Location) -> str:
    start = location.span.start
    return f"{location.path}:{start.line}:{start.column}"


def _lines(text: str, page: StandardPage, indent: int) -> list[str]:
    """Wrapped and set in; what follows the first line is set in once more."""
    first, *rest = wrapped(display(text), page.width - indent - 2)
    return [" " * indent + first, *(" " * (indent + 2) + line for line in rest)]
