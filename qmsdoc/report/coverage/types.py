"""What a coverage reporter is given, and the words that all of them use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qmsdoc.index.coverage import OBJECTIVE, ClauseCoverage, Cover, StandardCoverage, State
from qmsdoc.report.evidence import missing_text
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """``language`` (``zh`` or ``en``) chooses the titles of clauses; ``translate`` the labels.

    ``revision`` is the commit that was looked at, "" for the work tree. ``colour`` and ``width``
    are for terminals.
    """

    version: str
    organization: str
    standards: tuple[StandardCoverage, ...]
    translate: Translate
    language: str
    revision: str = ""
    colour: bool = False
    width: int = 80

    def say(self, message: Message) -> str:
        """A label in the language of the report."""
        return message.render(self.translate)

    def title(self, item: ClauseCoverage) -> str:
        """The title of a clause; "" where it has none."""
        return item.clause.title.in_language(self.language)

    def state(self, item: ClauseCoverage) -> str:
        """How a clause stands: a word, or ``n/m`` for one that sums up others."""
        if item.clause.children and item.total:
            return f"{item.met}/{item.total}"
        return self.word(item)

    def word(self, item: ClauseCoverage) -> str:
        """The same, always as a word."""
        if item.state is State.MET and item.clause.applies == "adaptable":
            return self.say(Message.of("met (adaptable)"))
        return self.say(STATES[item.state])

    def note(self, item: ClauseCoverage) -> str:
        """What is to be said of an exclusion; "" where there is none."""
        if item.unjustified:
            return self.say(
                Message.of("excluded without a reason, so it does not count as excluded")
            )
        return item.reason

    def missing(self, item: ClauseCoverage) -> list[str]:
        """What the evidence of a clause lacks, and on whose authority it is asked."""
        found = (self.say(missing_text(each, self.language)) for each in item.shortfalls)
        return [self.say(Message.of("missing: {what}", what=what)) for what in found]

    def kind(self, cover: Cover) -> str:
        """What kind of document covers."""
        return self.say(KINDS.get(cover.kind, Message.of("document")))

    def summary(self, item: StandardCoverage) -> str:
        """One line on a standard."""
        values = {
            "number": item.standard.number,
            "total": item.total,
            "met": item.met,
            "partly": item.partly,
            "missing": len(item.gaps),
            "excluded": item.excluded,
        }
        if not item.standard.clauses:
            return self.say(
                Message.of(
                    "{number}: the pack holds no clauses, so nothing can be covered", **values
                )
            )
        return self.say(
            Message.of(
                "{number}: {met} of {total} clauses met, {partly} partly met, {missing} missing, "
                "{excluded} excluded",
                **values,
            )
        )


CoverageReporter = Callable[[CoverageReport], str]

STATES = {
    State.MET: Message.of("met"),
    State.PARTLY: Message.of("partly met"),
    State.MISSING: Message.of("missing"),
    State.EXCLUDED: Message.of("excluded"),
    State.ADAPTABLE: Message.of("adaptable"),
    State.FREE: Message.of("no requirement"),
}
KINDS = {
    "manual": Message.of("manual"),
    "procedure": Message.of("procedure"),
    "instruction": Message.of("work instruction"),
    "form": Message.of("record form"),
    OBJECTIVE: Message.of("quality objective"),
}
