"""A small repository that has something of everything, filled with texts that one chooses."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from little_ledger import PEOPLE, LittleLedger
from little_ledger import POLICY as APPROVALS

from qmsdoc.vcs.fresh import NewCommit, create

DAY = "2026-06-30"
# How many texts a document takes.
PLACES = 10
HARMLESS = tuple(f"接待事项之{number}" for number in range(PLACES))
_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def make_repository(root: Path, texts: Sequence[str] = HARMLESS) -> None:
    """Two commits at *root*; every text stands in every kind of place that takes it."""
    groups = [tuple(texts[at : at + PLACES]) for at in range(0, len(texts), PLACES)]
    # The last group is filled up with the first texts.
    groups[-1] = (groups[-1] + tuple(texts))[:PLACES]
    first: dict[str, bytes] = {"documents/dot.png": _PIXEL}
    second: dict[str, bytes] = dict(first)
    ledger = LittleLedger()
    for number, group in enumerate(groups):
        procedure, form = f"documents/p{number:02}.md", f"documents/f{number:02}.md"
        first[procedure] = _procedure(number, group, "A/0", "5分钟内").encode()
        first[form] = _form(number, group, "A/0").encode()
        # The title stays, and everything else changes places.
        moved = (group[0], *group[2:], group[1])
        second[procedure] = _procedure(number, moved, "A/1", "1小时内").encode()
        second[form] = _form(number, moved, "A/1").encode()
        first[f"objectives/o{number:02}.yaml"] = _objective(number, group).encode()
        # The procedure is released again, and the form has a draft that somebody signed.
        for document, path, steps in (
            (f"QP-{number:02}", procedure, 6),
            (f"QR-{number:02}", form, 1),
        ):
            old = ledger.entries(document, "A/0", "2026-01-05", first, path, group)
            new = ledger.entries(document, "A/1", "2026-05-06", second, path, moved, steps)
            first |= old
            second |= new
    first["objectives/series.csv"] = b"period,a\n2026-01,97\n2026-02,91\n2026-03,96\n"
    first.update({path: text.encode() for path, text in _policy(groups[0], texts).items()})
    one, other = texts[0], texts[1]
    create(
        root,
        [
            NewCommit(_name(one), "a@example.org", "2026-01-05T09:00:00+08:00", one, first),
            NewCommit(_name(other), "b@example.org", "2026-05-06T09:00:00+08:00", other, second),
        ],
    )


def _name(text: str) -> str:
    """*text* as far as git takes it for the name of an author."""
    return "".join(character for character in text if character not in "<>\n\0") or "x"


def _procedure(number: int, texts: Sequence[str], version: str, limit: str) -> str:
    title, owner, place, section, post, step, record, alt, head, _ = map(json.dumps, texts)
    rows = "\n".join(f"| {text} | {texts[4]} | {limit} | {text} |" for text in texts)
    lines = "\n\n".join(f"### {text}\n\n段落 {text}\n\n- {text}\n\n> {text}" for text in texts)
    return f"""---
id: QP-{number:02}
kind: procedure
title: {title}
version: {version}
owner: {owner}
basis: {step}
references: [{alt}]
records: [QR-{number:02}, {record}]
objectives: [QO-{number:02}]
distribution: [{place}, {owner}]
audience: [{post}]
clauses:
  - {{clause: "db11t-1123-2014:5", section: {section}}}
  - gbt-19001-2016:8.5.1
  - {head}
---
# {texts[0]}

## 1 目的

{texts[9]}。见[表](f{number:02}.md)[^1]。

![{texts[7]}](dot.png) ![{texts[7]}](<{texts[7]}>) [{texts[9]}](<{texts[9]}>)

[^1]: {texts[8]}

## 2 {texts[3]}

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
{rows}

```{texts[8]}
{texts[8]}
```

`{texts[8]}` **{texts[8]}**

## 3 {texts[8]}

{lines}
"""


def _form(number: int, texts: Sequence[str], version: str) -> str:
    said = [json.dumps(text) for text in texts]
    field = (
        f"{{name: a, label: {said[4]}, type: choice, choices: [{said[5]}, {said[6]}], "
        f"help: {said[7]}, unit: {said[8]}}}"
    )
    return f"""---
id: QR-{number:02}
kind: form
title: {said[1]}
version: {version}
owner: {said[2]}
parent: {said[3]}
retention: {said[9]}
fields: [{field}, {{name: t, label: {said[0]}, type: table, columns: [{field}]}}]
---
# {texts[1]}

{texts[3]}
"""


def _objective(number: int, texts: Sequence[str]) -> str:
    said = [json.dumps(text) for text in texts]
    return f"""id: QO-{number:02}
title: {said[0]}
documents: [QP-{number:02}]
indicator: {said[1]}
unit: {said[2]}
period: month
owner: {said[3]}
target: {{direction: at-least, value: 95}}
formula: a
series: {{a: {{label: {said[4]}}}}}
data: series.csv
resources: {said[5]}
actions: [{{action: {said[6]}, owner: {said[7]}, due: {said[8]}}}]
cascade: [{{department: {said[9]}, target: 96}}]
"""


def _policy(group: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    said = [json.dumps(text) for text in group]
    departments = ", ".join(f"{{name: {json.dumps(text)}, head: {said[0]}}}" for text in texts)
    posts = ", ".join(f"{{name: {json.dumps(text)}, department: {said[1]}}}" for text in texts)
    terms = ", ".join(
        f"{{term: {json.dumps(text)}, english: {said[2]}, definition: {said[3]}, "
        f"replaces: [{json.dumps(text + '旧')}]}}"
        for text in texts
    )
    held = ", ".join(json.dumps(text) for text in texts[::PLACES])
    people = ", ".join(
        f"{{name: {name}, posts: [{held}], email: {number}@example.org}}"
        for number, name in enumerate(PEOPLE)
    )
    return {
        "qmsdoc.yaml": f"""organization: {said[4]}
code: {said[5]}
language: zh-CN
ids: {{procedure: 'QP-[0-9]{{2}}', form: 'QR-[0-9]{{2}}', objective: 'QO-[0-9]{{2}}'}}
signatures: {{procedure: [prepared, approved], form: [prepared]}}
{APPROVALS}standards:
  - {{id: db11t-1123-2014, exclusions: [{{clause: '6', reason: {said[6]}}}]}}
  - {{id: gbt-19001-2016}}
""",
        "organization.yaml": f"departments: [{departments}]\nposts: [{posts}]\npeople: [{people}]\n",
        "glossary.yaml": f"terms: [{terms}]\nabbreviations: [{{short: {said[7]}, long: {said[8]}}}]\n",
    }
