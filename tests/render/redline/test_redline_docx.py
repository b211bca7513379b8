"""Tracked changes: accept all of them for the new text, reject them for the old one."""

from __future__ import annotations

import random
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redline_papers import (
    AS_TYPED,
    accepted,
    document_part,
    of_texts,
    papers,
    rejected,
    revisions,
    text_of,
)
from scratch import ROOT

from qmsdoc.render.redline.docx import redline_docx
from qmsdoc.render.redline.lines import lines_of

TEXTS = [
    path.read_text("utf-8")
    for path in sorted((ROOT / "examples/beijing-pes/documents").rglob("*.md"))
]
PIECES = [
    "应在3个工作日内答复",
    "，",
    "前台接待岗",
    " WI-01 ",
    "\n",
    "\n\n",
    "- ",
    "| a | b |\n",
    "**重要**",
]


def edited(text: str, seed: int) -> str:
    """*text* after some edits such as people make, and some that nobody does."""
    chance = random.Random(seed)
    lines = text.split("\n")
    # The front matter stays readable.
    first = lines.index("---", 1) + 1
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(first, len(lines))
        match chance.randrange(6):
            case 0:
                if len(lines) > first + 2:
                    del lines[place]
            case 1:
                lines.insert(place, lines[chance.randrange(first, len(lines))])
            case 2:
                other = chance.randrange(first, len(lines))
                lines[place], lines[other] = lines[other], lines[place]
            case 3:
                block = lines[place : place + chance.randint(1, 15)]
                del lines[place : place + len(block)]
                at = chance.randrange(first, len(lines) + 1)
                lines[at:at] = block
            case _:
                line = lines[place]
                start = chance.randint(0, len(line))
                end = min(len(line), start + chance.randint(0, 8))
                lines[place] = line[:start] + chance.choice(PIECES) + line[end:]
    return "\n".join(lines)


def texts(text: str) -> list[list[tuple[str, ...]]]:
    """The blocks of a document as they can be read, without and with the targets of links."""
    lines = [
        line
        for line in lines_of(text, "document", AS_TYPED)
        if line.kind == "row" or any(line.cells)
    ]
    return [[line.cells for line in lines], [line.with_targets for line in lines]]


def check_law(before: str, after: str) -> None:
    made = of_texts(before, after)
    # Keys and values of the front matter as typed, as lines_of gives them here.
    object.__setattr__(made.wording, "key", AS_TYPED.key)
    object.__setattr__(made.wording, "value", AS_TYPED.value)
    docx = redline_docx(made)
    for found, wanted in ((rejected(docx), texts(before)), (accepted(docx), texts(after))):
        assert len(found) == len(wanted[0])
        for block, plain, full in zip(found, *wanted, strict=True):
            assert block in (plain, full)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.integers(0, 10**6))
def test_accept_all_is_the_new_text_and_reject_all_the_old(text: str, seed: int) -> None:
    check_law(text, edited(text, seed) + "\n末段。\n")


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.integers(0, 10**9))
def test_the_law_over_many_edits(text: str, seed: int) -> None:
    check_law(edited(text, seed // 7), edited(text, seed) + "\n末段。\n")


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_the_law_between_documents_that_have_nothing_to_do_with_each_other(
    before: str, after: str
) -> None:
    # One place and one number, as when a file is written anew.
    number = before.split("\n")[1]
    lines = after.split("\n")
    check_law(before, "\n".join([lines[0], number, *lines[2:]]) + "\n末段。\n")


HEAD = "---\nid: QP-07\nkind: procedure\ntitle: 前台\nversion: A/0\n---\n# 前台\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "文字。\n"),
        ("文字。\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"),
        ("| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n", "| b |\n|---|\n| 2 |\n"),
        ("1. 一\n2. 二\n3. 三\n", "1. 一\n2. 三\n"),
        ("> 引用甲\n\n```\na  b\n\nc\n```\n", "> 引用乙\n\n```\na  b\n\nd\n```\n"),
        ("甲，乙。\n", "甲,乙。\n"),
        ("第一行\n第二行\n", "第一行第二行改\n"),
        ("[表](../forms/QR-1.md)\n", "[表](../forms/QR-2.md)\n"),
        ("甲[^1]\n\n[^1]: 注一\n", "甲[^1]\n\n[^1]: 注二\n"),
    ],
)
def test_the_law_for_blocks_of_every_kind(before: str, after: str) -> None:
    check_law(HEAD + before + "\n末段。\n", HEAD + after + "\n末段。\n")
    check_law(HEAD + before, HEAD + after)


