"""Whatever content says, a file shows it and never does it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docx_files import GOLDEN, Docx, W, make, said
from rendering import document
from scratch import write_files

from qmsdoc.pipeline.render import Choices
from qmsdoc.render.standing import Signed, Standing

VECTORS = (Path(__file__).parent.parent / "xss_vectors.txt").read_text("utf-8").splitlines()
CODE = [
    "{ MERGEFIELD Name }",
    "{{ 7 * 7 }} {% for a in b %} {# c #}",
    '=HYPERLINK("https://example.org")',
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
    '{ INCLUDEPICTURE "https://example.org/x.png" \\\\d }',
    "</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>",
    "]]><w:p/>",
    "&#x1F; &amp; &lt;w:br/&gt;",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    "a\\u0007b\\u001Fc\\uFFFEd",
]
POLICY = {"qmsdoc.yaml": "organization: '{ DATE }<w:p/>'\ncode: '&x'\nlanguage: en\n"}
FIELDS = re.compile(
    r"PAGE|NUMPAGES|TOC \\o \"[12]-[23]\" \\h \\z \\u|(PAGEREF|NOTEREF) _[QN]\d+ \\h"
)
DOT = (GOLDEN / "pictures" / "dot.png").read_bytes()


def hostile(vector: str, number: int) -> str:
    quoted = json.dumps(vector)
    body = f"""## {vector}

