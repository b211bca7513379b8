"""From a tree to units: what is in the cache is taken, the rest is compiled and kept."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from qmsdoc.errors import PolicyError, WorkspaceError
from qmsdoc.index.ledger import LedgerEvidence
from qmsdoc.model.approval import FOLDER
from qmsdoc.model.organization import Glossary
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import POLICY_FILE, Role, role_of
from qmsdoc.model.unit import RuleFinding, Unit
from qmsdoc.pipeline.compiled import Compiled, Rulebook, compile_one, decode, unreadable
from qmsdoc.pipeline.executor import map_in_order
from qmsdoc.pipeline.ledger_evidence import ledger_evidence
from qmsdoc.source.tree import Entry, Tree
from qmsdoc.workspace.cache import CompileCache

# What policy rules go by; a change of one of these files changes their findings in all others.
_RULEBOOK = (POLICY_FILE, "glossary.yaml")
# What says who may sign; and whose key is whose, which matters where anything is signed.
_JUDGES = (POLICY_FILE, "organization.yaml")
# Bytes of a document; an entry of the ledger has a tenth of it.
_USUAL_SIZE = 4096
# Rules that mean that nothing of a YAML file is known.
_UNREAD = frozenset({"QD001", "QD002", "QD004"})
Job = tuple[Role, bytes | OSError]
After = Callable[[Entry, bytes, Unit], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every unit of a tree by path, and what the policy rules found in each.

    ``paths`` are all files, ``blobs`` the ids of those that are units; ``compiled`` counts the
    blobs that were not in the cache, ``failed`` are the paths of those that could not be read.
    ``evidence`` is what the units do not tell of the ledger.
    """

    policy: Policy
    units: Mapping[str, Unit]
    findings: Mapping[str, tuple[RuleFinding, ...]]
    paths: Sequence[str]
    blobs: Mapping[str, str]
    compiled: int
    failed: frozenset[str] = frozenset()
    evidence: LedgerEvidence = field(default_factory=LedgerEvidence)

    @property
    def policy_is_known(self) -> bool:
        """Whether qmsdoc.yaml could be read at all; what it says may still be wrong."""
        return self._unread(POLICY_FILE) is None

    def known(self) -> Loaded:
        """Itself. Raises PolicyError where a file cannot be read by which everything is judged:
        documents in force would pass for drafts, and what is published would be emptied."""
        signed = any(path.startswith(FOLDER) for path in self.units)
        for path in _JUDGES if signed else _JUDGES[:1]:
            if (found := self._unread(path)) is not None:
                raise PolicyError(
                    "{file} cannot be read at line {line}, and without it nothing can be said of "
                    "what is in force",
                    hint=found.finding.message,
                    file=path,
                    line=found.finding.location.span.line,
                )
        return self

    def _unread(self, path: str) -> RuleFinding | None:
        """Why nothing is known of a YAML file; None where it was read, or is not there."""
        unit = self.units.get(path)
        findings = unit.findings if unit else ()
        return next((found for found in findings if found.code in _UNREAD), None)


def load(
    tree: Tree,
    cache: CompileCache,
    jobs: int | None = None,
    after: After | None = None,
    *,
    judged: bool = True,
) -> Loaded:
    """Compile *tree*. Raises WorkspaceError and PolicyError where there is nothing to go by.

    *after* is told of each unit that was not in the cache, as soon as it is compiled. Who has no use
    for what rules find in files need not have them *judged*; where the results are kept for others,
    they are all the same.
    """
    with _paused_collection():
        entries = tree.entries()
        wanted = {entry.path: entry for entry in entries if role_of(entry.path)}
        rulebook, digest = _rulebook(tree, wanted)
        failed: set[str] = set()
        work = partial(_compile, rulebook.encoded(), judged=judged or cache.is_open)
        compiled, fresh = _compiled(tree, wanted, work, digest, cache, jobs, failed, after)
        units = {path: compiled[path].unit for path in wanted}
        return Loaded(
            policy=rulebook.policy,
            units=units,
            findings={path: compiled[path].findings for path in wanted},
            paths=[entry.path for entry in entries],
            blobs={path: entry.blob for path, entry in wanted.items()},
            compiled=fresh,
            failed=frozenset(failed),
            evidence=ledger_evidence(tree, entries, units),
        )


