"""The report for people, and the report for programs."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from findings import finding, report_on, sample
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scratch import ROOT
from test_formats_hostile import HOSTILE

from qmsdoc.diagnostics.types import Diagnostic, Edit, Fix, Location, Related, Severity
from qmsdoc.report.catalogue import reporter
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span
from qmsdoc.text.wide import columns

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas/report.schema.json").read_text("utf-8")))
SOURCE = [
    "---",
    "id: QP-07",
    "\towner:\t[服务大厅, 职业介绍科]",
    "title: 前台接待服务程序" + "及其补充说明" * 12 + "终",
    "see [the form](forms/QR-99.md) " + "and the long text that follows it " * 5,
    "x" * 200 + "QP-99" + "y" * 200,
    "",
    "a\u202eb\x1b[31mc QP-99",
]


def at(line: int, start: int, end: int, text: str, path: str = "documents/QP-07.md") -> Diagnostic:
    return finding(path, text, span=Span(line, start, line, end))


def many() -> list[Diagnostic]:
    return [
        at(2, 5, 10, "QP-07 is already the number of documents/other.md"),
        at(3, 10, 14, "there is no department 服务大厅; the nearest is 服务大厅科"),
        at(4, 8, 16, "标题与第一个标题不同，请改正其中之一" * 4),
        at(4, 8, 89, "a span longer than the line has room for"),
        at(5, 5, 33, "the link leads to forms/QR-99.md, which is not there"),
        at(6, 201, 206, "no document has the number QP-99; did you mean QP-09?"),
        at(7, 1, 1, "an empty line"),
        at(8, 11, 16, "no document has the number QP-99"),
        finding("documents/QP-07.md", "over lines", Severity.WARNING, Span(1, 1, 3, 4)),
        at(99, 5, 9, "a line that is not there"),
        finding(
            "documents/表 单/QR-07.md",
            "QR-07 is already the number of documents/QP-07.md",
            Severity.INFO,
            related=(
                Related(
                    Location("documents/QP-07.md", Span(2, 5, 2, 10)),
                    Message.of("QR-07 is first used here, and " + "very often " * 8),
                ),
            ),
        ),
    ]


def shown(**more: Any) -> str:
    def source(path: str) -> str:
        return "\n".join(SOURCE) if path == "documents/QP-07.md" else ""

    return reporter("text")(report_on(many(), sources=source, **more))


def test_the_text_is_as_it_was_agreed() -> None:
    golden = GOLDEN / "text.txt"
    if os.environ.get("QMSDOC_WRITE_GOLDEN"):
        golden.write_text(shown(), "utf-8")
    assert shown() == golden.read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in shown(width=width).split("\n"):
        assert columns(line) <= width


def test_the_caret_is_under_what_it_means() -> None:
    lines = shown(width=80).split("\n")
    marks = [
        (lines[n - 1], line) for n, line in enumerate(lines) if re.fullmatch(r"[ |]+\^+", line)
    ]
    assert len(marks) == 9
    for above, caret in marks:
        start = caret.index("^")
        assert len(caret) - start >= 1
        if "QP-99" in above:
            before = above[: above.index("QP-99")]
            assert columns(before) == start
            assert len(caret) - start == len("QP-99")


def test_colour_is_only_where_it_is_asked_for() -> None:
    assert "\x1b" not in shown()
    coloured = shown(colour=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.split("\n")] == shown().split("\n")
    codes = re.findall(r"\x1b\[([0-9;]*)m", coloured)
    assert set(codes) <= {"0", "1", "2", "31;1", "33;1", "36;1", "32;1"}
    assert codes[1::2] == ["0"] * (len(codes) // 2)


def test_a_clean_report_is_one_line() -> None:
    assert reporter("text")(report_on([])) == "documents checked: 4; nothing to mend\n"


def test_findings_are_counted_by_severity() -> None:
    last = shown().strip().split("\n")[-1]
    assert last == "documents checked: 4; errors: 9, warnings: 1, notes: 1"


LINES = st.text(st.sampled_from("ab中文，。\t \u3000😀#[:\x1b\u202e"), max_size=120)


@given(LINES, st.integers(1, 130), st.integers(0, 130), st.integers(20, 100))
def test_any_line_is_shown_within_the_terminal(
    line: str, start: int, size: int, width: int
) -> None:
    diagnostic = finding("a.md", "x", span=Span(1, start, 1, start + size))
    said = reporter("text")(report_on([diagnostic], sources=lambda _: line, width=max(width, 32)))
    excerpts = [text for text in said.split("\n") if text.startswith("        |")]
    assert len(excerpts) == 0 if not line else 2
    for text in excerpts:
        assert columns(text) <= max(width, 32)
        assert "##[" not in text


@pytest.mark.parametrize("column", [1, 2, 3, 4])
@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_a_command_is_broken_up_wherever_the_mark_begins(column: int, length: int) -> None:
    diagnostic = finding("a.md", "x", span=Span(1, column, 1, column + length))
    said = reporter("text")(report_on([diagnostic], sources=lambda _: "##[error]x"))
    assert "##[" not in said
    assert "error]x" in said


def hostile_report(text: str) -> tuple[Diagnostic, ...]:
    return (
        Diagnostic(
            "QD301",
            "unknown-document",
            Severity.ERROR,
            Message.of("{text}", text=text).with_hint(Message.of("{text}", text=text)),
            Location(f"documents/{text}.md", Span(1, 1, 1, 2), f"/{text}"),
            (Related(Location(f"documents/{text}", Span(1, 1, 1, 1)), Message.of("{t}", t=text)),),
            Fix(Message.of("{text}", text=text), (Edit(Span(1, 1, 1, 2), text),)),
        ),
        finding("documents/other.md", text),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_no_report(text: str) -> None:
    report = report_on(hostile_report(text), sources=lambda _: f"{text}\n{text}")
    for name in ("text", "json"):
        said = reporter(name)(report)
        assert not [c for c in said if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"]
        assert not set(said) & set("\u202e\u2066\u200b\u2028\u2029\ufeff")
        assert not [line for line in said.split("\n") if line.lstrip().startswith("::")]
        assert "##[" not in said
        said.encode("utf-8")
    places = [
        line for line in reporter("text")(report).split("\n") if re.match(r"  \d+:\d+ ", line)
    ]
    assert len(places) == 2
    data = json.loads(reporter("json")(report))
    SCHEMA.validate(data)
    assert len(data["diagnostics"]) == 2
    edits = [edit for item in data["diagnostics"] if item["fix"] for edit in item["fix"]["edits"]]
    # The text of a mend is for a program, to the letter.
    assert [edit["text"] for edit in edits] == [text]


def test_json_fits_its_schema_and_says_all() -> None:
    report = sample()
    data = json.loads(reporter("json")(report))
    SCHEMA.validate(data)
    assert data["summary"] == {"documents": 4, "files": 5, "errors": 2, "warnings": 1, "infos": 1}
    assert [item["location"]["path"] for item in data["diagnostics"]] == [
        diagnostic.location.path for diagnostic in report.diagnostics
    ]
    for item, diagnostic in zip(data["diagnostics"], report.diagnostics, strict=True):
        assert item["code"] == diagnostic.code
        assert item["severity"] == diagnostic.severity
        assert item["location"]["start"]["line"] == diagnostic.location.span.line
        assert len(item["related"]) == len(diagnostic.related)
        assert (item["fix"] is None) == (diagnostic.fix is None)


def test_json_has_no_fingerprint_twice() -> None:
    report = sample()
    said = [item["fingerprint"] for item in json.loads(reporter("json")(report))["diagnostics"]]
    assert said == list(report.fingerprints)
    assert len(set(said)) == len(said)
    assert len({item.fingerprint for item in report.diagnostics}) < len(said)


def test_a_fingerprint_survives_moved_lines_and_nothing_else() -> None:
    one = finding("a.md", span=Span(1, 1, 1, 5))
    same = [finding("a.md", span=Span(70, 3, 70, 8)), finding("a.md", severity=Severity.WARNING)]
    other = [finding("b.md"), finding("a.md", "other"), finding("a.md", code="QD302")]
    assert {item.fingerprint for item in same} == {one.fingerprint}
    assert len({item.fingerprint for item in [one, *other]}) == 4
