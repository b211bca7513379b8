"""Flow charts on pages: behind their tables, numbered, inert."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from drawings import ATTRIBUTES, TAGS
from rendering import Page, document, render
from scratch import write_files

VECTORS = (Path(__file__).parent / "xss_vectors.txt").read_text("utf-8").splitlines()
HEAD = "| 步骤 | 责任岗位 | 时限 | 记录 |\n|---|---|---|---|\n"
TABLE = f"{HEAD}| 登记 | 前台岗 | 当场 | 登记表 |\n| 答复 | 前台岗、科长 | 1日内 | — |\n"


def page(tmp_path: Path, body: str, target: str = "QP-07", **front: str) -> str:
    files = {
        "qmsdoc.yaml": "organization: X\n",
        "documents/QP-07.md": document(body, **front),
        "documents/QP-08.md": document(body, id="QP-08", title="登记"),
    }
    pages = render(write_files(tmp_path, files), target)
    return next(iter(pages.values()))


def svgs(html: str) -> list[ET.Element]:
    return [ET.fromstring(text) for text in re.findall(r"<svg.*?</svg>", html, re.S)]


def test_the_chart_stands_behind_its_table(tmp_path: Path) -> None:
    html = page(tmp_path, f"## 1 来访接待\n\n前言\n\n{TABLE}\n后文\n")
    body = html.partition('<article class="body">')[2]
    order = [body.index(part) for part in ("前言", "</table></div>", "<figure", "后文")]
    assert order == sorted(order)
    assert "Figure 1 Flow chart: 来访接待" in Page(html).text
    assert "figure-" not in body


def test_charts_are_numbered_in_their_document(tmp_path: Path) -> None:
    body = f"## 接待流程\n\n{TABLE}\n## 二\n\n{HEAD}| 一 | 二 | 三 | — |\n\n## 三\n\n{TABLE}"
    text = Page(page(tmp_path, body)).text
    assert "Figure 1 Flow chart: 接待 " in text
    assert "Figure 2 Flow chart: 三" in text
    assert "Figure 3" not in text


def test_tables_in_lists_and_quotes_keep_their_chart(tmp_path: Path) -> None:
    quoted = "".join(f"> {line}\n" for line in TABLE.splitlines())
    html = page(tmp_path, f"{quoted}\n后文\n")
    assert html.index("<blockquote>") < html.index("<svg") < html.index("</blockquote>")


def test_only_procedures_have_charts(tmp_path: Path) -> None:
    assert "<svg" not in page(tmp_path, TABLE, kind="instruction")


def test_another_table_stays_without(tmp_path: Path) -> None:
    assert "<svg" not in page(tmp_path, "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n")


def test_no_text_can_take_the_place_of_a_chart(tmp_path: Path) -> None:
    place = '<div class="figure-12"></div>'
    html = page(
        tmp_path,
        f'{place}\n\n`{place}`\n\n[x]({place} "{place}")\n\n'
        f"| {place} | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n\n{TABLE}",
    )
    assert html.count("<svg") == 1
    assert html.index("</table></div>", html.index("前台岗")) < html.index("<svg")


def test_every_id_of_the_manual_is_one_of_a_kind(tmp_path: Path) -> None:
    body = f"## figure.1.1\n\n{TABLE}\n## figure 1 1\n\n{TABLE}"
    found = Page(page(tmp_path, body, "manual"))
    assert found.count("svg") == 4
    assert len(found.ids) == len(set(found.ids))
    for tag, values in found.elements:
        if tag == "svg":
            assert set(values["aria-labelledby"].split()) <= set(found.ids)


def test_long_charts_are_several_figures(tmp_path: Path) -> None:
    rows = "".join(f"| 第{n}步 | 岗{n % 3} | 当场 | — |\n" for n in range(40))
    text = Page(page(tmp_path, f"## 办理\n\n{HEAD}{rows}")).text
    parts = [f"Figure 1 Flow chart: 办理 (part {part} of 4)" for part in (1, 2, 3, 4)]
    assert all(part in text for part in parts)


def test_vectors_are_inert_in_a_chart(tmp_path: Path) -> None:
    tables = []
    for number, vector in enumerate(VECTORS):
        cell = vector.replace("|", "\\|").replace("\n", " ")
        row = f"| {cell} | {cell} | {cell} | {cell} |\n"
        other = f"| 二{number} | {cell} | 当场 | [{cell}](x.md) |\n"
        tables.append(f"## {vector}\n\n{HEAD}{row}{other}")
    html = page(tmp_path, "\n\n".join(tables))
    found = svgs(html)
    assert len(found) > len(VECTORS) / 2
    for svg in found:
        for element in svg.iter():
            assert element.tag.rpartition("}")[2] in TAGS
            assert set(element.attrib) <= ATTRIBUTES
    elements = Page(html).elements
    assert not {"script", "iframe", "object", "embed"} & {tag for tag, _ in elements}
    names = {name for _, values in elements for name in values}
    assert not [name for name in names if name.startswith("on") or name == "style"]


def test_the_page_says_that_the_chart_can_be_scrolled(tmp_path: Path) -> None:
    canvas = [values for _, values in Page(page(tmp_path, TABLE)).elements if "tabindex" in values]
    assert [values["aria-label"] for values in canvas] == ["Figure 1 Flow chart: 前台"]