def _rulebook(tree: Tree, entries: Mapping[str, Entry]) -> tuple[Rulebook, str]:
    """The policy and the glossary, and the digest of what they were made from."""
    if POLICY_FILE not in entries:
        raise WorkspaceError(
            "there is no {file} here; run `qmsdoc init` to make a workspace", file=POLICY_FILE
        )
    policy, glossary = Policy(), Glossary()
    blobs = []
    for path in _RULEBOOK:
        entry = entries.get(path)
        if entry is None or entry.never_read is not None:
            continue
        blobs.append(entry.blob)
        try:
            data = tree.read(entry)
        except OSError:
            # Reported with the other files that cannot be read.
            continue
        content = compile_one(_role(entry), data, None, judged=False).unit.content
        if isinstance(content, Policy):
            policy = content
        elif isinstance(content, Glossary):
            glossary = content
    rulebook = Rulebook(policy, glossary)
    rulebook.check()
    return rulebook, sha256("\n".join(blobs).encode()).hexdigest()[:16]


def _compiled(
    tree: Tree,
    entries: Mapping[str, Entry],
    work: Callable[[Job], tuple[bytes, bytes]],
    digest: str,
    cache: CompileCache,
    jobs: int | None,
    failed: set[str],
    after: After | None,
) -> tuple[dict[str, Compiled], int]:
    """A Compiled for every entry, and how many of them were not in the cache.

    *failed* gets the paths of those that could not be read.
    """
    readable = {path: entry for path, entry in entries.items() if entry.never_read is None}
    unit_keys = {path: f"{role_of(path)}:{entry.blob}" for path, entry in readable.items()}
    finding_keys = {path: f"{digest}:{key}" for path, key in unit_keys.items()}
    cached = cache.get_many({*unit_keys.values(), *finding_keys.values()})
    found: dict[str, Compiled] = {}
    missing: list[Entry] = []
    for path, entry in entries.items():
        if (trouble := entry.never_read) is not None:
            found[path] = unreadable(trouble)
            continue
        known = decode(cached.get(unit_keys[path]), cached.get(finding_keys[path]))
        if known is None:
            missing.append(entry)
        else:
            found[path] = known
    read: dict[str, bytes] = {}
    blobs = _blobs(tree, missing, failed, read if after else None)
    fresh: dict[str, bytes] = {}
    for entry, (unit, findings) in zip(
        missing, map_in_order(work, blobs, jobs, len(missing), _work(missing)), strict=True
    ):
        made = decode(unit, findings)
        assert made is not None
        found[entry.path] = made
        if after is not None and entry.path in read:
            after(entry, read.pop(entry.path), made.unit)
        # That a file could not be read says nothing of its blob.
        if entry.path not in failed:
            fresh[unit_keys[entry.path]] = unit
            fresh[finding_keys[entry.path]] = findings
    cache.put_many(fresh)
    return found, len(missing)


def _work(entries: Sequence[Entry]) -> int:
    """How much there is to compile, in documents of the usual size."""
    return sum(entry.size for entry in entries) // _USUAL_SIZE


def _blobs(
    tree: Tree, entries: Sequence[Entry], failed: set[str], read: dict[str, bytes] | None
) -> Iterator[Job]:
    """The bytes of each entry with its role; *failed* gets the paths that could not be read, *read*
    what could be."""
    for entry, data in tree.read_many(entries):
        if isinstance(data, OSError):
            failed.add(entry.path)
        elif read is not None:
            read[entry.path] = data
        yield _role(entry), data


def _role(entry: Entry) -> Role:
    role = role_of(entry.path)
    assert role is not None
    return role


def _compile(rulebook: bytes, job: Job, *, judged: bool) -> tuple[bytes, bytes]:
    """The work of one process: everything goes in and comes out as bytes."""
    role, data = job
    return compile_one(role, data, Rulebook.decoded(rulebook), judged=judged).encoded()


@contextmanager
def _paused_collection() -> Iterator[None]:
    """Without the cycle collector: what is made here holds no cycles and is kept, and walking it
    again and again costs as much as making it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.freeze()
