"""Entries of the approvals ledger for the little repository: unsigned, for policy there allows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from qmsdoc.model.approval import FORMAT, Act, Entry, Include, canonical, entry_path
from qmsdoc.source.tree import blob_id

REPOSITORY = "小库"
PEOPLE = ("甲一", "乙二", "丙三")
POLICY = f"approvals: {{repository: {REPOSITORY}, unsigned: true}}\n"
PICTURE = "documents/dot.png"
_STEPS = (
    (Act.PREPARED, PEOPLE[0], {}),
    (Act.APPROVED, PEOPLE[1], {}),
    (Act.RELEASED, PEOPLE[2], {"effective": ""}),
    (Act.DISTRIBUTED, PEOPLE[2], {"department": "", "copy": "01"}),
    (Act.TRAINED, PEOPLE[1], {"people": PEOPLE[:1]}),
    # By a post that nobody holds: this one is refused.
    (Act.CONFIRMED, PEOPLE[1], {"post": ""}),
)


class LittleLedger:
    """Draws up entries, each after those of its document that came before it."""

    def __init__(self) -> None:
        self._previous: dict[str, str] = {}

    def entries(
        self,
        document: str,
        version: str,
        day: str,
        files: Mapping[str, bytes],
        path: str,
        texts: Sequence[str],
        steps: int = len(_STEPS),
    ) -> dict[str, bytes]:
        """The first *steps* of signing, releasing and handing out the text at *path* of *files*.

        Every field that takes a text has one of *texts*.
        """
        made: dict[str, bytes] = {}
        data = files[path]
        picture = files[PICTURE]
        includes = (Include(PICTURE, sha256(picture).hexdigest(), blob_id(picture)),)
        for hour, (act, person, more) in enumerate(_STEPS[:steps]):
            known = {"effective": day, "department": texts[1], "post": texts[9]}
            fields = {"post": texts[0]} | {
                name: value or known[name] for name, value in more.items()
            }
            before = self._previous.get(document)
            entry = Entry(
                format=FORMAT,
                repository=REPOSITORY,
                document=document,
                path=path,
                version=version,
                sha256=sha256(data).hexdigest(),
                blob=blob_id(data),
                includes=includes if b"dot.png" in data else (),
                role=act,
                person=person,
                time=f"{day}T{hour + 1:02}:00:00+08:00",
                meaning=texts[2],
                summary=texts[3],
                reason=texts[4],
                request=texts[5],
                previous=(before,) if before else (),
                **fields,
            )
            content = canonical(entry)
            made[entry_path(entry)] = content
            if entry.post == texts[0]:
                self._previous[document] = sha256(content).hexdigest()
        return made
