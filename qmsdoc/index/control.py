"""Where every document stands in document control: derived from version, ledger and date.

Nothing of this is written down anywhere; whoever has the files can derive it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from qmsdoc.index.ledger import Ledger, LedgerEntry
from qmsdoc.model.approval import SIGNATURES, Act, Include
from qmsdoc.model.policy import Policy
from qmsdoc.model.unit import Digests


class State(StrEnum):
    """What the text of a document is at the moment."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    IN_FORCE = "in-force"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Release(Struct, frozen=True, gc=False):
    """A version that was put in force with ``effective`` (YYYY-MM-DD) by the entry ``item``.

    ``signatures`` are those that count, by time; ``missing`` the roles that policy asks for in vain:
    such a release has no effect.
    """

    item: LedgerEntry
    effective: str
    signatures: tuple[LedgerEntry, ...]
    missing: tuple[str, ...]

    @property
    def version(self) -> str:
        return self.item.entry.version

    @property
    def path(self) -> str:
        """Where the document was."""
        return self.item.entry.path

    @property
    def blob(self) -> str:
        return self.item.entry.blob

    @property
    def sha256(self) -> str:
        return self.item.entry.sha256

    @property
    def has_effect(self) -> bool:
        return self.item.counts and not self.missing

    @property
    def signed(self) -> str:
        """The day of the last signature, "" where nobody signed."""
        days = (item.entry.moment.date().isoformat() for item in self.signatures)
        return max(days, default="")


class Copy(Struct, frozen=True, gc=False):
    """One copy that was handed out; ``recalled`` is "" while it is out. Days are YYYY-MM-DD."""

    department: str
    number: str
    version: str
    issued: str
    path: str
    recalled: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.department, self.number, self.version


class Control(Struct, frozen=True, gc=False):
    """One document. ``version`` and ``path`` are of the text at hand, "" where there is none.

    ``signatures`` are those of exactly that text, ``missing`` the roles that still have to sign it.
    ``changed_includes`` are the paths of what belongs to it and is not as it was signed with it.
    ``in_force`` is the release that holds today, ``upcoming`` are those that will; ``releases`` are
    all, those without effect and those whose day was corrected too. Both are in the order in which
    they take effect. ``reviewed`` is the day (YYYY-MM-DD) of the last approval, or of a review
    without change, of what is in force. ``trained`` are the people who know it.
    """

    document: str
    state: State = State.DRAFT
    version: str = ""
    path: str = ""
    signatures: tuple[LedgerEntry, ...] = ()
    missing: tuple[str, ...] = ()
    changed_includes: tuple[str, ...] = ()
    in_force: Release | None = None
    upcoming: tuple[Release, ...] = ()
    releases: tuple[Release, ...] = ()
    withdrawal: LedgerEntry | None = None
    reviewed: str = ""
    trained: frozenset[str] = frozenset()
    copies: tuple[Copy, ...] = ()

    @property
    def coming(self) -> Release | None:
        """The release that takes effect next."""
        return next(iter(self.upcoming), None)

    def is_past(self, release: Release) -> bool:
        """Whether a later release took its place, or a withdrawal ended it: what policy asks for
        today it did not ask for then."""
        if self.withdrawal is not None:
            return _is_ended(release, self.withdrawal)
        later = self.releases[self.releases.index(release) + 1 :]
        return any(other.has_effect for other in later)

    @property
    def copies_to_recall(self) -> tuple[Copy, ...]:
        """Copies that are out, of what is neither in force nor will be."""
        good = {release.version for release in (self.in_force, *self.upcoming) if release}
        return tuple(copy for copy in self.copies if not copy.recalled and copy.version not in good)


class WorkingText(Struct, frozen=True, gc=False):
    """The text of a document that is at hand."""

    document: str
    kind: str
    path: str
    version: str
    digests: Digests


