"""Compiling: the bytes of one blob become a Unit, and the rules of its scope run on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qmsdoc.index.ids import IdPatterns
from qmsdoc.model.document_reader import read_document
from qmsdoc.model.objective import read_objective
from qmsdoc.model.organization import Glossary, read_glossary, read_organization
from qmsdoc.model.policy import Policy, read_policy
from qmsdoc.model.policy_texts import policy_texts
from qmsdoc.model.roles import Role
from qmsdoc.model.series import read_series
from qmsdoc.model.text import Fields
from qmsdoc.model.unit import OVERLAY, Content, RuleFinding, StandardData, Unit
from qmsdoc.rules.catalogue import policy_rules, unit_rules
from qmsdoc.rules.types import PolicyContext, UnitContext
from qmsdoc.source.csv import read_csv_file
from qmsdoc.source.file import SourceFile, read_markdown_file, read_yaml_file


@dataclass(frozen=True, slots=True)
class Parsed:
    """A blob as typed, and the Unit that it became."""

    role: Role
    file: SourceFile
    unit: Unit


def parse(role: Role, data: bytes) -> Parsed:
    """Parse *data* and run every rule that needs nothing but it."""
    file = _FILES.get(role, read_yaml_file)(data)
    content = _READERS[role](file)
    context = UnitContext(role, file, content)
    found = [
        RuleFinding(rule.code, finding) for rule in unit_rules() for finding in rule.check(context)
    ]
    return Parsed(role, file, Unit(content, tuple(found), policy_texts(content, file)))


def judge(
    parsed: Parsed, policy: Policy, glossary: Glossary, ids: IdPatterns
) -> tuple[RuleFinding, ...]:
    """Run the rules that need the blob and the policy."""
    context = PolicyContext(parsed.role, parsed.file, parsed.unit.content, policy, glossary, ids)
    return tuple(
        RuleFinding(rule.code, finding)
        for rule in policy_rules()
        for finding in rule.check(context)
    )


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


_FILES: dict[Role, Callable[[bytes], SourceFile]] = {
    Role.DOCUMENT: read_markdown_file,
    Role.SERIES: read_csv_file,
}
_READERS: dict[Role, Callable[[SourceFile], Content | None]] = {
    Role.POLICY: read_policy,
    Role.ORGANIZATION: read_organization,
    Role.GLOSSARY: read_glossary,
    Role.DOCUMENT: read_document,
    Role.OBJECTIVE: read_objective,
    Role.SERIES: read_series,
    Role.STANDARD: _standard,
}
