"""Who signs, and with which key."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from qmsdoc.errors import LedgerError, UsageError
from qmsdoc.index.signatures import fingerprint, wire_key
from qmsdoc.index.types import Index
from qmsdoc.model.approval import NAMESPACE
from qmsdoc.model.organization import Person, SigningKey
from qmsdoc.rules.nearest import suggestion
from qmsdoc.vcs.git import Repository

_LITERAL = ("key::", "ssh-", "ecdsa-", "sk-")


class Key(Struct, frozen=True):
    """A key by its file or, for one that an agent holds, by its public line."""

    fingerprint: str
    file: Path | None = None
    public: str = ""


def signing_person(index: Index, repository: Repository, name: str | None) -> Person:
    """The one who signs: *name*, or whose address git has. Raises UsageError where that is nobody
    of organization.yaml."""
    people = index.organization.people if index.organization else ()
    if name is not None:
        found = [person for person in people if person.name.value == name]
        if len(found) == 1:
            return found[0]
        raise UsageError(
            "{person} is not among the people of organization.yaml",
            hint=suggestion(name, (person.name.value for person in people)),
            person=name,
        )
    email = repository.setting("user.email")
    if not email:
        raise UsageError(
            "who signs? Name yourself with --person, or tell git your address "
            "(`git config user.email …`)"
        )
    found = [person for person in people if person.email.casefold() == email.casefold()]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        "git knows you as {email}, which is not the address of one person in organization.yaml; "
        "name yourself with --person",
        email=email,
    )


def signing_key(person: Person, file: Path | None, repository: Repository) -> Key:
    """The key to sign with: *file*, the one that git's settings name, or that of *person* in an
    agent. Raises LedgerError where it is none of the person's keys."""
    if not person.keys:
        raise LedgerError(
            "{person} has no key in organization.yaml; add the line of the .pub file under `keys`, "
            "or sign with --unsigned where policy allows it",
            person=person.name,
        )
    if file is not None:
        return _of_file(person, file)
    named = repository.setting("user.signingkey")
    if named.startswith(_LITERAL):
        return _of_line(person, named.removeprefix("key::"))
    if named and Path(named).expanduser().is_file():
        return _of_file(person, Path(named).expanduser())
    good = [key for key in person.keys if not key.revoked and not key.until]
    return _held_by_agent(good[0] if good else person.keys[0])


def sign(content: bytes, key: Key, workspace: Path) -> bytes:
    """The signature of *content*. Raises LedgerError."""
    from qmsdoc.vcs import ssh_keygen

    if key.file is not None:
        return ssh_keygen.sign(content, NAMESPACE, key.file, workspace)
    return ssh_keygen.sign_by_agent(content, NAMESPACE, key.public, workspace)


def _of_file(person: Person, file: Path) -> Key:
    """A private key is asked for its public half, which ssh-keygen writes beside it."""
    public = file if file.suffix == ".pub" else file.with_name(f"{file.name}.pub")
    try:
        line = public.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        text = "there is no {path}; name a key that `ssh-keygen` made, with its .pub file beside it"
        raise LedgerError(text, path=public) from None
    return Key(_checked(person, line), file=file)


def _of_line(person: Person, line: str) -> Key:
    return Key(_checked(person, line), public=" ".join(line.split()[:2]))


def _held_by_agent(key: SigningKey) -> Key:
    return Key(fingerprint(wire_key(key.key)), public=key.key)


def _checked(person: Person, line: str) -> str:
    """The fingerprint of the public key *line*."""
    key = wire_key(line)
    if not any(wire_key(known.key) == key for known in person.keys):
        raise LedgerError(
            "the key {fingerprint} is none of {person} in organization.yaml; sign with another "
            "(--key FILE), or have it added there",
            fingerprint=fingerprint(key),
            person=person.name,
        )
    return fingerprint(key)
