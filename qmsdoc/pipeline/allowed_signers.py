"""The people and keys of organization.yaml as ssh-keygen reads them: its allowed_signers file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from qmsdoc.index.signatures import wire_key
from qmsdoc.model.approval import NAMESPACE, is_fit_name
from qmsdoc.model.organization import Organization, SigningKey

# ssh-keygen knows no time before 1970, wherever it is; nothing was signed with such keys then.
_FIRST = date(1970, 1, 2)


def allowed_signers(organization: Organization | None) -> str:
    """A line for each key. People whose name ssh-keygen would read as a pattern are left out, and
    keys of several people: neither counts."""
    return "".join(f"{line}\n" for line in _lines(organization or Organization()))


def _lines(organization: Organization) -> Iterator[str]:
    holders: dict[bytes, set[str]] = {}
    for person in organization.people:
        for key in person.keys:
            holders.setdefault(wire_key(key.key), set()).add(person.name.value)
    for person in organization.people:
        if not is_fit_name(person.name.value):
            continue
        for key in person.keys:
            if wire_key(key.key) and len(holders[wire_key(key.key)]) == 1:
                options = "".join(f",{option}" for option in _limits(key))
                algorithm, encoded, *_ = key.key.split()
                yield (
                    f'"{person.name.value}" namespaces="{NAMESPACE}"{options} {algorithm} {encoded}'
                )


def _limits(key: SigningKey) -> Iterator[str]:
    if (since := _day(key.since)) and since > _FIRST:
        yield f'valid-after="{since:%Y%m%d}"'
    # To the end of the last day; a key that was revoked is good to the end of the day before.
    ends = [day for day in (_day(key.until),) if day]
    ends += [max(day, _FIRST) - timedelta(days=1) for day in (_day(key.revoked),) if day]
    if ends:
        yield f'valid-before="{max(min(ends), _FIRST):%Y%m%d}235959"'


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
