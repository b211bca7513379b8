"""Compiling: the bytes of one blob become a Unit. Depends on nothing else."""

from __future__ import annotations

from collections.abc import Callable

from qmsdoc.model.document_reader import read_document
from qmsdoc.model.objective import read_objective
from qmsdoc.model.organization import read_glossary, read_organization
from qmsdoc.model.policy import read_policy
from qmsdoc.model.roles import Role
from qmsdoc.model.unit import Content, RuleFinding, StandardData, Unit
from qmsdoc.rules.catalogue import unit_rules
from qmsdoc.rules.types import UnitContext
from qmsdoc.source.file import SourceFile, read_markdown_file, read_yaml_file


def compile_blob(role: Role, data: bytes) -> Unit:
    """Parse *data* and run every rule that needs nothing but it."""
    read = read_markdown_file if role is Role.DOCUMENT else read_yaml_file
    file = read(data)
    content = _READERS[role](file)
    context = UnitContext(role, file, content)
    found = [
        RuleFinding(rule.code, finding)
        for rule in unit_rules()
        for finding in rule.check(context)
    ]
    return Unit(content, tuple(found))


def _standard(file: SourceFile) -> StandardData | None:
    data = file.yaml.data if file.yaml else None
    return StandardData(data) if isinstance(data, dict) else None


_READERS: dict[Role, Callable[[SourceFile], Content | None]] = {
    Role.POLICY: read_policy,
    Role.ORGANIZATION: read_organization,
    Role.GLOSSARY: read_glossary,
    Role.DOCUMENT: read_document,
    Role.OBJECTIVE: read_objective,
    Role.STANDARD: _standard,
}
