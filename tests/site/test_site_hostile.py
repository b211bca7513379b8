"""Whatever an author, a commit or a policy says, the site shows it and never does it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scratch import Ran
from sites import VECTORS, SitePage, broken_links, pages_of

from qmsdoc.vcs.fresh import NewCommit, create

BANNED = {"iframe", "object", "embed", "form", "base", "template", "math", "foreignobject"}
KINDS = ("procedure", "form")


def hostile(number: int, vector: str, kind: str) -> str:
    quoted = json.dumps(vector)
    prefix = {"procedure": "QP", "form": "QR"}[kind]
    return f"""---
id: {prefix}-{number:03}
kind: {kind}
title: {quoted}
version: {quoted}
owner: {quoted}
basis: {quoted}
parent: {quoted}
references: [QP-{(number + 1) % 50:03}, {quoted}]
records: [QR-{number:03}]
distribution: [{quoted}]
audience: [{quoted}]
clauses: [{{clause: "db11t-1123-2014:5", section: {quoted}}}]
fields: [{{name: a, label: {quoted}, type: choice, choices: [{quoted}], help: {quoted}}}]
---
# {vector}

## {vector}

text {vector} and QP-{(number + 2) % 50:03}

| 步骤 | 责任岗位 | 时限 | 记录 |
|---|---|---|---|
| {vector} | {vector} | {vector} | [{vector}](b{number:03}.md) |

[a {vector}]({vector}) ![{vector}]({vector}) [^1]

[^1]: {vector}

```to-1 {vector}
{vector}
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of vectors, as a site."""
    root = tmp_path_factory.mktemp("hostile")
    files = {
        f"documents/{kind[0]}{number:03}.md": hostile(number, vector, kind).encode()
        for number, vector in enumerate(VECTORS)
        for kind in KINDS
    }
    vector = json.dumps('"><script>alert(1)</script>\\"; }')
    files["qmsdoc.yaml"] = (
        f"organization: {vector}\ncode: {vector}\nlanguage: en\n"
        "ids: {form: 'QR-[0-9]{3}', procedure: 'QP-[0-9]{3}'}\n"
        "standards: [{id: db11t-1123-2014, exclusions: [{clause: '6', reason: " + vector + "}]}]\n"
    ).encode()
    files["organization.yaml"] = (
        f"departments: [{{name: {vector}, head: {vector}}}]\n"
        f"posts: [{{name: {vector}, department: {vector}}}]\n"
    ).encode()
    files["glossary.yaml"] = (
        f"terms: [{{term: {vector}, english: {vector}, definition: {vector}, replaces: [{vector}]}}]\n"
        f"abbreviations: [{{short: {vector}, long: {vector}}}]\n"
    ).encode()
    files["objectives/o.yaml"] = (
        f"id: {vector}\ntitle: {vector}\nindicator: {vector}\nunit: {vector}\nperiod: month\n"
        f"owner: {vector}\ntarget: {{direction: at-least, value: 1}}\nformula: a\n"
        f"series: {{a: {{label: {vector}}}}}\ndata: o.csv\nresources: {vector}\n"
        f"actions: [{{action: {vector}, owner: {vector}, due: {vector}}}]\n"
        f"cascade: [{{department: {vector}, target: 2}}]\n"
    ).encode()
    files["objectives/o.csv"] = b"period,a\n2026-01,3\n2026-02,0\n"
    commit = NewCommit(
        'A"onload="alert(1)', "x@example.org", "2026-01-05T09:00:00+08:00",
        "<script>alert(1)</script>\u202e", files,
    )  # fmt: skip
    create(root / "ws", [commit])
    from datetime import date

    from qmsdoc.pipeline.open import open_workspace
    from qmsdoc.pipeline.render import Rendering
    from qmsdoc.pipeline.site_build import build_site
    from qmsdoc.workspace.publish import publish

    with open_workspace(root / "ws", use_cache=False) as workspace:
        rendering = Rendering(workspace, date(2026, 3, 1), "en", 1)
        publish(root / "out", "site", "", build_site(rendering, workspace.cache))
    return root / "out"


def problems(page: SitePage) -> set[str]:
    """What a page must not have."""
    found = set()
    for tag, attributes in page.elements:
        if tag in BANNED:
            found.add(f"<{tag}>")
        found |= {
            f"{tag} {n}=" for n in attributes if n.startswith("on") or n in ("style", "srcdoc")
        }
        for name in ("href", "src"):
            value = re.sub(r"[\x00-\x20]", "", attributes.get(name, ""))
            if value.startswith("data:image/") and tag == "img":
                continue
            if urlsplit(value).scheme not in ("", "http", "https", "mailto") or value[:2] == "//":
                found.add(f"{tag} {name}={value}")
    scripts = [script.get("src") for script in page.of("script")]
    if scripts != ["assets/theme.js", "assets/site.js"]:
        found.add(f"scripts: {scripts}")
    if len(page.of("title")) - len(page.of("svg")) != 1 and not page.of("svg"):
        found.add("a second title")
    if len([meta for meta in page.of("meta") if "http-equiv" in meta]) != 1:
        found.add("a second meta")
    if any(re.search(r"@import|expression\(|</", style) for style in page.styles):
        found.add("a style sheet that loads")
    return found


def test_the_check_sees_what_is_bad() -> None:
    good = '<title>x</title><meta http-equiv="x"><script src="assets/theme.js"></script>'
    good += '<script src="assets/site.js"></script>'
    assert not problems(SitePage(good))
    for bad in ("<script>1</script>", "<p onclick=x>", "<a href=' java\tscript:x'>", "<iframe>"):
        assert problems(SitePage(good + bad))


def test_vectors_are_inert_on_every_page(site: Path) -> None:
    pages = pages_of(site)
    assert len(pages) > 2 * len(VECTORS)
    found = {name: bad for name, page in pages.items() if (bad := problems(page))}
    assert found == {}
    # What an author wrote is still there to be read.
    assert "<script>alert(1)</script>" in pages["QP-000.html"].text
    assert "\u202e" not in (site / "index.html").read_text("utf-8")


def test_links_of_a_hostile_site_lead_somewhere(site: Path) -> None:
    pages = pages_of(site)
    inner = [link for link in broken_links(site, pages) if ".html" in link.partition(": ")[2]]
    assert inner == []


def test_scripts_of_the_index_are_data(site: Path) -> None:
    for path in sorted(site.glob("assets/search*.js")):
        text = path.read_text("utf-8")
        assert not set(text) & set("<>&\u2028\u2029"), path.name
        json.loads(text.partition("=")[2].rstrip(";\n"))


def test_file_names_come_from_numbers_alone(site: Path) -> None:
    names = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_nothing_of_it_is_a_template(tmp_path: Path, cli: object) -> None:
    from scratch import write_files

    code = "{{ 7 * 191 }}{% raw %}"
    root = write_files(
        tmp_path / "ws",
        {
            "qmsdoc.yaml": f"organization: {json.dumps(code)}\nlanguage: en\n",
            "documents/a.md": f"---\nid: QP-01\nkind: procedure\ntitle: {json.dumps(code)}\n---\n{code}\n",
        },
    )
    done: Ran = cli("-C", root, "render", "site", "-o", tmp_path / "out")  # type: ignore[operator]
    assert done.code == 0
    for page in pages_of(tmp_path / "out").values():
        assert "1337" not in page.text
