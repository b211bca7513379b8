"""qmsdoc.yaml: what the organisation decided about its own documents."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.model.charter import Charter, read_charter
from qmsdoc.model.document import KINDS
from qmsdoc.model.layout import Layout, read_layout
from qmsdoc.model.text import Fields, Text
from qmsdoc.source.file import SourceFile
from qmsdoc.source.yaml import YamlDocument

DEFAULT_IDS = {
    "manual": "QM-[0-9]{2}",
    "procedure": "QP-[0-9]{2,4}",
    "instruction": "WI-[0-9]{2,4}",
    "form": "QR-[0-9]{2,4}(-[0-9]{2})?",
    "objective": "QO-[0-9]{4}-[0-9]{2}",
}


class Exclusion(Struct, frozen=True, array_like=True, gc=False):
    """A clause that does not apply; ``reason`` is "" where none is given."""

    clause: Text
    reason: str = ""


class StandardInForce(Struct, frozen=True, array_like=True, gc=False):
    """A standard by the id of its pack, and the clauses of it that do not apply."""

    id: Text
    exclusions: tuple[Exclusion, ...] = ()


class SeverityChoice(Struct, frozen=True, array_like=True, gc=False):
    """The severity that the organisation gives a rule, by code or name."""

    rule: Text
    severity: str


class Waiver(Struct, frozen=True, array_like=True, gc=False):
    """Findings of a rule that are accepted to the end of the day ``expires``.

    ``path`` is a path or a glob, ``id`` a document's number; "" stands for any.
    """

    rule: Text
    expires: Text
    path: str = ""
    id: str = ""
    reason: str = ""
    approver: str = ""


class SectionPolicy(Struct, frozen=True, array_like=True, gc=False):
    """The sections of one kind; None where the built-in list stands."""

    required: tuple[str, ...] | None = None
    order: tuple[str, ...] | None = None
    titles: dict[str, tuple[str, ...]] = {}


class WordingPolicy(Struct, frozen=True, array_like=True, gc=False):
    """Words beside the built-in ones; ``modal`` and ``discouraged`` name the one to write."""

    vague: tuple[str, ...] = ()
    modal: dict[str, str] = {}
    discouraged: dict[str, str] = {}
    ignore: tuple[str, ...] = ()


class ApprovalPolicy(Struct, frozen=True, array_like=True, gc=False):
    """Who may sign, release and distribute.

    ``repository`` is what entries of the ledger name as the place they belong to. ``posts`` go by
    act and then by kind, "" for every kind; an act that is not there is open to any post. Entries
    without a signature count only where ``unsigned`` says so; with ``four_eyes`` nobody signs one
    version twice.
    """

    repository: str = ""
    unsigned: bool = False
    four_eyes: bool = True
    posts: dict[str, dict[str, tuple[str, ...]]] = {}

    def posts_for(self, act: str, kind: str) -> tuple[str, ...]:
        """The posts that may do *act* for documents of *kind*; () means any.

        "" is a kind that is not known: any post will do that may for one of the kinds.
        """
        by_kind = self.posts.get(act, {})
        if kind == "" and "" not in by_kind:
            return tuple(dict.fromkeys(post for posts in by_kind.values() for post in posts))
        return by_kind.get(kind, by_kind.get("", ()))


class Policy(Struct, frozen=True, array_like=True, tag="policy", gc=False):
    """Every setting of qmsdoc.yaml, with what stands where it says nothing."""

    organization: str = ""
    code: str = ""
    language: str = ""
    levels: tuple[str, ...] = KINDS
    ids: dict[str, Text] = {}
    file_names: str = "id"
    version_scheme: str = "letter-revision"
    standards: tuple[StandardInForce, ...] = ()
    signatures: dict[str, tuple[str, ...]] = {}
    review_every: str = "12 months"
    severity: tuple[SeverityChoice, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    sections: dict[str, SectionPolicy] = {}
    wording: WordingPolicy = WordingPolicy()
    approvals: ApprovalPolicy = ApprovalPolicy()
    layout: Layout = Layout()
    charter: Charter = Charter()

    @property
    def repository(self) -> str:
        """What the entries of this workspace's ledger say that they belong to."""
        return self.approvals.repository or self.code or self.organization

    def signatures_for(self, kind: str) -> tuple[str, ...]:
        """The roles that must sign a document of *kind*; for "", every role that any kind asks for."""
        if kind:
            return self.signatures.get(kind, ())
        return tuple(dict.fromkeys(role for roles in self.signatures.values() for role in roles))


