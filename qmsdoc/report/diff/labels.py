"""What aspects, keys and impacts are called. English here; the catalogue has the other languages."""

from __future__ import annotations

from collections.abc import Mapping

from qmsdoc.diff.types import Aspect, CheckKind, ImpactKind, Weight
from qmsdoc.index.coverage_words import KINDS
from qmsdoc.text.message import Message

ASPECTS: Mapping[Aspect, Message] = {
    Aspect.FILE: Message.of("file"),
    Aspect.DOCUMENT: Message.of("document"),
    Aspect.ID: Message.of("number"),
    Aspect.KIND: Message.of("kind"),
    Aspect.VERSION: Message.of("version"),
    Aspect.TITLE: Message.of("title"),
    Aspect.OWNER: Message.of("owner"),
    Aspect.PARENT: Message.of("parent document"),
    Aspect.CLAUSE: Message.of("clause"),
    Aspect.REFERENCE: Message.of("reference"),
    Aspect.RECORD: Message.of("record"),
    Aspect.OBJECTIVE: Message.of("objective"),
    Aspect.DISTRIBUTION: Message.of("distribution"),
    Aspect.AUDIENCE: Message.of("audience"),
    Aspect.REVIEW: Message.of("review every"),
    Aspect.RETENTION: Message.of("retention"),
    Aspect.STEP: Message.of("step"),
    Aspect.STEP_ACTION: Message.of("what is done"),
    Aspect.STEP_POST: Message.of("responsible"),
    Aspect.STEP_LIMIT: Message.of("time limit"),
    Aspect.STEP_RECORD: Message.of("records"),
    Aspect.FORM_FIELD: Message.of("field"),
    Aspect.SECTION: Message.of("section"),
    Aspect.REQUIREMENT: Message.of("requirement"),
    Aspect.FIGURE: Message.of("figure"),
    Aspect.TARGET: Message.of("target"),
    Aspect.DIRECTION: Message.of("direction of the target"),
    Aspect.PERIOD: Message.of("period"),
    Aspect.DEPARTMENT: Message.of("department"),
    Aspect.POST: Message.of("post"),
    Aspect.PERSON: Message.of("person"),
    Aspect.TERM: Message.of("term"),
    Aspect.STANDARD: Message.of("standard"),
    Aspect.EXCLUSION: Message.of("exclusion"),
    Aspect.VALUE: Message.of("value"),
}

WEIGHTS: Mapping[Weight, Message] = {
    Weight.MAJOR: Message.of("major"),
    Weight.ORDINARY: Message.of("ordinary"),
    Weight.EDITORIAL: Message.of("editorial"),
}

# Keys of front matter and YAML files that have no aspect of their own. Others show as typed.
KEYS: Mapping[str, Message] = {
    "action": Message.of("action"),
    "actions": Message.of("actions"),
    "aliases": Message.of("other names"),
    "approver": Message.of("approver"),
    "attachments": Message.of("attachments"),
    "basis": Message.of("basis"),
    "cascade": Message.of("share of departments"),
    "charter": Message.of("service charter"),
    "choices": Message.of("choices"),
    "columns": Message.of("columns"),
    "complaint": Message.of("complaints"),
    "confidentiality": Message.of("confidentiality"),
    "contact": Message.of("contact"),
    "data": Message.of("data file"),
    "definition": Message.of("definition"),
    "department": Message.of("department"),
    "due": Message.of("due"),
    "duties": Message.of("duties"),
    "evaluation": Message.of("evaluation"),
    "expires": Message.of("expires"),
    "formula": Message.of("formula"),
    "head": Message.of("head"),
    "help": Message.of("how to fill it in"),
    "indicator": Message.of("indicator"),
    "keywords": Message.of("keywords"),
    "label": Message.of("label"),
    "language": Message.of("language"),
    "levels": Message.of("levels"),
    "medium": Message.of("medium"),
    "name": Message.of("name"),
    "organization": Message.of("organisation"),
    "owner": Message.of("owner"),
    "policy": Message.of("quality policy"),
    "posts": Message.of("posts"),
    "procedure": Message.of("procedure"),
    "promises": Message.of("promises"),
    "reason": Message.of("reason"),
    "replaces": Message.of("words that it replaces"),
    "required": Message.of("must be filled in"),
    "resources": Message.of("resources"),
    "rows": Message.of("rows"),
    "section": Message.of("section"),
    "sensitive": Message.of("personal data"),
    "sections": Message.of("sections"),
    "series": Message.of("series"),
    "services": Message.of("services"),
    "signatures": Message.of("signatures"),
    "source": Message.of("source of the data"),
    "supersedes": Message.of("replaces"),
    "target": Message.of("target"),
    "type": Message.of("type"),
    "unit": Message.of("unit"),
    "weight": Message.of("weight"),
}

# Values of which there are few.
VALUES: Mapping[str, Message] = {
    "true": Message.of("yes"),
    "false": Message.of("no"),
    "at-least": Message.of("at least"),
    "at-most": Message.of("at most"),
    "month": Message.of("month"),
    "quarter": Message.of("quarter"),
    "half-year": Message.of("half-year"),
    "year": Message.of("year"),
}

# The same by the key that they are values of.
FEW: Mapping[str, Mapping[str, Message]] = {
    "confidentiality": {
        "public": Message.of("public"),
        "internal": Message.of("internal"),
        "restricted": Message.of("restricted"),
    },
    "direction": VALUES,
    "kind": KINDS,
    "medium": {
        "electronic": Message.of("electronic"),
        "paper": Message.of("on paper"),
        "both": Message.of("electronic and on paper"),
    },
    "period": VALUES,
    "type": {
        "text": Message.of("text"),
        "longtext": Message.of("long text"),
        "integer": Message.of("whole number"),
        "number": Message.of("numeric value"),
        "date": Message.of("date"),
        "time": Message.of("time of day"),
        "choice": Message.of("one choice"),
        "choices": Message.of("several choices"),
        "boolean": Message.of("yes or no"),
        "signature": Message.of("signature"),
        "table": Message.of("table"),
    },
}

IMPACTS: Mapping[ImpactKind, Message] = {
    ImpactKind.REFERENCE: Message.of(
        "Documents that refer to a changed one; see whether they still fit"
    ),
    ImpactKind.BROKEN: Message.of("Names that lead nowhere any more, and where they stand"),
    ImpactKind.COVER_LOST: Message.of("Clauses that nothing covers any more, and what did"),
    ImpactKind.COVER_GAINED: Message.of("Clauses that are covered now, and were not"),
    ImpactKind.FORM_UNUSED: Message.of("Forms that no document asks for any more, and what did"),
    ImpactKind.DISTRIBUTE: Message.of("Departments that get copies"),
    ImpactKind.RECALL: Message.of("Departments that give copies back"),
    ImpactKind.TRAIN: Message.of("Posts that must know of the changes"),
    ImpactKind.FORM: Message.of("Forms and records of changed steps"),
    ImpactKind.OBJECTIVE: Message.of("Objectives that changed steps and forms feed"),
    ImpactKind.APPROVAL: Message.of("Signatures of the old text, which do not cover the new one"),
    ImpactKind.COPY: Message.of("Copies in circulation to be replaced"),
}

CHECKS: Mapping[CheckKind, Message] = {
    CheckKind.VERSION: Message.of("version"),
    CheckKind.SUMMARY: Message.of("change summary"),
    CheckKind.NUMBER: Message.of("number of its own"),
    CheckKind.RECORD: Message.of("records unaltered"),
    CheckKind.APPROVAL: Message.of("approvals of the new text"),
}
