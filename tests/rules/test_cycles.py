"""The law of QD310: a cycle is reported if and only if there is one, and each is a true one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.index.types import Reference, ReferenceKind
from qmsdoc.model.text import Text
from qmsdoc.rules.references.qd310_reference_cycle import Graph, _cycles

EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


def graph_of(edges: list[tuple[int, int]]) -> Graph:
    graph: dict[str, dict[str, Reference]] = {}
    for source, target in edges:
        reference = Reference(ReferenceKind.SUPERSEDES, str(source), Text(""), str(target))
        graph.setdefault(str(source), {})[str(target)] = reference
    return graph


def has_cycle(edges: list[tuple[int, int]]) -> bool:
    """By taking away whatever names nothing that is left."""
    left = set(edges)
    while True:
        sources = {source for source, _ in left}
        kept = {(source, target) for source, target in left if target in sources}
        if kept == left:
            return bool(left)
        left = kept


@given(EDGES)
def test_finds_a_cycle_where_there_is_one_and_each_is_closed(edges: list[tuple[int, int]]) -> None:
    found = list(_cycles(graph_of(edges)))
    assert bool(found) == has_cycle(edges)
    for cycle in found:
        following = [*cycle[1:], cycle[0]]
        assert all(one.target == two.source for one, two in zip(cycle, following, strict=True))
        sources = [reference.source for reference in cycle]
        assert len(set(sources)) == len(sources)
        assert sources[0] == min(sources)


def test_a_chain_of_ten_thousand_needs_no_recursion() -> None:
    chain = [(number, number + 1) for number in range(10_000)]
    assert list(_cycles(graph_of(chain))) == []
    assert len(next(iter(_cycles(graph_of([*chain, (10_000, 0)]))))) == 10_001
