"""What is said on a terminal fits on it, whatever the workspace says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from little import DAY, HARMLESS, make_repository
from outputs import TERMINAL, Output, outputs
from scratch import Ran
from test_hostile_everywhere import FEW

from qmsdoc.text.wide import columns

WIDTH = 80
LONG = [f"{text}，{'须在窗口当场一次性告知办事群众' * 12}" for text in HARMLESS]
REPORTS = [output for output in outputs() if output.format in ("text", "table")]


@pytest.fixture(scope="module", params=[LONG, FEW], ids=["long", "hostile"])
def repository(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("width") / "ws"
    make_repository(root, request.param)
    return root


def test_every_command_that_reports_is_among_them() -> None:
    known = {output.arguments[0] for output in outputs() if "--format" in output.arguments}
    assert {output.arguments[0] for output in REPORTS} == known


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", REPORTS, ids=lambda output: output.name)
def test_no_line_is_longer_than_a_terminal(
    output: Output, language: str, repository: Path, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    to_terminal = Output(output.name, output.arguments, TERMINAL, output.format, output.options)
    line = to_terminal.command_line(tmp_path, DAY, 1, "HEAD~1")
    done = cli("-C", repository, "--lang", language, *line)
    assert done.code in (0, 1), done.err
    assert done.out.count("\n") > 3
    said = [*done.out.splitlines(), *done.err.splitlines()]
    assert [line for line in said if columns(line) > WIDTH] == []
