"""From a tree to units: what is in the cache is taken, the rest is compiled and kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from qmsdoc.diagnostics.types import Finding, Location
from qmsdoc.errors import WorkspaceError
from qmsdoc.index.ids import IdPatterns
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import POLICY_FILE, Role, role_of
from qmsdoc.model.unit import RuleFinding, Unit
from qmsdoc.pipeline.executor import map_in_order
from qmsdoc.source.tree import Entry, Tree
from qmsdoc.text.message import Message
from qmsdoc.workspace.cache import CompileCache

_UNIT = msgspec.msgpack.Decoder(Unit)
_FINDINGS = msgspec.msgpack.Decoder(tuple[RuleFinding, ...])
_encode = msgspec.msgpack.encode


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every unit of a tree by path, and what the policy rules found in each.

    ``compiled`` counts the blobs that were not in the cache.
    """

    policy: Policy
    units: Mapping[str, Unit]
    findings: Mapping[str, tuple[RuleFinding, ...]]
    paths: Sequence[str]
    blobs: Mapping[str, str] = field(default_factory=dict)
    compiled: int = 0


def load(tree: Tree, cache: CompileCache, jobs: int | None = None) -> Loaded:
    """Compile *tree*. Raises WorkspaceError and PolicyError where there is nothing to go by."""
    with _paused_collection():
        entries = tree.entries()
        roles = {entry.path: role for entry in entries if (role := role_of(entry.path))}
        wanted = [entry for entry in entries if entry.path in roles]
        units, compiled = _units(tree, wanted, roles, cache, jobs)
        policy = _policy(units)
        by_path = {entry.path: entry for entry in wanted}
        findings = _policy_findings(units, by_path, roles, policy, cache)
        return Loaded(
            policy,
            units,
            findings,
            [entry.path for entry in entries],
            {entry.path: entry.blob for entry in wanted},
            compiled,
        )


def _units(
    tree: Tree,
    entries: Sequence[Entry],
    roles: Mapping[str, Role],
    cache: CompileCache,
    jobs: int | None,
) -> tuple[dict[str, Unit], int]:
    keys = {e.path: f"{roles[e.path]}:{e.blob}" for e in entries if e.trouble is None}
    cached = cache.get_many(set(keys.values()))
    units: dict[str, Unit] = {}
    missing: list[Entry] = []
    for entry in entries:
        if entry.trouble is not None:
            units[entry.path] = _unreadable(entry.trouble)
            continue
        unit = _decoded(cached.get(keys[entry.path]))
        if unit is None:
            missing.append(entry)
        else:
            units[entry.path] = unit
    fresh: dict[str, bytes] = {}
    jobs_of = ((roles[entry.path], data) for entry, data in tree.read_many(missing))
    for entry, encoded in zip(
        missing, map_in_order(_compile, jobs_of, jobs, len(missing)), strict=True
    ):
        units[entry.path] = _UNIT.decode(encoded)
        fresh[keys[entry.path]] = encoded
    cache.put_many(fresh)
    # Cached and fresh ones in one order, the tree's, whatever was in the cache.
    return {entry.path: units[entry.path] for entry in entries}, len(missing)


def _compile(job: tuple[Role, bytes | OSError]) -> bytes:
    from qmsdoc.rules.compile import compile_blob

    role, data = job
    if isinstance(data, OSError):
        problem = data.strerror or str(data)
        text = "the file cannot be read: {problem}"
        return _encode(_unreadable(Message.of(text, problem=problem)))
    return _encode(compile_blob(role, data))


def _decoded(encoded: bytes | None) -> Unit | None:
    if encoded is None:
        return None
    try:
        return _UNIT.decode(encoded)
    except msgspec.DecodeError:
        return None


def _unreadable(message: Message) -> Unit:
    return Unit(None, (RuleFinding("QD001", Finding(Location(""), message)),))


def _policy(units: Mapping[str, Unit]) -> Policy:
    unit = units.get(POLICY_FILE)
    if unit is None:
        raise WorkspaceError(
            "there is no {file} here; run `qmsdoc init` to make a workspace", file=POLICY_FILE
        )
    return unit.content if isinstance(unit.content, Policy) else Policy()


def _policy_findings(
    units: Mapping[str, Unit],
    entries: Mapping[str, Entry],
    roles: Mapping[str, Role],
    policy: Policy,
    cache: CompileCache,
) -> dict[str, tuple[RuleFinding, ...]]:
    digest = entries[POLICY_FILE].blob
    keys = {path: f"{digest}:{roles[path]}:{entries[path].blob}" for path in units}
    cached = cache.get_many(keys.values())
    found: dict[str, tuple[RuleFinding, ...]] = {}
    fresh: dict[str, bytes] = {}
    patterns = IdPatterns(policy)
    for path, unit in units.items():
        encoded = cached.get(keys[path])
        try:
            found[path] = _FINDINGS.decode(encoded) if encoded is not None else ()
        except msgspec.DecodeError:
            encoded = None
        if encoded is None:
            found[path] = _judge(unit, policy, patterns)
            fresh[keys[path]] = _encode(found[path])
    cache.put_many(fresh)
    return found


def _judge(unit: Unit, policy: Policy, patterns: IdPatterns) -> tuple[RuleFinding, ...]:
    from qmsdoc.rules.catalogue import policy_rules
    from qmsdoc.rules.types import PolicyContext

    context = PolicyContext(unit, policy, patterns)
    return tuple(
        RuleFinding(rule.code, finding)
        for rule in policy_rules()
        for finding in rule.check(context)
    )


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
