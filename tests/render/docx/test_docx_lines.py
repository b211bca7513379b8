"""Where lines and sheets of Word files end, and what is seen through their charts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx_files import GOLDEN, Docx, W, make, said
from lxml import etree
from rendering import document
from scratch import write_files

from qmsdoc.pipeline.render import Choices
from qmsdoc.render.docx.parts import Parts
from qmsdoc.render.docx.profiles import profile_of
from qmsdoc.render.docx.story import Story
from qmsdoc.render.standing import Signed, Standing

POLICY = "organization: X\nlanguage: zh\nsignatures: {procedure: [prepared, approved]}\n"
KEY = "SHA256:" + "c4tQ//" * 7 + "x"


def one(tmp_path: Path, body: str, **more: Any) -> Docx:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/a.md": document(body)})
    return Docx(make(tmp_path, "QP-07", language="zh", **more)["QP-07.docx"])


def paragraph(made: Docx, text: str) -> Any:
    return next(found for found in made.body.iter(f"{W}p") if said(found) == text)


def keeps(found: Any) -> bool:
    return found.find(f"{W}pPr/{W}keepNext") is not None


def lines(cell: Any) -> list[str]:
    """The lines of the paragraphs of a cell, as line breaks part them."""
    found = []
    for block in cell.iter(f"{W}p"):
        found.append("")
        for piece in block.iter(f"{W}t", f"{W}br", f"{W}noBreakHyphen"):
            if piece.tag == f"{W}br":
                found.append("")
            else:
                found[-1] += piece.text or "-"
    return found


@pytest.mark.parametrize(
    "following",
    ["- 一\n- 二", "1. 一\n2. 二", "| 甲 | 乙 |\n|---|---|\n| 一 | 二 |", "> 一", "一。"],
)
def test_what_says_what_follows_is_on_the_sheet_of_that(following: str, tmp_path: Path) -> None:
    made = one(tmp_path, f"先说这些。\n\n写入合同：\n\n{following}\n\n再说别的。\n")
    assert keeps(paragraph(made, "写入合同："))
    assert not keeps(paragraph(made, "先说这些。"))
    assert not keeps(paragraph(made, "再说别的。"))


def test_nothing_between_an_introduction_and_its_table_parts_the_two(tmp_path: Path) -> None:
    made = one(tmp_path, "按下表办理：\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n")
    between = paragraph(made, "按下表办理：").getnext()
    assert said(between) == ""
    assert keeps(between)
    assert between.getnext().tag == f"{W}tbl"


def test_rows_have_lines_of_one_height_and_pictures_their_own(tmp_path: Path) -> None:
    picture = (GOLDEN / "pictures" / "dot.png").read_bytes()
    write_files(tmp_path, {"documents/dot.png": picture})
    made = one(tmp_path, "| 甲 | 乙 |\n|---|---|\n| 15分钟 | 点![点](dot.png) |\n")
    styles = {style.get(f"{W}styleId"): style for style in made.parts["word/styles.xml"]}
    assert styles["BodyTable"].find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "exact"
    assert paragraph(made, "15分钟").find(f"{W}pPr/{W}spacing") is None
    assert paragraph(made, "点").find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "atLeast"
    assert made.problems() == []


@pytest.mark.parametrize("roles", [1, 2, 3, 4])
def test_fingerprints_are_cut_evenly(roles: int, tmp_path: Path) -> None:
    names = ("prepared", "reviewed", "countersigned", "approved")[:roles]
    signed = tuple(Signed(name, "张三", "", "2026-02-03", KEY) for name in names)
    policy = POLICY.replace("[prepared, approved]", f"[{', '.join(names)}]")
    write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/a.md": document("文")})
    choices = Choices(standings={"documents/a.md": Standing(signed=signed)})
    made = Docx(make(tmp_path, "QP-07", language="zh", choices=choices)["QP-07.docx"])
    table = next(found for found in made.body.iter(f"{W}tbl") if "SHA256" in said(found))
    cells = [cell for cell in table.iter(f"{W}tc") if "SHA256" in said(cell)]
    assert cells
    for cell in cells:
        _, day, *key = lines(cell)
        assert day == "2026-02-03"
        assert "".join(key) == KEY
        assert len({len(line) for line in key[:-1]}) <= 1
        assert len(key[-1]) <= len(key[0])


@pytest.mark.parametrize("layout", ["gb", "gongwen"])
def test_a_signature_in_the_history_is_on_one_line(layout: str) -> None:
    signed = tuple(
        f"{role}：{name} 2026-05-{day}"
        for role, name, day in (
            ("编制", "苏晓棠", 22),
            ("审核", "欧阳国栋", 25),
            ("会签", "冯桂兰", 26),
            ("批准", "林静宜", 27),
        )
    )
    revision = {
        "version": "A/1",
        "date": "2026-05-27",
        "author": "甲",
        "summary": "改",
        "signed": signed,
    }
    history = {"missing": "", "uncommitted": False, "revisions": [revision]}
    story = Story(str, True, {}, 1, profile_of(layout))
    made = "".join(Parts(story, {"history": history}).history())
    name = W.strip("{}")
    table = next(etree.fromstring(f"<a xmlns:w='{name}'>{made}</a>").iter(f"{W}tbl"))
    written = lines(list(table.iter(f"{W}tc"))[-1])
    assert written[0] == "改"
    assert "　".join(written[1:]) == "　".join(signed)
    assert all(piece in signed for line in written[1:] for piece in line.split("　"))


@pytest.mark.parametrize(
    ("code", "spread"), [("en", False), ("zh", True)], ids=["words", "characters"]
)
def test_titles_with_words_are_not_spread(code: str, spread: bool, tmp_path: Path) -> None:
    write_files(tmp_path, {"qmsdoc.yaml": POLICY, "documents/a.md": document("文")})
    made = Docx(make(tmp_path, "manual", language=code)["manual.docx"])
    titles = [
        found
        for found in made.body.iter(f"{W}p")
        if (style := found.find(f"{W}pPr/{W}pStyle")) is not None
        and style.get(f"{W}val") == "FrontTitle"
    ]
    assert titles
    for title in titles:
        closed = title.find(f"{W}r/{W}rPr/{W}spacing") is not None
        assert closed is not spread


def test_a_title_with_the_number_of_a_standard_is_close_and_has_room_below(tmp_path: Path) -> None:
    policy = POLICY + "standards:\n  - {id: gbt-19001-2016}\n"
    write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/a.md": document("文")})
    made = Docx(make(tmp_path, "manual", language="zh")["manual.docx"])
    [title] = [found for found in made.styled("FrontTitleAbove") if "GB/T 19001" in found]
    spacing = paragraph(made, title).find(f"{W}r/{W}rPr/{W}spacing")
    assert spacing.get(f"{W}val") == "0"
    styles = {style.get(f"{W}styleId"): style for style in made.parts["word/styles.xml"]}
    assert len(made.styled("FrontLine")) == 1
    assert int(styles["FrontLine"].find(f"{W}pPr/{W}spacing").get(f"{W}after")) >= 200


def test_marks_behind_a_chart_are_seen_through_it() -> None:
    procedure = Docx(make(GOLDEN, "QP-07")["QP-07.docx"])
    picture = procedure.files["word/media/chart1.png"]
    # The kind of pixels that the head of a PNG names: colours with how opaque they are.
    assert picture[25] == 6
    drawn = etree.fromstring(procedure.files["word/media/chart1.svg"])
    size = drawn.get("width"), drawn.get("height")
    rectangles = list(drawn.iter("{http://www.w3.org/2000/svg}rect"))
    assert rectangles
    assert size not in [(one.get("width"), one.get("height")) for one in rectangles]


def test_flow_charts_stand_at_the_end_and_the_text_leads_to_them(tmp_path: Path) -> None:
    steps = "| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n| 接待 | 前台 | 当场 |\n| 登记 | 前台 | 当场 |\n"
    file = one(tmp_path, f"文。\n\n{steps}\n又。\n\n{steps}\n末。\n")
    assert file.problems() == []
    said = ("接待", "流程见图1", "流程见图2", "末。", "修订记录", "流程图")
    places = [file.text.index(text) for text in said]
    assert places == sorted(places)
    assert [text.split("　")[0] for text in file.styled("Caption")] == ["图1", "图2"]
    anchors = [link.get(f"{W}anchor") for link in file.body.iter(f"{W}hyperlink")]
    marks = [mark.get(f"{W}name") for mark in file.body.iter(f"{W}bookmarkStart")]
    assert len(anchors) == 2
    assert {*anchors} <= {*marks}
