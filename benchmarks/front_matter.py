"""Front matter of the generated documents: 20 keys each, nested ones counted."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

import wording
from plan import ABOVE, Plan


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """Front matter of the three upper levels: 20 keys with the nested one."""

    whole: Plan
    kind: str
    index: int
    draw: random.Random

    def yaml(self) -> str:
        draw = self.draw
        lines = [
            *self.identity(),
            f"basis: {draw.choice(wording.BASES)}",
            "clauses: []",
            f"references: {flow(self.references())}",
            f"records: {flow(self.whole.records(self.kind, self.index))}",
            f"distribution: {flow(draw.sample(wording.DEPARTMENTS, 2))}",
            f"audience: {flow(draw.sample(list(wording.POSTS), 2))}",
            f"review: {{every: {draw.choice((6, 12, 24))} months}}",
            f"keywords: {flow(draw.sample(wording.TOPICS, 2))}",
            f"confidentiality: {draw.choice(('public', 'internal'))}",
            f"medium: {draw.choice(('electronic', 'both'))}",
            "language: zh-CN",
            f"x-signatory: {draw.choice(('中心主任', '管理者代表'))}",
            f"x-signed: 2026-{draw.randint(1, 9):02d}-{draw.randint(1, 28):02d}",
        ]
        return "\n".join(lines) + "\n"

    def identity(self) -> list[str]:
        whole, kind = self.whole, self.kind
        if kind == "manual":
            last = "x-edition: 第1版"
        else:
            last = f"parent: {whole.id(ABOVE[kind], whole.above(kind, self.index)[0])}"
        return [
            f"id: {whole.id(kind, self.index)}",
            f"kind: {kind}",
            f"title: {whole.title(kind, self.index)}",
            f"version: {self.draw.choice('AB')}/{self.draw.randint(0, 3)}",
            f"owner: {self.draw.choice(wording.DEPARTMENTS)}",
            last,
        ]

    def references(self) -> list[str]:
        if self.kind == "manual":
            return []
        above = dict.fromkeys(self.whole.above(self.kind, self.index))
        return [self.whole.id(ABOVE[self.kind], i) for i in above]


class FormHead(DocumentHead):
    """Front matter of a form: 20 keys with those of its three fields."""

    def yaml(self) -> str:
        names = self.draw.sample(list(wording.FORM_LABELS), 3)
        lines = [
            *self.identity(),
            f"distribution: {flow(self.draw.sample(wording.DEPARTMENTS, 2))}",
            f"retention: {self.draw.choice((3, 5, 10))} years",
            "fields:",
            *(self.field(name, required=i < 2) for i, name in enumerate(names)),
        ]
        return "\n".join(lines) + "\n"

    @staticmethod
    def field(name: str, *, required: bool) -> str:
        label, kind = wording.FORM_LABELS[name]
        tail = ", required: true" if required else ""
        return f"  - {{name: {name}, label: {label}, type: {kind}{tail}}}"


def flow(values: Iterable[str]) -> str:
    """A YAML list on one line, of words that need no quotes."""
    return f"[{', '.join(values)}]"
