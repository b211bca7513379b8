"""Explaining one clause: what was found for it, what is missing, and how it stands."""

from __future__ import annotations

from datetime import date

from qmsdoc.errors import UsageError
from qmsdoc.index.coverage import coverage
from qmsdoc.index.evidence import EvidenceCollector, evidence_shortfalls
from qmsdoc.index.evidence_pieces import pieces
from qmsdoc.index.types import Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.standards.explanation import Explanation
from qmsdoc.rules.nearest import suggestion
from qmsdoc.standards.types import Clause, ClauseRef, Standard, parse_clause_ref


def explanation_of(workspace: Workspace, ref: str) -> Explanation:
    """The explanation of the clause ``standard:number``. Raises UsageError."""
    # What a clause is shown to have does not depend on the day.
    return explain(link_tree(load(workspace.tree, workspace.cache), date.min), ref)


def explain(index: Index, ref: str) -> Explanation:
    """The same for what is linked already."""
    standard, clause = _clause(index, ref)
    evidence = EvidenceCollector(index).of(standard, clause)
    missing = evidence_shortfalls(index, standard.id)
    covered = next(iter(coverage(index, standard.id, missing)))
    state = next(item for item in covered.clauses if item.clause.number == clause.number)
    return Explanation(standard, state, evidence, tuple(pieces(evidence)))


def _clause(index: Index, text: str) -> tuple[Standard, Clause]:
    ref = parse_clause_ref(text)
    if ref is None:
        raise UsageError(
            "{text} is not of the form standard:number, such as {example}",
            text=text,
            example=str(ClauseRef("gbt-19001-2016", "8.5.1")),
        )
    standard = index.standards.get(ref.standard)
    if standard is None:
        raise UsageError(
            "{id} is not among the standards in force of qmsdoc.yaml: {known}",
            hint=suggestion(ref.standard, index.standards),
            id=ref.standard,
            known=tuple(index.standards) or "-",
        )
    clause = standard.clauses.get(ref.number)
    if clause is None:
        raise UsageError(
            "{standard} has no clause {number}; `qmsdoc standard show {standard}` lists them",
            standard=ref.standard,
            number=ref.number,
        )
    return standard, clause