def test_every_change_has_a_number_an_author_and_a_moment() -> None:
    docx = redline_docx(of_texts(HEAD + "甲乙\n", HEAD + "甲丙\n\n丁\n"))
    found = revisions(docx)
    assert len({change["id"] for change in found}) == len(found) >= 4
    assert {change["author"] for change in found} == {"张三"}
    assert {change["date"] for change in found} == {"2026-03-01T01:00:00Z"}


def test_a_new_row_is_one_tracked_change_of_the_table() -> None:
    table = "| 步骤 | 时限 |\n|---|---|\n| 受理 | 当场 |\n"
    docx = redline_docx(of_texts(HEAD + table, HEAD + table + "| 答复 | 3日 |\n"))
    root = document_part(docx)
    rows = root.xpath("//w:tr[w:trPr/w:ins]")
    assert [text_of(row) for row in rows] == ["答复3日"]
    # Deleted text is not plain text in Word.
    assert not root.xpath("//w:del//w:t")
    assert not root.xpath("//w:ins//w:delText")


def test_the_same_input_gives_the_same_bytes() -> None:
    texts = HEAD + "甲乙\n\n- 一\n", HEAD + "甲丙\n\n- 一\n- 二\n"
    first, second = redline_docx(of_texts(*texts)), redline_docx(of_texts(*texts))
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_counted_list_counts_from_one_on_both_sides() -> None:
    before = HEAD + "1. 一\n2. 二\n\n段落\n\n1. 甲\n2. 乙\n"
    root = document_part(redline_docx(of_texts(before, before.replace("2. 乙", "2. 丙\n3. 丁"))))
    lists = [node.get(node.keys()[0]) for node in root.xpath("//w:numPr/w:numId")]
    assert len(set(lists)) == 2
    assert lists[0] == lists[1] != lists[2]
    assert len(set(lists[2:])) == 1


def test_several_documents_each_begin_on_a_page() -> None:
    other = {"documents/QP-08.md": HEAD.replace("QP-07", "QP-08") + "文\n"}
    made = papers({**other}, {**other, "documents/QP-07.md": HEAD, "documents/QP-09.md": HEAD})
    root = document_part(redline_docx(made))
    assert len(root.xpath("//w:br[@w:type='page']")) == 1


def test_what_is_not_compared_is_named() -> None:
    before, after = ({"documents/a.bin": content} for content in (b"1", b"22"))
    text = "\n".join(
        p.text for p in Document(BytesIO(redline_docx(papers(before, after)))).paragraphs
    )
    assert "documents/a.bin" in text
    assert "content changed (it is not compared)" in text


def test_without_any_change_the_file_says_so() -> None:
    docx = redline_docx(of_texts(HEAD, HEAD))
    assert [p.text for p in Document(BytesIO(docx)).paragraphs] == ["Nothing changed."]
    assert not revisions(docx)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [("kind", "work instruction"), ("review › interval", "6 months"), ("retention", "x")],
        ),
        ("zh", [("类别", "作业指导书"), ("评审 › 周期", "6个月"), ("保存期限", "x")]),
    ],
)
def test_kinds_and_lengths_of_time_are_in_words(language: str, said: list[tuple[str, str]]) -> None:
    front = "---\nid: QP-07\nkind: {}\nreview: {{every: {}}}\nretention: {}\n---\n# 甲\n"
    made = of_texts(
        front.format("procedure", "12 months", "3 years"),
        front.format("instruction", "6 months", "x"),
        language=language,
    )
    found = accepted(redline_docx(made))
    assert [row for row in said if row not in found] == []