def control_of(
    texts: Iterable[WorkingText],
    ledger: Ledger,
    policy: Policy,
    attached: Mapping[str, Digests],
    today: date,
    kind_of: Callable[[str], str],
) -> dict[str, Control]:
    """Every document that has a text or an entry, by number.

    *attached* has the digests, as they are now, of the files that entries include, by path;
    *kind_of* tells the kind of a document by its number, "" where it is not known.
    """
    by_id = {text.document: text for text in texts}
    return {
        document: _Derivation(
            document,
            by_id.get(document),
            ledger.entries.get(document, ()),
            policy.signatures_for(kind_of(document)),
            attached,
            today,
        ).control()
        for document in (*by_id, *(name for name in ledger.entries if name not in by_id))
    }


class _Derivation:
    """One document, one use."""

    def __init__(
        self,
        document: str,
        text: WorkingText | None,
        entries: tuple[LedgerEntry, ...],
        roles: tuple[str, ...],
        attached: Mapping[str, Digests],
        today: date,
    ) -> None:
        self._document = document
        self._text = text
        self._entries = entries
        self._counting = [item for item in entries if item.counts]
        self._roles = roles
        self._attached = attached
        self._today = today.isoformat()

    def control(self) -> Control:
        chained = list(self._releases())
        releases = tuple(sorted(chained, key=_order))
        withdrawal = self._withdrawal()
        counting = _last_of_each([release for release in chained if release.has_effect])
        valid = sorted(counting, key=_order)
        overtaken = _overtaken(counting)
        standing = [
            item
            for item in valid
            if item.item.path not in overtaken and not _is_ended(item, withdrawal)
        ]
        begun = [release for release in standing if release.effective <= self._today]
        in_force = begun[-1] if begun else None
        if in_force is not None:
            withdrawal = None
        signatures = self._signatures_of_text()
        signed = {item.entry.role.value for item in signatures}
        text = self._text
        return Control(
            document=self._document,
            state=self._state(in_force, valid, overtaken, withdrawal, signatures),
            version=text.version if text else "",
            path=text.path if text else "",
            signatures=signatures,
            missing=tuple(role for role in self._roles if role not in signed),
            changed_includes=self._changed_includes(),
            in_force=in_force,
            upcoming=tuple(item for item in standing if item.effective > self._today),
            releases=releases,
            withdrawal=withdrawal,
            reviewed=self._reviewed(in_force),
            trained=frozenset(self._trained(in_force)),
            copies=tuple(self._copies()),
        )

    def _releases(self) -> Iterator[Release]:
        for item in self._entries:
            entry = item.entry
            if entry.role is not Act.RELEASED or item.trouble is not None:
                continue
            signatures = tuple(
                other
                for other in self._counting
                if other.entry.role in SIGNATURES and _same_text(other, item)
            )
            signed = {other.entry.role.value for other in signatures}
            missing = tuple(role for role in self._roles if role not in signed)
            effective = entry.effective or entry.moment.date().isoformat()
            yield Release(item, effective, signatures, missing)

    def _withdrawal(self) -> LedgerEntry | None:
        """The last withdrawal that has begun. It ends what was released before it."""
        begun = (
            item
            for item in reversed(self._counting)
            if item.entry.role is Act.WITHDRAWN
            and (item.entry.effective or item.entry.moment.date().isoformat()) <= self._today
        )
        return next(begun, None)

    def _signatures_of_text(self) -> tuple[LedgerEntry, ...]:
        return tuple(
            item for item in self._counting if item.entry.role in SIGNATURES and self._is_text(item)
        )

    def _is_text(self, item: LedgerEntry) -> bool:
        """Whether an entry is about exactly the text at hand, and all that belongs to it."""
        entry, text = item.entry, self._text
        return (
            text is not None
            and entry.version == text.version
            and entry.sha256 in text.digests
            and all(self._is_attached(include) for include in entry.includes)
        )

    def _changed_includes(self) -> tuple[str, ...]:
        text = self._text
        signed = (
            item.entry.includes
            for item in self._counting
            if text is not None
            and item.entry.version == text.version
            and item.entry.sha256 in text.digests
        )
        parts = (part for includes in signed for part in includes)
        return tuple(sorted({part.path for part in parts if not self._is_attached(part)}))

    def _is_attached(self, include: Include) -> bool:
        found = self._attached.get(include.path)
        return found is not None and include.sha256 in found

    def _state(
        self,
        in_force: Release | None,
        valid: list[Release],
        overtaken: frozenset[str],
        withdrawal: LedgerEntry | None,
        signatures: tuple[LedgerEntry, ...],
    ) -> State:
        text = self._text
        if withdrawal is not None:
            return State.WITHDRAWN
        if text is None:
            return State.DRAFT if in_force is None else State.IN_FORCE
        if in_force is not None and self._is_text(in_force.item):
            return State.IN_FORCE
        of_version = [release for release in valid if release.version == text.version]
        if any(self._is_text(release.item) for release in of_version):
            # It was released, and is not in force: something else is, or it will be.
            last = of_version[-1]
            replaced = in_force is not None and _order(last) < _order(in_force)
            is_past = replaced or last.item.path in overtaken
            return State.SUPERSEDED if is_past else State.APPROVED
        signed_before = any(
            item.entry.role in SIGNATURES and item.entry.version == text.version
            for item in self._counting
        )
        if of_version or (signed_before and not signatures):
            return State.CHANGED
        if not signatures:
            return State.DRAFT
        signed = {item.entry.role.value for item in signatures}
        return State.APPROVED if signed.issuperset(self._roles) else State.IN_REVIEW

    def _reviewed(self, in_force: Release | None) -> str:
        if in_force is None:
            return ""
        days = [
            item.entry.moment.date().isoformat()
            for item in self._counting
            if item.entry.role in (Act.APPROVED, Act.CONFIRMED) and _same_text(item, in_force.item)
        ]
        return max(days, default=in_force.item.entry.moment.date().isoformat())

    def _trained(self, in_force: Release | None) -> Iterator[str]:
        for item in self._counting:
            if in_force and item.entry.role is Act.TRAINED and _same_text(item, in_force.item):
                yield from item.entry.people or (item.entry.person,)

    def _copies(self) -> Iterator[Copy]:
        """By the order of the chain; a copy that was taken back can be handed out again."""
        copies: list[Copy] = []
        for item in self._counting:
            entry = item.entry
            day = entry.moment.date().isoformat()
            if entry.role is Act.DISTRIBUTED:
                copies.append(Copy(entry.department, entry.copy, entry.version, day, item.path))
            elif entry.role is Act.RECALLED:
                wanted = (entry.department, entry.copy, entry.version)
                for number, copy in enumerate(copies):
                    if not copy.recalled and copy.key == wanted:
                        copies[number] = replace(copy, recalled=day)
                        break
        yield from copies


