"""Mending: the edits of findings carried out until none is left.

A mend that would bring a new error or warning about, such as a link to a heading that has another
number now, is not carried out: it would not be safe here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from qmsdoc.diagnostics.edits import apply_edits
from qmsdoc.diagnostics.types import Diagnostic, Edit, Severity
from qmsdoc.errors import PolicyError, WorkspaceError
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.pipeline.check import CheckResult, Selection, check
from qmsdoc.source.tree import Entry, ObjectFormat, Tree, blob_id
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.overlay import Overlay

# A mend can make room for another (a renamed key, a renumbered heading), but not for ever.
_PASSES = 8
# So many states are tried in a pass to find those of its mends that do harm.
_TRIALS = 16
_SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Mend:
    """A file before and after; ``findings`` are those whose fix was carried out."""

    path: str
    before: bytes
    after: bytes
    findings: tuple[Diagnostic, ...]


def mend(
    tree: Tree,
    cache: CompileCache,
    today: date,
    selection: Selection,
    *,
    unsafe: bool = False,
    is_wanted: Callable[[str], bool] = lambda _: True,
) -> tuple[Mend, ...]:
    """The files that change when the fixes of *tree* are carried out. Writes nothing.

    Only files whose path *is_wanted* are mended. Raises WorkspaceError where a file changes
    meanwhile.
    """
    codes = selection.codes()
    wanted = _Wanted(codes, unsafe, is_wanted)
    files = _Files(tree)
    checks = _Checks(lambda state: check(files.tree(state), cache, today))
    while True:
        state, restless = _settle(files, checks, wanted)
        if not restless:
            return files.mends(state)
        # Mends that undo or feed each other have no end, so none of them is begun.
        wanted.given_up |= restless


@dataclass(slots=True)
class _Wanted:
    """Which fixes are carried out. ``given_up`` holds (path, code) of those that have no end."""

    codes: frozenset[str]
    unsafe: bool
    is_wanted: Callable[[str], bool]
    given_up: set[tuple[str, str]] = field(default_factory=set)

    def of(self, result: CheckResult) -> list[Diagnostic]:
        return [
            item
            for item in result.diagnostics
            if item.fix
            and item.fix.edits
            and (self.unsafe or item.fix.safe)
            and item.code in self.codes
            and self.is_wanted(item.location.path)
            and (item.location.path, item.code) not in self.given_up
        ]


@dataclass(frozen=True, slots=True)
class _State:
    """What the passes so far have made of the files, and the findings that were mended."""

    after: Mapping[str, bytes]
    findings: tuple[Diagnostic, ...] = ()


class _Files:
    """The bytes of a tree, each file read once, and states of them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._entries = {entry.path: entry for entry in tree.entries()}
        self._before: dict[str, bytes] = {}

    def tree(self, state: _State) -> Tree:
        """The tree in that state."""
        return Overlay(self._tree, state.after)

    def mended(self, state: _State, fixes: Iterable[Diagnostic]) -> _State:
        """*state* with those *fixes* carried out that do not meet in one place."""
        by_path: defaultdict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in fixes:
            by_path[diagnostic.location.path].append(diagnostic)
        after = dict(state.after)
        findings = list(state.findings)
        for path, diagnostics in by_path.items():
            data = after[path] if path in after else self._original(path)
            text, done = apply_edits(data.decode("utf-8"), [_edits(item) for item in diagnostics])
            after[path] = text.encode("utf-8")
            findings += [diagnostics[number] for number in done]
        return _State(after, tuple(findings))

    def mends(self, state: _State) -> tuple[Mend, ...]:
        """What *state* changed, file by file."""
        return tuple(
            Mend(path, self._before[path], after, tuple(_of(state.findings, path)))
            for path, after in sorted(state.after.items())
            if self._before[path] != after
        )

    def _original(self, path: str) -> bytes:
        """The bytes that were checked. Their fixes would go astray in any others."""
        if path not in self._before:
            entry = self._entries[path]
            data = self._tree.read(entry)
            if blob_id(data, _format(entry)) != entry.blob:
                raise WorkspaceError(
                    "{path} was changed meanwhile; run `qmsdoc fix` again", path=path
                )
            self._before[path] = data
        return self._before[path]


