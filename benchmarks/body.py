"""Markdown bodies of the generated documents, about 2.7 kB: sentences, a table, three links up."""

import random
from dataclasses import dataclass

import wording
from plan import ABOVE, FOLDERS, Plan

MANUAL_CHAPTERS = (
    "目的",
    "适用范围",
    "术语与缩略语",
    "质量管理体系",
    "领导职责",
    "策划",
    "支持",
    "服务运行",
    "绩效评价",
    "改进",
)
# Anchors of the manual's chapters that procedures (and the manual itself) link to.
LINKED_CHAPTERS = ("#5-领导职责", "#8-服务运行", "#9-绩效评价")
ANCHORS = {"procedure": "#4-工作程序", "instruction": "#3-作业步骤"}

Section = tuple[str, list[str]]


def markdown(whole: Plan, kind: str, index: int, draw: random.Random) -> str:
    """The body of one document, its first heading being the title."""
    writer = Writer(whole, kind, index, draw)
    sections = writer.sections()
    wanted = draw.randint(2580, 2750)
    text = join(whole.title(kind, index), sections)
    filler = sections[-3] if kind == "procedure" else sections[-2]
    if not filler[1][-1].startswith("- "):
        filler[1].append("")
    while len(text.encode()) < wanted:
        filler[1].append(f"- {writer.sentence()}{writer.sentence()}")
        text = join(whole.title(kind, index), sections)
    return text


def join(title: str, sections: list[Section]) -> str:
    lines = [f"# {title}", ""]
    for number, (heading, content) in enumerate(sections, start=1):
        lines += [f"## {number} {heading}", "", *content, ""]
    return "\n".join(lines[:-1]) + "\n"


@dataclass(frozen=True, slots=True)
class Writer:
    """Sections of one document; each section is a heading without number and its lines."""

    whole: Plan
    kind: str
    index: int
    draw: random.Random

    def sections(self) -> list[Section]:
        match self.kind:
            case "manual":
                return self.manual()
            case "procedure":
                return self.procedure()
            case "instruction":
                return self.instruction()
            case _:
                return self.form()

    def manual(self) -> list[Section]:
        first, second, third = (f"[{a.split('-')[1]}]({a})" for a in LINKED_CHAPTERS)
        content = {
            "目的": [f"{self.basis()}，见{first}。"],
            "适用范围": [f"{self.scope()}各项要求的落实见{second}和{third}。"],
        }
        return [(chapter, content.get(chapter) or self.chapter()) for chapter in MANUAL_CHAPTERS]

    def chapter(self) -> list[str]:
        return [self.sentence() + self.sentence()]

    def procedure(self) -> list[Section]:
        first, second, third = self.links()
        return [
            ("目的", [f"{self.basis()}，依据{first}制定本程序。"]),
            ("适用范围", [self.scope()]),
            ("职责", [f"- {self.sentence()}" for _ in range(3)]),
            ("工作程序", [self.sentence(), "", *self.step_table(6), "", self.sentence()]),
            ("服务质量要求与监督", [self.sentence(), "", f"- {self.sentence()}"]),
            ("相关文件", [f"- {second}", f"- {third}"]),
            ("相关记录", self.record_list()),
        ]

    def instruction(self) -> list[Section]:
        first, second, third = self.links()
        return [
            ("目的", [f"{self.basis()}，依据{first}制定本作业指导书。"]),
            ("适用范围", [f"{self.scope()}相关要求见{second}和{third}。"]),
            ("作业步骤", [self.sentence(), "", *self.step_table(8), "", self.sentence()]),
            ("注意事项", [self.sentence(), "", *self.cautions()]),
            ("记录", self.record_list()),
        ]

    def form(self) -> list[Section]:
        first, second, third = self.links()
        rows = self.draw.sample(wording.OBJECTS, 6)
        return [
            ("填写说明", [f"本表按照{first}的要求填写。{self.sentence()}"]),
            ("填写要求", ["| 栏目 | 要求 |", "|---|---|", *map(self.form_row, rows)]),
            ("注意事项", [self.sentence(), "", *self.cautions()]),
            ("流转与保存", [f"{self.sentence()}流转见{second}，保存见{third}。"]),
        ]

    def form_row(self, name: str) -> str:
        return f"| {name} | {self.pick(wording.ACTIONS)}后由{self.post()}填写 |"

    def step_table(self, rows: int) -> list[str]:
        records = self.whole.records(self.kind, self.index)
        lines = ["| 步骤 | 责任岗位 | 时限 | 记录 |", "|---|---|---|---|"]
        for row in range(rows):
            what = f"{self.pick(wording.ACTIONS)}{self.pick(wording.OBJECTS)}"
            who = self.post() if row else f"{self.post()}、{self.pick(wording.OUTSIDERS)}"
            record = records[row // 2] if row % 2 == 0 and row // 2 < len(records) else "—"
            lines.append(f"| {what} | {who} | {self.limit()} | {record} |")
        return lines

    def cautions(self) -> list[str]:
        names = self.draw.sample(wording.CAUTIONS, 3)
        return [f"- **{name}：**{self.sentence()}" for name in names]

    def record_list(self) -> list[str]:
        names = self.whole.records(self.kind, self.index)
        return [f"- {name}" for name in names]

    def links(self) -> list[str]:
        """Three Markdown links to documents one level up, each with its title as text."""
        kind = ABOVE[self.kind]
        anchors = LINKED_CHAPTERS if kind == "manual" else (ANCHORS[kind], "", ANCHORS[kind])
        return [
            f"[{self.whole.title(kind, target)}]"
            f"(../{FOLDERS[kind]}/{self.whole.id(kind, target)}.md{anchor})"
            for target, anchor in zip(self.whole.above(self.kind, self.index), anchors, strict=True)
        ]

    def sentence(self) -> str:
        post, other = self.draw.sample(list(wording.POSTS), 2)
        return self.pick(wording.SENTENCES).format(
            post=post,
            other=other,
            # «在当场» is no Chinese: sentences take the limits that name a length or a day.
            limit=self.pick(wording.LIMITS[1:]),
            object=self.pick(wording.OBJECTS),
            action=self.pick(wording.ACTIONS),
            place=self.pick(wording.PLACES),
            department=self.pick(wording.DEPARTMENTS),
        )

    def basis(self) -> str:
        return f"为{self.pick(wording.BASES)}，规范{self.pick(wording.OBJECTS)}的管理"

    def scope(self) -> str:
        return (
            f"本文件适用于{self.pick(wording.DEPARTMENTS)}在{self.pick(wording.PLACES)}开展的工作。"
        )

    def post(self) -> str:
        return self.pick(list(wording.POSTS))

    def limit(self) -> str:
        return self.pick(wording.LIMITS)

    def pick(self, values: tuple[str, ...] | list[str]) -> str:
        return self.draw.choice(values)
