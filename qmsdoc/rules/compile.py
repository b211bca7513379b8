"""Compiling: the bytes of one blob become a Unit, and the rules of its scope run on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from qmsdoc.diagnostics.types import Finding
from qmsdoc.index.ids import IdPatterns
from qmsdoc.model.approval import read_approval
from qmsdoc.model.document_reader import read_document
from qmsdoc.model.objective import read_objective
from qmsdoc.model.organization import Glossary, read_glossary, read_organization
from qmsdoc.model.policy import Policy, read_policy
from qmsdoc.model.policy_texts import policy_texts
from qmsdoc.model.roles import Role
from qmsdoc.model.series import read_series
from qmsdoc.model.text import Fields
from qmsdoc.model.unit import OVERLAY, Content, Digests, RuleFinding, StandardData, Unit
from qmsdoc.rules.catalogue import policy_rules, unit_rules
from qmsdoc.rules.types import Context, PolicyContext, Rule, UnitContext
from qmsdoc.source.csv import read_csv_file
from qmsdoc.source.file import SourceFile, read_markdown_file, read_text_file, read_yaml_file
from qmsdoc.source.ssh_signature import SshSignature, read_ssh_signature
from qmsdoc.text.message import Message

# A file of two megabytes can be wrong in a million places.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A blob as typed, and the Unit that it became."""

    role: Role
    file: SourceFile
    unit: Unit


def parse(role: Role, data: bytes, *, judged: bool = True) -> Parsed:
    """Parse *data* and, to have it *judged*, run every rule that needs nothing but it."""
    file = _FILES.get(role, read_yaml_file)(data)
    content = _READERS[role](file)
    found: tuple[RuleFinding, ...] = ()
    if judged:
        found = tuple(_found(unit_rules(), UnitContext(role, file, content)))
    digests = Digests.of(data) if role in _SIGNED else None
    return Parsed(role, file, Unit(content, found, policy_texts(content, file), digests))


def judge(
    parsed: Parsed, policy: Policy, glossary: Glossary, ids: IdPatterns
) -> tuple[RuleFinding, ...]:
    """Run the rules that need the blob and the policy."""
    context = PolicyContext(parsed.role, parsed.file, parsed.unit.content, policy, glossary, ids)
    return tuple(_found(policy_rules(), context))


def _found(rules: Iterable[Rule[Context]], context: Context) -> Iterator[RuleFinding]:
    """What the rules find in one file, each at most so often as a person could read."""
    for rule in rules:
        for number, finding in enumerate(rule.check(context), 1):
            if number == _MOST:
                yield RuleFinding(rule.code, _last(finding))
                break
            yield RuleFinding(rule.code, finding)


def _last(finding: Finding) -> Finding:
    hint = Message.of("only the first {count} of this kind in this file are listed", count=_MOST)
    message = finding.message.with_hint(hint)
    return Finding(finding.location, message, finding.related, finding.fix)


def compile_blob(role: Role, data: bytes) -> Unit:
    """The Unit of one blob: it depends on nothing else."""
    return parse(role, data).unit


def _standard(file: SourceFile) -> StandardData | None:
    yaml = file.yaml
    if yaml is None or not isinstance(yaml.data, dict):
        return None
    fields = Fields(yaml)
    overlay = fields.text(OVERLAY)
    items = (*fields.items("clauses"), *fields.items("add")) if overlay else ()
    numbers = (item.text("number") for item in items)
    return StandardData(yaml.data, overlay, tuple(number for number in numbers if number))


def _signature(file: SourceFile) -> SshSignature:
    return read_ssh_signature(file.text)


_FILES: dict[Role, Callable[[bytes], SourceFile]] = {
    Role.DOCUMENT: read_markdown_file,
    Role.SERIES: read_csv_file,
    Role.APPROVAL: read_text_file,
    Role.SIGNATURE: read_text_file,
}
# What signatures are about, and what they are made of.
_SIGNED = (Role.DOCUMENT, Role.APPROVAL)
_READERS: dict[Role, Callable[[SourceFile], Content | None]] = {
    Role.POLICY: read_policy,
    Role.ORGANIZATION: read_organization,
    Role.GLOSSARY: read_glossary,
    Role.DOCUMENT: read_document,
    Role.OBJECTIVE: read_objective,
    Role.SERIES: read_series,
    Role.STANDARD: _standard,
    Role.APPROVAL: read_approval,
    Role.SIGNATURE: _signature,
}
