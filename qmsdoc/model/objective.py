"""A quality objective: what GB/T 19001-2016 6.2.1 and 6.2.2 ask to be stated."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.model.document import Claim
from qmsdoc.model.document_reader import read_claims
from qmsdoc.model.text import Fields, Text
from qmsdoc.source.file import SourceFile
from qmsdoc.source.yaml import YamlDocument


class Action(Struct, frozen=True, array_like=True, gc=False):
    """What is done to reach the target, by whom, by when."""

    action: Text
    owner: Text | None
    due: Text | None


class Share(Struct, frozen=True, array_like=True, gc=False):
    """The target of one department."""

    department: Text
    target: float | None = None
    weight: float | None = None


class Objective(Struct, frozen=True, array_like=True, tag="objective", gc=False):
    """``direction`` is at-least or at-most; ``data`` names the CSV file of the series."""

    id: Text | None = None
    title: Text | None = None
    version: Text | None = None
    owner: Text | None = None
    policy: Text | None = None
    claims: tuple[Claim, ...] = ()
    documents: tuple[Text, ...] = ()
    indicator: Text | None = None
    formula: Text | None = None
    series: tuple[str, ...] = ()
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


def read_objective(file: SourceFile) -> Objective:
    """Whatever of the objective can be read."""
    usable = file.yaml and isinstance(file.yaml.data, dict)
    fields = Fields(file.yaml if file.yaml and usable else YamlDocument({}, {}, {}))
    target, series = fields.mapping("target"), fields.mapping("series")
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
        series=series.names() if series else (),
        unit=fields.text("unit"),
        direction=target.text("direction") if target else None,
        target=target.text("value") if target else None,
        period=fields.text("period"),
        resources=fields.text("resources"),
        actions=tuple(
            Action(action, item.text("owner"), item.text("due"))
            for item in fields.items("actions")
            if (action := item.text("action"))
        ),
        evaluation=fields.text("evaluation"),
        source=fields.text("source"),
        data=fields.text("data"),
        cascade=tuple(
            Share(department, _number(item.raw("target")), _number(item.raw("weight")))
            for item in fields.items("cascade")
            if (department := item.text("department"))
        ),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
