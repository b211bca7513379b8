"""The title that is typed is that of another document than the one that is meant.

## Why
The reader goes by the title, the link by the path, the register by the number. Where they do not
agree, one of them sends the reader to the wrong rules. It happens when a line is copied and only
half of it is changed.

## Wrong
    [求职登记服务程序](QP-07.md)
    QP-07《求职登记服务程序》

## Right
    [求职登记服务程序](QP-08.md)
    QP-08《求职登记服务程序》

## How to mend
Decide which document is meant, and correct the title, or the target or number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.paths import LinkTarget, resolve_link
from qmsdoc.index.types import DocumentFile, Index, ObjectiveFile
from qmsdoc.rules.types import rule
from qmsdoc.source.markdown import Link
from qmsdoc.text.message import Message

Titles = Mapping[str, tuple[str, ...]]


@rule("QD311", "title-of-other-document", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    titles = _titles(index)
    for file in index.documents.values():
        for link in file.document.links:
            if not link.image:
                yield from _link(index, titles, file, link)
        for naming in file.document.namings:
            meant = index.by_id.get(naming.id.value)
            holders = titles.get(naming.title.value)
            if meant and holders and meant.path not in holders:
                yield _finding(
                    index, naming.title.at(file.path), naming.title.value, holders, meant.path
                )


def _titles(index: Index) -> Titles:
    """The paths of the documents and objectives of each title."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    files: list[DocumentFile | ObjectiveFile] = [
        *index.documents.values(),
        *index.objectives.values(),
    ]
    for file in files:
        if file.title:
            found[file.title] += (file.path,)
    return found


def _link(index: Index, titles: Titles, file: DocumentFile, link: Link) -> Iterator[Finding]:
    label = link.text.strip("《》*` ")
    holders = titles.get(label) or _of_number(index, label)
    if not holders:
        return
    target = resolve_link(file.path, link.target)
    # A link to nowhere is QD302's.
    if target is None or target.path in holders or index.named(target.path) is None:
        return
    if not _names_heading(index, target, label):
        yield _finding(index, Location(file.path, link.span), label, holders, target.path)


def _of_number(index: Index, label: str) -> tuple[str, ...]:
    found = index.by_id.get(label)
    return (found.path,) if found else ()


def _names_heading(index: Index, target: LinkTarget, label: str) -> bool:
    """A section may be called like another document: 文件控制 is a section of every manual."""
    file = index.documents.get(target.path)
    return file is not None and any(
        heading.anchor == target.anchor and heading.title == label
        for heading in file.document.headings
    )


def _finding(
    index: Index, location: Location, typed: str, holders: tuple[str, ...], meant: str
) -> Finding:
    other, file = index.named(holders[0]), index.named(meant)
    message = Message.of(
        "{typed} is {other}, but what is named here is {id} {title}",
        typed=typed,
        other=(other.id or other.path) if other else holders[0],
        id=file.id if file else meant,
        title=file.title if file else "",
    )
    return Finding(location, message)
