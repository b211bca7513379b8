"""The mends of groups 2 and 8: made once, they leave nothing to mend, and touch nothing else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from test_cases import fixed

from qmsdoc.diagnostics.types import Edit
from qmsdoc.index.ids import IdPatterns
from qmsdoc.model.document_reader import read_document
from qmsdoc.model.organization import Glossary, Term
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import Role
from qmsdoc.model.text import Text
from qmsdoc.rules.catalogue import all_rules
from qmsdoc.rules.types import PolicyContext
from qmsdoc.source.file import read_markdown_file

HEAD = "---\n{id: QP-01, kind: procedure, title: 接待, version: A/0, owner: 服务大厅}\n---\n"
POLICY = Policy()
GLOSSARY = Glossary((Term(Text("服务对象"), replaces=(Text("顾客"), Text("客户"))),))
PIECES = st.sampled_from(
    [
        *("经办人员", "应", "当场", "顾客", "客户端", "受理", "甲", "3个工作日", "QP-01", "ABC"),
        *(",", ";", ":", "?", "!", "(", ")", '"', "'", " ", "  ", "。", "，", "。。", "（", "）"),
        *("《", "》", "“", "”", "`", "**", "[", "](a.md)", "![", "|", "\\", "\n", "\n\n"),
        *("\n## 1 ", "\n## 3 ", "\n### 2.1 ", "\n## 二、", "\n- ", "\n| 甲 | 乙 |\n|---|---|\n| "),
    ]
)


def mends(text: str, code: str) -> list[Edit]:
    file = read_markdown_file((HEAD + text).encode())
    content = read_document(file)
    context = PolicyContext(Role.DOCUMENT, file, content, POLICY, GLOSSARY, IdPatterns(POLICY))
    fixes = (finding.fix for finding in all_rules()[code].check(context))
    return [edit for fix in fixes if fix and fix.safe for edit in fix.edits]


def mended(text: str, code: str) -> str:
    return fixed(HEAD + text, mends(text, code)).removeprefix(HEAD)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_mended_once_is_mended(text: str) -> None:
    for code in ("QD205", "QD801", "QD805"):
        edits = sorted(mends(text, code), key=lambda edit: edit.span)
        assert all(a.span.end <= b.span.start for a, b in pairwise(edits))
        assert mends(mended(text, code), code) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_punctuation_changes_marks_and_spaces_only(text: str) -> None:
    def words(typed: str) -> str:
        return "".join(letter for letter in typed if letter.isalnum())

    assert words(mended(text, "QD805")) == words(text)
