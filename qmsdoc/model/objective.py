"""A quality objective: what GB/T 19001-2016 6.2.1 and 6.2.2 ask to be stated."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.model.document import Claim
from qmsdoc.model.document_reader import read_claims
from qmsdoc.model.text import Fields, Text
from qmsdoc.source.file import SourceFile
from qmsdoc.source.yaml import YamlDocument, pointer_token
from qmsdoc.text.span import START, Span

AT_LEAST = "at-least"
AT_MOST = "at-most"


class Series(Struct, frozen=True, array_like=True, gc=False):
    """What is counted. ``name`` is the key that the formula and the CSV file use."""

    name: Text
    label: str = ""
    unit: str = ""


class Satisfaction(Struct, frozen=True, array_like=True, gc=False):
    """Whether the grade 基本满意 counts as satisfied; None where that is not said."""

    basic_counts: bool | None = None
    span: Span = START


class Action(Struct, frozen=True, array_like=True, gc=False):
    """What is done to reach the target, by whom, by when. ``keys`` are those that were typed."""

    action: Text
    owner: Text | None
    due: Text | None
    keys: tuple[str, ...] = ()


class Share(Struct, frozen=True, array_like=True, gc=False):
    """The target of one department, and what it weighs in the whole, from 0 to 1.

    ``keys`` are those that were typed.
    """

    department: Text
    target: Text | None = None
    weight: Text | None = None
    keys: tuple[str, ...] = ()


class Objective(Struct, frozen=True, array_like=True, tag="objective", gc=False):
    """``direction`` is at-least or at-most; ``data`` names the CSV file of the series.

    ``keys`` are all keys at the top with their places, ``empty`` those of them that hold an empty
    list or mapping; ``target_keys`` are those of the target. A file that could not be read has none.
    """

    id: Text | None = None
    title: Text | None = None
    version: Text | None = None
    owner: Text | None = None
    policy: Text | None = None
    claims: tuple[Claim, ...] = ()
    documents: tuple[Text, ...] = ()
    indicator: Text | None = None
    formula: Text | None = None
    series: tuple[Series, ...] = ()
    unit: Text | None = None
    direction: Text | None = None
    target: Text | None = None
    period: Text | None = None
    resources: Text | None = None
    actions: tuple[Action, ...] = ()
    evaluation: Text | None = None
    source: Text | None = None
    data: Text | None = None
    cascade: tuple[Share, ...] = ()
    satisfaction: Satisfaction | None = None
    keys: dict[str, Span] = {}
    empty: tuple[str, ...] = ()
    target_keys: tuple[str, ...] = ()

    def lacks(self, key: str) -> bool:
        """Whether nothing stands under *key*. A value of the wrong type is the schema's business."""
        return key not in self.keys or key in self.empty


def read_objective(file: SourceFile) -> Objective:
    """Whatever of the objective can be read."""
    usable = file.yaml and isinstance(file.yaml.data, dict)
    yaml = file.yaml if file.yaml and usable else YamlDocument({}, {}, {})
    fields = Fields(yaml)
    target = fields.mapping("target")
    return Objective(
        id=fields.text("id"),
        title=fields.text("title"),
        version=fields.text("version"),
        owner=fields.text("owner"),
        policy=fields.text("policy"),
        claims=read_claims(fields),
        documents=fields.texts("documents"),
        indicator=fields.text("indicator"),
        formula=fields.text("formula"),
        series=_series(yaml, fields),
        unit=fields.text("unit"),
        direction=target.text("direction") if target else None,
        target=target.text("value") if target else None,
        period=fields.text("period"),
        resources=fields.text("resources"),
        actions=tuple(
            Action(action, item.text("owner"), item.text("due"), item.names())
            for item in fields.items("actions")
            if (action := item.text("action"))
        ),
        evaluation=fields.text("evaluation"),
        source=fields.text("source"),
        data=fields.text("data"),
        cascade=tuple(
            Share(department, item.text("target"), item.text("weight"), item.names())
            for item in fields.items("cascade")
            if (department := item.text("department"))
        ),
        satisfaction=_satisfaction(yaml, fields),
        keys={name: yaml.key_span(f"/{pointer_token(name)}") for name in fields.names()},
        empty=tuple(name for name in fields.names() if fields.raw(name) in ([], {})),
        target_keys=target.names() if target else (),
    )


def _series(yaml: YamlDocument, fields: Fields) -> tuple[Series, ...]:
    named = fields.mapping("series")
    found = []
    for name in named.names() if named else ():
        pointer = f"/series/{pointer_token(name)}"
        about = named.mapping(name) if named else None
        label, unit = (about.text(key) if about else None for key in ("label", "unit"))
        text = Text(name, yaml.key_span(pointer), pointer)
        found.append(Series(text, str(label or ""), str(unit or "")))
    return tuple(found)


def _satisfaction(yaml: YamlDocument, fields: Fields) -> Satisfaction | None:
    stated = fields.mapping("satisfaction")
    if stated is None:
        return None
    counts = stated.raw("basic_counts")
    span = yaml.span("/satisfaction/basic_counts")
    return Satisfaction(counts if isinstance(counts, bool) else None, span)
