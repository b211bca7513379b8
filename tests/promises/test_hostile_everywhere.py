"""Whatever is written in documents, policy, objectives and commits: every format shows it, no more."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from inert import CHECKS, Page
from little import DAY, make_repository
from outputs import Output, outputs
from scratch import ROOT, process_environment

RENDER = ROOT / "tests" / "render"
VECTORS = (RENDER / "xss_vectors.txt").read_text("utf-8").splitlines()
FORMULAS = (RENDER / "lists" / "formulas.txt").read_text("utf-8").splitlines()
# The first ones are in the title, and are looked for in what is written.
CODE = [
    '<b>眉</b>{{ 7919*7907 }}#panic("x")$a$=1+1',
    "{% for a in range(9) %}191{% endfor %}#{7919*7907}<script>7919*7907</script>",
    '#read("/etc/passwd")',
    "#{while true {}}",
    '#import "@preview/x:1.0.0"',
    '"); #panic("',
    "\\u{41} \\ ] } ) // /* */",
    "{{ ''.__class__ }} {% raw %} {# x #} {{ self }}",
    "{ INCLUDEPICTURE x } DDEAUTO c:\\\\cmd.exe",
    "::error::x ##[error]x %0A::warning::x",
    "BEGIN:VEVENT;X,Y\\n:END",
    "\u202e\u2066\u200b甲",
    "{n} {title} %s ${x} `id` $(id)",
]
OUTPUTS = list(outputs(every_standard=False))
ALL = [*CODE, *VECTORS, *FORMULAS]
# Spread over all kinds; each format has tests of its own that take every one of them.
FEW = [*CODE, *(ALL[len(CODE) :: 5])]
# Copies of what lies in the workspace, to be handed on as it is.
VERBATIM = re.compile(r"site/files/.*\.md|audit/(?!pdf/|verdict\.).*")
# What has nothing of the workspace in it.
WITHOUT = ("standard-",)
# What names documents by their numbers alone, or breaks titles over lines beside other columns.
WITHOUT_TITLES = re.compile(
    r"history\.text|status\.table|validate\..*|verify\..*|audit/.*|site/(assets|files)/.*|site/manifest.json|site/[^Q].*"
    r"|coverage\..*|lists-\w+/(external|coverage)\.\w+|lists-\w+/charter.*"
)


@pytest.fixture(scope="module", params=[FEW, pytest.param(ALL, marks=pytest.mark.slow)], ids=len)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that can be written of a repository of such texts."""
    place = tmp_path_factory.mktemp("hostile")
    make_repository(place / "ws", request.param)
    out = place / "out"
    out.mkdir()
    program = str(Path(__file__).parent / "build_all.py")
    arguments = [str(place / "ws"), str(out), "zh", DAY, "2", "HEAD~1", "few"]
    done = subprocess.run(
        [sys.executable, program, *arguments],
        env=process_environment(XDG_CACHE_HOME=str(place / "cache")),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return out


def files_of(built: Path, output: Output) -> list[Path]:
    place = built / output.name
    found = [path for path in sorted(place.rglob("*")) if path.is_file()]
    return found if place.is_dir() else [place]


def said_in(path: Path) -> str:
    """The text of a file without blanks, as it is read."""
    content = path.read_bytes()
    suffix = path.suffix[1:]
    if suffix == "pdf":
        from pypdf import PdfReader

        said = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif suffix == "docx":
        said = "".join(_texts_of_word(content))
    elif suffix == "xlsx":
        from openpyxl import load_workbook

        sheets = load_workbook(BytesIO(content)).worksheets
        said = "".join(str(c.value) for sheet in sheets for row in sheet.iter_rows() for c in row)
    elif suffix == "html":
        said = "".join(Page(content.decode()).texts)
    elif suffix in ("json", "sarif", "gitlab"):
        said = json.dumps(json.loads(content), ensure_ascii=False).replace('\\"', '"')
    elif suffix == "md":
        from markdown_it import MarkdownIt

        host = MarkdownIt("commonmark", {"html": True}).enable("table")
        said = "".join(Page(host.render(content.decode())).texts)
    elif suffix == "junit":
        said = html.unescape(content.decode())
    else:
        said = content.decode("utf-8-sig").replace('""', '"')
    return re.sub(r"\s+", "", said)


def _texts_of_word(content: bytes) -> Iterator[str]:
    from zipfile import ZipFile

    from lxml import etree

    with ZipFile(BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    for one in body.iter("{*}t", "{*}delText"):
        yield one.text or ""


def test_there_are_enough_texts() -> None:
    assert len(set(VECTORS)) >= 100
    assert len(set(FORMULAS)) >= 30


def test_every_format_has_its_check() -> None:
    assert {output.format for output in outputs()} - {""} <= CHECKS.keys()


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_texts_are_inert(output: Output, built: Path) -> None:
    files = files_of(built, output)
    assert files
    found: dict[str, list[str]] = {}
    for path in files:
        name = path.relative_to(built).as_posix()
        if VERBATIM.fullmatch(name):
            continue
        check = CHECKS.get(path.suffix[1:])
        problems = ["no check for this suffix"] if check is None else list(check(path.read_bytes()))
        if problems:
            found[name] = problems[:5]
    assert found == {}


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_texts_are_there_and_nothing_was_computed(output: Output, built: Path) -> None:
    wanted = re.sub(r"\s+", "", CODE[0])
    for path in files_of(built, output):
        name = path.relative_to(built).as_posix()
        if VERBATIM.fullmatch(name) or name.startswith(WITHOUT):
            continue
        said = said_in(path)
        assert "62615533" not in said, name
        if not WITHOUT_TITLES.fullmatch(name) and re.search(r"00|manual|[a-z]+\.\w+$", name):
            assert wanted in said, name


def test_the_ledger_is_shown_where_it_counts_and_where_it_does_not(built: Path) -> None:
    verdict = json.loads((built / "verify.json").read_bytes())
    said = {entry["accepted"] for one in verdict["documents"] for entry in one["entries"]}
    assert said == {True, False}


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("html", "<script>1</script>"),
        ("html", "<p onclick=x>"),
        ("html", "<a href=' java\tscript:x'>"),
        ("html", "<img src=https://example.org/x.png>"),
        ("html", "<style>@import 'x'</style>"),
        ("csv", "a,=1+1\n"),
        ("csv", 'a,"\t@x"\n'),
        ("md", "<script>1</script>"),
        ("md", "<b onclick=x>a</b>"),
        ("md", "![x](https://example.org/x.png)"),
        ("text", "a\x1b[31m"),
        ("github", "::add-mask::x"),
        ("junit", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("ics", "BEGIN:VALARM\r\nACTION:AUDIO\r\n"),
        ("js", 'x = "<b>";\n'),
        ("css", "@import url(x)"),
    ],
)
def test_the_checks_see_what_is_bad(suffix: str, content: str) -> None:
    if suffix == "html":
        content = f'<meta http-equiv="Content-Security-Policy" content="x">{content}'
        assert list(CHECKS["html"](content.partition(">")[0].encode() + b">")) == []
    assert list(CHECKS[suffix](content.encode()))


def test_the_checks_see_what_is_bad_in_files() -> None:
    from docx import Document
    from openpyxl import Workbook
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject

    word, sheet, paper = Document(), Workbook(), PdfWriter()
    assert list(CHECKS["docx"](_saved(word))) == []
    word.part.relate_to("file:///etc/passwd", "x/attachedTemplate", is_external=True)
    assert list(CHECKS["docx"](_saved(word)))
    assert list(CHECKS["xlsx"](_saved(sheet))) == []
    sheet.active["A1"] = "=1+1"
    assert list(CHECKS["xlsx"](_saved(sheet)))
    paper.add_blank_page(10, 10)
    made = BytesIO()
    paper.write(made)
    assert list(CHECKS["pdf"](made.getvalue())) == []
    paper.root_object[NameObject("/OpenAction")] = DictionaryObject()
    made = BytesIO()
    paper.write(made)
    assert list(CHECKS["pdf"](made.getvalue()))


def _saved(file: Any) -> bytes:
    made = BytesIO()
    file.save(made)
    return made.getvalue()
