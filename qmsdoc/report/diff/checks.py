"""The checks of a change as a short list: what passed together, what did not with place and mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from qmsdoc.diff.types import Check, CheckState
from qmsdoc.report.diff.labels import CHECKS
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

MARKS = {CheckState.PASSED: "✓", CheckState.FAILED: "✗", CheckState.OPEN: "○"}
_FIRST = (CheckState.FAILED, CheckState.OPEN, CheckState.PASSED)


class CheckLine(Struct, frozen=True, gc=False):
    """One line of the list, safe to show but not escaped; ``place`` is path and line, or ""."""

    state: CheckState
    text: str
    place: str = ""


def check_lines(checks: Sequence[Check], translate: Translate) -> Iterator[CheckLine]:
    """By question; of one question what failed first, and at last what passed, in one line."""
    for kind, group in groupby(checks, key=lambda check: check.kind):
        label = CHECKS[kind].render(translate)
        found = sorted(group, key=lambda check: _FIRST.index(check.state))
        passed = [check for check in found if _is_plain(check)]
        for check in found:
            if not _is_plain(check):
                yield _line(check, label, translate)
        if passed:
            named = [display(check.subject) for check in passed if check.subject]
            said = translate(", ").join(named) or passed[0].message.render(translate)
            text = Message.of("{label}: {text}", label=label, text=said).render(translate)
            yield CheckLine(CheckState.PASSED, text)


def _is_plain(check: Check) -> bool:
    return check.state is CheckState.PASSED and check.message.hint is None


def _line(check: Check, label: str, translate: Translate) -> CheckLine:
    said = Message.of(
        "{label}: {subject}: {text}",
        label=label,
        subject=display(check.subject),
        text=display(check.message.render(translate)),
    )
    where = check.where
    place = display(f"{where.path}:{where.span.line}") if where.path else ""
    return CheckLine(check.state, said.render(translate), place)
