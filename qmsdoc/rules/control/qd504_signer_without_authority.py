"""Somebody signed what is not theirs to sign.

## Why
Authority is assigned, and who wrote a text does not approve it too (GB/T 19001-2016, 5.3, 7.5.2 c).
A signature by the wrong post, or a second one of the same person, does not count.

## Wrong
    approvals: {posts: {approved: [管理者代表]}}
    approvals/QP-07/A-1/approved.田雨桐.json     who is 前台接待岗

## Right
    approvals/QP-07/A-1/approved.林静宜.json     who is 管理者代表

## How to mend
Have somebody sign who holds one of the posts. Where the organisation changed, bring the posts in
`organization.yaml` up to date; a post that was held in the past goes under `former` of the person.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.types import rule
from qmsdoc.text.span import START


@rule("QD504", "signer-without-authority", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for entries in index.ledger.entries.values():
        for item in entries:
            if item.trouble is None and item.authority is not None:
                yield Finding(Location(item.path, START), item.authority)
