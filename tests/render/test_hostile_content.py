"""Whatever an author, a commit or a policy says, a page shows it and never does it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rendering import Page, document, render
from scratch import write_files

from qmsdoc.render.sanitise import sanitise
from qmsdoc.vcs.fresh import NewCommit, create

VECTORS = (Path(__file__).parent / "xss_vectors.txt").read_text("utf-8").splitlines()
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "nav", "header", "footer"),
    *("section", "article", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
    *("a", "b", "i", "em", "strong", "small", "span", "sup", "code", "pre", "img", "br", "hr"),
    "blockquote",
}
ATTRIBUTES = {
    *("id", "class", "href", "src", "alt", "rel", "lang", "charset", "http-equiv", "content"),
    *("name", "scope", "colspan", "aria-label", "data-label", "start"),
}


def problems(html: str) -> Iterator[str]:
    """What a page must not have."""
    page = Page(html)
    for tag, attributes in page.elements:
        if tag not in TAGS:
            yield f"<{tag}>"
        yield from (f"{tag} {name}=" for name in attributes if name not in ATTRIBUTES)
        href = re.sub(r"[\x00-\x20]", "", attributes.get("href", ""))
        if urlsplit(href).scheme not in ("", "http", "https", "mailto") or href.startswith("//"):
            yield f"href {href}"
        if "src" in attributes and not attributes["src"].startswith("data:image/png;base64,"):
            yield f"src {attributes['src']}"
    metas = [values for tag, values in page.elements if tag == "meta" and "http-equiv" in values]
    if len(metas) != 1 or page.count("style") != 1 or page.count("title") != 1:
        yield "a second meta, style or title"
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    if f"style-src 'sha256-{digest}';" not in metas[0]["content"]:
        yield "the policy does not know the style sheet"
    if re.search(r"url\((?!.data:image/svg\+xml)|@import|expression\(|</", page.style):
        yield "the style sheet loads something"


def test_there_are_enough_vectors() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 100


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<p onclick='x'>",
        "<a href=' java\tscript:x'>",
        "<img src='x.png'>",
        "<p style='x'>",
        "<style>a{}</style>",
    ],
)
def test_the_check_sees_what_is_bad(html: str, tmp_path: Path) -> None:
    files = {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document()}
    good = render(write_files(tmp_path, files), "QP-07")["QP-07.html"]
    assert not list(problems(good))
    assert list(problems(good.replace("</main>", f"{html}</main>")))


def hostile_document(number: int, vector: str) -> str:
    quoted = json.dumps(vector)
    body = f"""## {vector}

{vector}

text {vector} text

- {vector}

| head {vector} | b | c |
|---|---|---|
| {vector} | [label {vector}]({vector}) | ![{vector}](x.png) |

[{vector}](https://example.org/) `{vector}` [^1]

[^1]: {vector}

> {vector}

```{vector}
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
        references=f"[{quoted}]",
        distribution=f"[{quoted}]",
        audience=f"[{quoted}]",
        clauses=f'[{{clause: "db11t-1123-2014:5", section: {quoted}}}]',
        fields=f"[{field}, {{name: t, label: {quoted}, type: table, columns: [{field}]}}]",
    )


def test_vectors_are_inert_everywhere(tmp_path: Path) -> None:
    files = {
        f"documents/d{number:03}.md": hostile_document(number, vector).encode()
        for number, vector in enumerate(VECTORS)
    }
    vector = json.dumps('"><script>alert(1)</script>\\"; }')
    files["qmsdoc.yaml"] = (
        f"organization: {vector}\ncode: {vector}\nlanguage: {vector}\n"
        "ids: {form: 'QR-[0-9]{3}'}\n"
        "signatures: {form: [" + vector + "]}\n"
        f"standards: [{{id: db11t-1123-2014, exclusions: [{{clause: '6', reason: {vector}}}]}},"
        f" {{id: {vector}}}]\n"
    ).encode()
    files["objectives/o.yaml"] = (
        f"id: {vector}\ntitle: {vector}\nindicator: {vector}\nunit: {vector}\nperiod: {vector}\n"
        f"owner: {vector}\ntarget: {{direction: {vector}, value: 1}}\n"
    ).encode()
    commit = NewCommit(
        'A"onload="alert(1)', "x@example.org", "2026-01-05T09:00:00+08:00",
        "<script>alert(1)</script>\u202e", files,
    )  # fmt: skip
    create(tmp_path / "ws", [commit])
    pages = render(tmp_path / "ws")
    assert len(pages) == len(VECTORS) + 1
    found = {name: sorted(set(problems(html))) for name, html in pages.items()}
    assert {name: bad for name, bad in found.items() if bad} == {}
    # The text is still there for the reader.
    assert "<script>alert(1)</script>" in Page(pages["QR-000.html"]).text
    assert "\u202e" not in pages["QR-000.html"]


def test_file_names_come_from_numbers_alone(tmp_path: Path) -> None:
    numbers = ["../../evil", "QP-07", "qp-07", "a/b", "CON", "<b>", "手册", "MANUAL", ".hidden", ""]
    root = write_files(
        tmp_path,
        {
            "qmsdoc.yaml": "organization: X\n",
            **{
                f"documents/{place}.md": document(id=json.dumps(number))
                for place, number in enumerate(numbers)
            },
            "documents/again/手册.md": document(id="QP-07"),
        },
    )
    names = list(render(root))
    assert all(re.fullmatch(r"[A-Za-z0-9-]+\.html", name) for name in names)
    assert len({name.casefold() for name in names}) == len(numbers) + 2


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a HREF="//e.org">x</a>', "<a>x</a>"),
        ('<a hReF="data:text/html,x">x</a>', "<a>x</a>"),
        ('<img SRC="https://e.org/a.png">', "<img>"),
        ('<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'),
        ('<p class="a" onclick="x">x<script>y</script></p>', '<p class="a">x</p>'),
        ('<a hr&#101;f="//e.org">x</a>', "<a>x</a>"),
    ],
)
def test_addresses_are_seen_however_they_are_written(html: str, left: str) -> None:
    assert sanitise(html) == left
