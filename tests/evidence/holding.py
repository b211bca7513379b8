"""Evidence objects made for a test, and workspaces whose evidence is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scratch import Files, MemoryTree

from qmsdoc.index.types import Index
from qmsdoc.model.schema import schema
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.standards.types import Clause, ClauseFacts, Fact, Title
from qmsdoc.workspace.cache import CompileCache

Data = dict[str, Any]
_FACT = Fact("made up for a test", "general")
_ABOUT = Title("评价", "evaluation")


def clause(evidence: Data | None, about: Title = _ABOUT) -> Clause:
    facts = ClauseFacts(_FACT, _FACT, _FACT, _FACT, _FACT)
    return Clause(
        "5", Title("监督", "Supervision"), "required", facts, about=about, evidence=evidence
    )


def shared(name: str) -> Data:
    """A reference to a shared piece, as packs write it."""
    return {"$ref": f"evidence.schema.json#/$defs/{name}"}


def pieces() -> Mapping[str, Data]:
    """Every shared piece by name."""
    found: Mapping[str, Data] = schema("evidence")["$defs"]
    return found


def evidence(**lists: list[Data]) -> Data:
    return {"standard": "x", "clause": "5", "documents": [], "forms": [], "objectives": [], **lists}


def step(**changed: Any) -> Data:
    return {
        "table": 1,
        "number": 1,
        "action": "登记",
        "posts": ["前台接待岗"],
        "limit": "当场",
        "records": [],
        "claimed": True,
        **changed,
    }


def section(title: str = "监督与改进", **changed: Any) -> Data:
    return {"number": "5", "title": title, "level": 2, "claimed": True, "records": [], **changed}


def document(**changed: Any) -> Data:
    """A procedure that leaves nothing to ask for."""
    return {
        "id": "QP-01",
        "kind": "procedure",
        "level": 2,
        "title": "程序",
        "whole": False,
        "sections": [section()],
        "steps": [step()],
        "records": ["QR-01-01"],
        "objectives": [],
        "references": [],
        "distribution": [],
        "audience": ["前台接待岗"],
        **changed,
    }


def field(kind: str = "text", **changed: Any) -> Data:
    return {
        "name": "a",
        "label": "栏",
        "type": kind,
        "required": True,
        "sensitive": False,
        **changed,
    }


def form(**changed: Any) -> Data:
    return {
        "id": "QR-01-01",
        "title": "表",
        "claimed": False,
        "named_by": ["QP-01"],
        "retention": "3年",
        "fields": [field("signature"), field("date"), field(sensitive=True), field(), field()],
        **changed,
    }


def objective(**changed: Any) -> Data:
    return {
        "id": "QO-2026-01",
        "title": "目标",
        "claimed": True,
        "indicator": "率",
        "formula": "a / b",
        "target": "95",
        "period": "month",
        "series": ["a", "b"],
        "departments": [],
        "actions": [],
        **changed,
    }


def linked(files: Files) -> Index:
    return link_tree(load(MemoryTree(files), CompileCache(None), 1), date(2026, 3, 1))
