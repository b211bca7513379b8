"""A version takes effect on a day before it was approved.

## Why
Nobody can have worked by a text that was not approved yet. A release that is dated back hides that
the old version, or none, was in force.

## Wrong
    approved.林静宜.json      time: 2026-03-05
    released.苏晓雯.json      effective: 2026-03-01

## Right
    released.苏晓雯.json      effective: 2026-03-06

## How to mend
Release again with a day on or after the last signature (`qmsdoc release QP-07 --effective DATE
--reason TEXT`). The earlier entry stays in the ledger, and counts no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Related, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message
from qmsdoc.text.span import START


@rule("QD509", "effective-before-approval", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for control in index.control.values():
        for release in control.releases:
            if release.effective < release.signed and not control.is_past(release):
                last = max(release.signatures, key=lambda item: item.entry.moment)
                message = Message.of(
                    "{id} {version} takes effect on {effective}, before it was signed on {signed}; "
                    "release it with a later day",
                    id=control.document,
                    version=release.version,
                    effective=release.effective,
                    signed=release.signed,
                )
                said = Message.of("signed here")
                related = (Related(Location(last.path, START), said),)
                yield Finding(Location(release.item.path, START), message, related)