{vector}[^1] [a]({vector}) [b](<https://example.org/{vector}>) ![{vector}](x.png)

- {vector}

| head {vector} | b |
|---|---|
| {vector} | [label]({vector}) ![{vector}](x.png) |

[^1]: {vector}

> {vector}

```
{vector}
```
"""
    field = f"{{name: a, label: {quoted}, type: choice, choices: [{quoted}], help: {quoted}, unit: {quoted}}}"
    return document(
        body,
        id=f"QR-{number:03}",
        kind="form",
        title=quoted,
        version=quoted,
        owner=quoted,
        parent=quoted,
        basis=quoted,
        retention=quoted,
        distribution=f"[{quoted}]",
        clauses=f'[{{clause: "db11t-1123-2014:5", section: {quoted}}}]',
        fields=f"[{field}, {{name: t, label: {quoted}, type: table, columns: [{field}]}}]",
    )


def one(root: Path, body: str, **front: str) -> Docx:
    write_files(root, {**POLICY, "documents/a.md": document(body, **front)})
    return Docx(make(root, "QP-07")["QP-07.docx"])


def test_hostile_text_is_shown_and_nothing_else(tmp_path: Path) -> None:
    vectors = [*CODE, *VECTORS]
    files = {f"documents/{n:03}.md": hostile(text, n) for n, text in enumerate(vectors)}
    write_files(tmp_path, {**POLICY, **files})
    made = Docx(make(tmp_path, "manual")["manual.docx"])
    assert made.problems() == []
    assert {text for text in made.instructions if not FIELDS.fullmatch(text)} == set()
    allowed = re.compile(r"https?://[A-Za-z0-9.-]|mailto:[^/]", re.IGNORECASE)
    assert {address for address in made.addresses if not allowed.match(address)} == set()
    titles = made.styled("Heading2")
    assert len(titles) == len(vectors)
    for number, text in enumerate(vectors):
        assert re.sub(r"\s+", "", text)[:20] in re.sub(r"\s+", "", titles[number])


def test_what_xml_cannot_hold_is_replaced(tmp_path: Path) -> None:
    made = one(tmp_path, "a\x0bb", title='"a\\u0001b\\uFFFEc\\uFFFFd"', owner='"x\\u0008y"')
    assert "a\ufffdb\ufffdc\ufffdd" in made.text
    assert "x\ufffdy" in made.text


@pytest.mark.parametrize(
    "address",
    [
        "https://exa mple.org/",
        "https://[::1",
        "https://user:pass@host:99999/",
        "http:///nothing",
        "https://example.org/%zz",
        "mailto:",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "\\\\host\\share",
        "//host/share",
        "data:text/html,x",
        "ms-word:ofe|u|https://example.org/a.docx",
        "../../../a.docx",
        "a.docm",
    ],
)
def test_an_address_that_word_would_stumble_on_is_text(address: str, tmp_path: Path) -> None:
    made = one(tmp_path, f"[the words](<{address}>)")
    assert made.addresses == set()
    assert "the words" in made.text


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=1&c=%E4%BD%A0#d", "http://localhost:8080/", "mailto:a.b@example.org"],
)
def test_an_address_of_the_web_is_a_link(address: str, tmp_path: Path) -> None:
    assert one(tmp_path, f"[words](<{address}>)").addresses == {address}


def test_pictures_are_shown_once_and_broken_ones_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"documents/dot.png": DOT, "documents/bad.png": DOT[:20]})
    body = "![点](dot.png)\n\n在![点](dot.png)中\n\n![坏](bad.png) ![无](no.png)"
    made = one(tmp_path, body)
    assert [name for name in made.names if "media" in name] == ["word/media/picture1.png"]
    assert made.files["word/media/picture1.png"] == DOT
    assert "[坏] [无]" in made.text
    assert made.problems() == []


def test_deep_nesting_and_odd_markdown_are_no_trouble(tmp_path: Path) -> None:
    deep = "> " * 15 + "deep\n\n" + "\n".join("  " * depth + "- a" for depth in range(30))
    odd = "[^1] [^1]\n\n[^1]: a [^2]\n\n    - b\n\n[^2]: c\n\n词\n: 义\n\n3. a\n7. b\n\n| a |\n|-|\n\n---\n\n- - x\n"
    made = one(tmp_path, f"{odd}\n{deep}\n\n| a | b |\n|-|-|\n| c |\n| d | e | f |")
    assert made.problems() == []
    assert "deep" in made.text
    assert made.notes == [" a  [c]\nb"]
    assert sum(text.startswith("NOTEREF") for text in made.instructions) == 1


def test_each_numbered_list_counts_for_itself(tmp_path: Path) -> None:
    made = one(tmp_path, "3. a\n4. b\n\nx\n\n1. c\n   1. d\n")
    starts = [
        (item.get(f"{W}numId"), start.get(f"{W}val"))
        for item in made.parts["word/numbering.xml"].iter(f"{W}num")
        for start in item.iter(f"{W}startOverride")
    ]
    assert [start for _, start in starts] == ["3", "1", "1"]
    used = [
        (
            item.find(f"{W}numPr/{W}ilvl").get(f"{W}val"),
            item.find(f"{W}numPr/{W}numId").get(f"{W}val"),
        )
        for item in made.body.iter(f"{W}pPr")
        if item.find(f"{W}numPr") is not None
    ]
    (first, _), (second, _), (third, _) = starts
    assert used == [("0", first), ("0", first), ("0", second), ("1", third)]


def test_numbers_and_headings_that_are_alike_are_no_trouble(tmp_path: Path) -> None:
    files = {
        "a": document("## 02\n\n[x](#02) [y](b.md)", id="QP-01"),
        "b": document("## QP-01\n\n## QP-01", id="QP-01-02"),
        "c": document(id="QP-01"),
    }
    objective = "id: QP-01\ntitle: x\ndocuments: [QP-01]\n"
    write_files(
        tmp_path,
        {
            **POLICY,
            **{f"documents/{name}.md": text for name, text in files.items()},
            "objectives/a.yaml": objective,
            "objectives/b.yaml": objective,
        },
    )
    made = make(tmp_path)
    assert len(made) == 4
    assert [problem for file in made.values() for problem in Docx(file).problems()] == []


FORM = (
    "[{name: a, label: 姓名, type: text, required: true, sensitive: true},"
    " {name: b, label: 方式, type: choice, choices: [窗口, 电话]},"
    " {name: c, label: 办结, type: boolean}, {name: d, label: 日期, type: date},"
    " {name: e, label: 说明, type: longtext, help: 写清事由},"
    " {name: f, label: 明细, type: table, rows: 7, columns: [{name: g, label: 事项, type: text, unit: 件}]},"
    " {name: h, label: 签名, type: signature}]"
)


def test_a_form_is_a_blank_to_fill_in(tmp_path: Path) -> None:
    files = {**POLICY, "documents/a.md": document("说明", id="QR-01", kind="form", fields=FORM)}
    made = Docx(make(write_files(tmp_path, files), "QR-01", language="zh")["QR-01.docx"])
    assert made.problems() == []
    for text in (
        "*◆姓名",
        "☐\u00a0窗口\u3000☐\u00a0电话",
        "☐\u00a0是\u3000☐\u00a0否",
        "年　　月　　日",
        "写清事由",
    ):
        assert text in made.text
    entries = next(table for table in made.body.iter(f"{W}tbl") if "事项" in said(table))
    rows = list(entries.iter(f"{W}tr"))
    assert [said(row)[:1] for row in rows[1:]] == list("1234567")
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None


@pytest.mark.parametrize(
    ("standing", "mark"),
    [
        (Standing(mark="draft"), "草稿"),
        (Standing(mark="uncontrolled"), "非受控"),
        (Standing(mark="obsolete", state="superseded"), "作废"),
        (Standing(mark="controlled", copy="017", state="in-force", effective="2026-03-01"), "017"),
    ],
)
def test_the_mark_is_in_the_head_and_behind_the_text(
    standing: Standing, mark: str, tmp_path: Path
) -> None:
    write_files(tmp_path, {**POLICY, "documents/a.md": document("文")})
    choices = Choices(standings={"documents/a.md": standing})
    made = Docx(make(tmp_path, "QP-07", language="zh", choices=choices)["QP-07.docx"])
    header = made.parts["word/header1.xml"]
    words = [one.get("string") for one in header.iter() if one.tag.endswith("}textpath")]
    assert mark in made.running
    assert any(mark in (word or "") for word in words)
    assert made.problems() == []


def test_who_signed_is_said_and_a_line_is_left_for_who_did_not(tmp_path: Path) -> None:
    policy = POLICY["qmsdoc.yaml"] + "signatures:\n  procedure: [prepared, approved]\n"
    write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/a.md": document("文")})
    signed = (Signed("prepared", "张三<w:p/>", "科长", "2026-02-03"),)
    choices = Choices(standings={"documents/a.md": Standing(signed=signed)})
    made = Docx(make(tmp_path, "QP-07", language="zh", choices=choices)["QP-07.docx"])
    table = next(one for one in made.body.iter(f"{W}tbl") if "张三" in said(one))
    assert [said(cell) for cell in table.iter(f"{W}tc")][:2] == ["编制", "批准"]
    assert "张三<w:p/>　科长2026-02-03" in said(table)
    assert "年　　月　　日" in said(table)
