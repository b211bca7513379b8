"""Whatever content says, a PDF shows it and never does it; what it cannot show it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_files import Pdf, make
from rendering import document
from scratch import Ran, write_files

from qmsdoc.errors import TemplateError
from qmsdoc.render.worker import Limits
from qmsdoc.source.picture import read_picture

Run = Callable[..., Ran]
VECTORS = (Path(__file__).parent.parent / "xss_vectors.txt").read_text("utf-8").splitlines()
TYPST = [
    '#panic("x")',
    '#read("/etc/passwd")',
    '#eval("1")',
    "#{while true {}}",
    '#import "@preview/x:1.0.0"',
    "$x$ *b* _i_ `c` <label> @reference",
    '"); #panic("',
    "\\u{41} \\ ] } ) // /* */ = - + /",
    "{{ 1 }} {% raw %} {# x #}",
    "#set page(width: 1pt)",
]
POLICY = {"qmsdoc.yaml": "organization: '#panic()'\ncode: '#x'\nlanguage: en\n"}


def hostile(vector: str, number: int) -> str:
    quoted = json.dumps(vector)
    body = f"""## {vector}

{vector}

- {vector}

| head {vector} | b |
|---|---|
| {vector} | [label]({vector}) ![{vector}](x.png) [^1] |

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


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_hostile_text_is_shown_and_nothing_else(tmp_path: Path) -> None:
    vectors = [*TYPST, *VECTORS]
    files = {f"documents/{n:03}.md": hostile(text, n) for n, text in enumerate(vectors)}
    write_files(tmp_path, {**POLICY, **files})
    made = Pdf(make(tmp_path, "manual")["manual.pdf"])
    allowed = re.compile(r"(https?|mailto):", re.IGNORECASE)
    assert {address for address in made.addresses if not allowed.match(address)} == set()
    assert "/OpenAction" not in made.catalog
    assert "/JavaScript" not in made.catalog.get("/Names", {})
    # The number, and then the title.
    titles = [plain(title.partition(" ")[2]) for depth, title, _ in made.bookmarks if depth == 1]
    assert titles == [plain(text) for text in vectors]


def test_the_characters_of_gb2312_are_shown(tmp_path: Path) -> None:
    rows = range(0xB0, 0xF8)
    body = "".join(
        bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in range(0xA1, 0xFF)
    )
    assert len(set(body)) >= 6763
    signs = "℃ ≥ ≤ ± § № ① ⑳ ☑ ☐ □ ■ ★ ✓ ㎡ Ⅳ ㈠ “” ‘’ —— …… ·～￥ 𬭎 㧑 堃 喆 ā ǎ"
    write_files(
        tmp_path, {**POLICY, "documents/a.md": document(f"{body}\n\n**{body}**\n\n{signs}")}
    )
    made = make(tmp_path, "QP-07")["QP-07.pdf"]
    assert plain(signs) in plain(Pdf(made).text)


def test_a_character_without_glyph_is_named_with_its_document(
    workspace: Callable[..., Path], cli: Run, tmp_path: Path
) -> None:
    root = workspace(
        {
            "documents/QP-07.md": document("好😀"),
            "documents/QP-08.md": document("| ก |\n|---|", id="QP-08"),
            "documents/QP-09.md": document("好", id="QP-09"),
        }
    )
    ran = cli("-C", root, "render", "--to", "html,pdf", "manual", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "no 😀 (U+1F600), ก (U+0E01), which stands in QP-07, QP-08;" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_picture_is_shown_and_a_broken_one_is_named_in_its_place(tmp_path: Path) -> None:
    dot = (Path(__file__).parents[2] / "golden/render/workspace/pictures/dot.png").read_bytes()
    # All of it is there, but what is inside cannot be decoded.
    spoilt = dot.replace(dot[41:54], bytes(13))
    body = (
        "![点](dot.png)\n\n在![点](dot.png)中\n\n![无](no.png)\n\n![坏](bad.png)\n\n![短](cut.png)"
    )
    root = write_files(
        tmp_path,
        {
            **POLICY,
            "documents/a.md": document(body),
            "documents/dot.png": dot,
            "documents/bad.png": spoilt,
            "documents/cut.png": dot[:20],
        },
    )
    assert read_picture(spoilt).can_be_shown
    for name, made in make(root, "QP-07", "manual").items():
        text = plain(Pdf(made).text)
        assert made.count(b"/Subtype/Image") >= 1, name
        for said in ("无documents/no.png", "坏documents/bad.png", "短documents/cut.png"):
            assert said in text
        assert "点documents/dot.png" not in text


def test_deep_nesting_and_odd_markdown_are_no_trouble(tmp_path: Path) -> None:
    deep = "> " * 15 + "deep\n\n" + "\n".join("  " * depth + "- a" for depth in range(30))
    odd = "[^1] [^1]\n\n[^1]: a [^2]\n\n    - b\n\n[^2]: c\n\n词\n: 义\n\n1. a\n7. b\n\n| a |\n|-|\n\n---\n"
    root = write_files(tmp_path, {**POLICY, "documents/a.md": document(f"{odd}\n{deep}")})
    text = plain(Pdf(make(root, "QP-07")["QP-07.pdf"]).text)
    assert "deep" in text
    assert "词义" in text


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
    assert len(make(tmp_path)) == 4


OWN = '{{% extends "builtin/typst/style.typ.j2" %}}{{% block colours %}}{{{{ super() }}}}\n{}\n{{% endblock %}}'


def own(root: Path, source: str) -> Path:
    return write_files(
        root,
        {
            **POLICY,
            "documents/a.md": document("文"),
            "templates/typst/style.typ.j2": OWN.format(source),
        },
    )


def test_the_organisation_s_own_template_wins(tmp_path: Path) -> None:
    source = '#let foot-line(it) = "页脚"'
    root = write_files(
        tmp_path,
        {
            **POLICY,
            "documents/a.md": document("文"),
            "templates/typst/style.typ.j2": '{% extends "builtin/typst/style.typ.j2" %}'
            f"{{% block sheet %}}{{{{ super() }}}}{source}{{% endblock %}}",
        },
    )
    assert "页脚" in Pdf(make(root, "QP-07")["QP-07.pdf"]).text


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("#let x = ", "templates/typst/style.typ.j2:"),
        ("#let x = 1 / 0", "cannot divide by zero"),
        ('#let x = read("/etc/passwd")', "file not found"),
        # What lies in the one folder that Typst may look in is not opened either.
        ('#let x = read("OFL.txt")', "failed to load file"),
        ('#import "@preview/cetz:0.3.0"', "failed to download package"),
        ("#let x = {{ nothing }}", "there is no `nothing` here"),
    ],
)
def test_a_template_that_is_wrong_says_where(source: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        make(own(tmp_path, source), "QP-07")
    assert said in str(caught.value)
    assert "templates/typst/style.typ.j2:2: " in str(caught.value)


def test_a_template_that_does_not_end_is_ended(tmp_path: Path) -> None:
    endless = "#let x = { for a in range(1000000) { for b in range(1000000) { } } }"
    with pytest.raises(TemplateError, match="not done within 2 seconds"):
        make(own(tmp_path, endless), "QP-07", limits=Limits(seconds=2.0))


def test_a_template_that_wants_all_memory_is_ended(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="may take 600 MiB"):
        make(own(tmp_path, '#let x = "x" * 2000000000'), "QP-07", limits=Limits(memory=600))