def _is_ended(release: Release, withdrawal: LedgerEntry | None) -> bool:
    return withdrawal is not None and release.item.entry.moment <= withdrawal.entry.moment


def _last_of_each(chained: Iterable[Release]) -> list[Release]:
    """Without those of a version that was released again before they had taken effect: the later
    release corrects the day, whether to an earlier or to a later one."""
    found: list[Release] = []
    for release in chained:
        found = [item for item in found if not is_corrected(item, release)]
        found.append(release)
    return found


def is_corrected(release: Release, later: Release) -> bool:
    """Whether *later*, which comes after it in the chain, takes the place of *release*: that had not
    taken effect yet, or was to do so on a day before it was signed."""
    entered = later.item.entry.moment.date().isoformat()
    is_open = entered < release.effective or release.effective < release.signed
    return release.version == later.version and is_open


def _overtaken(chained: Iterable[Release]) -> frozenset[str]:
    """Paths of releases in whose place a later one takes effect before they would, or that day."""
    found = []
    first = ""
    for release in reversed(list(chained)):
        if first and first <= release.effective:
            found.append(release.item.path)
        first = min(first or release.effective, release.effective)
    return frozenset(found)


def _order(release: Release) -> tuple[str, datetime, str]:
    return release.effective, release.item.entry.moment, release.item.path


def _same_text(first: LedgerEntry, second: LedgerEntry) -> bool:
    one, other = first.entry, second.entry
    return (one.version, one.sha256, one.includes) == (other.version, other.sha256, other.includes)
