"""A waiver in qmsdoc.yaml covers nothing.

## Why
What it covered has been mended, or it never fitted. A waiver that lies about would hide the same
fault when it comes back.

## Wrong
    waivers:
      - {rule: QD306, path: documents/forms/QR-00.md, reason: 旧表停用, approver: 管理者代表, expires: 2099-12-31}

## Right
    waivers: []    # QR-00 is gone, and its waiver with it

## How to mend
Delete the waiver, or correct its rule, path or id.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.catalogue import find_rule
from qmsdoc.rules.types import Outcome, rule
from qmsdoc.rules.waivers import is_expired
from qmsdoc.text.message import Message


@rule("QD012", "unused-waiver", Severity.WARNING)
def check(outcome: Outcome) -> Iterator[Finding]:
    for number, waiver in enumerate(outcome.policy.waivers):
        waived = find_rule(waiver.rule.value)
        was_heard = waived is not None and waived.code in outcome.codes
        if was_heard and not outcome.waived.get(number) and not is_expired(waiver, outcome.today):
            message = Message.of(
                "the waiver of {rule} covers nothing; delete it, or correct its path or id",
                rule=waiver.rule.value,
            )
            yield Finding(waiver.rule.at(""), message)
