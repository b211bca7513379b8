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
from collections.abc import Iterable, Iterator, Mapping

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.paths import LinkTarget, resolve_link
from qmsdoc.index.types import DocumentFile, Index, ObjectiveFile
from qmsdoc.model.document import Naming
from qmsdoc.rules.types import rule
from qmsdoc.source.markdown import Link
from qmsdoc.text.message import Message

Titles = Mapping[str, tuple[str, ...]]
_DRESS = "《》*` "


@rule("QD311", "title-of-other-document", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    titles, unique = _titles(index), _unique_names(index.paths)
    for file in index.documents.values():
        for link in file.document.links:
            holders = titles.get(link.text) or _holders(index, titles, link.text)
            # Most links lead where they say: a file of that name, of which there is one.
            name = link.target.partition("#")[0].rpartition("/")[2]
            if holders and unique.get(name) not in holders and not link.image:
                yield from _link(index, holders, file, link)
        for naming in file.document.namings:
            yield from _naming(index, titles, file.path, naming)


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


def _naming(index: Index, titles: Titles, path: str, naming: Naming) -> Iterator[Finding]:
    number, title = naming.id.value, naming.title.value
    meant, holders = index.by_id.get(number), titles.get(title)
    if meant and holders and meant.path not in holders:
        message = Message.of(
            "{title} is the title of {other}; {id} is {own}",
            title=title,
            other=_called(index, holders[0]),
            id=number,
            own=meant.title,
        )
        yield Finding(naming.title.at(path), message)


def _unique_names(paths: Iterable[str]) -> dict[str, str]:
    """The path of each file name that only one file has."""
    found: dict[str, str] = {}
    for path in paths:
        name = path.rpartition("/")[2]
        found[name] = "" if name in found else path
    return found


def _holders(index: Index, titles: Titles, label: str) -> tuple[str, ...]:
    """The documents that a label names by its title, dressed up, or by its number."""
    label = label.strip(_DRESS)
    named = index.by_id.get(label)
    return titles.get(label) or ((named.path,) if named else ())


def _link(
    index: Index, holders: tuple[str, ...], file: DocumentFile, link: Link
) -> Iterator[Finding]:
    label = link.text.strip(_DRESS)
    target = resolve_link(file.path, link.target)
    if target is None or target.path in holders:
        return
    meant = index.named(target.path)
    # A link to nowhere is QD302's.
    if meant is not None and not _names_heading(index, target, label):
        message = Message.of(
            "the link is called {label}, which is {other}, but leads to {id} {own}",
            label=label,
            other=_called(index, holders[0]),
            id=meant.id or meant.path,
            own=meant.title,
        )
        yield Finding(Location(file.path, link.span), message)


def _called(index: Index, path: str) -> str:
    file = index.named(path)
    return file.id if file and file.id else path


def _names_heading(index: Index, target: LinkTarget, label: str) -> bool:
    """A section may be called like another document: 文件控制 is a section of every manual."""
    file = index.documents.get(target.path)
    return file is not None and any(
        heading.anchor == target.anchor and heading.title == label
        for heading in file.document.headings
    )
