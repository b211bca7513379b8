"""distribute: numbered copies are handed out to departments, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from qmsdoc.errors import LedgerError, UsageError
from qmsdoc.index.control import Control, Copy
from qmsdoc.model.approval import Act, Entry
from qmsdoc.pipeline.ledger_desk import Desk
from qmsdoc.pipeline.signed_text import (
    SignedText,
    control_named,
    document_named,
    text_in_circulation,
)
from qmsdoc.rules.nearest import suggestion

_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)
_COPY = re.compile(r"[^\s/\\]{1,40}")


def hand_out(
    desk: Desk, document: str, department: str, copies: Sequence[str], version: str = ""
) -> list[Entry]:
    """An entry for each copy of the released *version*; without one, of that in force. Raises
    UsageError and LedgerError."""
    text = text_in_circulation(desk.index, document, version)
    _check_department(desk, department)
    control = control_named(desk.index, document)
    out = {copy.number: copy for copy in control.copies if not copy.recalled}
    for number in copies:
        if not _COPY.fullmatch(number):
            raise UsageError("“{number}” is no number of a copy", number=number)
        if (found := out.get(number)) is not None:
            raise LedgerError(
                "copy {number} of {document} is with {department} ({version}); take it back first",
                number=number,
                document=document,
                department=found.department,
                version=found.version,
            )
    return [
        desk.draw_up(Act.DISTRIBUTED, text, department=department, copy=number)
        for number in dict.fromkeys(copies)
    ]


def hand_out_to_all(desk: Desk, document: str, version: str = "") -> list[Entry]:
    """A copy of the released *version*, else of that in force, for every department of the document's
    distribution list that has none. Raises UsageError and LedgerError."""
    text = text_in_circulation(desk.index, document, version)
    control = control_named(desk.index, document)
    listed = [item.value for item in document_named(desk.index, document).document.distribution]
    if not listed:
        raise UsageError("{document} names no department under `distribution`", document=document)
    have = {
        copy.department
        for copy in control.copies
        if copy.version == text.version and not copy.recalled
    }
    numbers = _free_numbers(control)
    wanted = [department for department in dict.fromkeys(listed) if department not in have]
    if not wanted:
        raise LedgerError(
            "every department of the distribution list has {document} {version} already",
            document=document,
            version=text.version,
        )
    for department in wanted:
        _check_department(desk, department)
    return [
        desk.draw_up(Act.DISTRIBUTED, text, department=department, copy=next(numbers))
        for department in wanted
    ]


def take_back(desk: Desk, document: str, department: str, copies: Sequence[str]) -> list[Entry]:
    """An entry for each copy that *department* gives back; without *copies*, for those of versions
    that are not in force. Raises UsageError and LedgerError."""
    control = control_named(desk.index, document)
    if all(copy.department != department for copy in control.copies):
        _check_department(desk, department)
    if copies:
        found = [_copy_out(control, department, number) for number in dict.fromkeys(copies)]
    else:
        found = [copy for copy in control.copies_to_recall if copy.department == department]
    if not found:
        raise LedgerError(
            "{department} holds no copy of {document} that has to be taken back; name one with "
            "--copy",
            department=department,
            document=document,
        )
    by_path = {item.path: item.entry for item in desk.entries(document)}
    return [
        desk.draw_up(
            Act.RECALLED,
            SignedText.of(by_path[copy.path]),
            department=department,
            copy=copy.number,
        )
        for copy in found
    ]


def _copy_out(control: Control, department: str, number: str) -> Copy:
    for copy in control.copies:
        if (copy.department, copy.number) == (department, number) and not copy.recalled:
            return copy
    raise LedgerError(
        "{department} holds no copy {number} of {document}",
        department=department,
        number=number,
        document=control.document,
    )


def _free_numbers(control: Control) -> Iterator[str]:
    used = [int(copy.number) for copy in control.copies if _NUMBER.fullmatch(copy.number)]
    return (f"{number:02}" for number in count(max(used, default=0) + 1))


def _check_department(desk: Desk, department: str) -> None:
    organization = desk.index.organization
    known = organization.department_names if organization else frozenset()
    if department not in known:
        raise UsageError(
            "there is no department {department} in organization.yaml",
            hint=suggestion(department, known),
            department=department,
        )
