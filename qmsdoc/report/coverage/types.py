"""What a coverage reporter is given, and the words that all of them use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage
from qmsdoc.index.coverage_words import KINDS, missing_texts, remark, state_word
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
        return self.say(state_word(item))

    def note(self, item: ClauseCoverage) -> str:
        """What is to be said of an exclusion; "" where there is none."""
        return remark(item, self.translate)

    def missing(self, item: ClauseCoverage) -> list[str]:
        """What the evidence of a clause lacks, and on whose authority it is asked."""
        return missing_texts(item, self.language, self.translate)

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
