"""Which documents a generated quality system has, and what each refers to."""

from dataclasses import dataclass

import wording

MINIMUM = 4
PREFIXES = {"manual": "QM", "procedure": "QP", "instruction": "WI", "form": "QR"}
FOLDERS = {
    "manual": "manual",
    "procedure": "procedures",
    "instruction": "instructions",
    "form": "forms",
}
MANUAL_TITLE = "质量手册"
ABOVE = {"procedure": "manual", "instruction": "procedure", "form": "instruction"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How many documents of each kind; a workspace has one manual."""

    counts: dict[str, int]
    width: int

    def id(self, kind: str, index: int) -> str:
        return f"{PREFIXES[kind]}-{index + 1:0{self.width}d}"

    def title(self, kind: str, index: int) -> str:
        if kind == "manual":
            return MANUAL_TITLE
        station, topic = divmod(index, len(wording.TOPICS))
        return f"{wording.TOPICS[topic]}{wording.TITLE_ENDINGS[kind]}（第{station + 1}服务站）"

    def above(self, kind: str, index: int) -> tuple[int, int, int]:
        """Indexes, one level up, of the parent and of two more; every document there is a parent."""
        count = self.counts[ABOVE[kind]]
        return index % count, (index + 1) % count, (index * 7 + 3) % count

    def records(self, kind: str, index: int) -> list[str]:
        """Forms that a document asks for; every form is asked for by the instruction it serves."""
        if kind == "procedure":
            return [self.id("form", index)]
        if kind == "instruction":
            step = self.counts["instruction"]
            return [self.id("form", i) for i in range(index, self.counts["form"], step)]
        return []


def plan(size: int) -> Plan:
    """Shares of the levels: one manual, 12 % procedures, 28 % instructions, the rest forms."""
    if size < MINIMUM:
        raise ValueError(f"at least {MINIMUM} documents, one of each level")
    procedures = max(1, size * 12 // 100)
    instructions = max(1, size * 28 // 100)
    forms = size - 1 - procedures - instructions
    counts = {"manual": 1, "procedure": procedures, "instruction": instructions, "form": forms}
    return Plan(counts, max(4, len(str(size))))
