"""The formats for machines: what each says of the same findings."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes
from xml.etree import ElementTree as ET

import pytest
from findings import RULES, count, finding, github, report_on, sample, sarif

from qmsdoc.diagnostics.types import Diagnostic, Severity
from qmsdoc.report.catalogue import REPORTERS, reporter
from qmsdoc.text.span import Span

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
MACHINE = {"sarif": "sarif", "junit": "xml", "github": "txt", "gitlab": "json"}


@pytest.mark.parametrize(("name", "ending"), MACHINE.items())
def test_a_report_is_as_it_was_agreed(name: str, ending: str) -> None:
    golden = GOLDEN / f"{name}.{ending}"
    said = reporter(name)(sample())
    if os.environ.get("QMSDOC_WRITE_GOLDEN"):
        golden.write_text(said, "utf-8")
    assert said == golden.read_text("utf-8")


def test_every_format_has_a_golden_report_or_tests_of_its_own() -> None:
    assert set(REPORTERS) == {"text", "json", *MACHINE}


@pytest.mark.parametrize("name", MACHINE)
def test_a_report_without_findings_is_whole(name: str) -> None:
    said = reporter(name)(report_on([], paths=("qmsdoc.yaml",)))
    assert count(name, said) == 0
    assert said.endswith("\n")


@pytest.mark.parametrize("name", MACHINE)
def test_messages_are_in_the_language_of_the_report(name: str) -> None:
    report = report_on([finding("a.md")])
    chinese = type(report)(
        report.version,
        report.diagnostics,
        1,
        1,
        lambda text: {"{text}": "没有编号为 {text} 的文件"}.get(text, text),
        rules=RULES,
    )
    assert "没有编号为 no document" in reporter(name)(chinese)


class TestSarif:
    def test_results_point_at_their_rule(self) -> None:
        run = sarif(reporter("sarif")(sample()))
        rules = run["tool"]["driver"]["rules"]
        indexed = [result for result in run["results"] if "ruleIndex" in result]
        assert len(indexed) == 3
        assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in indexed)

    def test_a_rule_carries_its_page(self) -> None:
        rules = sarif(reporter("sarif")(sample()))["tool"]["driver"]["rules"]
        rule = rules[1]
        assert rule["shortDescription"]["text"] == RULES[1].summary
        assert rule["fullDescription"]["text"].startswith("A reader must be able")
        assert "Wrong" not in rule["fullDescription"]["text"]
        assert rule["help"]["markdown"] == RULES[1].page
        assert "#" not in rule["help"]["text"]
        assert rule["properties"]["tags"] == ["quality-management", "references"]

    @pytest.mark.parametrize(
        "path",
        [
            "documents/QP-07 前台.md",
            "a:b.md",
            "100%.md",
            "#?&=[].md",
            "documents/\udcb9\udcab.md",
            "a\\b.md",
            '"\n.md',
        ],
    )
    def test_a_uri_gives_the_path_back(self, path: str) -> None:
        result = sarif(reporter("sarif")(report_on([finding(path)])))["results"][0]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote_to_bytes(uri) == os.fsencode(path)

    def test_a_message_holds_no_placeholder_and_no_link(self) -> None:
        said = "{0} of {1}, see [this](https://example.org)"
        text = sarif(reporter("sarif")(report_on([finding("a.md", said)])))["results"][0]["message"]
        assert text == {"text": "{{0}} of {{1}}, see [this] (https://example.org)"}

    def test_the_text_of_a_mend_is_given_unchanged(self) -> None:
        from qmsdoc.diagnostics.types import Edit, Fix
        from qmsdoc.text.message import Message

        text = "one\r\n\ttwo\u202e ##[error] 三\U0001f600\x1b\u3000"
        mend = Fix(Message.of("write it"), (Edit(Span(1, 1, 1, 1), text),), safe=False)
        said = reporter("sarif")(report_on([finding("a.md", fix=mend)]))
        fix = sarif(said)["results"][0]["fixes"][0]
        assert fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == text
        assert fix["properties"] == {"safe": False}
        assert "##[" not in said


class TestJunit:
    def test_each_file_is_a_suite_and_each_finding_a_case(self) -> None:
        report = sample()
        root = ET.fromstring(reporter("junit")(report))
        assert [suite.get("name") for suite in root] == [f"qms/{path}" for path in report.paths]
        assert [len(suite) for suite in root] == [1, 1, 3, 1]

    def test_counts_are_those_of_the_cases(self) -> None:
        root = ET.fromstring(reporter("junit")(sample()))
        for element in (root, *root):
            assert int(element.get("tests", "")) == len(element.findall(".//testcase"))
            assert int(element.get("failures", "")) == len(element.findall(".//failure"))
            assert int(element.get("skipped", "")) == len(element.findall(".//skipped"))
        assert (root.get("failures"), root.get("skipped")) == ("3", "1")

    def test_no_case_has_two_verdicts_and_no_two_cases_one_name(self) -> None:
        root = ET.fromstring(reporter("junit")(sample()))
        for suite in root:
            names = [case.get("name") for case in suite]
            assert len(set(names)) == len(names)
            assert all(len(case) <= 1 for case in suite)

    def test_a_message_cannot_take_the_name_of_a_counted_one(self) -> None:
        texts = ["x", "x", "x (2)", "x", "x (3)"]
        found = [
            finding("a.md", text, span=Span(line, 1, line, 2))
            for line, text in enumerate(texts, start=1)
        ]
        assert len(set(_case_names(found))) == 5

    def test_names_survive_moved_lines(self) -> None:
        before = [finding("a.md", span=Span(line, 1, line, 2)) for line in (3, 9)]
        after = [finding("a.md", span=Span(line + 4, 1, line + 4, 2)) for line in (3, 9)]
        assert _case_names(before) == _case_names(after)

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("documents/procedures/QP-07.md", "documents.procedures.QP-07"),
            ("documents/v1.2/QP-07.old.md", "documents.v1_2.QP-07_old"),
            ("qmsdoc.yaml", "qmsdoc"),
            ("LICENSE", "LICENSE"),
            (".md", "_md"),
        ],
    )
    def test_folders_become_packages(self, path: str, expected: str) -> None:
        root = ET.fromstring(reporter("junit")(report_on([finding(path)])))
        assert root.find(".//testcase").get("classname") == expected  # type: ignore[union-attr]


def _case_names(diagnostics: Sequence[Diagnostic]) -> list[str | None]:
    root = ET.fromstring(reporter("junit")(report_on(diagnostics)))
    return [case.get("name") for case in root.iter("testcase")]


class TestGithub:
    def test_what_is_beyond_the_limit_is_listed(self) -> None:
        found = [
            finding(f"{folder}.md", f"no {number}", severity, Span(number, 1, number, 2))
            for severity, wanted in (
                (Severity.INFO, 3),
                (Severity.WARNING, 12),
                (Severity.ERROR, 25),
            )
            for number in range(1, wanted + 1)
            for folder in ["ab"[number % 2]]
        ]
        commands, plain = github(reporter("github")(report_on(found)))
        kinds = [kind for kind, _, _ in commands]
        assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 3
        assert plain[0].startswith("further findings: 17; ")
        listed = [line.split() for line in plain[1:-2] if line.startswith(" ")]
        told = [*((kind, message) for kind, _, message in commands)]
        told += [(words[1], " ".join(words[4:])) for words in listed]
        assert len(told) == 40
        headings = [line for line in plain if line.startswith("- ")]
        assert headings == ["- a.md (2)", "- b.md (15)"]
        assert plain[-2:] == ["documents checked: 4; errors: 25, warnings: 12, notes: 3", ""]

    def test_ten_of_a_kind_need_no_list(self) -> None:
        found = [finding("a.md", span=Span(line, 1, line, 2)) for line in range(1, 11)]
        commands, plain = github(reporter("github")(report_on(found)))
        assert len(commands) == 10
        assert len(plain) == 2

    def test_properties_survive_the_runner(self) -> None:
        path = "documents/a,b:c%2C=d.md"
        commands, _ = github(reporter("github")(report_on([finding(path, "100%: a::b, %0A")])))
        kind, properties, message = commands[0]
        assert (kind, message) == ("error", "100%: a::b, %0A")
        assert properties == {
            "file": path,
            "line": "12",
            "col": "5",
            "endLine": "12",
            "endColumn": "10",
            "title": "QD301 unknown-document",
        }

    def test_columns_are_left_out_where_lines_differ(self) -> None:
        found = [finding("a.md", span=Span(2, 5, 4, 1))]
        commands, _ = github(reporter("github")(report_on(found)))
        assert set(commands[0][1]) == {"file", "line", "endLine", "title"}


class TestGitlab:
    def test_severities_are_gitlabs(self) -> None:
        found = [finding("a.md", str(severity), severity) for severity in Severity]
        issues = json.loads(reporter("gitlab")(report_on(found)))
        said = {issue["description"].rpartition(" ")[2]: issue["severity"] for issue in issues}
        assert said == {"error": "major", "warning": "minor", "info": "info", "off": "info"}

    def test_a_path_is_one_of_the_repository(self) -> None:
        issue = json.loads(reporter("gitlab")(report_on([finding("a.md")], base="qms/中心")))[0]
        assert issue["location"] == {"path": "qms/中心/a.md", "lines": {"begin": 12}}


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
class TestFingerprints:
    def test_equal_findings_of_one_file_differ(self, name: str) -> None:
        found = [finding("a.md", span=Span(line, 1, line, 2)) for line in (3, 4, 5)]
        assert len(set(_fingerprints(name, found))) == 3

    def test_they_survive_moved_lines(self, name: str) -> None:
        before = [finding("a.md", span=Span(line, 1, line, 2)) for line in (3, 4, 5)]
        after = [finding("a.md", span=Span(line + 7, 1, line + 7, 2)) for line in (3, 4, 5)]
        assert _fingerprints(name, before) == _fingerprints(name, after)

    def test_other_files_rules_and_messages_have_others(self, name: str) -> None:
        found = [
            finding("a.md"),
            finding("b.md"),
            finding("a.md", "something else"),
            finding("a.md", code="QD302"),
        ]
        assert len(set(_fingerprints(name, found))) == 4

    def test_the_first_is_that_of_the_json_report(self, name: str) -> None:
        found = [finding("a.md", span=Span(line, 1, line, 2)) for line in (3, 4)]
        assert _fingerprints(name, found)[0] == found[0].fingerprint


def _fingerprints(name: str, diagnostics: Sequence[Diagnostic]) -> list[str]:
    said = reporter(name)(report_on(diagnostics))
    if name == "gitlab":
        return [issue["fingerprint"] for issue in json.loads(said)]
    return [result["partialFingerprints"]["qmsdoc/v1"] for result in sarif(said)["results"]]


def test_uris_and_paths_agree() -> None:
    report = sample()
    uris = [
        unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in sarif(reporter("sarif")(report))["results"]
    ]
    paths = [issue["location"]["path"] for issue in json.loads(reporter("gitlab")(report))]
    assert uris == paths
    assert paths[0] == "qms/documents/forms/QR,01:%.md"
