"""An attachment, a picture or a data file is not there, or a picture cannot be shown.

## Why
A flow chart that does not print, an annex that cannot be opened and a target without figures behind
it are gaps in the controlled document itself, not in something beside it. A file that is no picture
by its bytes, has lost its end or is too large for a page is such a gap as well.

## Wrong
    attachments: [appendix-a.xlsx]
    ![办理流程](images/flow.png)

## Right
    attachments: [../attachments/appendix-a.xlsx]
    ![办理流程](../images/flow.png)

## How to mend
Add the file to the workspace, or correct the path: it is relative to the file that names it. In an
objective, data names the CSV file of the series. Pictures are PNG, JPEG, GIF or WebP of at most
1 MiB and 50 million points; export an SVG or a drawing of an office program as PNG.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import Index, ReferenceKind
from qmsdoc.model.text import Text
from qmsdoc.rules.references.nearest_path import NearestPath, missing_file
from qmsdoc.rules.types import rule
from qmsdoc.source.picture import MAX_IMAGE_POINTS, MAX_IMAGE_SIZE, Picture
from qmsdoc.text.message import Message

_FILES = frozenset({ReferenceKind.ATTACHMENT, ReferenceKind.IMAGE})


@rule("QD309", "missing-attachment", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    paths = NearestPath(index.paths)
    for path, text in _missing(index):
        target = resolve_link(path, text.value)
        # An address on the web is no file beside the document.
        resolved = target.path if target else "\0"
        yield Finding(text.at(path), missing_file(path, text.value, resolved, paths))
    for reference in index.references:
        picture = index.pictures.get(reference.target)
        if reference.kind is ReferenceKind.IMAGE and picture and not picture.can_be_shown:
            yield Finding(reference.location, _fault(reference.target, picture))


def _fault(path: str, picture: Picture) -> Message:
    if picture.size > MAX_IMAGE_SIZE:
        return Message.of(
            "{path} has {size} bytes, and pages show pictures of at most {limit}; make it smaller",
            path=path,
            size=picture.size,
            limit=MAX_IMAGE_SIZE,
        )
    if not picture.kind:
        return Message.of(
            "{path} is no picture that pages can show; save it as PNG, JPEG, GIF or WebP", path=path
        )
    if not picture.whole:
        return Message.of("{path} is damaged or has lost its end; save it again", path=path)
    return Message.of(
        "{path} has {width} × {height} points, and pages show at most {limit}; make it smaller",
        path=path,
        width=picture.width,
        height=picture.height,
        limit=MAX_IMAGE_POINTS,
    )


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
