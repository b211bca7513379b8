"""The register of external documents: standards and other texts that the documents rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.lists.frame import list_view
from qmsdoc.render.lists.types import (
    Cell,
    ColumnView,
    Content,
    GroupView,
    ListView,
    RowView,
    cell,
    column,
    group,
    line,
    row,
)
from qmsdoc.render.view import Library
from qmsdoc.rules.references.withdrawn_standards import find_withdrawn
from qmsdoc.standards.builtin import builtin_ids, builtin_standard
from qmsdoc.standards.types import Standard, parse_clause_ref
from qmsdoc.text.language import Translate
from qmsdoc.text.natural import natural_key

NAME = "external"
_STATUS = {
    "in-force": "In force",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
    "unknown": "Not verified",
}
_TITLE = re.compile(r"《([^《》\n]{1,200})》")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212\uff0d]{1,2}|[:：]")
# So many users of a text stand in lines of their own, with their titles.
_FEW = 4


class _Cited(Struct, frozen=True):
    """A standard as documents cite it; ``number`` as first typed, ``title`` "" where none is."""

    number: str
    title: str
    paths: tuple[str, ...]


def external(library: Library) -> ListView:
    """Standards in force by policy, other standards that are cited, and titles in 《》."""
    translate = library.translate
    groups = _Sources(library).groups()
    count = sum(len(item["rows"]) for item in groups)
    return list_view(
        library,
        NAME,
        Content(
            title=translate("Register of external documents"),
            columns=_columns(translate),
            groups=groups,
            group_label=translate("Kind"),
            count=translate("{count} external documents").replace("{count}", str(count)),
            empty=translate("The documents name no external document."),
            notes=(
                translate(
                    "Status, dates and newer editions are as far as the data that come with the "
                    "program tell; verify them before you rely on them."
                ),
            ),
        ),
    )


def _columns(translate: Translate) -> tuple[ColumnView, ...]:
    return (
        column(translate("Number"), 9, keep=True),
        column(translate("Title"), 19),
        column(translate("Issuer"), 9),
        column(translate("In effect from"), 5.8, keep=True),
        column(translate("Status"), 5),
        column(translate("Newer edition known"), 9),
        column(translate("Used in"), 23),
    )


class _Sources:
    """One use."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._index = library.index
        self._packs = _packs(library)
        self._by_number = {_key(pack.number): pack for pack in self._packs.values()}

    def groups(self) -> tuple[GroupView, ...]:
        translate = self._library.translate
        in_force = [named.id.value for named in self._index.policy.standards]
        known = {_key(pack.number): pack.id for pack in self._packs.values()}
        cited = _cited(self._index.documents.values())
        claimed = self._claimed()
        other = {key: item for key, item in cited.items() if known.get(key) not in in_force}
        titled = {item.title for item in cited.values()}
        titled |= {title for pack in self._packs.values() for title in (pack.title.zh,)}
        return (
            group(
                translate("Standards in force by policy"),
                (self._in_force(identifier, cited, claimed) for identifier in in_force),
            ),
            group(
                translate("Other standards that are cited"),
                (self._other(other[key]) for key in sorted(other, key=natural_key)),
            ),
            group(
                translate("Laws, regulations and other documents"),
                self._texts(titled),
            ),
        )

    def _claimed(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for path, file in self._index.documents.items():
            for claim in file.document.claims:
                ref = parse_clause_ref(claim.clause.value)
                if ref is not None:
                    found.setdefault(ref.standard, {})[path] = None
        return {standard: tuple(paths) for standard, paths in found.items()}

    def _in_force(
        self, identifier: str, cited: Mapping[str, _Cited], claimed: Mapping[str, tuple[str, ...]]
    ) -> RowView:
        pack = self._packs.get(identifier)
        citing = cited.get(_key(pack.number)) if pack else None
        users = self._users((*claimed.get(identifier, ()), *(citing.paths if citing else ())))
        if pack is None:
            return row(cell(identifier), (), (), (), self._status("unknown"), (), users)
        return self._standard(pack, users)

    def _other(self, item: _Cited) -> RowView:
        users = self._users(item.paths)
        pack = self._by_number.get(_key(item.number))
        if pack is not None:
            return self._standard(pack, users)
        withdrawn = find_withdrawn(item.number)
        status = withdrawn.status if withdrawn else "unknown"
        newer = cell(withdrawn.replaced_by, tone="mark") if withdrawn else ()
        return row(cell(item.number), cell(item.title), (), (), self._status(status), newer, users)

    def _standard(self, pack: Standard, users: Cell) -> RowView:
        newer = self._packs.get(pack.superseded_by)
        return row(
            cell(pack.number),
            cell(pack.title.in_language(self._library.language)),
            cell(pack.issuer),
            cell(pack.effective or pack.issued),
            self._status(pack.status),
            cell(newer.number if newer else pack.superseded_by, tone="mark"),
            users,
        )

    def _status(self, status: str) -> Cell:
        text = self._library.translate(_STATUS.get(status, "Not verified"))
        return cell(text, tone="mark" if status in ("superseded", "withdrawn") else "")

    def _texts(self, titled: set[str]) -> Iterator[RowView]:
        """Titles in 《》 that name no document of the workspace and no standard."""
        own = {file.title for file in self._index.documents.values()}
        found: dict[str, list[str]] = {}
        for path, file in self._index.documents.items():
            for title in dict.fromkeys(_titles(file)):
                if title not in own and title not in titled:
                    found.setdefault(title, []).append(path)
        for title in sorted(found):
            users = self._users(found[title])
            yield row((), cell(f"《{title}》"), (), (), self._status("unknown"), (), users)

    def _users(self, paths: Iterable[str]) -> Cell:
        """The documents at *paths*; only their numbers where there are many."""
        library = self._library
        addresses = Addresses(library.index, library.names, suffix=library.suffix)
        files = [self._index.documents[path] for path in dict.fromkeys(paths)]
        files.sort(key=lambda file: (natural_key(file.id), file.path))
        if len(files) > _FEW:
            return cell(library.translate(", ").join(file.id or file.path for file in files))
        return tuple(
            line(f"{file.id} {file.title}".strip() or file.path, addresses.of(file.path))
            for file in files
        )


def _packs(library: Library) -> dict[str, Standard]:
    """Every pack that is known; the workspace's own stand for built-in ones of their id."""
    packs = {identifier: builtin_standard(identifier) for identifier in builtin_ids()}
    packs.update(library.index.other_standards)
    packs.update(library.index.standards)
    return packs


def _cited(files: Iterable[DocumentFile]) -> dict[str, _Cited]:
    """The standards that are cited by number and year, by their key."""
    numbers: dict[str, str] = {}
    titles: dict[str, str] = {}
    paths: dict[str, dict[str, None]] = {}
    for file in files:
        # A title right behind a number is that of the standard.
        starts = {(title.span.line, title.span.column): title for title in file.document.titles}
        for citation in file.document.standards:
            key = _key(citation.value)
            numbers.setdefault(key, " ".join(citation.value.split()))
            paths.setdefault(key, {})[file.path] = None
            end = citation.span.end_line, citation.span.end_column
            title = starts.get(end) or starts.get((end[0], end[1] + 1))
            if citation.pointer:
                found = _title_in_basis(file, citation.value)
            else:
                found = title.value if title is not None else ""
            if found:
                titles.setdefault(key, found)
    return {
        key: _Cited(number, titles.get(key, ""), tuple(paths[key]))
        for key, number in numbers.items()
    }


def _title_in_basis(file: DocumentFile, number: str) -> str:
    """The title right behind *number*; where a word of a YAML value stands is not known."""
    basis = file.document.basis.value if file.document.basis else ""
    match = _TITLE.match(basis.partition(number)[2].lstrip())
    return match[1] if match else ""


def _titles(file: DocumentFile) -> Iterator[str]:
    basis = file.document.basis
    if basis:
        yield from (match[1].strip() for match in _TITLE.finditer(basis.value))
    yield from (title.value.strip() for title in file.document.titles)


def _key(number: str) -> str:
    """``GB/T 19001—2016`` and ``GB/T19001-2016`` are one number."""
    return _DASHES.sub("-", "".join(number.split())).upper()
