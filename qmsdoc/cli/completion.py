"""What the shell offers for a value that is one of a known few. Nothing here reads a workspace."""

from __future__ import annotations

from collections.abc import Iterable


def kinds(incomplete: str) -> list[str]:
    from qmsdoc.pipeline.new_document import NEW_KINDS

    return _beginning(incomplete, NEW_KINDS)


def languages(incomplete: str) -> list[str]:
    return _beginning(incomplete, ("zh", "en"))


def report_formats(incomplete: str) -> list[str]:
    from qmsdoc.report.catalogue import REPORTERS

    return _beginning(incomplete, REPORTERS)


def rules(incomplete: str) -> list[str]:
    """Codes, or names once a small letter was typed."""
    from qmsdoc.rules.catalogue import all_rules

    found = all_rules().values()
    return _beginning(incomplete, [item.code for item in found]) or _beginning(
        incomplete, [item.name for item in found]
    )


def schemas(incomplete: str) -> list[str]:
    from qmsdoc.model.schema_bundle import NAMES

    return _beginning(incomplete, NAMES)


def standards(incomplete: str) -> list[str]:
    from qmsdoc.standards.builtin import builtin_ids

    return _beginning(incomplete, builtin_ids())


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]
