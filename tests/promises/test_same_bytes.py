"""Same commit, same bytes: for everything that the command line can write."""

from __future__ import annotations

from pathlib import Path

import pytest
from little import DAY, make_repository
from outputs import CALLS, commands, outputs, sites, unknown_commands
from surroundings import SURROUNDINGS, Builder, differing

from qmsdoc.pipeline.demo import lay_out
from qmsdoc.render.order import DOCUMENT_FORMATS, FORMATS, PUBLICATIONS


def test_every_command_that_writes_a_format_is_built() -> None:
    assert unknown_commands() == set()
    names = {output.name for output in outputs()}
    assert len(names) == len(list(outputs()))
    built = {output.arguments[0] for output in outputs()}
    assert built == {name[0] for name in (*CALLS, ("render",), ("export",)) if _is_there(name[0])}


def test_every_publication_is_built_in_each_of_its_formats() -> None:
    wanted = {(name, known) for name, formats in PUBLICATIONS.items() for known in formats}
    for output in outputs():
        if output.arguments[0] == "render" and output.format in FORMATS:
            wanted -= {(name, output.format) for name in output.arguments}
            if output.name == f"documents-{output.format}":
                wanted.discard(("manual", output.format))
    assert wanted == set()
    assert {f"documents-{name}" for name in DOCUMENT_FORMATS} <= {one.name for one in outputs()}


def test_two_builds_as_different_as_can_be(tmp_path: Path) -> None:
    make_repository(tmp_path / "repository")
    builder = Builder(tmp_path / "repository", tmp_path, DAY, "HEAD~1", "few")
    first, second = builder.build(SURROUNDINGS[0]), builder.build(SURROUNDINGS[1])
    assert differing([first, second]) == []
    for output in outputs(every_standard=False):
        assert any(name.split("/")[0] == output.name for name in first), output.name


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_ten_builds_in_ten_surroundings(language: str, tmp_path: Path) -> None:
    make_repository(tmp_path / "repository")
    builder = Builder(tmp_path / "repository", tmp_path, DAY, "HEAD~1", "all")
    assert len(SURROUNDINGS) == 10
    builds = [builder.build(around, language) for around in SURROUNDINGS]
    assert differing(builds) == []


@pytest.mark.slow
def test_ten_sites_of_the_example(tmp_path: Path) -> None:
    lay_out(tmp_path / "repository")
    builder = Builder(tmp_path / "repository", tmp_path, DAY, "HEAD", "site")
    builds = [builder.build(around) for around in SURROUNDINGS]
    assert differing(builds) == []
    assert {f"{site.name}/index.html" for site in sites()} <= builds[0].keys()
    assert len(builds[0]) > 200


def test_what_differs_is_told() -> None:
    builds = [{"a": "1", "b": "1"}, {"a": "1", "b": "2"}, {"a": "1", "b": "1", "c": "1"}]
    assert differing(builds) == ["b", "c"]


def test_a_clock_that_is_read_would_show(tmp_path: Path) -> None:
    """The shifted clock is another one, for Python and for git."""
    import subprocess
    import sys
    from os import environ

    from surroundings import shifted_clock

    clock = shifted_clock(tmp_path)
    if clock is None:
        pytest.skip("there is no C compiler")
    said = []
    for shift in ("0", "86400000"):
        around = {**environ, "LD_PRELOAD": str(clock), "SHIFTED_SECONDS": shift}
        code = "import time, datetime; print(time.time(), datetime.datetime.now().timestamp())"
        done = subprocess.run(
            [sys.executable, "-c", code], env=around, capture_output=True, check=True
        )
        said.append([float(number) for number in done.stdout.split()])
    for before, after in zip(*said, strict=True):
        assert 86_390_000 < after - before < 86_410_000


def _is_there(name: str) -> bool:
    return any(command[0] == name for command in commands())
