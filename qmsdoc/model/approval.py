"""One entry of the approvals ledger: who did what to which exact text, and when.

An entry is one file, `approvals/<ID>/<version>/<role>.<person>.json`, in the one canonical form of
JSON below, with its signature beside it in `….json.sig`. Entries are only ever added. Of training,
reviews without change and copies there are many: their names have a part of their digest as well.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import msgspec
from msgspec import Struct

from qmsdoc.source.file import SourceFile
from qmsdoc.text.message import Message

FOLDER = "approvals/"
FORMAT = "qmsdoc-approval-v1"
# What `ssh-keygen -Y sign -n` is given, so that a signature made for anything else is none here.
NAMESPACE = "qmsdoc-approval-v1"
SIGNATURE_SUFFIX = ".sig"

_PATH = re.compile(
    r"approvals/(?P<id>[^/]+)/(?P<version>[^/]+)/(?P<role>[a-z]+)\.(?P<person>[^/]+?)"
    r"(?:\.(?P<number>[2-9]|[1-9][0-9]{1,3}|[0-9a-f]{12,64}))?\.json"
)
# No file system takes these, or a list of signers would read them as a pattern.
_UNFIT = re.compile(r'[/\\:*?!"<>|,]')
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Act(StrEnum):
    """What an entry records. The first four are signatures of a text."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    COUNTERSIGNED = "countersigned"
    APPROVED = "approved"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    TRAINED = "trained"
    DISTRIBUTED = "distributed"
    RECALLED = "recalled"


# In words, as messages.
DONE = {
    "prepared": "prepared",
    "reviewed": "reviewed",
    "countersigned": "countersigned",
    "approved": "approved",
    "released": "released",
    "withdrawn": "withdrawn",
    "confirmed": "reviewed without change",
    "trained": "read or trained",
    "distributed": "handed out",
    "recalled": "taken back",
}
SIGNATURES = (Act.PREPARED, Act.REVIEWED, Act.COUNTERSIGNED, Act.APPROVED)
# One person does these again and again, on several branches at once.
_REPEATED = frozenset({Act.CONFIRMED, Act.TRAINED, Act.DISTRIBUTED, Act.RECALLED})
_SHORT = 12