class _Checks:
    """The results of states. The one asked for last is kept, as it is often asked for again."""

    def __init__(self, check_state: Callable[[_State], CheckResult]) -> None:
        self._check = check_state
        self._last: tuple[Mapping[str, bytes], CheckResult] | None = None

    def of(self, state: _State) -> CheckResult:
        if self._last is None or self._last[0] != state.after:
            self._last = (state.after, self._check(state))
        return self._last[1]


def _settle(files: _Files, checks: _Checks, wanted: _Wanted) -> tuple[_State, set[tuple[str, str]]]:
    """The state in which nothing is left to mend; or, where there is no such state, the last one
    and (path, code) of what is still restless."""
    state = _State({})
    passes: list[list[Diagnostic]] = []
    for _ in range(_PASSES):
        fixes = wanted.of(checks.of(state))
        chosen = fixes if wanted.unsafe else _Trials(files, checks, state).harmless(fixes)
        before, state = state, files.mended(state, chosen)
        if state.after == before.after:
            return before, set()
        passes.append(chosen)
    # Of two that undo each other, both.
    paths = {item.location.path for item in passes[-1]}
    late = [item for chosen in passes[_PASSES // 2 :] for item in chosen]
    return state, {(path, item.code) for item in late if (path := item.location.path) in paths}


class _Trials:
    """Tries mends of one state, to find those after which nothing is worse than before."""

    def __init__(self, files: _Files, checks: _Checks, state: _State) -> None:
        self._files, self._checks, self._state = files, checks, state
        self._before = checks.of(state)
        self._left = _TRIALS

    def harmless(self, fixes: list[Diagnostic]) -> list[Diagnostic]:
        """As many of *fixes* as do no harm together. Those beside a new trouble come last."""
        harm = self._harm(fixes) if fixes else None
        if not harm:
            return fixes
        suspects = [item for item in fixes if not harm.isdisjoint(_lines(item))]
        taken = set(map(id, suspects))
        others = [item for item in fixes if id(item) not in taken]
        return self._added(suspects, self._added(others, []))

    def _added(self, fixes: list[Diagnostic], kept: list[Diagnostic]) -> list[Diagnostic]:
        """*kept* and those of *fixes* that do no harm beside them, found by halving."""
        if not fixes or self._left == 0:
            return kept
        self._left -= 1
        if not self._harm([*kept, *fixes]):
            return [*kept, *fixes]
        if len(fixes) == 1:
            return kept
        middle = len(fixes) // 2
        return self._added(fixes[middle:], self._added(fixes[:middle], kept))

    def _harm(self, fixes: list[Diagnostic]) -> set[tuple[str, int]]:
        """(path, line) of what is worse after *fixes*; empty where nothing is."""
        try:
            after = self._checks.of(self._files.mended(self._state, fixes))
        except PolicyError:
            return {(POLICY_FILE, 0)}
        if _troubles(after) <= _troubles(self._before):
            return set()
        known = {_where(item) for item in self._before.diagnostics}
        return {_where(item)[1:] for item in after.diagnostics if _where(item) not in known}


def _where(item: Diagnostic) -> tuple[str, str, int]:
    return item.code, item.location.path, item.location.span.line


def _lines(item: Diagnostic) -> set[tuple[str, int]]:
    """(path, line) of everything that its mend changes."""
    spans = [edit.span for edit in _edits(item)]
    return {
        (item.location.path, line) for span in spans for line in range(span.line, span.end_line + 1)
    }


def _troubles(result: CheckResult) -> Counter[str]:
    """How many errors and warnings of each rule there are that no safe fix mends."""
    return Counter(
        item.code
        for item in result.diagnostics
        if item.severity in (Severity.ERROR, Severity.WARNING) and not (item.fix and item.fix.safe)
    )


def _of(findings: Iterable[Diagnostic], path: str) -> Iterable[Diagnostic]:
    return (item for item in findings if item.location.path == path)


def _edits(diagnostic: Diagnostic) -> tuple[Edit, ...]:
    return diagnostic.fix.edits if diagnostic.fix else ()


def _format(entry: Entry) -> ObjectFormat:
    return "sha256" if len(entry.blob) == _SHA256_LENGTH else "sha1"
