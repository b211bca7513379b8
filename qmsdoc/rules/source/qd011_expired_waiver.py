"""A waiver in qmsdoc.yaml has expired.

## Why
A waiver accepts a known fault for a time. One that runs on unseen turns an exception into the rule;
so it ends on its day, and the findings that it covered are back.

## Wrong
    waivers:
      - {rule: QD306, path: documents/forms/QR-99.md, reason: 新表试用, approver: 管理者代表, expires: 2020-01-31}

## Right
    waivers:
      - {rule: QD306, path: documents/forms/QR-99.md, reason: 新表试用延长, approver: 管理者代表, expires: 2099-12-31}

## How to mend
Mend what the waiver covered and delete it, or have it approved anew with another day.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import Outcome, rule
from qmsdoc.rules.waivers import is_expired
from qmsdoc.text.message import Message


@rule("QD011", "expired-waiver", Severity.WARNING)
def check(outcome: Outcome) -> Iterator[Finding]:
    for waiver in outcome.policy.waivers:
        if is_expired(waiver, outcome.today):
            message = Message.of(
                "the waiver of {rule} ended on {day}; mend what it covered, or have it approved anew",
                rule=waiver.rule.value,
                day=waiver.expires.value,
            )
            yield Finding(waiver.expires.at(""), message)
