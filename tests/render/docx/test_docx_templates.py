"""Documents in the organisation's own Word template."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx_files import GOLDEN, Docx, W, make, said
from rendering import document
from scratch import Ran, write_files

from qmsdoc.errors import TemplateError
from qmsdoc.render.worker import Limits

Run = Callable[..., Ran]
POLICY = {"qmsdoc.yaml": "organization: 中心\nlanguage: zh-CN\n"}
BODY = """见[网站](https://example.org/)和[第二节](#第二节)[^1]。

1. 甲
2. 乙

![点](dot.png)

## 第二节

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
| 接待{{ 7 * 7 }} | 前台 | 当场 | — |

[^1]: 注<w:p/>
"""


def template(*paragraphs: str, header: str = "") -> bytes:
    made = Document()
    made.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        made.add_paragraph(text)
    made.add_paragraph("一", style="List Number")
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def workspace(root: Path, content: bytes, **front: str) -> Path:
    dot = (GOLDEN / "pictures" / "dot.png").read_bytes()
    files = {"documents/a.md": document(BODY, **front), "documents/dot.png": dot}
    return write_files(root, {**POLICY, **files, "templates/docx/document.docx": content})


def test_a_template_shows_the_view_and_takes_in_the_text(tmp_path: Path) -> None:
    content = template(
        "编号{{ document.number }}，{{ document.title }}",
        "{% for heading in document.contents %}{{ heading.title }}；{% endfor %}",
        "{{ control_table }}",
        "{{ body }}",
        "末",
        header="{{ organisation }} {{ document.version }}",
    )
    root = workspace(tmp_path, content, title="'<a> & {{ 1 }}'")
    made = Docx(make(root, "QP-07", language="zh")["QP-07.docx"])
    assert made.problems(templated=True) == []
    assert "编号QP-07，<a> & {{ 1 }}" in made.text
    assert "中心 A/0" in made.running
    order = [
        made.text.index(text) for text in ("编号QP-07", "文件编号", "甲", "接待{{ 7 * 7 }}", "末")
    ]
    assert order == sorted(order)
    assert made.addresses == {"https://example.org/"}
    assert made.notes[-1] == " 注<w:p/>"
    assert [name for name in made.names if "qmsdoc-picture" in name]
    assert made.opened.core_properties.author == "中心"
    numbered = list(made.body.iter(f"{W}numId"))
    assert len({one.get(f"{W}val") for one in numbered}) == 1
    assert [text.strip() for text in made.styled("Heading2")] == ["第二节"]
    tables = [table for table in made.body.iter(f"{W}tbl") if "步骤" in said(table)]
    widths = [int(one.get(f"{W}w")) for one in tables[0].iter(f"{W}gridCol")]
    section = made.opened.sections[0]
    room = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
    assert room - 10 < sum(widths) <= room
    assert "word/stylesWithEffects.xml" not in made.names


def test_the_same_template_gives_the_same_bytes(tmp_path: Path) -> None:
    root = workspace(tmp_path, template("{{ body }}", "{{ history }}"))
    assert make(root, "QP-07") == make(root, "QP-07")


def test_a_form_is_not_put_into_the_template_of_documents(tmp_path: Path) -> None:
    root = workspace(tmp_path, template("{{ nothing }}"), id="QR-01", kind="form")
    assert "接待" in Docx(make(root, "QR-01")["QR-01.docx"]).text


def _with(content: bytes, name: str, text: bytes) -> bytes:
    made = BytesIO(content)
    with ZipFile(made, "a") as package:
        package.writestr(name, text, ZIP_DEFLATED)
    return made.getvalue()


OUTSIDE = (
    b'<Relationships><Relationship Id="a" Type="x/attachedTemplate"'
    b' Target="https://example.org/a.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"no zip", "no Word file"),
        (template("{{ nothing }}"), "there is no `nothing` here"),
        (
            template("{% for a in b %}"),
            "templates/docx/document.docx, the text, paragraph 1, “{% for a in b %}”: Unex",
        ),
        (template("{{ body }} and more"), "in a paragraph with other text"),
        (template("{{ ''.__class__.__mro__ }}"), "unsafe"),
        (template("{{ cycler.__init__.__globals__ }}"), "unsafe"),
        (_with(template("a"), "word/vbaProject.bin", b"x"), "it has macros"),
        (_with(template("a"), "word/_rels/settings.xml.rels", OUTSIDE), "outside of itself"),
        (_with(template("a"), "word/a.xml", b" " * 70_000_000), "too large"),
    ],
)
def test_a_template_that_is_wrong_is_named(content: bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        make(workspace(tmp_path, content), "QP-07")
    assert problem in str(caught.value)
    assert "templates/docx" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            template("甲", "乙{{ document.titel }}<丙>"),
            "document.docx, the text, paragraph 2, “乙{{ document.titel }}<丙>”: there is no `titel` here; did you mean title?",
        ),
        (
            template("甲", "{% if %}"),
            "document.docx, the text, paragraph 2, “{% if %}”: Expected an expression, got 'end of statement block'",
        ),
        (
            template("{{ body }}", header="{{ document.titel }}"),
            "document.docx, the header, paragraph 1, “{{ document.titel }}”: ",
        ),
        (
            template("{%p if document.number %}", "{{ nothing }}", "{%p endif %}"),
            "document.docx, the text, paragraph 2–3, “{{ nothing }}{% endif %}”: there is no `nothing` here",
        ),
        (
            template("{%p if nothing %}", "x", "{%p endif %}"),
            "document.docx, the text, paragraph 1, “{% if nothing %}”: there is no `nothing` here",
        ),
        (
            template("{% macro a() %}{{ nothing }}{% endmacro %}", "x", "{{ a() }}"),
            "document.docx, the text, paragraph 1, “{% macro a() %}{{ nothing }}{% endmacro %}”: ",
        ),
        (
            template("{{ document.title }}{%p if nothing %}", "x", "{%p endif %}"),
            "document.docx, the text, ",
        ),
        (template("{{ nothing }}" + "长" * 99), "paragraph 1, “{{ nothing }}长长"),
    ],
)
def test_the_paragraph_of_a_mistake_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        make(workspace(tmp_path, content), "QP-07")
    assert said in str(caught.value)


def test_a_mistake_in_the_properties_is_named(tmp_path: Path) -> None:
    made = Document()
    made.core_properties.title = "{{ document.titel }}"
    file = BytesIO()
    made.save(file)
    with pytest.raises(
        TemplateError, match=r"document\.docx, the properties: there is no `titel` here"
    ):
        make(workspace(tmp_path, file.getvalue()), "QP-07")


def test_a_template_that_does_not_end_is_ended(tmp_path: Path) -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateError, match="did not end within 2 seconds"):
        make(workspace(tmp_path, template(endless)), "QP-07", limits=Limits(seconds=2.0))


def test_the_command_says_so_and_writes_nothing(tmp_path: Path, cli: Run) -> None:
    root = workspace(tmp_path / "ws", b"no zip")
    ran = cli("-C", root, "render", "QP-07", "--to", "docx", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "templates/docx/document.docx" in ran.err
    assert not (tmp_path / "out").exists()
    assert cli("-C", root, "render", "QP-07", "-o", tmp_path / "out").code == 0
