"""A version does not follow the scheme, or went back.

## Why
Versions are compared: to find out what is newer, what is superseded, which copies to recall. That
works only if all follow one scheme and only go forward.

## Wrong
    version: B/0     (at the base)
    version: A/9     (now)

## Right
    version: B/1     (now)

## How to mend
Write the version by the scheme that qmsdoc.yaml sets (letter-revision: A/0, A/1, B/0; numeric: 1.0,
1.1, 2.0), higher than the last one. Runs with `validate --base REV`.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.model.version import FORMS, parse_version
from qmsdoc.rules.types import Revised, rule
from qmsdoc.text.message import Message


@rule("QD508", "malformed-or-backward-version", Severity.ERROR)
def check(revised: Revised) -> Iterator[Finding]:
    scheme = revised.index.policy.version_scheme
    documents, objectives = revised.index.documents.values(), revised.index.objectives.values()
    stated = (
        *((file.path, file.document.version) for file in documents),
        *((file.path, file.objective.version) for file in objectives),
    )
    for path, version in stated:
        if version and parse_version(version.value, scheme) is None:
            message = Message.of(
                "{version} is no version of the scheme {scheme}; write it as {form}",
                version=version.value,
                scheme=scheme,
                form=FORMS[scheme],
            )
            yield Finding(version.at(path), message)
    for before, after in revised.versions():
        version, old = after.version, before.version
        if version is None or old is None:
            continue
        now, then = parse_version(version.value, scheme), parse_version(old.value, scheme)
        if now and then and now < then:
            message = Message.of(
                "the version went back from {old} to {version}; it only goes forward",
                old=old.value,
                version=version.value,
            )
            yield Finding(version.at(after.path), message)
