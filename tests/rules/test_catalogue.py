"""The lists of rules are complete, in order, and name each rule as its file does."""

from __future__ import annotations

import re
from pathlib import Path

import qmsdoc.rules
from qmsdoc.rules.catalogue import (
    CHANGE_RULES,
    INDEX_RULES,
    OUTCOME_RULES,
    POLICY_RULES,
    UNIT_RULES,
    all_rules,
    change_rules,
    index_rules,
    outcome_rules,
    policy_rules,
    unit_rules,
)

FOLDER = Path(qmsdoc.rules.__file__).parent
LISTED = (*UNIT_RULES, *POLICY_RULES, *INDEX_RULES, *CHANGE_RULES, *OUTCOME_RULES)


def test_every_rule_file_is_listed_once() -> None:
    files = {f"{path.parent.name}.{path.stem}" for path in FOLDER.glob("*/qd[0-9][0-9][0-9]_*.py")}
    assert sorted(LISTED) == sorted(files)


def test_a_rule_is_called_as_its_file_is() -> None:
    rules = (*unit_rules(), *policy_rules(), *index_rules(), *change_rules(), *outcome_rules())
    for name, rule in zip(LISTED, rules, strict=True):
        code, _, said = name.rpartition(".")[2].partition("_")
        assert (rule.code, rule.name) == (code.upper(), said.replace("_", "-"))


def test_each_list_is_in_the_order_of_the_codes() -> None:
    for names in (UNIT_RULES, POLICY_RULES, INDEX_RULES, CHANGE_RULES, OUTCOME_RULES):
        codes = [re.sub(r".*\.", "", name) for name in names]
        assert codes == sorted(codes)


def test_codes_and_names_are_each_used_once() -> None:
    rules = all_rules()
    assert len(rules) == len(LISTED)
    assert len({rule.name for rule in rules.values()}) == len(LISTED)
