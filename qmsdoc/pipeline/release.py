"""release and withdraw: a version is put in force when all have signed it, and taken out of it.

Until it has taken effect, a version can be released again, with another day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qmsdoc.errors import LedgerError, UsageError
from qmsdoc.index.control import Control, Release, State
from qmsdoc.index.ledger import LedgerEntry
from qmsdoc.model.approval import SIGNATURES, Act, Entry, act_words
from qmsdoc.model.version import parse_version
from qmsdoc.pipeline.authorship import Authorship
from qmsdoc.pipeline.ledger_desk import Desk
from qmsdoc.pipeline.signed_text import SignedText, control_named
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.message import Message

NO_SUCCESSOR = "none"


def release(desk: Desk, documents: Sequence[str], effective: str, reason: str) -> list[Entry]:
    """An entry for each of *documents*, ready to be entered. *effective* is YYYY-MM-DD, "" today.

    Raises UsageError, LedgerError and GitError, before anything is signed.
    """
    texts = [desk.texts.text(document) for document in dict.fromkeys(documents)]
    four_eyes = desk.index.policy.approvals.four_eyes
    authorship = desk.authorship(texts) if four_eyes else None
    day = effective or desk.now.date().isoformat()
    entries = []
    for text in texts:
        signatures = [
            item
            for item in desk.entries(text.document)
            if item.counts and item.entry.role in SIGNATURES and text.is_of(item)
        ]
        _refuse_changed(desk, text)
        _refuse_unsigned(desk, text, signatures)
        if authorship is not None:
            _refuse_own(desk, text, signatures, authorship)
        _refuse_early(text, signatures, day)
        _refuse_order(desk, text, day, reason)
        entries.append(desk.draw_up(Act.RELEASED, text, effective=day, reason=reason))
    return entries


def withdraw(desk: Desk, document: str, reason: str, successor: str, effective: str) -> list[Entry]:
    """The entry that ends what is released of *document*. *successor* is a number or "none".

    Raises UsageError and LedgerError.
    """
    control = control_named(desk.index, document)
    last = control.in_force or control.coming
    if last is None:
        raise LedgerError("no version of {document} is in force", document=document)
    for item in desk.entries(document):
        coming = item.entry.effective or item.entry.moment.date().isoformat()
        since = item.entry.moment >= last.item.entry.moment
        if item.counts and item.entry.role is Act.WITHDRAWN and since:
            raise LedgerError(
                "{document} is withdrawn already, with effect from {day}",
                document=document,
                day=coming,
            )
    if not reason.strip():
        raise UsageError("say with --reason why {document} is withdrawn", document=document)
    known = {file.id for file in desk.index.documents.values() if file.id} - {document}
    if successor != NO_SUCCESSOR and successor not in known:
        raise UsageError(
            "{id} is no other document; name one as --successor, or none",
            hint=suggestion(successor, known),
            id=successor,
        )
    return [
        desk.draw_up(
            Act.WITHDRAWN,
            SignedText.of(last.item.entry),
            effective=effective,
            reason=reason,
            successor="" if successor == NO_SUCCESSOR else successor,
        )
    ]


def _refuse_changed(desk: Desk, text: SignedText) -> None:
    """Everybody may have signed, and something else than is at hand."""
    control = desk.index.control.get(text.document)
    if control is not None and control.state is State.CHANGED:
        raise LedgerError(
            "{files} was changed after {document} {version} was signed; raise the version and have "
            "it signed, or restore what was signed",
            files=control.changed_includes or text.path,
            document=text.document,
            version=text.version,
        )


def _refuse_unsigned(desk: Desk, text: SignedText, signatures: Sequence[LedgerEntry]) -> None:
    kind = desk.kind_of(text.document)
    signed = {item.entry.role.value for item in signatures}
    missing = [role for role in desk.index.policy.signatures_for(kind) if role not in signed]
    if not missing:
        return
    lacking = []
    for role in missing:
        posts = desk.index.policy.approvals.posts_for(role, kind)
        said = act_words(role)
        lacking.append(Message.of("{role} ({posts})", role=said, posts=posts) if posts else said)
    raise LedgerError(
        "{document} {version} is not signed as {missing}; `qmsdoc approve {document} --as {role}`",
        document=text.document,
        version=text.version,
        missing=lacking,
        role=missing[0],
    )


def _refuse_own(
    desk: Desk, text: SignedText, signatures: Sequence[LedgerEntry], authorship: Authorship
) -> None:
    organization = desk.index.organization
    people = {person.name.value: person for person in organization.people} if organization else {}
    authors = authorship.of([text.path], text.version, text.blob)
    for item in signatures:
        person = people.get(item.entry.person)
        if item.entry.role is Act.APPROVED and person and authors.includes(person):
            raise LedgerError(
                "{person} wrote {document} {version}, says git, and another person has to approve it",
                person=item.entry.person,
                document=text.document,
                version=text.version,
            )


def _refuse_early(text: SignedText, signatures: Sequence[LedgerEntry], day: str) -> None:
    last = max((item.entry.moment.date().isoformat() for item in signatures), default="")
    if day < last:
        raise LedgerError(
            "{document} {version} cannot take effect on {day}, before it was last signed on {last}",
            document=text.document,
            version=text.version,
            day=day,
            last=last,
        )


def _refuse_order(desk: Desk, text: SignedText, day: str, reason: str) -> None:
    """Nothing is released twice but to correct its day, nor over a later version."""
    control = desk.index.control.get(text.document, Control(text.document))
    for standing in (control.in_force, *control.upcoming):
        if standing is None:
            continue
        if text.is_of(standing.item):
            begun = standing is control.in_force and standing.effective >= standing.signed
            _refuse_correction(text, standing, day, reason, begun=begun)
        elif standing.version == text.version:
            raise LedgerError(
                "{document} {version} was released with another text; give the changed text a new "
                "version, and commit it",
                document=text.document,
                version=text.version,
            )
        scheme = desk.index.policy.version_scheme
        mine, other = parse_version(text.version, scheme), parse_version(standing.version, scheme)
        if mine is not None and other is not None and mine < other:
            raise LedgerError(
                "{document} {version} is older than {other}, which is released",
                hint=Message.of("give the text a new version, or withdraw the document first"),
                document=text.document,
                version=text.version,
                other=standing.version,
            )


def _refuse_correction(
    text: SignedText, standing: Release, day: str, reason: str, *, begun: bool
) -> None:
    """The day of a release can be corrected until it has come."""
    said: dict[str, Any] = {
        "document": text.document,
        "version": text.version,
        "day": standing.effective,
    }
    if begun:
        raise LedgerError(
            "{document} {version} is released already, with effect from {day}, which cannot be changed "
            "any more; release a new version, or withdraw the document",
            **said,
        )
    if day == standing.effective:
        raise LedgerError(
            "{document} {version} is released already, with effect from {day}; for another day, say "
            "so with --effective and --reason",
            **said,
        )
    if not reason.strip():
        raise UsageError(
            "{document} {version} is released already, with effect from {day}; say with --reason why "
            "it is to be another day",
            **said,
        )
