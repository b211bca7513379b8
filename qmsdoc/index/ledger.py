"""The approvals ledger, linked: every entry with what speaks against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heapify, heappop, heappush

from msgspec import Struct

from qmsdoc.index.signatures import fingerprint, signature_trouble, wire_key
from qmsdoc.model.approval import (
    FOLDER,
    SIGNATURE_SUFFIX,
    SIGNATURES,
    ApprovalFile,
    Entry,
    act_words,
    entry_path,
    place_of,
    unfit_for_a_path,
    version_folder,
)
from qmsdoc.model.organization import Organization, Person, SigningKey
from qmsdoc.model.policy import Policy
from qmsdoc.model.unit import Digests, Unit
from qmsdoc.source.ssh_signature import SshSignature
from qmsdoc.text.message import Message

# Clocks of two machines are no farther apart.
_CLOCKS_DIFFER = timedelta(days=1)


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
    """A file of the ledger that is no entry; ``harmless`` where nothing can be missing for it."""

    path: str
    message: Message
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """``entries`` by the number of the document, each list by chain, then time, then path."""

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
    today; ``attached`` the digests of the files that entries include, by path.
    """

    seen: Mapping[str, date] = field(default_factory=dict)
    attached: Mapping[str, Digests] = field(default_factory=dict)


def link_ledger(
    units: Mapping[str, Unit],
    policy: Policy,
    organization: Organization | None,
    kind_of: Callable[[str], str],
    today: date,
    seen: Mapping[str, date],
) -> Ledger:
    """The ledger in *units*. *kind_of* tells the kind of a document by its number; *seen* is that
    of LedgerEvidence."""
    files = {
        path: unit
        for path, unit in units.items()
        if path.startswith(FOLDER) and isinstance(unit.content, ApprovalFile)
    }
    if not files and not any(path.startswith(FOLDER) for path in units):
        return Ledger()
    linker = _Linker(units, policy, organization, kind_of, today, seen)
    faults = list(linker.faults(files))
    entries: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for item in _once_each(linker.entries(files)):
        entries[item.entry.document].append(item)
    return Ledger(
        {
            document: tuple(linker.with_authority(_chained(found)))
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
        kind_of: Callable[[str], str],
        today: date,
        seen: Mapping[str, date],
    ) -> None:
        self._units = units
        self._policy = policy
        people = organization.people if organization else ()
        self._people = {person.name.value: person for person in people}
        self._kind_of = kind_of
        holders = Counter(wire_key(key.key) for person in people for key in _unique_keys(person))
        self._shared = {key for key, count in holders.items() if count > 1}
        self._today = today
        self._seen = seen

    def faults(self, files: Mapping[str, Unit]) -> Iterator[LedgerFault]:
        for path, unit in files.items():
            assert isinstance(unit.content, ApprovalFile)
            if unit.content.trouble is not None:
                yield LedgerFault(path, unit.content.trouble)
        for path, unit in self._units.items():
            if not path.startswith(FOLDER) or path in files:
                continue
            if unit.content is None:
                yield LedgerFault(path, Message.of("the file cannot be read; restore it with git"))
            elif path.removesuffix(SIGNATURE_SUFFIX) not in self._units:
                # That of an entry that was never written; an entry that is gone shows in the chain.
                text = "the signature has no entry; restore it with git, or delete the signature"
                yield LedgerFault(path, Message.of(text), harmless=True)

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
        if (unfit := unfit_for_a_path(entry)) is not None:
            return unfit
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
                role=act_words(entry.role),
                person=entry.person,
            )
        if entry.repository != self._policy.repository:
            return Message.of(
                "the entry belongs to “{other}”, and this is “{repository}”",
                other=entry.repository,
                repository=self._policy.repository,
            )
        if entry.moment.date() - self._today > _CLOCKS_DIFFER:
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
            if entry.key:
                text = "the signature of the entry is gone; restore it with git"
                return Message.of(text)
            if self._policy.approvals.unsigned:
                return None
            text = "the entry is not signed, and `approvals: unsigned` in qmsdoc.yaml does not allow it"
            return Message.of(text)
        if signature.key in self._shared:
            text = "the key {fingerprint} is that of several people, so nobody can tell who signed"
            return Message.of(text, fingerprint=fingerprint(signature.key))
        return signature_trouble(entry, digests, signature, person, self._day(path))

    def _day(self, path: str) -> date:
        return self._seen.get(path, self._today)

    def with_authority(self, entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
        """Each entry, with what its person may not do. In the order of the chain."""
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
                        earlier=act_words(earlier),
                        role=act_words(entry.role),
                    )
            yield LedgerEntry(item.path, entry, item.digest, item.key, None, authority)

    def _without_post(self, item: LedgerEntry, person: Person) -> Message | None:
        entry = item.entry
        # What the signer says of the time can only count against him.
        held = person.posts_on(max(entry.moment.date(), self._day(item.path)).isoformat())
        if entry.post and entry.post not in held:
            text = "{person} does not hold the post {post}"
            return Message.of(text, person=entry.person, post=entry.post)
        allowed = self._policy.approvals.posts_for(entry.role, self._kind_of(entry.document))
        if allowed and not set(allowed) & set(held):
            return Message.of(
                "{role} is for {posts}, and {person} holds none of these posts",
                role=act_words(entry.role),
                posts=tuple(allowed),
                person=entry.person,
            )
        return None


