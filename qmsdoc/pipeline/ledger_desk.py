"""Making entries of the approvals ledger: drawn up, checked, signed, checked again, written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from qmsdoc.errors import LedgerError
from qmsdoc.index.ids import IdPatterns
from qmsdoc.index.ledger import LedgerEntry, link_ledger
from qmsdoc.model.approval import (
    FOLDER,
    FORMAT,
    SIGNATURE_SUFFIX,
    Act,
    Entry,
    act_words,
    canonical,
    entry_path,
    unfit_for_a_path,
)
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import Role
from qmsdoc.model.unit import Unit
from qmsdoc.pipeline.authorship import Authorship
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.signed_text import CommittedTexts, SignedText
from qmsdoc.pipeline.signing import Key, sign, signing_key, signing_person
from qmsdoc.rules.compile import compile_blob
from qmsdoc.text.message import Message
from qmsdoc.workspace.ledger_writer import keeps_line_ends, write_entry


class Desk:
    """Where one person, at the moment *now*, signs what is about a work tree.

    *person* and *key* are as in ``signing``; *unsigned* entries go without a signature. Raises
    GitError outside a repository, UsageError and LedgerError where nobody can sign.
    """

    def __init__(
        self,
        workspace: Workspace,
        now: datetime,
        person: str | None = None,
        key: Path | None = None,
        *,
        unsigned: bool = False,
    ) -> None:
        self.now = now
        self._workspace = workspace
        self._loaded = load(workspace.tree, workspace.cache).known()
        self.index = link_tree(self._loaded, now.date())
        self._repository = workspace.require_repository()
        self.person = signing_person(self.index, self._repository, person)
        self._key: Key | None = (
            None if unsigned else signing_key(self.person, key, self._repository)
        )
        self._head = workspace.tree_at("HEAD")
        self._patterns = IdPatterns(self.index.policy)
        # What was drawn up here, by the path that it would have, and the last one by document.
        self._drawn: dict[str, Unit] = {}
        self._last: dict[str, str] = {}

    @property
    def texts(self) -> CommittedTexts:
        """The texts at hand that can be signed."""
        return CommittedTexts(self.index, self._workspace.tree, self._head)

    def authorship(self, texts: Iterable[SignedText]) -> Authorship:
        """The past of *texts* up to the last commit. Raises GitError for a shallow clone."""
        commit = self._repository.resolve("HEAD")
        return Authorship(self._workspace, self._repository, commit, {text.path for text in texts})

    @property
    def line_ends_are_kept(self) -> bool:
        """Whether git is told to leave the line ends of the ledger alone."""
        return keeps_line_ends(self._workspace.root)

    @property
    def history_is_whole(self) -> bool:
        return not self._repository.is_shallow

    def kind_of(self, document: str) -> str:
        """The kind of a document as policy sees it."""
        found = self.index.document(document)
        return self._patterns.kind_of(document, found.kind if found else "")

    def entries(self, document: str) -> tuple[LedgerEntry, ...]:
        """The ledger of a document so far."""
        return self.index.ledger.entries.get(document, ())

    def draw_up(self, act: Act, text: SignedText, **more: object) -> Entry:
        """An entry of this person on *text*; *more* are fields of Entry.

        Raises LedgerError with the reason where it would not count.
        """
        document = text.document
        before = self._last.get(document)
        entry = Entry(
            format=FORMAT,
            repository=self.index.policy.repository,
            document=document,
            path=text.path,
            version=text.version,
            sha256=text.sha256,
            blob=text.blob,
            includes=text.includes,
            role=act,
            person=self.person.name.value,
            post=self._post(act, document),
            time=self.now.isoformat(),
            previous=(before,) if before else self.index.ledger.heads(document),
            key=self._key.fingerprint if self._key else "",
            **more,  # type: ignore[arg-type]
        )
        trouble = unfit_for_a_path(entry) or self._refused(entry)
        if trouble is not None:
            raise LedgerError(
                "{document} {version} cannot be entered as {role}",
                hint=trouble,
                document=document,
                version=text.version,
                role=act_words(act),
            )
        self._linked(entry, None, self.index.policy, self._drawn)
        self._last[document] = sha256(canonical(entry)).hexdigest()
        return entry

    def enter(self, entries: Iterable[Entry]) -> list[str]:
        """Sign *entries*, see that each one counts, and write them; their paths.

        Nothing is written before all are signed. Raises LedgerError and OutputError.
        """
        root = self._workspace.root
        signed = []
        units = dict(self._loaded.units)
        for entry in entries:
            content = canonical(entry)
            signature = sign(content, self._key, root) if self._key else None
            item = self._linked(entry, signature, self.index.policy, units)
            reason = item.trouble or item.authority
            if reason is not None:
                raise LedgerError(
                    "the entry on {document} would not count, and was not written",
                    hint=reason,
                    document=entry.document,
                )
            signed.append((entry, content, signature))
        return [
            write_entry(root, partial(entry_path, entry), content, signature)
            for entry, content, signature in signed
        ]

    def _post(self, act: Act, document: str) -> str:
        """The post by which this person may do it; "" where no post is needed and none is held."""
        held = self.person.posts_on(self.now.date().isoformat())
        allowed = self.index.policy.approvals.posts_for(act, self.kind_of(document)) or held
        return next((post for post in allowed if post in held), "")

    def _refused(self, entry: Entry) -> Message | None:
        """What would speak against *entry* if it were signed."""
        policy = self.index.policy
        lenient = replace(policy, approvals=replace(policy.approvals, unsigned=True))
        item = self._linked(
            replace(entry, key=""), None, lenient, {**self._loaded.units, **self._drawn}
        )
        return item.trouble or item.authority

    def _linked(
        self, entry: Entry, signature: bytes | None, policy: Policy, units: dict[str, Unit]
    ) -> LedgerEntry:
        """*entry* as it will be seen, in the ledger of its document; *units* get it, too."""
        content = canonical(entry)
        paths = (entry_path(entry, number) for number in count(1))
        path = next(path for path in paths if path not in units and path not in self._loaded.units)
        units[path] = compile_blob(Role.APPROVAL, content)
        # A run that was killed may have left a signature there, which the writer takes away.
        units.pop(f"{path}{SIGNATURE_SUFFIX}", None)
        if signature is not None:
            units[f"{path}{SIGNATURE_SUFFIX}"] = compile_blob(Role.SIGNATURE, signature)
        own = _below(f"{FOLDER}{entry.document}/", units)
        seen = self._loaded.evidence.seen
        ledger = link_ledger(
            own, policy, self.index.organization, self.kind_of, self.now.date(), seen
        )
        found = (item for item in ledger.entries.get(entry.document, ()) if item.path == path)
        return next(found)


def _below(folder: str, units: Mapping[str, Unit]) -> dict[str, Unit]:
    return {path: unit for path, unit in units.items() if path.startswith(folder)}
