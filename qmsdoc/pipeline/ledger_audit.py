"""Every entry of the ledger held against what it is about: the texts, the authors, the releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from qmsdoc.index.control import Control, Release, State, is_corrected
from qmsdoc.index.ledger import LedgerEntry
from qmsdoc.index.types import Index
from qmsdoc.model.approval import Act, Entry, act_words
from qmsdoc.model.organization import Person
from qmsdoc.pipeline.authorship import Authorship
from qmsdoc.pipeline.history import stated
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.signed_text import included_files
from qmsdoc.report.verify.types import EntryVerdict
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.source.tree import Entry as TreeEntry
from qmsdoc.source.tree import Tree
from qmsdoc.text.message import Message
from qmsdoc.vcs.git import Repository


class Texts:
    """The bytes that entries are about, from git or, where that has them not, from the tree."""

    def __init__(self, tree: Tree, repository: Repository | None) -> None:
        self._tree = tree
        self._repository = repository
        self._files = {entry.path: entry for entry in tree.entries()}
        self._read: dict[tuple[str, str, str], Message | bytes | None] = {}

    def find(self, path: str, blob: str, digest: str) -> bytes | Message | None:
        """The bytes of that SHA-256; None where they are not to be had, a Message where git has
        others under the id *blob*."""
        key = (path, blob, digest)
        if key not in self._read:
            self._read[key] = self._find(path, blob, digest)
        return self._read[key]

    def _find(self, path: str, blob: str, digest: str) -> bytes | Message | None:
        data = self._of_git(blob)
        if data is not None:
            if sha256(data).hexdigest() == digest:
                return data
            return Message.of(
                "the SHA-256 in the entry is not that of {path} under the git id in it", path=path
            )
        entry = self._files.get(path)
        data = self._of_tree(entry) if entry else None
        if data is None:
            return None
        for form in (data, data.replace(b"\r\n", b"\n")):
            if sha256(form).hexdigest() == digest:
                return form
        return None

    def _of_git(self, blob: str) -> bytes | None:
        if self._repository is None:
            return None
        try:
            return self._repository.read(blob)
        except OSError:
            return None

    def _of_tree(self, entry: TreeEntry) -> bytes | None:
        if entry.never_read is not None:
            return None
        try:
            return self._tree.read(entry)
        except OSError:
            return None


class Audit:
    """The entries of one workspace. Raises GitError where the history is needed and is cut off."""

    def __init__(self, workspace: Workspace, tree: Tree, index: Index) -> None:
        self._index = index
        self._texts = Texts(tree, workspace.repository)
        self._included = included_files(index)
        people = index.organization.people if index.organization else ()
        self._people: Mapping[str, Person] = {person.name.value: person for person in people}
        self._has_history = workspace.repository is not None
        self._authorship = self._history(workspace)

    @property
    def authors_are_known(self) -> bool:
        """Whether it was looked at who wrote what was approved, where that matters."""
        return self._has_history or not self._index.policy.approvals.four_eyes

    def verdicts(self, document: str) -> Iterator[EntryVerdict]:
        """A verdict on each entry of *document*, by the order of the chain."""
        control = self._index.control.get(document, Control(document))
        for item in self._index.ledger.entries.get(document, ()):
            problems: list[Message] = []
            notes: list[Message] = []
            if item.trouble is not None:
                problems.append(item.trouble)
            if item.authority is not None:
                problems.append(item.authority)
            matters = _matters(item, control)
            for problem, is_known in self._about_text(item.entry):
                (problems if is_known or matters else notes).append(problem)
            problems += self._about_author(item.entry, control)
            problems += self._about_parts(item, control)
            correction = self._correction(item, control)
            for problem, is_grave in _about_release(item, control):
                (problems if is_grave and not correction else notes).append(problem)
            if correction is not None:
                text = "a later release of this version corrects the day: in effect from {day}"
                notes.append(Message.of(text, day=correction.effective))
            yield EntryVerdict(item, tuple(problems), tuple(notes))

    def _about_text(self, entry: Entry) -> Iterator[tuple[Message, bool]]:
        """What is wrong with the texts of *entry*, and whether that is known or cannot be told."""
        parts = [(entry.path, entry.blob, entry.sha256)]
        parts += [(part.path, part.blob, part.sha256) for part in entry.includes]
        for path, blob, digest in parts:
            found = self._texts.find(path, blob, digest)
            if found is None:
                text = "what was signed as {path} is not in this repository any more"
                yield Message.of(text, path=path), False
            elif isinstance(found, Message):
                yield found, True
            elif path == entry.path:
                yield from ((problem, True) for problem in _about_identity(entry, found))

    def _about_author(self, entry: Entry, control: Control) -> Iterator[Message]:
        person = self._people.get(entry.person)
        if self._authorship is None or entry.role is not Act.APPROVED or person is None:
            return
        paths = [path for path in (control.path, entry.path) if path]
        if self._authorship.of(paths, entry.version, entry.blob).includes(person):
            yield Message.of(
                "{person} wrote this version, says git, and another person has to approve it",
                person=entry.person,
            )

    def _about_parts(self, item: LedgerEntry, control: Control) -> Iterator[Message]:
        """What the text at hand shows, and whoever signed it did not see."""
        current = [*control.signatures, *(one.item for one in (control.in_force,) if one)]
        if not any(item is one for one in current) or item.entry.path != control.path:
            return
        if (
            control.in_force
            and item is control.in_force.item
            and control.state is not State.IN_FORCE
        ):
            return
        signed = {part.path for part in item.entry.includes}
        for path in sorted(self._included.get(control.path, set()) - signed):
            text = "the text includes {path}, which was not there when it was signed"
            yield Message.of(text, path=path)

    def _correction(self, item: LedgerEntry, control: Control) -> Release | None:
        """The release that took the place of the one by *item*, before that had taken effect."""
        by_path = {release.item.path: release for release in control.releases}
        release = by_path.get(item.path)
        if release is None:
            return None
        entries = self._index.ledger.entries.get(control.document, ())
        chained = [by_path[one.path] for one in entries if one.path in by_path]
        after = chained[chained.index(release) + 1 :]
        return next((one for one in after if one.has_effect and is_corrected(release, one)), None)

    def _history(self, workspace: Workspace) -> Authorship | None:
        """The past of all that was approved, where four eyes are asked for and there is a past."""
        paths = {
            path
            for document, items in self._index.ledger.entries.items()
            for item in items
            if item.entry.role is Act.APPROVED
            for path in (item.entry.path, self._path(document))
            if path
        }
        repository = workspace.repository
        if not paths or repository is None or not self._index.policy.approvals.four_eyes:
            return None
        commit = workspace.revision or repository.resolve("HEAD")
        return Authorship(workspace, repository, commit, paths)

    def _path(self, document: str) -> str:
        found = self._index.document(document)
        return found.path if found else ""


def _about_identity(entry: Entry, data: bytes) -> Iterator[Message]:
    """The text has to say itself that it is what the entry says."""
    try:
        text = decode(data)
    except SourceError:
        yield Message.of("what was signed as {path} is no text", path=entry.path)
        return
    found = (stated(text, "id"), stated(text, "version"))
    if found != (entry.document, entry.version):
        yield Message.of(
            "the text that was signed is {document} {version} by its own words",
            document=found[0] or "?",
            version=found[1] or "?",
        )


def _about_release(item: LedgerEntry, control: Control) -> Iterator[tuple[Message, bool]]:
    """What a release lacks, and whether anything still rests on it."""
    release = next((one for one in control.releases if one.item.path == item.path), None)
    if release is None:
        return
    is_grave = not control.is_past(release)
    if release.missing:
        missing = [act_words(role) for role in release.missing]
        text = "released without being signed as {missing}, as policy asks; it has no effect"
        yield Message.of(text, missing=missing), is_grave
    if release.effective < release.signed:
        text = "in effect from {day}, before it was last signed on {last}"
        yield Message.of(text, day=release.effective, last=release.signed), is_grave


def _matters(item: LedgerEntry, control: Control) -> bool:
    """Whether it is about a text that is at hand, or that was released."""
    if any(item is signature for signature in control.signatures):
        return True
    return any(
        release.version == item.entry.version and release.sha256 == item.entry.sha256
        for release in control.releases
    )
