"""One blob compiled and judged: what is kept in the cache and sent between processes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import msgspec

from qmsdoc.diagnostics.types import Finding, Location
from qmsdoc.index.ids import IdPatterns
from qmsdoc.model.organization import Glossary
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import Role
from qmsdoc.model.unit import RuleFinding, Unit
from qmsdoc.text.message import Message

_UNIT = msgspec.msgpack.Decoder(Unit)
_FINDINGS = msgspec.msgpack.Decoder(tuple[RuleFinding, ...])
_RULEBOOK = msgspec.msgpack.Decoder(tuple[Policy, Glossary])
_encode = msgspec.msgpack.encode


@dataclass(frozen=True)
class Rulebook:
    """What policy rules go by."""

    policy: Policy
    glossary: Glossary

    @cached_property
    def ids(self) -> IdPatterns:
        return IdPatterns(self.policy)

    def check(self) -> None:
        """Raise PolicyError where a pattern of the policy cannot be used."""
        self.ids.any_match("")

    def encoded(self) -> bytes:
        return _encode((self.policy, self.glossary))

    @staticmethod
    @lru_cache(maxsize=2)
    def decoded(encoded: bytes) -> Rulebook:
        """The rulebook of these bytes; a worker makes it once."""
        return Rulebook(*_RULEBOOK.decode(encoded))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A unit, and what the policy rules found in its blob."""

    unit: Unit
    findings: tuple[RuleFinding, ...] = ()

    def encoded(self) -> tuple[bytes, bytes]:
        return _encode(self.unit), _encode(self.findings)


def decode(unit: bytes | None, findings: bytes | None) -> Compiled | None:
    """What ``encoded`` gave; None where a part is missing or damaged."""
    made = decode_unit(unit)
    if made is None or findings is None:
        return None
    try:
        return Compiled(made, _FINDINGS.decode(findings))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def decode_unit(unit: bytes | None) -> Unit | None:
    """The unit alone; None where it is missing or damaged."""
    try:
        return None if unit is None else _UNIT.decode(unit)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def compile_one(
    role: Role, data: bytes | OSError, rulebook: Rulebook | None, *, judged: bool = True
) -> Compiled:
    """Parse one blob and, to have it *judged*, run the rules that need it alone, or it and the
    rulebook."""
    # The parsers are dear to load, and a run with nothing changed does without them.
    from qmsdoc.rules.compile import judge, parse

    if isinstance(data, OSError):
        text = Message.of("the file cannot be read: {problem}", problem=data.strerror or data)
        return unreadable(text)
    parsed = parse(role, data, judged=judged)
    if rulebook is None or not judged:
        return Compiled(parsed.unit)
    findings = judge(parsed, rulebook.policy, rulebook.glossary, rulebook.ids)
    return Compiled(parsed.unit, findings)


def unreadable(message: Message) -> Compiled:
    """What stands for a file that is never read, or could not be."""
    return Compiled(Unit(None, (RuleFinding("QD001", Finding(Location(""), message)),)))
