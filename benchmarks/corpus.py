"""A deterministic quality system of any size, as values: nothing here reads or writes a file."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import body
from front_matter import DocumentHead, FormHead
from plan import FOLDERS, Plan, plan


@dataclass(frozen=True, slots=True)
class Generated:
    """One document; `front_matter` is YAML without its fences, both parts end with a newline."""

    kind: str
    id: str
    front_matter: str
    body: str

    @property
    def path(self) -> str:
        return f"{FOLDERS[self.kind]}/{self.id}.md"


def documents(size: int) -> Iterator[Generated]:
    """All documents, from the top level down."""
    whole = plan(size)
    for kind, count in whole.counts.items():
        for index in range(count):
            yield document(whole, kind, index)


def document(whole: Plan, kind: str, index: int) -> Generated:
    number = whole.id(kind, index)
    # Seeded by its own number: a document's wording does not hang on its predecessors.
    draw = random.Random(f"qmsdoc:{number}")
    head = FormHead if kind == "form" else DocumentHead
    front_matter = head(whole, kind, index, draw).yaml()
    text = body.markdown(whole, kind, index, draw)
    return Generated(kind, number, front_matter, text)
