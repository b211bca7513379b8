"""The log of a few files tells the same history as the whole log, whatever the graph."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from qmsdoc.errors import GitError
from qmsdoc.vcs import focus
from qmsdoc.vcs.git import FEW, Repository
from qmsdoc.vcs.history import revisions

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop

FILES = ("docs/a.md", "docs/b.md", "docs/sub/c.md", "docs/[x] y.md", "docs/中文.md", "other/d.md")
WORDS = "".join(f"line {number} of it\n" for number in range(20))
VERSION = re.compile(rb"^version: (.*)$", re.MULTILINE)


def _random_history(draw: random.Random, commits: int) -> bytes:
    """A stream for fast-import: edits, renames, swaps, deletions, merges of two and of three."""
    states: list[dict[str, bytes]] = []
    stream = b""
    for number in range(commits):
        # Now and then a root of its own.
        parents = [] if number == 0 or draw.random() < 0.03 else [draw.randrange(number)]
        if parents and draw.random() < 0.7:
            parents = [number - 1]
        if parents and draw.random() < 0.3:
            others = draw.sample(range(number), min(number, draw.choice((1, 1, 2))))
            parents += [other for other in others if other not in parents]
        state = dict(states[parents[0]]) if parents else {}
        for other in parents[1:]:
            for path in draw.sample(FILES, 3):
                state.pop(path, None)
                if path in states[other]:
                    state[path] = states[other][path]
        for _ in range(draw.choice((0, 1, 1, 2))):
            _change(draw, state, number)
        states.append(state)
        stream += b"commit refs/heads/main\nmark :%d\n" % (number + 1)
        stream += b"committer A <a@b> %d +0000\n" % draw.randrange(1, 2_000_000_000)
        stream += b"data 4\n%04d\n" % number
        for place, parent in enumerate(parents):
            stream += (b"merge" if place else b"from") + b" :%d\n" % (parent + 1)
        if not parents and number:
            # fast-import would go on from the branch.
            stream = stream.replace(
                b"commit refs/heads/main\nmark :%d\n" % (number + 1),
                b"commit refs/heads/root%d\nmark :%d\n" % (number, number + 1),
            )
        stream += b"deleteall\n"
        for path, content in state.items():
            stream += b"M 100644 inline %s\ndata %d\n%b\n" % (_quoted(path), len(content), content)
    return stream + b"reset refs/heads/main\nfrom :%d\n\n" % commits


def _change(draw: random.Random, state: dict[str, bytes], number: int) -> None:
    path = draw.choice(FILES)
    version = b"version: v%d\n" % draw.randrange(4)
    match draw.choice(("edit", "edit", "edit", "version", "move", "move", "swap", "delete")):
        case "move" if path in state:
            state[draw.choice(FILES)] = state.pop(path)
        case "swap":
            other = draw.choice(FILES)
            if path in state and other in state:
                state[path], state[other] = state[other], state[path]
        case "delete":
            state.pop(path, None)
        case "version" if path in state:
            state[path] = VERSION.sub(version.strip(), state[path])
        case _:
            head = VERSION.search(state.get(path, b""))
            stated = head[0] + b"\n" if head and draw.random() < 0.5 else version
            stated = b"" if draw.random() < 0.1 else stated
            state[path] = path.encode() + b"\n" + stated + WORDS.encode() + b"%d\n" % number


def _quoted(path: str) -> bytes:
    return b'"' + path.encode() + b'"'


def _version_of(opened: Repository) -> Callable[[str], str | None]:
    def version_of(blob: str) -> str | None:
        found = VERSION.search(opened.read(blob))
        return found[1].decode() if found else None

    return version_of


@pytest.mark.parametrize("seed", range(25))
def test_the_same_history_as_from_the_whole_log(
    repo: Workshop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(focus, "MAX_PASSES", 50)
    draw = random.Random(seed)
    repo.git("fast-import", "--quiet", "--force", stdin=_random_history(draw, 60))
    folder = draw.choice(("", "docs"))
    with Repository(repo.root, repo.root / ".git") as opened:
        version_of = _version_of(opened)
        paths = [entry.path for entry in opened.files("main", folder)]
        whole = list(opened.log("main", folder))
        expected = revisions(whole, paths, version_of)
        for path in paths:
            found = focus.focused_log(opened._runner, opened.resolve("main"), [path], folder)
            assert found is not None
            assert [commit.id for commit in found] == [commit.id for commit in whole]
            assert revisions(found, [path], version_of)[path] == expected[path]
        together = focus.focused_log(opened._runner, opened.resolve("main"), paths, folder)
        assert together is not None
        assert revisions(together, paths, version_of) == expected


def test_long_chains_of_renames_and_odd_names_take_the_whole_log(repo: Workshop) -> None:
    names = ["a.md", "b.md", "c.md", "d.md", "e\\f.md", "g.md"]
    repo.commit("0", {names[0]: WORDS})
    for number, (old, new) in enumerate(pairwise(names), 1):
        repo.git("mv", old, new)
        repo.commit(str(number))
    with Repository(repo.root, repo.root / ".git") as opened:
        head = opened.resolve("HEAD")
        assert focus.focused_log(opened._runner, head, ["g.md"], "") is None
        (history,) = revisions(opened.log_of(head, ["g.md"]), ["g.md"], lambda _: "A/0").values()
    (revision,) = history
    assert [commit.summary for commit in revision.commits] == ["5", "4", "3", "2", "1", "0"]
    assert [commit.old_path for commit in revision.commits] == [*names[-2::-1], ""]


def test_many_files_take_the_whole_log(repo: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("0", {f"{number}.md": str(number) for number in range(FEW + 1)})
    monkeypatch.setattr(focus, "MAX_READ_WHOLE", 0)
    with Repository(repo.root, repo.root / ".git") as opened:
        every = [f"{number}.md" for number in range(FEW + 1)]
        for paths in (every, every[:1]):
            (commit,) = opened.log_of("HEAD", paths)
            assert len(commit.changes) == FEW + 1


def test_a_name_is_a_name_and_no_pattern(repo: Workshop) -> None:
    repo.commit("one", {"a[b].md": "version: 1\n" + WORDS, "ab.md": "x", ":(top)c.md": "y"})
    repo.commit("two", {"ab.md": "z"})
    repo.commit("three", {":(top)c.md": "z"})
    with Repository(repo.root, repo.root / ".git") as opened:
        for path, summaries in (("a[b].md", ["one"]), (":(top)c.md", ["three", "one"])):
            found = revisions(opened.log_of("HEAD", [path]), [path], lambda _: "1")[path]
            assert [commit.summary for commit in found[0].commits] == summaries


def test_a_shallow_clone_is_refused(repo: Workshop, make_repo: Callable[..., Workshop]) -> None:
    repo.commit("one", {"a.md": "1"})
    repo.commit("two", {"a.md": "2"})
    clone = make_repo("clone")
    clone.git("fetch", "-q", "--depth", "1", f"file://{repo.root}", "main:copy")
    with (
        Repository(clone.root, clone.root / ".git") as opened,
        pytest.raises(GitError, match="shallow"),
    ):
        list(opened.log_of("copy", ["a.md"]))
