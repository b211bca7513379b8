"""Overlays: what an organisation changes in a pack, and adds to it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from holding import linked, shared
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.index.coverage import ClauseCoverage, State, coverage
from qmsdoc.index.evidence import evidence_shortfalls
from qmsdoc.index.types import Index
from qmsdoc.model.schema import misfits
from qmsdoc.standards.builtin import builtin_data, builtin_standard
from qmsdoc.standards.overlay import Fault, Misplaced, overlaid
from qmsdoc.standards.pack import load_pack

PACK = "db11t-1123-2014"
SOURCE = {"source": "the copy that the centre holds"}


def laid(**overlay: Any) -> tuple[Any, tuple[Misplaced, ...]]:
    """The clauses of the pack under this overlay."""
    given_overlay = {"overlay": PACK, **overlay}
    assert misfits("overlay", given_overlay) == ()
    before = copy.deepcopy(builtin_data(PACK))
    data, misplaced = overlaid(builtin_data(PACK), given_overlay)
    assert builtin_data(PACK) == before
    assert misfits("standard", data) == ()
    return load_pack(data), misplaced


def test_evidence_is_switched_off() -> None:
    standard, _ = laid(clauses=[{"number": "5", "evidence": "off"}])
    assert standard.clauses["5"].evidence is None
    assert standard.clauses["6"] == builtin_standard(PACK).clauses["6"]


def test_evidence_is_replaced_on_the_authority_of_the_organisation() -> None:
    standard, _ = laid(clauses=[{"number": "5", "evidence": shared("hasForm")}])
    assert standard.clauses["5"].evidence == {"x-basis": "organization", **shared("hasForm")}


def test_an_authority_that_the_overlay_names_stays() -> None:
    asked = {"x-basis": "standard", **shared("hasForm")}
    standard, _ = laid(clauses=[{"number": "5", "evidence": asked}])
    assert standard.clauses["5"].evidence == asked


def test_evidence_is_tightened() -> None:
    standard, _ = laid(clauses=[{"number": "5", "tighten": shared("protectedForm")}])
    own = {"x-basis": "organization", **shared("protectedForm")}
    assert standard.clauses["5"].evidence == {"allOf": [shared("serviceProcedure"), own]}
    alone, _ = laid(clauses=[{"number": "1", "tighten": shared("hasForm")}])
    assert alone.clauses["1"].evidence == {
        "allOf": [{"x-basis": "organization", **shared("hasForm")}]
    }


def test_added_clauses_take_their_place_and_rest_on_the_overlay() -> None:
    added = [
        {"number": "5.2", "title": {"zh": "告知"}, "confidence": "verified"},
        {"number": "5.1", "title": {"zh": "首问"}},
        {"number": "5.1.1"},
        {"number": "A.1", "title": {"zh": "栏目"}},
    ]
    standard, misplaced = laid(add=added, **SOURCE)
    assert misplaced == ()
    assert standard.clauses["5"].children == ("5.1", "5.2")
    assert standard.clauses["5.1"].children == ("5.1.1",)
    assert standard.clauses["A.1"].applies == "adaptable"
    first, second = standard.clauses["5.1"], standard.clauses["5.2"]
    assert (first.source, first.confidence) == (SOURCE["source"], "general")
    assert second.confidence == "verified"
    assert standard.clauses["5"].source == builtin_standard(PACK).clauses["5"].source


def test_an_addition_needs_a_clause_above_it() -> None:
    _, misplaced = laid(add=[{"number": "11.1.1"}, {"number": "11.1"}, {"number": "11"}], **SOURCE)
    assert [item.fault for item in misplaced] == [Fault.NOTHING_ABOVE] * 3


def test_what_has_no_place_is_named() -> None:
    _, misplaced = laid(
        clauses=[{"number": "5.9", "evidence": "off"}],
        add=[{"number": "5", "title": {"zh": "又"}}],
        **SOURCE,
    )
    assert misplaced == (
        Misplaced("/add/0/number", "5", Fault.ALREADY_THERE),
        Misplaced("/clauses/0/number", "5.9", Fault.UNKNOWN_CLAUSE),
    )


def test_the_organisation_states_the_status() -> None:
    standard, _ = laid(status="superseded", superseded_by="DB11/T 1123-2030")
    assert (standard.status, standard.superseded_by) == ("superseded", "DB11/T 1123-2030")


BAD: list[dict[str, Any]] = [
    {},
    {"clauses": [{"number": "5"}]},
    {"clauses": [{"number": "5", "evidence": "on"}]},
    {"clauses": [{"number": "5", "evidence": {}}]},
    {"clauses": [{"number": "5", "title": {"zh": "改名"}}]},
    {"clauses": [{"number": "5", "evidence": {"$ref": "retainedRecord"}}]},
    {"add": [{"number": "5.1"}]},
    {"status": "old"},
]


@pytest.mark.parametrize("overlay", BAD)
def test_what_an_overlay_cannot_say(overlay: dict[str, Any]) -> None:
    whole = {"overlay": PACK, **overlay} if overlay else {"overlay": "No Such"}
    assert misfits("overlay", whole)


def text(claims: str) -> str:
    return f"---\nid: QP-01\nkind: procedure\ntitle: 程序\nclauses: [{claims}]\n---\n# 程序\n"


def workspace(overlay: str, claims: str) -> Index:
    return linked(
        {
            "qmsdoc.yaml": f"organization: 中心\nstandards: [{{id: {PACK}}}]\n",
            "standards/overlay.yaml": overlay,
            "documents/QP-01.md": text(claims),
        }
    )


SPLIT = f"""\
overlay: {PACK}
source: the copy that the centre holds
clauses:
  - {{number: "5", evidence: off}}
