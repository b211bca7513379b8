"""A controlled document, as far as its own file tells."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from qmsdoc.model.text import Text
from qmsdoc.source.markdown import Heading, Link

Kind = Literal["manual", "procedure", "instruction", "form"]
KINDS: tuple[Kind, ...] = ("manual", "procedure", "instruction", "form")


class Claim(Struct, frozen=True, array_like=True, gc=False):
    """The document says that it covers a clause, and perhaps in which section."""

    clause: Text
    section: Text | None = None


class Step(Struct, frozen=True, array_like=True, gc=False):
    """One row of a step table: what is done, by which posts, by when, and on which records.

    ``number`` counts from 1 in its table; the texts are cells as typed, without markup.
    """

    number: int
    action: Text
    posts: tuple[Text, ...]
    limit: Text | None
    records: tuple[Text, ...]
    links: tuple[Link, ...] = ()


class FormField(Struct, frozen=True, array_like=True, gc=False):
    """What a form asks for. ``columns`` only for tables, ``choices`` only for choices."""

    name: Text
    label: Text
    type: str
    required: bool = False
    sensitive: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    columns: tuple[FormField, ...] = ()
    rows: int = 0
    help: str = ""


class Naming(Struct, frozen=True, array_like=True, gc=False):
    """A number and a 《title》 typed as one name: QP-07《…》 or 《…》（QP-07）."""

    id: Text
    title: Text


class Document(Struct, frozen=True, array_like=True, tag="document", gc=False):
    """Everything that linking needs; the body itself is read again when it is rendered.

    ``mentions`` are id-like words and ``titles`` what stands in 《…》, outside code and links:
    linking decides what they are. ``standards`` are citations by number and year, as typed.
    """

    kind: Text | None = None
    id: Text | None = None
    title: Text | None = None
    version: Text | None = None
    owner: Text | None = None
    parent: Text | None = None
    basis: Text | None = None
    claims: tuple[Claim, ...] = ()
    references: tuple[Text, ...] = ()
    records: tuple[Text, ...] = ()
    objectives: tuple[Text, ...] = ()
    distribution: tuple[Text, ...] = ()
    audience: tuple[Text, ...] = ()
    supersedes: tuple[Text, ...] = ()
    attachments: tuple[Text, ...] = ()
    review_every: Text | None = None
    retention: Text | None = None
    fields: tuple[FormField, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    mentions: tuple[Text, ...] = ()
    titles: tuple[Text, ...] = ()
    namings: tuple[Naming, ...] = ()
    standards: tuple[Text, ...] = ()
    steps: tuple[tuple[Step, ...], ...] = ()

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The headings below the title."""
        return tuple(heading for heading in self.headings if heading.level > 1)
