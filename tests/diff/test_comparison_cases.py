"""What a document controller would want to be told, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from comparing import change_lines, compared, impact_lines

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def states(case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """``after`` lists only files that differ; ``edit`` replaces text (old, new) in files."""
    before = dict(case.get("before", {}))
    after = {**before, **case.get("after", {})}
    for path, replacements in case.get("edit", {}).items():
        for old, new in replacements:
            assert after[path].count(old) == 1, f"{old!r} must stand in {path} once"
            after[path] = after[path].replace(old, new)
    return before, after


@pytest.mark.parametrize("case", CASES)
def test_tells_what_changed(case: dict[str, Any]) -> None:
    comparison = compared(*states(case))
    assert change_lines(comparison) == case.get("changes", [])
    if "impact" in case:
        assert impact_lines(comparison) == case["impact"]
