"""The service charter promises what no document says, or no longer says.

## Why
The charter hangs in the hall and stands on the website; people hold the organisation to it. A
promise is a step with a time limit. Once the step is reworded, loses its limit or leaves its
section, nothing stands behind the promise, and the charter cannot be made.

## Wrong
    charter:
      services:
        - {procedure: QP-07, promises: [一小时内登记]}

## Right
    charter:
      services:
        - {procedure: QP-07, promises: [登记来访事项]}

## How to mend
A promise is named by the beginning of a step of that procedure, one that has a time limit and that
not the public alone does; a section by its title. Correct the words in qmsdoc.yaml, or the step.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.charter import service_steps
from qmsdoc.index.sections import find_section
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.charter import CharterService
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.model.text import Text
from qmsdoc.rules.nearest import suggestion
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD312", "unfounded-promise", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    charter = index.policy.charter
    for setting in (*charter.services, *filter(None, [charter.complaint])):
        for text, message in _faults(index, setting):
            yield Finding(text.at(POLICY_FILE), message)


def _faults(index: Index, setting: CharterService) -> Iterator[tuple[Text, Message]]:
    named = setting.procedure
    file = index.document(named.value)
    if file is not None:
        yield from _sections(file, setting)
        yield from _promises(index, file, setting)
    elif named.value not in index.unreadable:
        known = [file.id for file in index.documents.values() if file.kind == "procedure"]
        message = Message.of("the charter names {id}, and there is no such document", id=named)
        yield named, message.with_hint(suggestion(named.value, known))


def _sections(file: DocumentFile, setting: CharterService) -> Iterator[tuple[Text, Message]]:
    for text in setting.sections:
        if find_section(file.document, text.value) is None:
            known = [heading.title for heading in file.document.sections]
            said = "the charter names the section {section}, which {id} does not have"
            message = Message.of(said, section=text, id=file.id)
            yield text, message.with_hint(suggestion(text.value, known))


def _promises(
    index: Index, file: DocumentFile, setting: CharterService
) -> Iterator[tuple[Text, Message]]:
    steps = service_steps(index, file, setting)
    for text in setting.promises:
        found = steps.beginning(text.value)
        if found is None:
            known = [item.step.action.value[: len(text.value)] for item in steps.ours]
            said = "the charter promises “{step}”, and no step of {id} begins like that"
            message = Message.of(said, step=text, id=file.id)
            yield text, message.with_hint(suggestion(text.value, known))
        elif found.step.limit is None:
            said = "the charter promises the step “{step}” of {id}, which has no time limit"
            yield text, Message.of(said, step=text, id=file.id)
