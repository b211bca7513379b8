"""The criteria by which a change is ordinary (一般) or editorial (编辑性).

Beside each judgement its name for people and the criterion, as docs/diff.md prints it.
"""

from __future__ import annotations

from collections.abc import Mapping

from qmsdoc.diff.judgements import Judgement
from qmsdoc.text.message import Message

ORDINARY: Mapping[Judgement, tuple[Message, str]] = {
    Judgement.DOCUMENT_ADDED: (Message.of("new document"), "A document or an objective is new."),
    Judgement.FILE_ADDED: (
        Message.of("new file"),
        "A file that is not read (an attachment) is new.",
    ),
    Judgement.FILE_REMOVED: (Message.of("file removed"), "A file that is not read is gone."),
    Judgement.FILE_CHANGED: (
        Message.of("file replaced"),
        "The bytes of a file that is not read are others.",
    ),
    Judgement.NUMBER_CHANGED: (Message.of("number"), "The document has another number."),
    Judgement.TITLE_CHANGED: (Message.of("title"), "The title says something else."),
    Judgement.CLAUSE_GAINED: (
        Message.of("clause gained"),
        "The document covers a clause that it did not.",
    ),
    Judgement.CLAUSE_PLACED: (
        Message.of("clause in another section"),
        "Another section is said to cover the clause.",
    ),
    Judgement.RESPONSIBILITY_ADDED: (
        Message.of("responsibility added"),
        "A post or department answers for it as well.",
    ),
    Judgement.STEP_ADDED: (Message.of("step added"), "A step of a step table is new."),
    Judgement.STEP_MOVED: (
        Message.of("step moved"),
        "A step stands elsewhere in the order, or in another table.",
    ),
    Judgement.STEP_REWORDED: (
        Message.of("step reworded"),
        "What a step does is said in other words, and not only in punctuation.",
    ),
    Judgement.LIMIT_TIGHTENED: (
        Message.of("limit tightened"),
        "Both limits can be read, and the new one is shorter.",
    ),
    Judgement.LIMIT_ADDED: (Message.of("limit set"), "A step that had no time limit has one."),
    Judgement.FREQUENCY_RAISED: (
        Message.of("done more often"),
        "Something that is done every so often is done more often.",
    ),
    Judgement.BOUND_TIGHTENED: (
        Message.of("requirement tightened"),
        "A number after “at least” rose, or one after “at most” fell.",
    ),
    Judgement.NUMBER_IN_TEXT: (
        Message.of("number changed"),
        "A number in a sentence changed, and no word beside it tells in which direction it binds.",
    ),
    Judgement.RECORD_ADDED: (
        Message.of("record added"),
        "A step or a document asks for one more record.",
    ),
    Judgement.FIELD_ADDED: (Message.of("field added"), "A form asks for something more."),
    Judgement.FIELD_RELAXED: (
        Message.of("field may be left empty"),
        "A field that had to be filled in may be left empty.",
    ),
    Judgement.FIELD_CHANGED: (Message.of("field changed"), "Another property of a field changed."),
    Judgement.REQUIREMENT_STRENGTHENED: (
        Message.of("requirement strengthened"),
        "A sentence obliges more times than it did.",
    ),
    Judgement.REQUIREMENT_ADDED: (
        Message.of("requirement added"),
        "A paragraph, list item or table row that obliges is new.",
    ),
    Judgement.REQUIREMENT_REWORDED: (
        Message.of("requirement reworded"),
        "Words of a sentence changed, and more than function words.",
    ),
    Judgement.TEXT_ADDED: (
        Message.of("text added"),
        "Any other paragraph, list item or table row is new.",
    ),
    Judgement.TEXT_REMOVED: (
        Message.of("text removed"),
        "Any other paragraph, list item or table row is gone.",
    ),
    Judgement.SECTION_ADDED: (Message.of("section added"), "A section is new."),
    Judgement.TARGET_RAISED: (
        Message.of("target raised"),
        "At least, and higher; or at most, and lower.",
    ),
    Judgement.PERIOD_SHORTENED: (
        Message.of("measured more often"),
        "An objective is measured over a shorter period.",
    ),
    Judgement.OBJECTIVE_DROPPED: (
        Message.of("objective no longer named"),
        "The document no longer names an objective that it serves.",
    ),
    Judgement.OBJECTIVE_ADDED: (
        Message.of("objective named"),
        "The document names one more objective.",
    ),
    Judgement.FIGURE_ADDED: (Message.of("figures measured"), "Values where there were none."),
    Judgement.DISTRIBUTION_WIDENED: (
        Message.of("distribution widened"),
        "A department gets a copy that it did not get.",
    ),
    Judgement.AUDIENCE_SHRUNK: (
        Message.of("no longer addressed to"),
        "A post need not know the document any more.",
    ),
    Judgement.AUDIENCE_WIDENED: (
        Message.of("addressed to"),
        "A post must know the document that need not before.",
    ),
    Judgement.RETENTION_LENGTHENED: (
        Message.of("kept for a longer time"),
        "Records are kept for a longer time.",
    ),
    Judgement.REVIEW_SHORTENED: (Message.of("reviewed more often"), "It is reviewed more often."),
    Judgement.ORGANIZATION_CHANGED: (
        Message.of("organisation changed"),
        "Anything else of departments, posts and people.",
    ),
    Judgement.TERM_CHANGED: (
        Message.of("term changed"),
        "A term of the glossary, or what is said of it.",
    ),
    Judgement.REFERENCE_CHANGED: (
        Message.of("reference changed"),
        "The parent, the references or the attachments of a document.",
    ),
    Judgement.VALUE_CHANGED: (Message.of("value changed"), "Any other value."),
}
EDITORIAL: Mapping[Judgement, tuple[Message, str]] = {
    Judgement.DOCUMENT_MOVED: (
        Message.of("file moved"),
        "The file lies in another place, with the same number.",
    ),
    Judgement.VERSION_CHANGED: (
        Message.of("version"),
        "The version, which only follows the other changes.",
    ),
    Judgement.TITLE_CASE: (
        Message.of("title, only its writing"),
        "Only case, width or punctuation of a title changed.",
    ),
    Judgement.FIELD_MOVED: (Message.of("field moved"), "A field stands elsewhere in the order."),
    Judgement.TEXT_MOVED: (
        Message.of("text moved"),
        "A paragraph, list item or table row stands elsewhere in its section.",
    ),
    Judgement.WORDING: (
        Message.of("wording"),
        "Only function words (的, 和, 并 …), the number of a row, the term that the glossary has for a word that it replaces, or the same length of time in other words.",
    ),
    Judgement.PUNCTUATION: (
        Message.of("punctuation"),
        "Only punctuation, brackets, quotation marks or marks of Markdown.",
    ),
    Judgement.SECTION_SPLIT: (
        Message.of("section split off"),
        "A heading is new, and all that stands below it stood elsewhere in the document.",
    ),
    Judgement.SECTION_MERGED: (
        Message.of("section merged"),
        "A heading is gone, and all that stood below it stands elsewhere in the document.",
    ),
    Judgement.SECTION_MOVED: (Message.of("section moved"), "A section stands elsewhere."),
    Judgement.SECTION_RENAMED: (Message.of("section renamed"), "A section has another heading."),
    Judgement.SECTION_RENUMBERED: (
        Message.of("section renumbered"),
        "A section has another number.",
    ),
    Judgement.ORDER_CHANGED: (
        Message.of("order changed"),
        "Something stands elsewhere in a list that has no order of its own.",
    ),
    Judgement.KEYWORD_CHANGED: (Message.of("keyword changed"), "Words to find the document by."),
}
