"""The report for a pull request: what a file says cannot do anything in it, and it can be posted."""

from __future__ import annotations

import re
from html import unescape

import pytest
from comparing import compared, report
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qmsdoc.diff.redline import Run, redline
from qmsdoc.report.diff.budget import LIMIT, fitting, size
from qmsdoc.report.diff.escape import html, inline, redlined
from qmsdoc.report.diff.markdown import render
from qmsdoc.text.display import display

HOST = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PIECES = [
    *"\\`*_[]()<>#+-.!|~&@:/$%'\" \n甲乙，。（）“”、1a",
    *("**", "~~", "</details>", "<script>", "<!--", "-->", "@all", "#12", "![x](y)", "https://a.b"),
    *(
        "www.a.b",
        ":tada:",
        "GH-1",
        "&lt;",
        "\u202e",
        "\u200b",
        "\x1b[31m",
        "😀",
        "1. ",
        "| a |",
        "```",
    ),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=20))
RUNS = st.tuples(TEXTS, TEXTS).map(lambda pair: redline(*pair))
ALLOWED = {
    "h3",
    "p",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "ul",
    "li",
} | {*("strong", "del", "s", "sub", "blockquote", "code")}


def shown(page: str) -> str:
    """The text that a reader sees of a piece of HTML."""
    return unescape(re.sub(r"<!-- -->|</?[a-z0-9]+>", "", page))


@given(TEXTS)
def test_text_is_seen_as_typed(text: str) -> None:
    page = HOST.renderInline(f"x{inline(text)}x")
    assert re.sub(r"<!-- -->", "", page).count("<") == 0
    assert shown(page) == f"x{display(text)}x"


@given(TEXTS)
def test_text_in_an_element_is_seen_as_typed(text: str) -> None:
    page = HOST.render(f"<details><summary>{html(text)}</summary>\n\nx\n\n</details>")
    assert shown(page).partition("\n")[0] == display(text)
    assert re.findall(r"</?[a-z]+", page.replace("<!-- -->", "")) == [
        *("<details", "<summary", "</summary", "<p", "</p", "</details")
    ]


@given(RUNS)
def test_every_edit_is_marked(runs: tuple[Run, ...]) -> None:
    page = HOST.renderInline(f"x {redlined(runs)}")
    found = re.findall(r"<(strong|s|del)>(.*?)</\1>", page, re.DOTALL)
    expected = [
        ("insert" if run.op == "insert" else "delete", display(run.text))
        for run in runs
        if run.op != "equal"
    ]
    told = [("insert" if tag == "strong" else "delete", shown(text)) for tag, text in found]
    assert told == expected
    assert shown(page) == "x " + "".join(display(run.text) for run in runs)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("@zhang", "@<!-- -->zhang"),
        ("#12", "#<!-- -->12"),
        ("98.5%", "98.5%"),
        ("http://a.b", "http:<!-- -->//a.b"),
        ("www.a.b", "www<!-- -->.a.b"),
        (":tada:", ":<!-- -->tada:"),
        ("GH-12", "GH-<!-- -->12"),
        ("&1", "&amp;<!-- -->1"),
        ("时限：15分钟", "时限：15分钟"),
        ("a\u202eb", r"a\\u{202E}b"),
    ],
)
def test_what_a_host_looks_for_is_parted(text: str, safe: str) -> None:
    assert inline(text) == safe


def test_marks_stand_where_markdown_reads_them() -> None:
    runs = (Run("equal", "应"), Run("delete", "当场"), Run("insert", "三日内"), Run("equal", "办"))
    assert redlined(runs) == "应~~当场~~**三日内**办"
    runs = (Run("equal", "登记"), Run("insert", "，告知"), Run("equal", "办"))
    assert redlined(runs) == "登记<strong>，告知</strong>办"


HOSTILE = "</summary></details>\n# @all <img src=x onerror=alert(1)> **粗** `码` | [x](javascript:1) \u202e😀"


def hostile(text: str) -> dict[str, str]:
    """A document with *text* in every place that a report quotes."""
    quoted = text.replace("\n", " ").replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "")
    cell = text.replace("\n", " ").replace("|", "\\|")
    return {
        f"documents/{re.sub('[^a-z#@<>]', '', text)}.md": f"""---
id: "QP-01"
kind: procedure
title: "{quoted}"
version: "{quoted}"
owner: "{quoted}"
basis: "{quoted}{quoted}"
records: ["{quoted}"]
clauses: [{{clause: "{quoted}", section: "{quoted}"}}]
distribution: ["{quoted}"]
audience: ["{quoted}"]
"x-{quoted}": "{quoted}"
---
# {cell}

{text}

## {cell}

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
| {cell} | {cell} | {cell} | {cell} |
"""
    }


def pages() -> list[str]:
    before, after = hostile(HOSTILE), hostile(f"甲{HOSTILE}乙")
    moved = {path.replace("documents/", "documents/new/"): text for path, text in after.items()}
    return [
        render(report(compared(*states)))
        for states in ((before, after), ({}, before), (before, {}), (before, moved))
    ]


@pytest.mark.parametrize("page", pages())
def test_hostile_text_does_nothing(page: str) -> None:
    rendered = HOST.render(page).replace("<!-- -->", "")
    assert set(re.findall(r"<\s*/?\s*([a-z0-9]+)", rendered)) <= ALLOWED
    assert not re.search(r"<[a-z0-9]+\s", rendered), "no element has an attribute"
    assert page.count("<details>") == page.count("</details>")
    assert "@all" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("count", [1, 40, 700])
def test_is_never_too_long(count: int) -> None:
    sentence = "工作人员应当在{}个工作日内😀将*办理*结果告知服务对象。"
    body = "\n\n".join(sentence.format(number) for number in range(3000 // count + 1))
    later = "\n\n".join(
        f"各科室{sentence.format(number + 7)}" for number in range(3000 // count + 1)
    )
    form = (
        "---\nid: QP-{0:04}\ntitle: {1}\nversion: {2}\ndistribution: [服务大厅]\n---\n# {1}\n{3}\n"
    )
    title = "前台*接待*服务程序" * 4
    before = {f"documents/{n}.md": form.format(n, title, "A/0", body) for n in range(count)}
    after = {f"documents/{n}.md": form.format(n, title, "A/1", later) for n in range(count)}
    page = render(report(compared(before, after)))
    assert len(page.encode("utf-16-le")) // 2 <= LIMIT
    assert len(page) > LIMIT // 3, "the room is used"
    assert "more left out here" in page or "no room here" in page
    assert page.count("<details>") == page.count("</details>")
    assert "QP-0000" in page


@given(st.lists(st.text(max_size=9)), st.integers(0, 60))
def test_what_fits_fits(lines: list[str], room: int) -> None:
    count = fitting(lines, room)
    used = sum(size(line) + 1 for line in lines[:count])
    assert used <= room
    assert count == len(lines) or used + size(lines[count]) + 1 > room


@given(st.text())
def test_size_is_in_units_of_utf_16(text: str) -> None:
    assert size(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
