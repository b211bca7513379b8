"""Documents stand above each other in a circle.

## Why
Of two documents that each carry out, or each replace, the other, none prevails: there is no top to
start from, no order of approval, and no answer to which text is in force.

## Wrong
    WI-01    parent: WI-02
    WI-02    parent: WI-01

## Right
    WI-01    parent: QP-07
    WI-02    parent: QP-07

## How to mend
Follow the chain under the message and take out the one link of it that is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from qmsdoc.diagnostics.types import Finding, Related, Severity
from qmsdoc.index.types import Index, Reference, ReferenceKind
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

Graph = Mapping[str, Mapping[str, Reference]]


@rule("QD310", "reference-cycle", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    # A document that is its own parent is QD305's.
    parents = _graph(index, ReferenceKind.PARENT, loops=False)
    for cycle in _cycles(parents):
        message = Message.of(
            "the parents go round in a circle: {chain}", chain=_chain(index, cycle)
        )
        yield Finding(cycle[0].location, message, related=_links(index, cycle))
    replaced = _graph(index, ReferenceKind.SUPERSEDES, loops=True)
    for cycle in _cycles(replaced):
        message = Message.of(
            "these documents replace each other in a circle: {chain}", chain=_chain(index, cycle)
        )
        yield Finding(cycle[0].location, message, related=_links(index, cycle))


def _graph(index: Index, kind: ReferenceKind, *, loops: bool) -> Graph:
    """The references of one kind, by source and then target; *loops* are those to oneself."""
    graph: defaultdict[str, dict[str, Reference]] = defaultdict(dict)
    for reference in index.references:
        if reference.kind is not kind or not reference.target:
            continue
        if loops or reference.source != reference.target:
            graph[reference.source].setdefault(reference.target, reference)
    return graph


def _cycles(graph: Graph) -> Iterator[list[Reference]]:
    """Each cycle that a walk in depth closes, from its first path on. Linear, without recursion."""
    finished: set[str] = set()
    for start in graph:
        if start in finished:
            continue
        walk: list[Reference] = []
        depth = {start: 0}
        ahead = [iter(graph[start].values())]
        while ahead:
            reference = next(ahead[-1], None)
            if reference is None:
                ahead.pop()
                left = walk.pop().target if walk else start
                del depth[left]
                finished.add(left)
            elif reference.target in depth:
                yield _turned([*walk[depth[reference.target] :], reference])
            elif reference.target in graph and reference.target not in finished:
                walk.append(reference)
                depth[reference.target] = len(walk)
                ahead.append(iter(graph[reference.target].values()))


def _turned(cycle: list[Reference]) -> list[Reference]:
    """The same cycle, wherever the walk entered it, from its first path on."""
    first = min(range(len(cycle)), key=lambda place: cycle[place].source)
    return cycle[first:] + cycle[:first]


def _chain(index: Index, cycle: list[Reference]) -> str:
    numbers = [index.documents[reference.source].id for reference in cycle]
    return " → ".join([*numbers, numbers[0]])


def _links(index: Index, cycle: list[Reference]) -> tuple[Related, ...]:
    return tuple(
        Related(
            reference.location,
            Message.of(
                "{id} names {other} here",
                id=index.documents[reference.source].id,
                other=reference.text.value,
            ),
        )
        for reference in cycle
    )
