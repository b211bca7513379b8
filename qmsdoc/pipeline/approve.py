"""approve: somebody signs texts, confirms that they need no change, or has read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qmsdoc.errors import LedgerError, UsageError
from qmsdoc.model.approval import SIGNATURES, Act, Entry, act_words
from qmsdoc.pipeline.authorship import Provenance
from qmsdoc.pipeline.ledger_desk import Desk
from qmsdoc.pipeline.signed_text import SignedText, text_in_circulation
from qmsdoc.rules.nearest import suggestion


@dataclass(frozen=True, slots=True)
class Words:
    """What the signer says beside the signature; "" where nothing is said."""

    meaning: str = ""
    summary: str = ""
    reason: str = ""
    request: str = ""


def approve(
    desk: Desk,
    documents: Sequence[str],
    act: Act,
    words: Words,
    people: Sequence[str] = (),
    version: str = "",
) -> list[Entry]:
    """An entry for each of *documents*, ready to be entered; *people* were trained by the signer, in
    the released *version*.

    Raises UsageError, LedgerError and GitError, before anything is signed.
    """
    _check_people(desk, act, people)
    if version and act is not Act.TRAINED:
        raise UsageError("--version names what was read or trained, and goes with --as trained")
    wanted = dict.fromkeys(documents)
    if act in SIGNATURES:
        return _signatures(desk, [desk.texts.text(document) for document in wanted], act, words)
    entries = []
    for document in wanted:
        if act is Act.CONFIRMED:
            _refuse_early(desk, document)
        text = text_in_circulation(desk.index, document, version)
        _refuse_again(desk, text, act, people)
        entries.append(desk.draw_up(act, text, people=tuple(people), **_said(words)))
    return entries


def _signatures(desk: Desk, texts: Sequence[SignedText], act: Act, words: Words) -> list[Entry]:
    four_eyes = desk.index.policy.approvals.four_eyes and act is Act.APPROVED
    # Who must not sign cannot be told from a history that is cut off: that is said by git.
    needs_history = four_eyes or desk.history_is_whole
    authorship = desk.authorship(texts) if needs_history else None
    entries = []
    for text in texts:
        _refuse_again(desk, text, act, ())
        _refuse_other_text(desk, text)
        of_text = (
            authorship.of([text.path], text.version, text.blob) if authorship else Provenance()
        )
        if four_eyes and of_text.includes(desk.person):
            raise LedgerError(
                "{person} wrote {document} {version}, says git, and another person has to approve it",
                person=desk.person.name,
                document=text.document,
                version=text.version,
            )
        said = {**_said(words), "summary": words.summary or of_text.summary}
        entries.append(desk.draw_up(act, text, **said))
    return entries


def _refuse_again(desk: Desk, text: SignedText, act: Act, people: Sequence[str]) -> None:
    """Nothing is entered twice: a signature of one text, a review on one day, a training."""
    name = desk.person.name.value
    mine = [
        item
        for item in desk.entries(text.document)
        if item.counts and item.entry.role is act and text.is_of(item)
    ]
    if act is Act.TRAINED:
        known = {name for item in mine for name in item.entry.people or (item.entry.person,)}
        done = known.issuperset(people or (name,))
    elif act is Act.CONFIRMED:
        done = any(item.entry.moment.date() == desk.now.date() for item in mine)
    else:
        done = any(item.entry.person == name for item in mine)
    if done:
        raise LedgerError(
            "{document} {version} is entered as {role} by {person} already; there is nothing to sign",
            document=text.document,
            version=text.version,
            role=act_words(act),
            person=people or name,
        )


def _refuse_early(desk: Desk, document: str) -> None:
    """Only what is in force can be found to need no change."""
    control = desk.index.control.get(document)
    coming = control.coming if control and control.in_force is None else None
    if coming is not None:
        raise LedgerError(
            "{document} {version} is not in force before {day}, and can be confirmed from then on",
            document=document,
            version=coming.version,
            day=coming.effective,
        )


def _refuse_other_text(desk: Desk, text: SignedText) -> None:
    """Two texts of one version cannot both be released."""
    control = desk.index.control.get(text.document)
    for release in control.releases if control else ():
        if release.has_effect and release.version == text.version and not text.is_of(release.item):
            raise LedgerError(
                "{document} {version} was released with another text; give the changed text a new "
                "version, and commit it",
                document=text.document,
                version=text.version,
            )


def _check_people(desk: Desk, act: Act, people: Sequence[str]) -> None:
    if people and act is not Act.TRAINED:
        raise UsageError("--for names who was trained, and goes with --as trained")
    organization = desk.index.organization
    known = {person.name.value for person in organization.people} if organization else set()
    for name in people:
        if name not in known:
            raise UsageError(
                "{person} is not among the people of organization.yaml",
                hint=suggestion(name, known),
                person=name,
            )


def _said(words: Words) -> dict[str, str]:
    return {
        "meaning": words.meaning,
        "summary": words.summary,
        "reason": words.reason,
        "request": words.request,
    }
