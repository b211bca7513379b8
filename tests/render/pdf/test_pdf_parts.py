"""The parts that a PDF is made of: the tree of a body, widths of columns, the data of a page."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendering import TODAY, document
from scratch import write_files

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.body_tree import plain_text
from qmsdoc.render.column_widths import LINES, column_widths
from qmsdoc.render.environment import typst_string
from qmsdoc.render.pdf.compiler import Outcome
from qmsdoc.render.pdf.data import page_data
from qmsdoc.render.pdf.pages import for_pdf
from qmsdoc.render.pdf.problems import failure
from qmsdoc.render.view import document_view


def tree(root: Path, body: str, **front: str) -> list[dict[str, Any]]:
    write_files(
        root,
        {
            "qmsdoc.yaml": "organization: X\nids: {procedure: 'QP-[0-9]{2}'}\n",
            "documents/QP-07.md": document(body, **front),
            "documents/QP-08.md": document(id="QP-08", title="求职登记"),
        },
    )
    with open_workspace(root, use_cache=False) as workspace:
        library = for_pdf(Rendering(workspace, TODAY, "en", 1)._library)
        made = document_view(library, library.index.documents["documents/QP-07.md"])["body"]
    assert isinstance(made, list)
    return made


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲\n乙 c\nd", ["甲乙 c d"]),
        ("甲，\n**乙**", ["甲，", {"t": "strong", "c": ["乙"]}]),
        ("a  \nb", ["a", {"t": "break"}, "b"]),
        ("`#x` *y*", [{"t": "code", "c": "#x"}, " ", {"t": "emphasis", "c": ["y"]}]),
        ("[求](QP-08.md)", [{"t": "link", "href": "QP-08.pdf", "c": ["求"]}]),
        ("见QP-08。", ["见", {"t": "link", "href": "QP-08.pdf", "c": ["QP-08"]}, "。"]),
        ("[无](QP-09.md)", ["无"]),
        ("[外](https://a.cn/甲)", [{"t": "link", "href": "https://a.cn/%E7%94%B2", "c": ["外"]}]),
        ("[坏](javascript:x)", ["[坏](javascript:x)"]),
        ("![图](x.png)", [{"t": "picture", "src": "", "path": "documents/x.png", "c": ["图"]}]),
    ],
)
def test_inline(body: str, expected: list[Any], tmp_path: Path) -> None:
    assert tree(tmp_path, body) == [{"t": "paragraph", "c": expected}]


def test_blocks(tmp_path: Path) -> None:
    body = "## 4.1 来访\n\n3. a\n4. b\n\n- [x] c\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n> q\n\n***\n"
    heading, ordered, ticked, table, quote, rule = tree(tmp_path, body)
    assert (heading["level"], heading["number"], heading["c"]) == (2, "4.1", ["来访"])
    assert (ordered["ordered"], ordered["start"], len(ordered["c"])) == (True, 3, 2)
    assert plain_text(ticked["c"][0][0]["c"]).startswith("☑ ")
    assert (table["align"], table["head"], table["rows"]) == (
        ["right", "left"],
        [["a"], ["b"]],
        [[["1"], ["2"]]],
    )
    assert quote["c"] == [{"t": "paragraph", "c": ["q"]}]
    assert rule == {"t": "rule"}


def test_a_note_is_printed_once(tmp_path: Path) -> None:
    [paragraph] = tree(tmp_path, "a[^x] b[^x]\n\n[^x]: 注\n\n    二")
    first, again = (part for part in paragraph["c"] if isinstance(part, dict))
    assert first["c"] == ["注", {"t": "break"}, "二"]
    assert (again["c"], again["name"]) == ([], first["name"])


def test_the_title_is_no_part_of_the_body(tmp_path: Path) -> None:
    assert tree(tmp_path, "文") == [{"t": "paragraph", "c": ["文"]}]


def test_columns_that_fit_are_as_wide_as_their_cells() -> None:
    short, long = column_widths([["时限", "步骤"], ["当场", "检查叫号机" * 12]])
    assert short == column_widths([["时限", "时限"]])[0] + 0.0
    assert short + long == pytest.approx(LINES["gb"], abs=0.1)


def test_a_character_alone_on_its_line_is_given_room() -> None:
    """As wide as its cells: the digits have a space on both sides."""
    head = ["步骤", "责任岗位", "时限", "记录"]
    rows = [
        [
            "召开首次会议，现场观察、访谈、抽查记录",
            "综合办公室主任",
            "审核后5个工作日内",
            "不合格服务与纠正措施报告",
        ],
        ["编制检查表，列出条款、抽样和提问", "内审员", "审核前5个工作日", "—"],
    ]
    steps, post, limit, record = column_widths([head, *rows])
    assert limit == 10.35
    assert steps + post + limit + record == pytest.approx(LINES["gb"], abs=0.1)


def test_a_number_is_not_broken_for_the_sake_of_a_row() -> None:
    rows = [
        ["目标", "计算"],
        *([f"QO-2026-{place:02}", "完成数除以总数" * 9] for place in range(9)),
    ]
    assert column_widths(rows, 20.0)[0] >= 10 * 0.55 + 1.3
    table = [["甲", "乙"], ["A" * 200, "B" * 200]]
    assert column_widths(table) == [pytest.approx(LINES["gb"] / 2, abs=0.1)] * 2


@given(st.lists(st.lists(st.text(max_size=60), min_size=1, max_size=40), min_size=1, max_size=8))
def test_widths_are_shares(rows: list[list[str]]) -> None:
    widths = column_widths(rows)
    assert len(widths) == max(map(len, rows))
    assert all(width >= 3 for width in widths)
    assert widths == column_widths(rows)


def test_each_target_is_there_once_and_links_lead_to_it() -> None:
    view = {
        "document": {
            "anchor": "a",
            "body": [{"id": "a"}, {"id": "b"}, {"id": "b"}],
            "links": [{"href": href} for href in ("#a", "#b", "#c", "x.pdf#y", "https://z.cn/#t")],
        }
    }
    made = json.loads(page_data(view).files["data.json"])["document"]
    assert [item["id"] for item in made["body"]] == ["", "b", ""]
    assert [item["href"] for item in made["links"]] == ["#a", "#b", "", "x.pdf", "https://z.cn/#t"]


def test_pictures_go_as_numbers_and_once() -> None:
    source = f"data:image/png;base64,{b64encode(bytes([1, 255])).decode()}"
    node = {"t": "picture", "src": source, "path": "p.png"}
    data = page_data({"document": {"body": [node, dict(node)]}})
    made = json.loads(data.files["data.json"])["document"]["body"]
    assert [item["file"] for item in made] == ["picture-1.json"] * 2
    assert "src" not in made[0]
    assert json.loads(data.files["picture-1.json"]) == [1, 255]
    assert data.pictures == {"picture-1.json": "p.png"}


@given(st.text())
def test_a_label_is_one_string_of_typst(text: str) -> None:
    said = str(typst_string(text))
    assert said[0] == said[-1] == '"'
    assert set(said[1:-1]) <= {
        *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\\{}"
    }


def test_what_typst_says_is_said_with_template_and_line() -> None:
    place = "error: x\n  ┌─ fonts/style.typ:12:5\n"
    said = str(failure("a.pdf", Outcome(problem="x", diagnostic=place), {}, "document", {}))
    assert said == "qmsdoc:typst/style.typ.j2:12: x"
    main = place.replace("style.typ", "main.typ")
    said = str(failure("a.pdf", Outcome(problem="x", diagnostic=main), {}, "document", {}))
    assert "qmsdoc:typst/document.typ.j2:12: x" in said
    assert str(failure("a.pdf", Outcome(problem="x"), {}, "document", {})) == "a.pdf: x"


@pytest.mark.parametrize(
    ("template", "made", "said"),
    [
        ("{% extends … %}\n#let a = (1\n", "#let z\n" * 11 + "  #let a = (1", ":2: x"),
        ("{% block b %}{{ super() }}#let a = (\n", "\n" * 11 + "#let a = (", ":1: x"),
        # It is made by an expression, or stands there twice: the line itself is shown.
        (
            "#let a = {{ b }}",
            "\n" * 11 + "#let a = 9(",
            ": x, in this line that it makes: #let a = 9(",
        ),
        (")\n)\n", "\n" * 11 + ")", ": x, in this line that it makes: )"),
        ("#let a", "", ": x, in this line that it makes: "),
    ],
)
def test_a_line_is_that_of_the_organisation_s_own_template(
    template: str, made: str, said: str
) -> None:
    outcome = Outcome(problem="x", diagnostic="error: x\n  ┌─ fonts/style.typ:12:5\n")
    own = {"typst/style.typ.j2": template}
    files = {"style.typ": made.encode()}
    error = failure("a.pdf", outcome, files, "document", own)
    assert str(error) == f"templates/typst/style.typ.j2{said}"
