"""A file that is wrong in a million places does not make a report of a million lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scratch import Ran

from qmsdoc.model.roles import Role
from qmsdoc.rules.compile import compile_blob

HEAD = "---\nid: QP-07\nkind: procedure\ntitle: T\nversion: A/0\nowner: O\n---\n# T\n\n"


def test_a_rule_speaks_a_thousand_times_in_a_file_and_says_that_it_stops() -> None:
    unit = compile_blob(Role.DOCUMENT, (HEAD + "<b>" * 1500).encode())
    found = [item.finding for item in unit.findings if item.code == "QD009"]
    assert len(found) == 1000
    assert "only the first 1000" in str(found[-1].message)
    assert "only the first" not in str(found[-2].message)


def test_a_long_line_is_cut_around_what_is_marked(
    cli: Callable[..., Ran], workspace: Callable[..., Path]
) -> None:
    line = "字" * 40_000 + "<b>" + "字" * 40_000
    root = workspace({"documents/QP-07.md": f"{HEAD}{line}\n"})
    ran = cli("--lang", "en", "-C", root, "validate", "--select", "QD009")
    place = f"10:{40_001}"
    assert f"  {place} error QD009" in ran.out
    shown = next(text for text in ran.out.split("\n") if "<b>字" in text)
    assert "…字" in shown
    assert shown.endswith("字…")