def _once_each(entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """A copy of an entry is no second act: handing out, taking back and training would count twice.
    The one that lies where it was written stands, if it is in no trouble."""

    def rank(item: LedgerEntry) -> tuple[bool, bool, int, str]:
        astray = item.path != entry_path(item.entry)
        return item.trouble is not None, astray, len(item.path), item.path

    first: dict[str, str] = {}
    for item in sorted(entries, key=rank):
        original = first.setdefault(item.digest, item.path)
        trouble = None
        if original != item.path:
            text = "the entry is a copy of {path}, and counts there; delete this one"
            trouble = Message.of(text, path=original)
        yield _with_trouble(item, trouble)


def _unique_keys(person: Person) -> tuple[SigningKey, ...]:
    """Each key of *person* once, whatever days it is good on."""
    return tuple({wire_key(key.key): key for key in person.keys}.values())


def _chained(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Predecessors first, then by time. An entry whose predecessors are not all there, or that is
    dated before one of them, is in trouble."""
    items = sorted(entries, key=lambda item: (item.entry.moment, item.path))
    by_digest: dict[str, LedgerEntry] = {item.digest: item for item in items}
    followers: defaultdict[str, list[int]] = defaultdict(list)
    waiting = [0] * len(items)
    for number, item in enumerate(items):
        for digest in {*item.entry.previous} & by_digest.keys():
            followers[digest].append(number)
            waiting[number] += 1
    ready = [number for number, count in enumerate(waiting) if count == 0]
    heapify(ready)
    ordered = []
    done = set()
    while ready:
        item = items[heappop(ready)]
        ordered.append(_with_trouble(item, _break(item.entry, by_digest)))
        if item.digest not in done:
            done.add(item.digest)
            for number in followers[item.digest]:
                waiting[number] -= 1
                if waiting[number] == 0:
                    heappush(ready, number)
    return ordered


def _break(entry: Entry, known: Mapping[str, LedgerEntry]) -> Message | None:
    """What is wrong with the link from *entry* to those before it."""
    before = [known.get(digest) for digest in entry.previous]
    if not all(before):
        text = "an entry that came before this one is gone or was changed; restore it with git"
        return Message.of(text)
    if any(item and item.entry.moment - entry.moment > _CLOCKS_DIFFER for item in before):
        return Message.of("the entry is dated {time}, before one that it names", time=entry.time)
    return None


def _with_trouble(item: LedgerEntry, trouble: Message | None) -> LedgerEntry:
    if trouble is None or item.trouble is not None:
        return item
    return LedgerEntry(item.path, item.entry, item.digest, item.key, trouble)
