"""The redline as HTML and as PDF: who cannot see colours reads it too, and nothing in it acts."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from redline_papers import PATH, accepted, document_part, of_texts, papers, text_of
from rendering import Page

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.types import Check, CheckKind, CheckState
from qmsdoc.render.redline.docx import redline_docx
from qmsdoc.render.redline.docx_request import request_docx
from qmsdoc.render.redline.html import redline_html
from qmsdoc.render.redline.pdf import redline_pdf, request_pdf
from qmsdoc.text.message import Message
from qmsdoc.text.span import START

VECTORS = (Path(__file__).parents[1] / "xss_vectors.txt").read_text("utf-8").splitlines()
HEAD = "---\nid: QP-07\nkind: procedure\ntitle: 前台\nversion: A/0\n---\n# 前台\n\n"
TABLE = "| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n| 受理 | 前台 | 3日 |\n"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "footer", "section", "div", "p"),
    *("h1", "h2", "h3", "h4", "ul", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th"),
    *("td", "a", "b", "span", "code", "pre", "ins", "del", "details", "summary", "input", "label"),
}
TYPST = ['#panic("x")', '#read("/etc/passwd")', "$x$ @y <z>", "{{ 1 }} {% raw %}", "\\u{41} *b*"]


def html(before: str, after: str, **more: object) -> Page:
    return Page(redline_html(of_texts(before, after, **more)).decode())


def pdf_text(content: bytes) -> str:
    return "".join(
        re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(content)).pages
    )


def test_the_page_has_both_views_and_a_switch_without_script() -> None:
    page = html(HEAD + TABLE, HEAD + TABLE.replace("3日", "5日"))
    views = [values for tag, values in page.elements if tag == "input"]
    assert [values["id"] for values in views] == ["view-inline", "view-beside"]
    assert {values["type"] for values in views} == {"radio"}
    assert page.count("script") == 0
    classes = {values.get("class", "") for _, values in page.elements}
    assert {"text inline", "text beside", "pair"} <= classes
    assert "has(#view-beside:checked)" in page.style


def test_insertions_and_deletions_are_said_as_well_as_shown() -> None:
    page = html(HEAD + TABLE, HEAD + TABLE.replace("3日", "5日"))
    assert "[deleted: 3日 ] [inserted: 5日 ]" in page.text
    assert page.count("ins") >= 2
    assert page.count("del") >= 2
    assert "line-through" in page.style
    assert "underline" in page.style


def test_weights_changes_and_impact_come_first() -> None:
    reader = HEAD.replace("QP-07", "QP-08") + "见[前台](QP-07.md)。\n"
    other = {"documents/QP-08.md": reader}
    made = papers(
        {PATH: HEAD + TABLE, **other}, {PATH: HEAD + TABLE.replace("3日", "5日"), **other}
    )
    page = Page(redline_html(made).decode())
    order = ["QP-07 前台 A/0", "What this touches", "QP-08", "Inline", "受理"]
    places = [page.text.index(text) for text in order]
    assert places == sorted(places)


def test_checks_are_said_in_words_with_their_mend() -> None:
    made = of_texts(HEAD, HEAD + "新。\n")
    message = Message.of("the version is still A/0").with_hint(Message.of("raise it"))
    check = Check(CheckKind.VERSION, CheckState.FAILED, "QP-07", message, Location(PATH, START))
    object.__setattr__(
        made, "comparison", type(made.comparison)(made.comparison.files, (), (check,))
    )
    said = Page(redline_html(made).decode()).text
    assert "failed" in said
    assert "QP-07: the version is still A/0; raise it" in said
    assert "failed" in pdf_text(redline_pdf(made))


def test_what_stayed_is_folded_and_still_there() -> None:
    body = "".join(f"## {n} 节\n\n第{n}节的文字不变。\n\n" for n in range(1, 9))
    page = html(HEAD + body, HEAD + body + "末段。\n")
    assert page.count("details") == 1
    assert "passages unchanged" in page.text
    assert "第3节的文字不变。" in page.text


def test_moved_text_is_named_as_such() -> None:
    first, second = "## 甲\n\n第一段的文字。\n\n", "## 乙\n\n第二段的文字。\n\n"
    said = html(HEAD + first + second, HEAD + second + first).text
    assert "moved from here" in said
    assert "moved to here" in said


@pytest.mark.parametrize("number", range(0, len(VECTORS), 8))
def test_hostile_text_is_inert_in_html(number: int) -> None:
    vectors = VECTORS[number : number + 8]
    body = "\n\n".join(
        f"## {one}\n\n{one}\n\n- {one}\n\n| {one} |\n|---|\n| {one} |\n" for one in vectors
    )
    title = json.dumps(vectors[0])
    hostile = HEAD.replace("前台\nversion", f"{title}\nversion") + body
    made = of_texts(HEAD + "文\n", hostile, author=vectors[0], organisation=vectors[1])
    page = Page(redline_html(made).decode())
    assert {tag for tag, _ in page.elements} <= TAGS
    names = {name for _, values in page.elements for name in values}
    assert not {name for name in names if name.startswith("on") or name in {"src", "style"}}
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    policies = [values["content"] for _, values in page.elements if "http-equiv" in values]
    assert len(policies) == 1
    assert f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'" in policies[0]
    assert all(link.startswith("#") for link in page.links)


def test_hostile_text_is_inert_in_docx_and_pdf() -> None:
    body = "\n\n".join([*TYPST, *VECTORS[:40]])
    controls = "控\x01制\x0b字\u202e符\ufffe\U0001f600"
    made = of_texts(HEAD + "文\n", f"{HEAD}{controls}\n\n{body}\n", author="<w:p/>\x02")
    docx = redline_docx(made)
    texts = [cell for block in accepted(docx) for cell in block]
    assert any("\\u{0001}" in text and "\\u{202E}" in text for text in texts)
    assert '#panic("x")' in texts
    said = pdf_text(redline_pdf(made))
    assert '#read("/etc/passwd")' in said
    # There is no glyph for it; the paper is made all the same.
    assert "[U+1F600]" in said
    for content in (request_docx(made), request_pdf(made)):
        assert content


def test_a_cell_of_thirty_thousand_characters() -> None:
    long = "长" * 30_000
    made = of_texts(HEAD + TABLE, HEAD + TABLE.replace("受理", long))
    assert long in redline_html(made).decode()
    assert any(long in cell for block in accepted(redline_docx(made)) for cell in block)
    assert redline_pdf(made).startswith(b"%PDF")
    assert request_pdf(made).startswith(b"%PDF")


def test_front_matter_that_cannot_be_read_is_shown_as_typed() -> None:
    broken = "---\nid: [QP-07\n---\n# 前台\n\n文。\n"
    for before, after in ((HEAD, broken), (broken, HEAD)):
        assert "id: [QP-07" in html(before, after).text


def test_the_same_input_gives_the_same_bytes() -> None:
    texts = HEAD + TABLE, HEAD + TABLE.replace("3日", "5日")
    for make in (redline_html, redline_pdf, request_pdf, request_docx):
        assert make(of_texts(*texts)) == make(of_texts(*texts))


def test_papers_are_made_in_chinese() -> None:
    made = of_texts(HEAD + TABLE, HEAD + TABLE.replace("3日", "5日"), language="zh")
    assert "左右对照" in redline_html(made).decode()
    assert "更改前" in pdf_text(redline_pdf(made))
    form = text_of(document_part(request_docx(made)))
    assert "文件更改申请单" in form
    assert "☑ 修订" in form
