"""Standards as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qmsdoc.report.cells import padded, wrapped
from qmsdoc.standards.types import Call, Clause, Confidence, Fact, Standard, Status, Title
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message
from qmsdoc.text.wide import columns

STATUS: Mapping[Status, Message] = {
    "in-force": Message.of("in force"),
    "superseded": Message.of("superseded"),
    "withdrawn": Message.of("withdrawn"),
    "unknown": Message.of("status not verified"),
}
CONFIDENCE: Mapping[Confidence, Message] = {
    "verified": Message.of("verified"),
    "weak": Message.of("weakly evidenced"),
    "general": Message.of("general knowledge, not verified"),
    "translation": Message.of("working translation"),
}
_CALLS: Mapping[Call, Message] = {
    "document": Message.of("document"),
    "record": Message.of("record"),
    "general": Message.of("documented information in general"),
    "amend": Message.of("documents are to be amended"),
    "consider": Message.of("documented information is to be considered"),
}


@dataclass(frozen=True, slots=True)
class StandardPage:
    """How standards are to be shown. ``language`` is ``zh`` or ``en``."""

    translate: Translate
    language: str
    width: int = 80

    def say(self, message: Message) -> str:
        """A label in the language of the page."""
        return message.render(self.translate)

    def title(self, title: Title) -> str:
        """The title in the language of the page, else in the other."""
        return display(title.in_language(self.language))


def render_list(standards: Mapping[str, Standard], own: frozenset[str], page: StandardPage) -> str:
    """Two or three lines a pack; *own* are the ids of the workspace's own."""
    lines: list[str] = []
    for standard in standards.values():
        mark = page.say(Message.of("own pack of the workspace")) if standard.id in own else ""
        lines.append(
            "  ".join(part for part in (standard.id, display(standard.number), mark) if part)
        )
        lines.extend(_indented(page.title(standard.title), page, 4))
        status = page.say(STATUS[standard.status])
        sure = page.say(CONFIDENCE[standard.confidence])
        text = page.say(
            Message.of(
                "{status}; {count} clauses; source: {source} ({sure})",
                status=status,
                count=len(standard.clauses),
                source=display(standard.source),
                sure=sure,
            )
        )
        lines.extend(_indented(text, page, 4))
    return "\n".join(lines) + "\n"


def render_page(standard: Standard, page: StandardPage) -> str:
    """All that a pack says: the edition, its clauses as a tree, and what each fact rests on."""
    lines = [f"{display(standard.number)} {page.title(standard.title)}".strip()]
    for label, value in _edition(standard, page):
        lines.extend(_labelled(label, value, page))
    lines.append("")
    if not standard.clauses:
        lines.extend(_indented(page.say(Message.of("The pack holds no clauses.")), page, 0))
        return "\n".join(lines) + "\n"
    sources = _Sources(standard)
    for clause in standard.clauses.values():
        lines.extend(_clause(clause, standard, sources, page))
    lines.append("")
    lines.extend(sources.render(page))
    return "\n".join(lines) + "\n"


class _Sources:
    """The facts that clauses rest on, numbered; the first is the most usual and goes unmarked."""

    def __init__(self, standard: Standard) -> None:
        facts = [clause.facts.number for clause in standard.clauses.values()]
        self._numbers: dict[Fact, int] = {max(facts, key=facts.count): 1}

    def marks(self, facts: Iterable[Fact]) -> str:
        """``(2, 3)`` for those that are not the usual one; "" where all are."""
        numbers = {self._numbers.setdefault(fact, len(self._numbers) + 1) for fact in facts}
        unusual = ", ".join(str(number) for number in sorted(numbers - {1}))
        return f"({unusual})" if unusual else ""

    def render(self, page: StandardPage) -> Iterator[str]:
        yield page.say(Message.of("Sources; what bears no mark rests on (1)"))
        for fact, number in self._numbers.items():
            first, *rest = wrapped(_fact(fact, page), page.width - 6)
            yield f"  {padded(f'({number})', 4)}{first}"
            yield from (" " * 6 + line for line in rest)


def _edition(standard: Standard, page: StandardPage) -> Iterator[tuple[str, str]]:
    say = page.say
    yield say(Message.of("pack")), standard.id
    yield say(Message.of("status")), page.say(STATUS[standard.status])
    for label, value in (
        (Message.of("issued"), standard.issued),
        (Message.of("effective"), standard.effective),
        (Message.of("issuer"), standard.issuer),
        (Message.of("identical to"), standard.identical_to),
        (Message.of("supersedes"), standard.supersedes),
        (Message.of("next edition"), standard.superseded_by),
    ):
        if value:
            yield say(label), display(value)
    yield say(Message.of("source")), _fact(Fact(standard.source, standard.confidence), page)
    title = standard.title_zh if page.language == "zh" else standard.title_en
    if title != Fact(standard.source, standard.confidence):
        yield say(Message.of("title")), _fact(title, page)
    if note := page.title(standard.note):
        yield say(Message.of("note")), note


def _clause(
    clause: Clause, standard: Standard, sources: _Sources, page: StandardPage
) -> Iterator[str]:
    depth, above = 0, clause.parent
    while above is not None:
        depth, above = depth + 1, standard.clauses[above].parent
    indent, width = 2 * depth, page.width - 2 * depth - 10
    first, *rest = wrapped(
        f"{page.title(clause.title)} {_tail(clause, sources, page)}".strip(), width
    )
    yield f"{' ' * indent}{padded(clause.number, 9)} {first}".rstrip()
    texts = [page.title(clause.about)]
    if note := page.title(clause.note):
        texts.append(page.say(Message.of("note: {note}", note=note)))
    below = [line for text in texts if text for line in wrapped(text, width)]
    for line in (*rest, *below):
        yield f"{' ' * (indent + 10)}{line}"


def _tail(clause: Clause, sources: _Sources, page: StandardPage) -> str:
    """What the clause calls for, and marks for what its facts rest on."""
    marks = [page.say(_CALLS[call]) for call in clause.documented]
    if clause.applies == "adaptable":
        marks.append(page.say(Message.of("adaptable")))
    facts = [clause.facts.number]
    if clause.title:
        facts.append(clause.facts.title_zh if page.language == "zh" else clause.facts.title_en)
    if clause.documented:
        facts.append(clause.facts.documented)
    called = f"[{', '.join(marks)}]" if marks else ""
    return f"{called} {sources.marks(facts)}".strip()


def _fact(fact: Fact, page: StandardPage) -> str:
    sure = page.say(CONFIDENCE[fact.confidence])
    return page.say(Message.of("{source} ({sure})", source=display(fact.source), sure=sure))


def _labelled(label: str, value: str, page: StandardPage) -> Iterator[str]:
    room = 14
    first, *rest = wrapped(value, page.width - room - 2)
    gap = " " * max(room - columns(label), 1)
    yield f"  {label}{gap}{first}"
    for line in rest:
        yield " " * (room + 2) + line


def _indented(text: str, page: StandardPage, indent: int) -> Iterator[str]:
    for line in wrapped(text, page.width - indent):
        yield " " * indent + line