add:
  - {{number: "5.1", title: {{zh: 首问}}}}
  - {{number: "5.2", title: {{zh: 告知}}}}
  - number: "5.3"
    title: {{zh: 记录}}
    evidence: {{$ref: evidence.schema.json#/$defs/retainedRecord}}
"""


def stand(index: Index) -> dict[str, ClauseCoverage]:
    (found,) = coverage(index, PACK, evidence_shortfalls(index))
    return {item.clause.number: item for item in found.clauses}


@given(st.sets(st.sampled_from(["5.1", "5.2", "5.3"])))
def test_parents_sum_up_what_was_added(claimed: set[str]) -> None:
    found = stand(workspace(SPLIT, ", ".join(f'"{PACK}:{number}"' for number in sorted(claimed))))
    top = found["5"]
    assert (top.total, top.covered) == (3, len(claimed))
    assert top.met == len(claimed - {"5.3"})
    assert top.state is (State.PARTLY if claimed else State.MISSING)
    assert found["6"].state is State.MISSING


def test_the_evidence_of_a_chapter_that_was_split_is_looked_for_below_it() -> None:
    kept = SPLIT.replace('  - {number: "5", evidence: off}\n', '  - {number: "6", evidence: off}\n')
    found = stand(workspace(kept, f'"{PACK}:5.1", "{PACK}:5.2"'))
    assert found["5.1"].state is State.MET
    # The chapter asks for a service procedure, and the two sections claimed show none.
    assert found["5"].shortfalls
    assert found["5"].state is State.PARTLY


def test_overlays_of_one_pack_add_up_in_the_order_of_their_files() -> None:
    index = linked(
        {
            "qmsdoc.yaml": f"organization: 中心\nstandards: [{{id: {PACK}}}]\n",
            "standards/a.yaml": SPLIT,
            "standards/b.yaml": f'overlay: {PACK}\nclauses: [{{number: "5.3", evidence: off}}]\n',
        }
    )
    assert index.overlay_faults == ()
    assert index.standards[PACK].clauses["5.3"].evidence is None
    assert builtin_standard(PACK).clauses["5"].children == ()


def test_a_pack_of_the_workspace_can_be_overlaid_whatever_its_file_is_called() -> None:
    own = (
        "id: own-1\nnumber: Q 1\ntitle: {zh: 规范}\nstatus: in-force\nsource: 本单位\n"
        'confidence: verified\nclauses: [{number: "4"}]\n'
    )
    index = linked(
        {
            "qmsdoc.yaml": "organization: 中心\nstandards: [{id: own-1}]\n",
            "standards/a.yaml": 'overlay: own-1\nsource: 本单位\nadd: [{number: "4.1"}]\n',
            "standards/z.yaml": own,
        }
    )
    assert index.standards["own-1"].clauses["4"].children == ("4.1",)


def test_an_overlay_that_does_not_fit_its_schema_changes_nothing() -> None:
    index = workspace(f"overlay: {PACK}\nstatus: superseded\nclauses: [{{number: 5}}]\n", "")
    assert index.standards[PACK].status == "unknown"
