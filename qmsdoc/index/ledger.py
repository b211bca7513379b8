"""The approvals ledger, linked: every entry with what speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec import Struct

from qmsdoc.index.signatures import fingerprint, signature_trouble
from qmsdoc.model.approval import (
    FOLDER,
    SIGNATURE_SUFFIX,
    SIGNATURES,
    ApprovalFile,
    Entry,
    place_of,
    version_folder,
)
from qmsdoc.model.organization import Organization, Person
from qmsdoc.model.policy import Policy
from qmsdoc.model.unit import Digests, Unit
from qmsdoc.source.ssh_signature import SshSignature
from qmsdoc.text.message import Message


class LedgerEntry(Struct, frozen=True, gc=False):
    """``digest`` is the SHA-256 of its file, ``key`` the fingerprint of the key, "" where unsigned.

    ``trouble`` says why it proves nothing, ``authority`` why its person may not do this. Who it is
    that a troubled entry names is not known.
    """

    path: str
    entry: Entry
    digest: str
    key: str = ""
    trouble: Message | None = None
    authority: Message | None = None

    @property
    def counts(self) -> bool:
        return self.trouble is None and self.authority is None


class LedgerFault(Struct, frozen=True, gc=False):
    """A file of the ledger that is no entry."""

    path: str
    message: Message


@dataclass(frozen=True, slots=True)
class Ledger:
    """``entries`` by the number of the document, each list by time and then by path."""

    entries: Mapping[str, tuple[LedgerEntry, ...]] = field(default_factory=dict)
    faults: tuple[LedgerFault, ...] = ()

    @property
    def is_used(self) -> bool:
        """Whether documents are approved here at all."""
        return bool(self.entries or self.faults)

    def heads(self, document: str) -> tuple[str, ...]:
        """The digests of the entries of *document* that no other one names, sorted: what the next
        entry has to name."""
        own = self.entries.get(document, ())
        named = {digest for item in own for digest in item.entry.previous}
        return tuple(sorted(item.digest for item in own if item.digest not in named))


@dataclass(frozen=True, slots=True)
class LedgerEvidence:
    """What a tree's units do not tell of its ledger.

    ``seen`` is the day by which the entry at a path is known to have been there, where that is not
    today; ``attached`` the SHA-256 of the files that entries include, by path.
    """

    seen: Mapping[str, date] = field(default_factory=dict)
    attached: Mapping[str, str] = field(default_factory=dict)


def link_ledger(
    units: Mapping[str, Unit],
    policy: Policy,
    organization: Organization | None,
    kinds: Mapping[str, str],
    today: date,
    seen: Mapping[str, date],
) -> Ledger:
    """The ledger in *units*. *kinds* are those of the documents by number; *seen* is that of
    LedgerEvidence."""
    files = {
        path: unit
        for path, unit in units.items()
        if path.startswith(FOLDER) and isinstance(unit.content, ApprovalFile)
    }
    if not files and not any(path.startswith(FOLDER) for path in units):
        return Ledger()
    linker = _Linker(units, policy, organization, kinds, today, seen)
    faults = list(linker.faults(files))
    entries: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for item in linker.entries(files):
        entries[item.entry.document].append(item)
    return Ledger(
        {
            document: tuple(linker.with_authority(_with_chain(found)))
            for document, found in sorted(entries.items())
        },
        tuple(faults),
    )


class _Linker:
    def __init__(
        self,
        units: Mapping[str, Unit],
        policy: Policy,
        organization: Organization | None,
        kinds: Mapping[str, str],
        today: date,
        seen: Mapping[str, date],
    ) -> None:
        self._units = units
        self._policy = policy
        people = organization.people if organization else ()
        self._people = {person.name.value: person for person in people}
        self._kinds = kinds
        self._today = today
        self._seen = seen

    def faults(self, files: Mapping[str, Unit]) -> Iterator[LedgerFault]:
        for path, unit in files.items():
            assert isinstance(unit.content, ApprovalFile)
            if unit.content.trouble is not None:
                yield LedgerFault(path, unit.content.trouble)
        for path, unit in self._units.items():
            is_lost = path.removesuffix(SIGNATURE_SUFFIX) not in self._units
            if path.startswith(FOLDER) and isinstance(unit.content, SshSignature) and is_lost:
                text = "the signature has no entry; restore it with git, or delete the signature"
                yield LedgerFault(path, Message.of(text))

    def entries(self, files: Mapping[str, Unit]) -> Iterator[LedgerEntry]:
        for path, unit in files.items():
            content, digests = unit.content, unit.digests
            if isinstance(content, ApprovalFile) and content.entry and digests:
                yield self._entry(path, content.entry, digests)

    def _entry(self, path: str, entry: Entry, digests: Digests) -> LedgerEntry:
        found = self._units.get(f"{path}{SIGNATURE_SUFFIX}")
        signature = found.content if found else None
        signature = signature if isinstance(signature, SshSignature) else None
        trouble = self._out_of_place(path, entry) or self._unproved(path, entry, digests, signature)
        key = fingerprint(signature.key) if signature and signature.key else ""
        return LedgerEntry(path, entry, digests.plain_sha256, key, trouble)

    def _out_of_place(self, path: str, entry: Entry) -> Message | None:
        place = place_of(path)
        if place is None or (place.document, place.version, place.role, place.person) != (
            entry.document,
            version_folder(entry.version),
            entry.role.value,
            entry.person,
        ):
            return Message.of(
                "the entry is about {document} {version}, {role} by {person}, and has no business "
                "at this place",
                document=entry.document,
                version=entry.version,
                role=entry.role.value,
                person=entry.person,
            )
        if entry.repository != self._policy.repository:
            return Message.of(
                "the entry belongs to “{other}”, and this is “{repository}”",
                other=entry.repository,
                repository=self._policy.repository,
            )
        if entry.moment.date() > self._today + timedelta(days=1):
            return Message.of("the entry is dated {time}, which is to come", time=entry.time)
        return None

    def _unproved(
        self, path: str, entry: Entry, digests: Digests, signature: SshSignature | None
    ) -> Message | None:
        person = self._people.get(entry.person)
        if person is None:
            text = "{person} is not among the people of organization.yaml"
            return Message.of(text, person=entry.person)
        if signature is None:
            if self._policy.approvals.unsigned:
                return None
            text = "the entry is not signed, and `approvals: unsigned` in qmsdoc.yaml does not allow it"
            return Message.of(text)
        return signature_trouble(entry, digests, signature, person, self._day(path))

    def _day(self, path: str) -> date:
        return self._seen.get(path, self._today)

    def with_authority(self, entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
        """Each entry, with what its person may not do. In the order of time."""
        signed: dict[tuple[str, str, str], str] = {}
        for item in entries:
            if item.trouble is not None:
                yield item
                continue
            entry = item.entry
            authority = self._without_post(item, self._people[entry.person])
            if authority is None and self._policy.approvals.four_eyes and entry.role in SIGNATURES:
                # The same role once more does no harm: it is still one person's one signature.
                key = (entry.version, entry.sha256, entry.person)
                earlier = signed.setdefault(key, entry.role.value)
                if earlier != entry.role.value:
                    authority = Message.of(
                        "{person} signed this version as {earlier} already; another person has to "
                        "sign it as {role}",
                        person=entry.person,
                        earlier=earlier,
                        role=entry.role.value,
                    )
            yield LedgerEntry(item.path, entry, item.digest, item.key, None, authority)

    def _without_post(self, item: LedgerEntry, person: Person) -> Message | None:
        entry = item.entry
        # What the signer says of the time can only count against him.
        held = person.posts_on(max(entry.moment.date(), self._day(item.path)).isoformat())
        if entry.post and entry.post not in held:
            text = "{person} does not hold the post {post}"
            return Message.of(text, person=entry.person, post=entry.post)
        allowed = self._policy.approvals.posts_for(entry.role, self._kinds.get(entry.document, ""))
        if allowed and not set(allowed) & set(held):
            return Message.of(
                "{role} is for {posts}, and {person} holds none of these posts",
                role=entry.role.value,
                posts=", ".join(allowed),
                person=entry.person,
            )
        return None


def _with_chain(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """By time; an entry whose predecessors are not all there is in trouble."""
    ordered = sorted(entries, key=lambda item: (item.entry.moment, item.path))
    known = {item.digest for item in ordered}
    linked = []
    for item in ordered:
        lost = [digest for digest in item.entry.previous if digest not in known]
        if lost and item.trouble is None:
            text = "an entry that came before this one is gone or was changed; restore it with git"
            linked.append(
                LedgerEntry(item.path, item.entry, item.digest, item.key, Message.of(text))
            )
        else:
            linked.append(item)
    return linked
