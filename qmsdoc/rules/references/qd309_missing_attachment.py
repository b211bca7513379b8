"""An attachment, a picture or a data file is not there.

## Why
A flow chart that does not print, an annex that cannot be opened and a target without figures behind
it are gaps in the controlled document itself, not in something beside it.

## Wrong
    attachments: [appendix-a.xlsx]
    ![办理流程](images/flow.png)

## Right
    attachments: [../attachments/appendix-a.xlsx]
    ![办理流程](../images/flow.png)

## How to mend
Add the file to the workspace, or correct the path: it is relative to the file that names it. In an
objective, data names the CSV file of the series.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import Index, ReferenceKind
from qmsdoc.model.text import Text
from qmsdoc.rules.references.nearest_path import NearestPath, missing_file
from qmsdoc.rules.types import rule

_FILES = frozenset({ReferenceKind.ATTACHMENT, ReferenceKind.IMAGE})


@rule("QD309", "missing-attachment", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    paths = NearestPath(index.paths)
    for path, text in _missing(index):
        target = resolve_link(path, text.value)
        # An address on the web is no file beside the document.
        resolved = target.path if target else "\0"
        yield Finding(text.at(path), missing_file(path, text.value, resolved, paths))


def _missing(index: Index) -> Iterator[tuple[str, Text]]:
    for reference in index.references:
        if reference.kind in _FILES and not (reference.target and reference.text.value):
            yield reference.source, reference.text
    for path, file in index.objectives.items():
        data = file.objective.data
        if data:
            target = resolve_link(path, data.value)
            if target is None or target.path not in index.paths:
                yield path, data
