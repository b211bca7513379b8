"""The criteria by which a change is major (重大): who answers, what is promised, what proves it.

Beside each judgement its name for people and the criterion, as docs/diff.md prints it.
"""

from __future__ import annotations

from collections.abc import Mapping

from qmsdoc.diff.judgements import Judgement
from qmsdoc.text.message import Message

MAJOR: Mapping[Judgement, tuple[Message, str]] = {
    Judgement.DOCUMENT_WITHDRAWN: (
        Message.of("document withdrawn"),
        "A document or an objective is gone.",
    ),
    Judgement.UNREADABLE: (
        Message.of("cannot be read"),
        "Front matter or YAML cannot be read on both sides, so that nothing is known of its values.",
    ),
    Judgement.RECORD_ALTERED: (
        Message.of("record altered"),
        "A file below `records/` or `approvals/` was changed or removed after it had been made.",
    ),
    Judgement.LEVEL_CHANGED: (Message.of("level"), "The document is of another kind."),
    Judgement.CLAUSE_LOST: (Message.of("clause lost"), "The document no longer covers the clause."),
    Judgement.RESPONSIBILITY_MOVED: (
        Message.of("responsibility moved"),
        "A post or department that answered for it no longer does: of a document, a step, a duty, a target, or named in a sentence in the place of another.",
    ),
    Judgement.STEP_REMOVED: (Message.of("step removed"), "A step of a step table is gone."),
    Judgement.LIMIT_LOOSENED: (
        Message.of("limit loosened"),
        "Both limits can be read and counted from the same event, and the new one is longer, also in a sentence (… within …).",
    ),
    Judgement.LIMIT_DROPPED: (Message.of("limit dropped"), "A step has no time limit any more."),
    Judgement.LIMIT_CHANGED: (
        Message.of("limit changed"),
        "The limits cannot be compared: another event to count from, or no duration. Taken as major until a reader has decided.",
    ),
    Judgement.FREQUENCY_LOWERED: (
        Message.of("done less often"),
        "Something that is done every so often is done less often.",
    ),
    Judgement.BOUND_LOOSENED: (
        Message.of("requirement loosened"),
        "A number after “at least” fell, or one after “at most” rose.",
    ),
    Judgement.RECORD_DROPPED: (
        Message.of("record dropped"),
        "A step or a document no longer asks for a record.",
    ),
    Judgement.FIELD_DROPPED: (Message.of("field dropped"), "A form no longer asks for something."),
    Judgement.PROTECTION_LIFTED: (
        Message.of("protection lifted"),
        "A field is no longer marked as personal data.",
    ),
    Judgement.REQUIREMENT_DROPPED: (
        Message.of("requirement dropped"),
        (
            "A paragraph, list item or table row is gone that obliges (应, 必须, 不得, shall, must), "
            "or that says what a post or department does."
        ),
    ),
    Judgement.REQUIREMENT_WEAKENED: (
        Message.of("requirement weakened"),
        "A sentence obliges fewer times than it did.",
    ),
    Judgement.SECTION_REMOVED: (Message.of("section removed"), "A section is gone with its text."),
    Judgement.TARGET_LOWERED: (
        Message.of("target lowered"),
        "The target of an objective or of a department's share: at least, and lower; or at most, and higher.",
    ),
    Judgement.TARGET_CHANGED: (
        Message.of("target changed"),
        "The target is gone, is no number, or counts in the other direction.",
    ),
    Judgement.PERIOD_LENGTHENED: (
        Message.of("measured less often"),
        "An objective is measured over a longer period.",
    ),
    Judgement.PERIOD_CHANGED: (Message.of("period changed"), "The periods cannot be compared."),
    Judgement.MEASURE_CHANGED: (
        Message.of("measured in another way"),
        "Formula, series, unit, or whether 基本满意 counts.",
    ),
    Judgement.FIGURE_ALTERED: (
        Message.of("measured figure altered"),
        "A cell of a series had a value, and has another one now.",
    ),
    Judgement.FIGURE_REMOVED: (
        Message.of("measured figure removed"),
        "A cell of a series, or a row or a column with values, is gone.",
    ),
    Judgement.DISTRIBUTION_SHRUNK: (
        Message.of("distribution shrunk"),
        "A department no longer gets a copy.",
    ),
    Judgement.RETENTION_SHORTENED: (
        Message.of("kept for a shorter time"),
        "Records are kept for a shorter time.",
    ),
    Judgement.RETENTION_CHANGED: (
        Message.of("retention changed"),
        "The times cannot be compared, or there is none any more.",
    ),
    Judgement.REVIEW_LENGTHENED: (
        Message.of("reviewed less often"),
        "The document, or all that say nothing of it, is reviewed less often.",
    ),
    Judgement.REVIEW_CHANGED: (
        Message.of("review changed"),
        "The intervals cannot be compared, or there is none any more.",
    ),
    Judgement.APPROVAL_CHANGED: (
        Message.of("approval changed"),
        "Which levels there are, or who signs them.",
    ),
    Judgement.EXCLUSION_CHANGED: (
        Message.of("exclusion changed"),
        "A clause is excluded, no longer excluded, or for another reason.",
    ),
    Judgement.STANDARD_CHANGED: (
        Message.of("standard changed"),
        "A standard is in force, or no longer.",
    ),
    Judgement.CHECK_CHANGED: (
        Message.of("check changed"),
        "The policy takes a rule more or less seriously, or a waiver was given, changed or taken back.",
    ),
    Judgement.SIGNER_CHANGED: (
        Message.of("signing key changed"),
        "A person signs with another key.",
    ),
    Judgement.POST_ABOLISHED: (
        Message.of("post or department abolished"),
        "A post or a department is gone.",
    ),
}
