"""A document or an objective was changed, but not its version.

## Why
Two texts under one version cannot be told apart: nobody knows which one was approved, trained and
handed out (GB/T 19001-2016, 7.5.3.2 c: control of changes).

## Wrong
    version: A/1     (at the base, 15分钟内)
    version: A/1     (now, 10分钟内)

## Right
    version: A/2     (now, 10分钟内)

## How to mend
Raise the version. Line breaks, spaces and the width of punctuation are layout and need no new one.
Runs with `validate --base REV`.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import Revised, rule
from qmsdoc.text.message import Message
from qmsdoc.text.words import normalise


@rule("QD507", "version-not-bumped", Severity.ERROR)
def check(revised: Revised) -> Iterator[Finding]:
    for before, after in revised.versions():
        version, old = after.version, before.version
        if version is None or old is None or version.value != old.value:
            continue
        if revised.is_same_blob(before.path, after.path):
            continue
        texts = (revised.base_text(before.path), revised.text(after.path))
        if normalise(texts[0]) != normalise(texts[1]):
            message = Message.of(
                "{id} was changed since {base}, and its version is still {version}; raise it",
                id=after.id,
                base=revised.base_name,
                version=version.value,
            )
            yield Finding(version.at(after.path), message)