def read_policy(file: SourceFile) -> Policy:
    """Whatever of qmsdoc.yaml can be read; its schema reports the rest."""
    usable = file.yaml and isinstance(file.yaml.data, dict)
    fields = Fields(file.yaml if file.yaml and usable else YamlDocument({}, {}, {}))
    ids = {kind: Text(pattern) for kind, pattern in DEFAULT_IDS.items()}
    ids.update(_named_texts(fields.mapping("ids")))
    review = fields.mapping("review")
    levels = tuple(text.value for text in fields.texts("levels") if text.value in KINDS)
    return Policy(
        organization=_value(fields, "organization"),
        code=_value(fields, "code"),
        language=_value(fields, "language"),
        levels=levels or KINDS,
        ids=ids,
        file_names=_value(fields, "file_names") or "id",
        version_scheme=_value(fields, "version_scheme") or "letter-revision",
        standards=tuple(
            StandardInForce(name, tuple(_exclusions(item)))
            for item in fields.items("standards")
            if (name := item.text("id"))
        ),
        signatures=_signatures(fields.mapping("signatures")),
        review_every=(_value(review, "every") if review else "") or "12 months",
        severity=_severity(fields.mapping("severity")),
        waivers=tuple(
            Waiver(
                rule,
                expires,
                _value(item, "path"),
                _value(item, "id"),
                _value(item, "reason"),
                _value(item, "approver"),
            )
            for item in fields.items("waivers")
            if (rule := item.text("rule")) and (expires := item.text("expires"))
        ),
        sections=_sections(fields.mapping("sections")),
        wording=_wording(fields.mapping("wording")),
        approvals=_approvals(fields.mapping("approvals")),
        layout=read_layout(fields.mapping("render")),
        charter=read_charter(fields.mapping("charter")),
    )


def _exclusions(fields: Fields) -> list[Exclusion]:
    return [
        Exclusion(clause, _value(item, "reason").strip())
        for item in fields.items("exclusions")
        if (clause := item.text("clause"))
    ]


def _signatures(fields: Fields | None) -> dict[str, tuple[str, ...]]:
    if fields is None:
        return {}
    return {kind: tuple(text.value for text in fields.texts(kind)) for kind in fields.names()}


def _severity(fields: Fields | None) -> tuple[SeverityChoice, ...]:
    if fields is None:
        return ()
    return tuple(SeverityChoice(fields.key(name), _value(fields, name)) for name in fields.names())


def _sections(fields: Fields | None) -> dict[str, SectionPolicy]:
    found = {}
    for kind in fields.names() if fields else ():
        section = fields.mapping(kind) if fields else None
        if section:
            titles = section.mapping("titles")
            found[kind] = SectionPolicy(
                _values(section, "required"),
                _values(section, "order"),
                {name: _values(titles, name) or () for name in titles.names()} if titles else {},
            )
    return found


def _wording(fields: Fields | None) -> WordingPolicy:
    if fields is None:
        return WordingPolicy()
    replaced = {
        key: {word: text.value for word, text in _named_texts(fields.mapping(key)).items()}
        for key in ("modal", "discouraged")
    }
    return WordingPolicy(
        vague=_values(fields, "vague") or (),
        modal=replaced["modal"],
        discouraged=replaced["discouraged"],
        ignore=_values(fields, "ignore") or (),
    )


def _approvals(fields: Fields | None) -> ApprovalPolicy:
    if fields is None:
        return ApprovalPolicy()
    posts = fields.mapping("posts")
    return ApprovalPolicy(
        repository=_value(fields, "repository"),
        unsigned=fields.raw("unsigned") is True,
        four_eyes=fields.raw("four_eyes") is not False,
        posts={act: _posts_by_kind(posts, act) for act in posts.names()} if posts else {},
    )


def _posts_by_kind(posts: Fields, act: str) -> dict[str, tuple[str, ...]]:
    everyone = _values(posts, act)
    if everyone is not None:
        return {"": everyone}
    kinds = posts.mapping(act)
    return {kind: _values(kinds, kind) or () for kind in kinds.names()} if kinds else {}


def _named_texts(fields: Fields | None) -> dict[str, Text]:
    keys = fields.names() if fields else ()
    return {key: text for key in keys if fields and (text := fields.text(key))}


def _value(fields: Fields, key: str) -> str:
    text = fields.text(key)
    return text.value if text else ""


def _values(fields: Fields, key: str) -> tuple[str, ...] | None:
    """A list of texts; None where there is no list."""
    if not isinstance(fields.raw(key), list):
        return None
    return tuple(text.value for text in fields.texts(key))
