"""The rules, one line each, in the order of their codes. A test proves the lists complete.

Unit rules see one blob, policy rules one blob and the policy, index rules the linked workspace,
outcome rules what all of these found.
Codes are stable and never used again for something else.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from qmsdoc.rules.types import ChangeRule, IndexRule, OutcomeRule, PolicyRule, Rule, UnitRule

UNIT_RULES = (
    "source.qd001_unreadable_file",
    "source.qd002_invalid_yaml",
    "source.qd003_duplicate_key",
    "source.qd004_unsafe_yaml",
    "source.qd005_missing_front_matter",
    "source.qd006_schema_violation",
    "source.qd007_unknown_field",
    "source.qd008_hidden_character",
    "source.qd009_unsafe_markup",
    "identity.qd104_title_mismatch",
    "structure.qd203_empty_section",
    "structure.qd204_placeholder_text",
    "structure.qd205_heading_numbering",
    "structure.qd206_heading_jump",
    "structure.qd207_step_without_post",
    "structure.qd208_step_without_limit",
    "structure.qd209_step_without_record",
    "clauses.qd407_claim_without_section",
    "wording.qd805_punctuation",
    "wording.qd806_long_sentence",
)
POLICY_RULES = (
    "source.qd010_unknown_kind",
    "identity.qd102_malformed_id",
    "structure.qd201_missing_section",
    "structure.qd202_section_order",
    "wording.qd801_discouraged_term",
    "wording.qd802_undefined_abbreviation",
    "wording.qd803_vague_requirement",
    "wording.qd804_modal_verb",
)
INDEX_RULES = (
    "source.qd013_unknown_rule",
    "identity.qd101_duplicate_id",
    "identity.qd103_file_name_mismatch",
    "identity.qd105_look_alike_id",
    "references.qd301_unknown_document",
    "references.qd302_broken_link",
    "references.qd303_obsolete_target",
    "references.qd304_orphan_document",
    "references.qd305_level_inversion",
    "references.qd306_unused_form",
    "references.qd307_unknown_post",
    "references.qd308_withdrawn_standard",
    "references.qd309_missing_attachment",
    "references.qd310_reference_cycle",
    "references.qd311_title_of_other_document",
    "references.qd312_unfounded_promise",
    "clauses.qd401_unknown_standard",
    "clauses.qd402_unknown_clause",
    "clauses.qd403_uncovered_clause",
    "clauses.qd404_evidence_shortfall",
    "clauses.qd405_unjustified_exclusion",
    "clauses.qd406_covered_by_draft_only",
    "clauses.qd408_superseded_edition",
    "control.qd501_unsigned_release",
    "control.qd502_changed_since_approval",
    "control.qd503_invalid_signature",
    "control.qd504_signer_without_authority",
    "control.qd505_review_overdue",
    "control.qd506_review_due_soon",
    "control.qd509_effective_before_approval",
    "control.qd510_undistributed",
    "control.qd511_withdrawn_without_reason",
    "control.qd512_untrained",
    "objectives.qd601_unmeasurable_objective",
    "objectives.qd602_broken_formula",
    "objectives.qd603_incomplete_plan",
    "objectives.qd604_objective_without_policy",
    "objectives.qd605_cascade_gap",
)
# Rules about a change: they run with --base.
CHANGE_RULES = (
    "identity.qd106_reused_id",
    "control.qd507_version_not_bumped",
    "control.qd508_malformed_or_backward_version",
)
# Rules about what the other rules found.
OUTCOME_RULES = (
    "source.qd011_expired_waiver",
    "source.qd012_unused_waiver",
)


@cache
def unit_rules() -> tuple[UnitRule, ...]:
    """Rules that run when a blob is compiled."""
    return tuple(_load(name) for name in UNIT_RULES)


@cache
def policy_rules() -> tuple[PolicyRule, ...]:
    """Rules that run on a unit and the policy."""
    return tuple(_load(name) for name in POLICY_RULES)


@cache
def index_rules() -> tuple[IndexRule, ...]:
    """Rules that run on the linked workspace."""
    return tuple(_load(name) for name in INDEX_RULES)


@cache
def change_rules() -> tuple[ChangeRule, ...]:
    """Rules that run on the workspace and an earlier state of it."""
    return tuple(_load(name) for name in CHANGE_RULES)


@cache
def outcome_rules() -> tuple[OutcomeRule, ...]:
    """Rules that run on what the others found."""
    return tuple(_load(name) for name in OUTCOME_RULES)


@cache
def all_rules() -> dict[str, Rule[Any]]:
    """Every rule by its code, in order."""
    rules: list[Rule[Any]] = [
        *unit_rules(),
        *policy_rules(),
        *index_rules(),
        *change_rules(),
        *outcome_rules(),
    ]
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


def find_rule(name: str) -> Rule[Any] | None:
    """A rule by its code or its name."""
    wanted = name.strip()
    for rule in all_rules().values():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    return None


def _load(name: str) -> Rule[Any]:
    loaded: Rule[Any] = import_module(f"qmsdoc.rules.{name}").check
    return loaded
