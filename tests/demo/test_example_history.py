"""The history of the example: it fits the files on disk, and every state of it is sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

import pytest
from scratch import MemoryTree

from qmsdoc.diagnostics.types import Severity
from qmsdoc.pipeline.check import check
from qmsdoc.pipeline.example import (
    Edit,
    Files,
    Rename,
    Told,
    commits,
    example_files,
    states,
    told_history,
)
from qmsdoc.source.file import read_markdown_file, read_yaml_file
from qmsdoc.workspace.cache import CompileCache

NAME = "beijing-pes"
REVISED = ("QP-07", "QP-09", "QP-16")


@pytest.fixture(scope="module")
def told() -> tuple[Told, ...]:
    return told_history(NAME)


@pytest.fixture(scope="module")
def files() -> Files:
    return example_files(NAME)


@pytest.fixture(scope="module")
def past(told: tuple[Told, ...], files: Files) -> list[Files]:
    return states(files, told)


def version(data: bytes) -> str:
    source = read_markdown_file(data)
    assert source.yaml is not None
    return str(source.yaml.data["version"])


def versions(past: list[Files], number: str) -> list[str]:
    """The versions of a document in order, a change each."""
    found: list[str] = []
    for state in past:
        for path, data in state.items():
            is_it = path.startswith("documents/") and path.rpartition("/")[2].startswith(number)
            if is_it and found[-1:] != [version(data)]:
                found.append(version(data))
    return found


def test_the_last_state_is_the_example(past: list[Files], files: Files) -> None:
    assert past[-1] == files


def test_it_is_as_rich_as_it_should_be(told: tuple[Told, ...]) -> None:
    moments = [datetime.fromisoformat(item.date) for item in told]
    assert moments == sorted(moments)
    assert (moments[-1] - moments[0]).days > 150
    assert len(told) >= 8
    assert len({item.author for item in told}) >= 5
    assert len([item.tag for item in told if item.tag]) >= 2
    assert any(item.renames for item in told)


def test_the_authors_are_people_of_the_organisation(told: tuple[Told, ...], files: Files) -> None:
    text = files["organization.yaml"].decode()
    for item in told:
        assert f"name: {item.author}" in text
        assert item.email in text


def test_every_change_of_text_goes_with_a_new_version(past: list[Files]) -> None:
    """Also of a link to a file that was renamed: what was signed is the text as it is."""
    for before, after in pairwise(past):
        for path, data in after.items():
            old = before.get(path, data)
            if path.startswith("documents/") and old != data:
                assert version(old) != version(data), path


@pytest.mark.parametrize("number", REVISED)
def test_some_documents_went_through_three_versions(past: list[Files], number: str) -> None:
    assert {"A/0", "A/1", "B/0"} <= {*versions(past, number)}


def test_every_document_began_at_a0(past: list[Files], files: Files) -> None:
    for path in files:
        if path.startswith("documents/"):
            number = path.rpartition("/")[2].removesuffix(".md")
            found = versions(past, number)
            assert found[0] == "A/0", number
            for one, other in pairwise(found):
                assert other in (f"{one[:2]}{int(one[2:]) + 1}", "B/0"), number


def test_commits_name_the_version_that_they_make(told: tuple[Told, ...]) -> None:
    for item in told:
        for path, edits in item.edits.items():
            made = [edit.after for edit in edits if edit.after.startswith("version: ")]
            if made and "/procedures/" in path:
                number = path.rpartition("/")[2].removesuffix(".md")
                assert number in item.message.split("\n")[0]
                assert made[0].removeprefix("version: ") in item.message.split("\n")[0]


def test_every_state_is_sound_yaml_and_markdown(past: list[Files]) -> None:
    for path, data in _distinct(past):
        if path.endswith(".md"):
            source = read_markdown_file(data)
        elif path.endswith(".yaml"):
            source = read_yaml_file(data)
        else:
            continue
        assert source.yaml is not None, path
        assert source.defects == (), path
        assert b"\n\n\n" not in data, path


def test_from_the_first_release_on_there_is_no_error(
    told: tuple[Told, ...], past: list[Files]
) -> None:
    first = next(place for place, item in enumerate(told) if item.tag)
    for item, state in zip(told[first:], past[first:], strict=True):
        found = check(MemoryTree(state), CompileCache(None), date(2026, 11, 20), jobs=1)
        errors = [d for d in found.diagnostics if d.severity is Severity.ERROR]
        assert not errors, (item.message, [str(d.message) for d in errors])


def _distinct(past: list[Files]) -> Iterator[tuple[str, bytes]]:
    yield from sorted({pair for state in past for pair in state.items()})


def history(*edits: Edit, **more: object) -> tuple[Told, ...]:
    begin = Told("a", "a@example.org", "2026-01-01T00:00:00+08:00", "begin", adds=("*",))
    change = Told("a", "a@example.org", "2026-01-02T00:00:00+08:00", "change", **more)  # type: ignore[arg-type]
    if edits:
        change = Told(change.author, change.email, change.date, change.message, edits={"a": edits})
    return begin, change


def test_edits_are_undone_last_first() -> None:
    steps = Edit("one", "two"), Edit("two!", "three")
    assert states({"a": b"three."}, history(*steps))[0] == {"a": b"one!."}
    steps = Edit("x", "ab"), Edit("ab", "abc")
    assert states({"a": b"abc"}, history(*steps))[0] == {"a": b"x"}


@pytest.mark.parametrize("after", ["twice", "never", ""])
def test_text_that_is_not_there_once_is_refused(after: str) -> None:
    with pytest.raises(ValueError, match="times"):
        states({"a": b"twice twice"}, history(Edit("x", after)))


def test_a_file_that_no_commit_adds_is_refused() -> None:
    begin = Told("a", "a@example.org", "2026-01-01T00:00:00+08:00", "begin", adds=("b",))
    with pytest.raises(ValueError, match="no commit adds a"):
        states({"a": b"", "b": b""}, [begin])


def test_a_glob_without_a_file_is_refused() -> None:
    begin = Told("a", "a@example.org", "2026-01-01T00:00:00+08:00", "begin", adds=("a", "b*"))
    with pytest.raises(ValueError, match="nothing matches"):
        states({"a": b""}, [begin])


def test_a_rename_is_a_file_gone_and_a_file_come() -> None:
    told = history(renames=(Rename("old", "a"),))
    made = commits({"a": b"text"}, told, {".gitignore": b"build"})
    assert made[0].files == {"old": b"text", ".gitignore": b"build"}
    assert (made[1].files, made[1].deleted) == ({"a": b"text"}, ("old",))