class Include(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture or attachment of the text: its path, and the digests of its bytes."""

    path: str
    sha256: str
    blob: str


class Entry(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """``sha256`` and ``blob`` (git's id) are of the exact bytes of the document at ``path``.

    ``time`` is ISO 8601 with an offset and the signer's own claim. ``previous`` are the SHA-256 of
    the files of those entries of the document that no other entry named yet, sorted.
    ``effective`` (YYYY-MM-DD) goes with releases, ``successor`` with withdrawals, ``people`` with
    training, ``department`` and ``copy`` with distribution and recall. ``key`` is the fingerprint of
    the key that it is signed with, so that a signature cannot be taken away from it unseen.
    """

    format: str
    repository: str
    document: str
    path: str
    version: str
    sha256: str
    blob: str
    role: Act
    person: str
    time: str
    includes: tuple[Include, ...] = ()
    meaning: str = ""
    post: str = ""
    summary: str = ""
    reason: str = ""
    request: str = ""
    previous: tuple[str, ...] = ()
    effective: str = ""
    successor: str = ""
    people: tuple[str, ...] = ()
    department: str = ""
    copy: str = ""
    key: str = ""

    @property
    def moment(self) -> datetime:
        """``time`` as an aware value; ``read_entry`` saw to it that it is one."""
        return datetime.fromisoformat(self.time)


class ApprovalFile(Struct, frozen=True, array_like=True, tag="approval", gc=False):
    """What a file of the ledger holds: an entry, or what keeps it from being one."""

    entry: Entry | None = None
    trouble: Message | None = None


class Place(Struct, frozen=True, gc=False):
    """What the path of an entry says. ``version`` is as it stands in the path."""

    document: str
    version: str
    role: str
    person: str


def act_words(act: str) -> Message | str:
    """What is said of *act*; a role that the organisation named itself stays as it is."""
    return Message.of(DONE[act]) if act in DONE else act


def canonical(entry: Entry) -> bytes:
    """The one form of *entry*: keys sorted, two blanks deep, UTF-8, a line end at the end."""
    plain = msgspec.to_builtins(entry)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=2)
    return f"{text}\n".encode()


def read_approval(file: SourceFile) -> ApprovalFile:
    """The entry in *file*. Never raises."""
    try:
        entry = msgspec.json.decode(file.text.encode(), type=Entry)
    except msgspec.ValidationError as error:
        return _no_entry(Message.of("this is no entry of the ledger: {problem}", problem=error))
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return _no_entry(Message.of("this is no entry of the ledger: it is no JSON"))
    # Duplicate keys, other number forms, white space and order all show here.
    if canonical(entry).decode() != file.text.replace("\r\n", "\n"):
        text = "the entry is not in the form that it was signed in; restore it with git"
        return _no_entry(Message.of(text))
    trouble = _trouble(entry)
    return _no_entry(trouble) if trouble else ApprovalFile(entry)


def entry_path(entry: Entry, number: int = 1) -> str:
    """Where *entry* is kept; *number* tells several of one role, person and version apart.

    What one person does again and again has the beginning of the entry's SHA-256 in its name, so that
    branches merge without conflict.
    """
    again = f".{number}" if number > 1 else ""
    if entry.role in _REPEATED:
        again = f".{sha256(canonical(entry)).hexdigest()[: _SHORT - 1 + number]}"
    folder = f"{FOLDER}{entry.document}/{version_folder(entry.version)}"
    return f"{folder}/{entry.role}.{entry.person}{again}.json"


def unfit_for_a_path(entry: Entry) -> Message | None:
    """Why there is no place for *entry*; None where there is one, which says whose it is."""
    text = "“{name}” cannot be part of the name of a file; the ledger needs another one"
    for name in (entry.document, version_folder(entry.version), entry.person):
        if not is_fit_name(name):
            return Message.of(text, name=name)
    if place_of(entry_path(entry)) != Place(
        entry.document, version_folder(entry.version), entry.role.value, entry.person
    ):
        return Message.of(text, name=entry.person)
    return None


def is_fit_name(name: str) -> bool:
    """Whether *name* can be part of a path, and a signer whom no program reads as a pattern."""
    return (
        name.isprintable()
        and not name.startswith((".", " "))
        and not name.endswith(" ")
        and not _UNFIT.search(name)
    )


def version_folder(version: str) -> str:
    """*version* as the name of a folder: A/1 is A-1."""
    return version.replace("/", "-")


def place_of(path: str) -> Place | None:
    """What *path* says of its entry; None for a file that is no entry by its name."""
    match = _PATH.fullmatch(path)
    return Place(match["id"], match["version"], match["role"], match["person"]) if match else None


def _trouble(entry: Entry) -> Message | None:
    """What is wrong with an entry by itself."""
    if entry.format != FORMAT:
        return Message.of(
            "the entry is of the format {format}, and only {known} is known",
            format=entry.format,
            known=FORMAT,
        )
    if not unicodedata.is_normalized("NFC", canonical(entry).decode()):
        return Message.of("the entry has characters that are not in their composed form (NFC)")
    digests = (entry.sha256, *entry.previous, *(include.sha256 for include in entry.includes))
    if not all(_HEX.fullmatch(digest) for digest in digests):
        return Message.of("the entry names a digest that is no SHA-256")
    if not all((entry.repository, entry.document, entry.path, entry.version, entry.person)):
        return Message.of("the entry lacks its repository, document, path, version or person")
    try:
        aware = entry.moment.tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        return Message.of(
            "the time of the entry is no time with an offset: {time}", time=entry.time
        )
    if entry.effective and not _is_day(entry.effective):
        return Message.of("the entry takes effect on no day: {day}", day=entry.effective)
    return None


def _is_day(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y-%m-%d").strftime("%Y-%m-%d") == text  # noqa: DTZ007
    except ValueError:
        return False


def _no_entry(trouble: Message) -> ApprovalFile:
    return ApprovalFile(None, trouble)
