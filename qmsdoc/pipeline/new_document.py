"""A new document or objective: its number, its place, and a skeleton that is valid at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from os.path import relpath

from msgspec import Struct

from qmsdoc.errors import UsageError
from qmsdoc.index.ids import IdPatterns
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.document import KINDS
from qmsdoc.pipeline.numbering import Numbering
from qmsdoc.pipeline.skeleton import fill, line_of_text, markdown_text, yaml_text
from qmsdoc.rules.nearest import suggestion

OBJECTIVE = "objective"
NEW_KINDS = (*KINDS, OBJECTIVE)
_FOLDERS = {
    "manual": "documents/manual",
    "procedure": "documents/procedures",
    "instruction": "documents/instructions",
    "form": "documents/forms",
    OBJECTIVE: "objectives",
}
# What a document usually carries out; the second where there are none of the first.
_USUAL_PARENTS = {
    "procedure": ("manual",),
    "instruction": ("procedure", "manual"),
    "form": ("procedure", "manual"),
}
_SATISFACTION = re.compile(r"满意|satisf(?:ied|action)", re.IGNORECASE)
_FIRST_VERSION = {"letter-revision": "A/0", "numeric": "1.0"}
_NOBODY = {"zh": ("综合办公室", "经办人员"), "en": ("Office", "Case officer")}


class Wish(Struct, frozen=True):
    """What the author asks for; "" where it is left to us."""

    kind: str
    title: str
    owner: str = ""
    parent: str = ""


class NewFile(Struct, frozen=True):
    """What to write. ``path`` is the file of the document or objective, ``files`` that and what
    goes with it; paths are relative to the root of the workspace. ``parent`` is "" for none.
    """

    id: str
    path: str
    files: dict[str, bytes]
    parent: str


def new_file(index: Index, wish: Wish, used: Iterable[str], language: str, today: date) -> NewFile:
    """The file that *wish* comes to. *used* are all numbers ever used.

    Raises UsageError for a kind, owner or parent that cannot be, and where no number is free.
    """
    _check_kind(index, wish.kind)
    title = line_of_text(wish.title, "--title")
    parent = _parent(index, wish)
    siblings = [file for file in _of_kind(index, wish.kind) if _is_below(file, parent)]
    patterns = IdPatterns(index.policy)
    identifier = Numbering(
        kind=wish.kind,
        pattern=index.policy.ids[wish.kind].value,
        matches=lambda text: patterns.matches(wish.kind, text),
        used=frozenset(used),
        siblings=frozenset(file.id for file in siblings if parent),
        parent=parent.id if parent else "",
        year=f"{today.year:04d}",
    ).next()
    path = f"{_folder(index, wish.kind, siblings)}/{identifier}{_suffix(wish.kind)}"
    if path in index.paths:
        raise UsageError(
            "{path} is there already; rename it, or write the document by hand", path=path
        )
    owner = _owner(index, wish.owner, parent, language)
    values = _values(index, identifier, title, owner, parent, path, language, today)
    template = f"{wish.kind}.{language}{_suffix(wish.kind)}.j2"
    files = {path: fill(template, values)}
    if wish.kind == OBJECTIVE:
        folder = path.rpartition("/")[0]
        files[f"{folder}/data/{identifier}.csv"] = b"period,done,total\n"
    return NewFile(identifier, path, files, parent.id if parent else "")


def _check_kind(index: Index, kind: str) -> None:
    if kind not in NEW_KINDS:
        raise UsageError(
            "there is no kind {kind}; there are {known}",
            hint=suggestion(kind, NEW_KINDS),
            kind=kind,
            known=NEW_KINDS,
        )
    if kind != OBJECTIVE and kind not in index.policy.levels:
        raise UsageError(
            "this workspace has no documents of the kind {kind}; levels in qmsdoc.yaml are {levels}",
            kind=kind,
            levels=tuple(index.policy.levels),
        )


def _parent(index: Index, wish: Wish) -> DocumentFile | None:
    """The document one is to carry out: the one named, or the only one there can be."""
    levels = index.policy.levels
    if wish.parent:
        found = index.document(wish.parent)
        if found is None:
            known = [file.id for file in index.documents.values() if file.id]
            raise UsageError(
                "there is no document {id} that could be the parent",
                hint=suggestion(wish.parent, known),
                id=wish.parent,
            )
        if wish.kind == OBJECTIVE or found.kind not in _above(levels, wish.kind):
            raise UsageError(
                "{id} cannot be the parent of a document of the kind {kind}; a parent stands on a "
                "higher level ({levels})",
                id=found.id,
                kind=wish.kind,
                levels=tuple(levels),
            )
        return found
    for level in _USUAL_PARENTS.get(wish.kind, ()):
        candidates = [file for file in _of_kind(index, level) if file.id and file.title]
        if candidates and level in _above(levels, wish.kind):
            return candidates[0] if len(candidates) == 1 else None
    return None


def _above(levels: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return levels[: levels.index(kind)]


def _of_kind(index: Index, kind: str) -> list[DocumentFile]:
    return [file for file in index.documents.values() if file.kind == kind]


def _is_below(file: DocumentFile, parent: DocumentFile | None) -> bool:
    named = file.document.parent
    return parent is None or (named is not None and named.value == parent.id)


def _folder(index: Index, kind: str, siblings: list[DocumentFile]) -> str:
    """Where most of the siblings lie, else most of the kind."""
    if kind == OBJECTIVE:
        paths = list(index.objectives)
    else:
        paths = [file.path for file in siblings or _of_kind(index, kind)]
    folders = Counter(path.rpartition("/")[0] for path in paths)
    # Of equals the first by name, whatever order the files came in.
    return min(folders, key=lambda folder: (-folders[folder], folder), default=_FOLDERS[kind])


def _suffix(kind: str) -> str:
    return ".yaml" if kind == OBJECTIVE else ".md"


def _owner(index: Index, asked: str, parent: DocumentFile | None, language: str) -> str:
    organization = index.organization
    known = [item.name.value for item in organization.departments] if organization else []
    if asked:
        owner = line_of_text(asked, "--owner")
        if known and owner not in known:
            raise UsageError(
                "{owner} is no department of organization.yaml; there are {known}",
                hint=suggestion(owner, known),
                owner=owner,
                known=tuple(known),
            )
        return owner
    inherited = parent.document.owner.value if parent and parent.document.owner else ""
    if inherited and (not known or inherited in known):
        return inherited
    return known[0] if known else _NOBODY[language][0]


def _post(index: Index, owner: str, language: str) -> str:
    """Whom the steps of the skeleton name: a post of the owner that does not lead it, if any."""
    organization = index.organization
    if organization is None or not organization.posts:
        return _NOBODY[language][1]
    heads = {item.head.value for item in organization.departments if item.head}
    own = [
        post for post in organization.posts if post.department and post.department.value == owner
    ]
    names = [post.name.value for post in own or organization.posts]
    return next((name for name in names if name not in heads), names[0])


def _values(
    index: Index,
    identifier: str,
    title: str,
    owner: str,
    parent: DocumentFile | None,
    path: str,
    language: str,
    today: date,
) -> dict[str, object]:
    post = _post(index, owner, language)
    organization = index.policy.organization or owner
    return {
        "id": identifier,
        "version": _FIRST_VERSION.get(index.policy.version_scheme, "A/0"),
        "year": f"{today.year:04d}",
        "title_yaml": yaml_text(title),
        "title_text": markdown_text(title),
        "owner_yaml": yaml_text(owner),
        "owner_text": markdown_text(owner),
        "organization_text": markdown_text(organization),
        "post_text": markdown_text(post),
        "post_cell": markdown_text(post),
        "parent": parent.id if parent else "",
        "parent_title_text": markdown_text(parent.title) if parent else "",
        "parent_link": _link(path, parent.path) if parent else "",
        # A rate of satisfaction has to say whether the middle grade counts.
        "is_satisfaction": bool(_SATISFACTION.search(title)),
    }


def _link(source: str, target: str) -> str:
    """A relative link that a Markdown parser takes as it stands."""
    from urllib.parse import quote

    return quote(relpath(target, source.rpartition("/")[0] or "."), safe="/")
