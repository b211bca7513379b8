"""Commands that a check names are code on every paper; no backtick of a file makes anything act."""

from __future__ import annotations

from io import BytesIO

import pytest
from comparing import report
from markdown_it import MarkdownIt
from msgspec.structs import replace
from pypdf import PdfReader
from redline_papers import PATH, of_texts
from rendering import Page

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.types import Check, CheckKind, CheckState
from qmsdoc.render.redline.html import redline_html
from qmsdoc.render.redline.pdf import redline_pdf
from qmsdoc.render.redline.view import Papers
from qmsdoc.report.diff.catalogue import diff_reporter
from qmsdoc.text.code import code_parts
from qmsdoc.text.message import Message
from qmsdoc.text.span import START

HEAD = "---\nid: QP-07\nkind: procedure\ntitle: 前台\nversion: A/0\n---\n# 前台\n\n"


def with_check(text: str, subject: str = "QP-07", **values: str) -> Papers:
    made = of_texts(HEAD, HEAD + "新。\n")
    message = Message(text, values)
    check = Check(CheckKind.APPROVAL, CheckState.OPEN, subject, message, Location(PATH, START))
    object.__setattr__(made, "comparison", replace(made.comparison, checks=(check,)))
    return made


def markdown(made: Papers) -> str:
    return diff_reporter("md")(report(made.comparison))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("a", [("a", False)]),
        ("`a b`", [("a b", True)]),
        (
            "next: `a`, `b`.",
            [("next: ", False), ("a", True), (", ", False), ("b", True), (".", False)],
        ),
        ("a ` b", [("a ` b", False)]),
        ("`` `a`", [("`` ", False), ("a", True)]),
        ("`a\nb`", [("`a\nb`", False)]),
    ],
)
def test_parts(text: str, parts: list[tuple[str, bool]]) -> None:
    assert list(code_parts(text)) == parts


def test_a_command_is_code_on_every_paper() -> None:
    made = with_check("next: `qmsdoc approve QP-07 --as reviewed`")
    content = redline_html(made).decode()
    assert "<code>qmsdoc approve QP-07 --as reviewed</code>" in content
    assert "`" not in Page(content).text
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(redline_pdf(made))).pages)
    assert "qmsdoc approve QP-07 --as reviewed" in " ".join(said.split())
    assert "`" not in said
    assert "next: `qmsdoc approve QP-07 --as reviewed`" in markdown(made)


@pytest.mark.parametrize(
    "value",
    ["`", "``", "x` <b>@somebody</b> `y", "\\`a`", "`</details>`", "a`[x](http://x.example)`"],
)
def test_a_backtick_from_a_file_opens_nothing(value: str) -> None:
    made = with_check(
        "the version `{value}` is wrong; see `qmsdoc rule`", subject=value, value=value
    )
    page = Page(redline_html(made).decode())
    assert page.count("b") <= 1  # the mark of the state
    line = next(one for one in markdown(made).split("\n") if one.startswith("- ○"))
    shown = Page(MarkdownIt("commonmark").render(line))
    assert {tag for tag, _ in shown.elements} <= {"ul", "li", "code", "sub"}


def test_front_matter_that_cannot_be_read_names_its_command_as_code() -> None:
    made = of_texts(HEAD, HEAD.replace("kind: procedure", "kind: [") + "新。\n")
    assert "<code>qmsdoc validate</code>" in redline_html(made).decode()
    assert "`qmsdoc validate` says why" in markdown(made)
