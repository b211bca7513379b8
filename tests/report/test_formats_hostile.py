"""Text of a file can break no report, move no cursor and command no runner."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from findings import count, finding, github, report_on, sarif
from scratch import Ran

from qmsdoc.diagnostics.types import Edit, Fix, Location, Related, Severity
from qmsdoc.report.catalogue import reporter
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

MACHINE = ("sarif", "junit", "github", "gitlab")

_COMMANDS = [
    "::error::owned",
    "::set-output name=a::b",
    "::add-mask::e",
    "::stop-commands::x",
    "::endgroup::",
    "##[error]owned",
    "##[set-env name=PATH]/tmp",
    "##vso[task.setvariable variable=a]b",
    "%0A::error::owned",
    "%0D%0A::warning file=x::y",
]
_MARKUP = [
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "</failure></testcase></testsuite>",
    '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
    "&lt;&#0;&#xFFFE;",
    "<?xml version='1.1'?>",
    "<script>alert(1)</script>",
    '"},{"',
    "\\",
    '\\"',
    "\\u001b[31m",
    "'\"`$(id)`",
    "{0}",
    "{name}",
    "{0.__class__}",
    "{{}}",
    "}{",
    "%s%n%d",
    "[link](javascript:alert(1))",
    "![](https://example.org/track)",
    "a](b)](c",
    "[[ATTACHMENT|/etc/passwd]]",
    "a,b=c;d:e",
    "file=x,line=1::",
    "../../etc/passwd",
    "C:\\x",
    "-o",
    "=cmd|'/c calc'!A1",
]
_CHARACTERS = [
    *"\0\a\b\t\n\v\f\r\x1b\x7f\x80\x85\x9b\x9c",
    *"\u00ad\u061c\u180e\u200b\u200d\u200e\u2028\u2029\u202e\u2066\u2069\ufeff\ufff9",
    *"\ud800\udfff\udc1b\udc80\ufdd0\ufffe\uffff\U000e0041\U0001f600\U0010ffff",
]
_FRAMES = ["{}", "前台{}接待", "\x1b]8;;https://example.org\x07{}\x1b]8;;\x07"]

HOSTILE = sorted(
    {
        *_COMMANDS,
        *_MARKUP,
        *(f"{gap}{command}" for gap in ("\n", "\r", "\u2028", " ") for command in _COMMANDS),
        *(frame.format(character) for frame, character in product(_FRAMES, _CHARACTERS)),
        *(f"##{character}[error]x" for character in "\u200b\x1b"),
        "",
        " ",
        "..",
        "./::error::x",
        "长" * 5000,
        "e\u0301" * 300,
        "\x1b[2J\x1b[H",
        "\x9b31m",
    }
)


def assert_harmless(name: str, text: str) -> None:
    """No character that hides or moves, no command but our own."""
    hidden = {character for character in set(text) - {"\n"} if _hides(character)}
    assert not hidden
    assert "##[" not in text
    commands = [line for line in text.split("\n") if line.lstrip().startswith("::")]
    if name == "github":
        assert len(github(text)[0]) == len(commands)
    else:
        assert commands == []


def _hides(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_there_are_two_hundred() -> None:
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("name", MACHINE)
def test_hostile_text_anywhere_in_a_finding(name: str) -> None:
    for number, text in enumerate(HOSTILE):
        other = Related(Location(f"r{text}.md"), Message.of("{text}", text=text))
        mend = Fix(Message.of("{text}", text=text), (Edit(Span(1, 1, 1, 1), text),))
        found = [
            finding(path, text, severity, related=(other,), fix=mend)
            for path, severity in (
                (text or "x", Severity.ERROR),
                (f"documents/{text}.md", Severity.WARNING),
                (f"documents/{text}/{number}.md", Severity.INFO),
            )
        ]
        # Beyond the limit of ten as well, where GitHub gets plain lines.
        found += [
            finding(text or "x", text, span=Span(line, 1, line, 2)) for line in range(100, 112)
        ]
        said = reporter(name)(report_on(found, paths=(text or "x",)))
        assert_harmless(name, said)
        assert count(name, said) == 15, repr(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_read_back_is_what_a_person_would_see(text: str) -> None:
    report = report_on([finding("a.md", text)])
    shown = display(text)
    annotation = github(reporter("github")(report))[0][0]
    assert annotation[2] == shown
    failure = ET.fromstring(reporter("junit")(report)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == shown
    issue = json.loads(reporter("gitlab")(report))[0]
    assert issue["description"] == f"QD301 unknown-document: {shown}"
    said = sarif(reporter("sarif")(report))["results"][0]["message"]["text"]
    assert said.replace("{{", "{").replace("}}", "}").replace("] (", "](") == shown.replace(
        "] (", "]("
    )


def test_hostile_names_and_titles_in_a_real_workspace(
    workspace: Callable[..., Path], cli: Callable[..., Ran], tmp_path: Path
) -> None:
    root = workspace()
    for number, text in enumerate(HOSTILE):
        # A path of 255 bytes is as long as file systems take.
        name = text[:40].replace("/", "_").replace("\0", "_")
        _write(root / "documents", f"{number}{name}.md", _document(f"QP-{number + 1:03}", text))
    reports = {name: tmp_path / f"report.{name}" for name in (*MACHINE, "json")}
    formats = [part for name in reports for part in ("--format", f"{name}={reports[name]}")]
    ran = cli("-C", root, "validate", "--format", "text", *formats)
    assert ran.code == 1
    texts = {name: path.read_text("utf-8") for name, path in reports.items()}
    expected = count("json", texts["json"])
    assert expected >= len(HOSTILE)
    for name in MACHINE:
        assert_harmless(name, texts[name])
        assert count(name, texts[name]) == expected, name


def _document(identifier: str, text: str) -> str:
    title = json.dumps(text, ensure_ascii=False).encode("utf-8", "replace").decode()
    return (
        (
            f"---\nid: {identifier}\nkind: procedure\ntitle: {title}\nversion: A/1\nowner: 大厅\n"
            f"references: [QP-999, {title}]\n---\n# {identifier}\n\n[a]({identifier}.md) {text}\n"
        )
        .encode("utf-8", "replace")
        .decode()
    )


def _write(folder: Path, name: str, content: str) -> None:
    folder.mkdir(exist_ok=True)
    try:
        (folder / name).write_text(content, "utf-8")
    except UnicodeEncodeError:
        # A surrogate that stands for no byte: no file can have such a name.
        (folder / name.encode("utf-8", "replace").decode()).write_text(content, "utf-8")
