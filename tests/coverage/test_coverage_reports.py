"""The formats of the coverage report, with ordinary and with hostile text."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mini import POLICY, files, procedure, report

from qmsdoc.pipeline.coverage import coverage_text
from qmsdoc.report.cells import wrapped
from qmsdoc.resources import data_dir
from qmsdoc.text.spreadsheet import safe_cell
from qmsdoc.text.wide import columns

REASON = "本机构不提供此类服务，法律法规也没有要求，" * 6
EXCLUDED = f'{POLICY}    exclusions:\n      - {{clause: "5.1.2", reason: "{REASON}"}}\n'
HOSTILE = "=cmd|'/c calc'!A0<script>alert(1)</script>\x1b[31m\u202e"


def hostile_files() -> dict[str, Any]:
    quoted = json.dumps(HOSTILE)
    text = procedure(f"{{clause: 'mini:5.1.1', section: {quoted}}}", number=quoted)
    return {**files(), "documents/bad.md": text.replace("title: 程序", f"title: {quoted}")}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_keeps_to_its_width(language: str, width: int) -> None:
    wanted = files('"mini:5.1.1"', '"mini:A"', policy=EXCLUDED)
    text = coverage_text(report(wanted, language, width=width), "table")
    assert max(columns(line) for line in text.split("\n")) <= width
    assert "".join(REASON.split()) in "".join(re.sub(r"\s", "", text).split())


def test_the_table_says_what_is_what() -> None:
    text = coverage_text(report(files('{clause: "mini:5.1.1", section: 接待}')), "table")
    rows = {line.split()[0]: line for line in text.split("\n") if line[:1] in "15A" and line}
    assert "met" in rows["5.1.1"]
    assert "QP-01 接待 [QR-01-01]" in rows["5.1.1"]
    assert "1/2" in rows["5.1"]
    assert "missing" in rows["5.10"]
    assert "adaptable" in rows["A"]
    assert "1" not in rows  # a clause that asks nothing
    assert text.endswith("MINI 1: 1 of 3 clauses met, 0 partly met, 2 missing, 0 excluded\n")


def test_the_table_has_colour_only_when_asked() -> None:
    wanted = files('"mini:5.1.1"')
    assert "\x1b[" not in coverage_text(report(wanted), "table")
    coloured = coverage_text(report(wanted, colour=True), "table")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == coverage_text(report(wanted), "table")


def test_json_fits_its_schema() -> None:
    schema = json.loads((data_dir("schemas") / "coverage.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for wanted in (files('"mini:5.1.1"', policy=EXCLUDED), hostile_files()):
        data = json.loads(coverage_text(report(wanted), "json"))
        Draft202012Validator(schema).validate(data)
    clause = data["standards"][0]["clauses"][3]
    assert (clause["ref"], clause["state"], clause["parent"]) == ("mini:5.1.1", "met", "5.1")
    assert data["standards"][0]["summary"] == {
        "total": 3,
        "met": 1,
        "partly_met": 0,
        "missing": 2,
        "excluded": 0,
    }


def test_csv_opens_as_what_it_is() -> None:
    text = coverage_text(report(files('"mini:5.1.1"', policy=EXCLUDED)), "csv")
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == 1 + 7
    by_clause = {row[1]: row for row in rows}
    assert by_clause["mini:5.10"][3] == "missing"  # 5.10 alone would become 5.1 in a spreadsheet
    assert by_clause["mini:5.1.2"][-1] == REASON


@pytest.mark.parametrize("start", [*"=+-@", " =", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    assert safe_cell(f"{start}1+1|x").startswith("'")


@pytest.mark.parametrize("number", ["-1", "+2.5", "12", "-0"])
def test_numbers_stay_numbers(number: str) -> None:
    assert safe_cell(number) == number


@given(st.text())
def test_a_cell_is_one_safe_line(text: str) -> None:
    cell = safe_cell(text)
    assert "\n" not in cell
    assert cell.lstrip(" ")[:1] not in set("=@\t\r＝＋－＠")
    assert not re.match(r" *[+-](?![0-9])", cell)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_is_alone_and_runs_nothing() -> None:
    page = _Tags(coverage_text(report(hostile_files()), "html"))
    names = [name for name, _ in page.tags]
    assert not {"script", "iframe", "img", "link", "object"} & set(names)
    assert all(not key.startswith("on") for _, attributes in page.tags for key in attributes)
    targets = [attributes["href"] or "" for _, attributes in page.tags if "href" in attributes]
    assert targets
    assert all(target.startswith("#") for target in targets)
    policy = next(a["content"] for n, a in page.tags if a.get("http-equiv") and n == "meta")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "<script>alert(1)</script>" in page.words  # as text
    assert "\x1b" not in page.words
    assert "\u202e" not in page.words


def test_the_links_of_the_page_lead_somewhere() -> None:
    page = _Tags(coverage_text(report(files('"mini:5.1.1"')), "html"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        if "href" in attributes:
            assert (attributes["href"] or "").removeprefix("#") in ids


@pytest.mark.parametrize("name", ["table", "json", "csv", "html"])
def test_hostile_text_cannot_steer_a_terminal(name: str) -> None:
    text = coverage_text(report(hostile_files()), name)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)


@pytest.mark.parametrize("name", ["table", "json", "csv", "html"])
def test_reports_are_the_same_every_time(name: str) -> None:
    wanted = files('"mini:5.1.1"', policy=EXCLUDED)
    assert coverage_text(report(wanted), name) == coverage_text(report(wanted), name)


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_wrapping_keeps_the_width_and_every_character(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
