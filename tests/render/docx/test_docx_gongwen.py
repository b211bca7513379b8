"""The official layout in Word files, by its measures."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx_files import GOLDEN, Docx, R, W, make, said
from openxml_audit import OpenXmlValidator
from rendering import document
from scratch import write_files

from qmsdoc.pipeline.render import Choices
from qmsdoc.render.standing import Standing

POLICY = "organization: 中心\nlanguage: zh-CN\nrender: {layout: gongwen}\n"
MM = 1440 / 25.4


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("gongwen") / "workspace"
    shutil.copytree(GOLDEN, root)
    with (root / "qmsdoc.yaml").open("a", encoding="utf-8") as policy:
        policy.write("\nrender: {layout: gongwen}\n")
    return make(root, "QM-01", "QP-07", "QR-07-01", "manual", "register", language="zh")


@pytest.fixture(scope="module")
def procedure(files: dict[str, bytes]) -> Docx:
    return Docx(files["QP-07.docx"])


def made_of(
    root: Path, policy: str = POLICY, choices: Choices | None = None, body: str = "文"
) -> Docx:
    write_files(root, {"qmsdoc.yaml": policy, "documents/a.md": document(body)})
    return Docx(make(root, "QP-07", language="zh", choices=choices)["QP-07.docx"])


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Docx:
    """A document of an organisation that writes Chinese."""
    return made_of(tmp_path_factory.mktemp("plain"))


def values(element: Any) -> dict[str, str]:
    return {key.removeprefix(W): value for key, value in element.attrib.items()}


def style(made: Docx, name: str) -> Any:
    styles = made.parts["word/styles.xml"].iter(f"{W}style")
    return next(one for one in styles if one.get(f"{W}styleId") == name)


def test_every_kind_of_file_is_sound_and_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    assert len(files) == 5
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        assert Docx(content).problems() == []
        found = OpenXmlValidator().validate(str(tmp_path / name))
        assert [error.description for error in found.errors] == []


def test_the_sheet_has_the_measures_of_the_standard(plain: Docx) -> None:
    [sheet] = plain.body.iter(f"{W}sectPr")
    margins = {key: int(value) for key, value in values(sheet.find(f"{W}pgMar")).items()}
    size = {key: int(value) for key, value in values(sheet.find(f"{W}pgSz")).items()}
    assert [round(margins[side] / MM) for side in ("top", "left", "bottom", "right")] == [
        37,
        28,
        35,
        26,
    ]
    wide = size["w"] - margins["left"] - margins["right"]
    high = size["h"] - margins["top"] - margins["bottom"]
    assert (round(wide / MM), round(high / MM)) == (156, 225)
    assert values(sheet.find(f"{W}docGrid"))["type"] == "lines"
    pitch = int(values(sheet.find(f"{W}docGrid"))["linePitch"])
    assert 22 * pitch <= high < 23 * pitch
    spacing = values(style(plain, "BodyText").find(f"{W}pPr/{W}spacing"))
    assert spacing["lineRule"] == "exact"
    assert 22 * int(spacing["line"]) <= high < 22.1 * int(spacing["line"])
    size_of_text = int(next(plain.parts["word/styles.xml"].iter(f"{W}sz")).get(f"{W}val"))
    assert size_of_text == 32
    character = size_of_text * 10 + int(
        style(plain, "BodyText").find(f"{W}rPr/{W}spacing").get(f"{W}val")
    )
    assert 28 * character <= wide < 28.1 * character


def test_text_begins_two_characters_from_the_margin(plain: Docx) -> None:
    for name in ("BodyText", "Heading2", "Heading3"):
        indent = values(style(plain, name).find(f"{W}pPr/{W}ind"))
        assert indent["firstLineChars"] == "200"


def test_headings_differ_by_their_faces_alone(procedure: Docx) -> None:
    faces = {
        name: style(procedure, name).find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for name in ("Heading1", "Heading2", "Heading3", "Heading4")
    }
    assert list(faces.values()) == ["方正小标宋简体", "SimHei", "楷体_GB2312", "仿宋_GB2312"]
    sizes = [style(procedure, name).find(f"{W}rPr/{W}sz").get(f"{W}val") for name in faces]
    assert sizes == ["44", "32", "32", "32"]
    assert [style(procedure, name).find(f"{W}rPr/{W}b") for name in faces] == [None] * 4


def test_readers_without_the_faces_are_told_of_others(procedure: Docx) -> None:
    others = {
        one.get(f"{W}name"): one.find(f"{W}altName").get(f"{W}val")
        for one in procedure.parts["word/fontTable.xml"]
    }
    assert others["仿宋_GB2312"] == "FangSong"
    assert others["楷体_GB2312"] == "KaiTi"
    assert others["方正小标宋简体"] == "FZXiaoBiaoSong-B05S"


def test_own_faces_go_before_those_of_the_layout(tmp_path: Path) -> None:
    fonts = "render: {layout: gongwen, fonts: {body: [仿宋], title: [方正小标宋_GBK]}}\n"
    made = made_of(tmp_path, POLICY.replace("render: {layout: gongwen}\n", fonts))
    first = next(made.parts["word/styles.xml"].iter(f"{W}rFonts"))
    assert first.get(f"{W}eastAsia") == "仿宋"
    faces = [
        style(made, name).find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for name in ("Heading1", "Heading3")
    ]
    assert faces == ["方正小标宋_GBK", "楷体_GB2312"]
    assert made.problems() == []


def running(made: Docx, kind: str) -> dict[str, Any]:
    """The heads or feet of the only run of sheets, by the side that they are for."""
    names = {one.get("Id"): one.get("Target") for one in made.parts["word/_rels/document.xml.rels"]}
    return {
        one.get(f"{W}type"): made.parts[f"word/{names[one.get(f'{R}id')]}"]
        for one in made.body.iter(f"{W}{kind}Reference")
    }


def test_number_of_the_sheet_stands_between_dashes_at_the_outer_edge(procedure: Docx) -> None:
    settings = procedure.parts["word/settings.xml"]
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    assert settings.find(f"{W}mirrorMargins") is not None
    feet = running(procedure, "footer")
    assert set(feet) == {"default", "even"}
    for side, outer in (("default", "right"), ("even", "left")):
        place = feet[side].find(f"{W}p/{W}pPr")
        assert place.find(f"{W}jc").get(f"{W}val") == outer
        assert values(place.find(f"{W}ind"))[f"{outer}Chars"] == "100"
        assert " ".join(said(feet[side]).split()) == "— 1 —"
    assert set(procedure.instructions) >= {"PAGE"}
    assert "NUMPAGES" not in procedure.instructions
    assert style(procedure, "Footer").find(f"{W}rPr/{W}sz").get(f"{W}val") == "28"


def test_marks_are_on_both_sides(tmp_path: Path) -> None:
    choices = Choices(standings={"documents/a.md": Standing(mark="draft")})
    made = made_of(tmp_path, choices=choices)
    heads = running(made, "header")
    assert len({id(head) for head in heads.values()}) == len(heads) == 2
    for head in heads.values():
        words = [one.get("string") for one in head.iter() if one.tag.endswith("}textpath")]
        assert "草稿" in words
        assert "草稿" in said(head)
    shapes = [
        one.get("id")
        for head in heads.values()
        for one in head.iter()
        if one.tag.endswith("}shape")
    ]
    assert len(set(shapes)) == 2
    assert made.problems() == []


def test_tables_are_no_wider_than_the_text(files: dict[str, bytes]) -> None:
    for name in ("QP-07.docx", "QR-07-01.docx"):
        made = Docx(files[name])
        for table in made.body.iter(f"{W}tbl"):
            wide = sum(int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol"))
            assert wide <= 156.5 * MM
    size = style(Docx(files["QP-07.docx"]), "BodyTable").find(f"{W}rPr/{W}sz")
    assert int(size.get(f"{W}val")) < 32


def test_the_built_in_layout_has_none_of_it(tmp_path: Path) -> None:
    made = made_of(tmp_path, POLICY.replace("layout: gongwen", "layout: gb"))
    assert list(made.body.iter(f"{W}docGrid")) == []
    assert made.parts["word/settings.xml"].find(f"{W}evenAndOddHeaders") is None
    assert set(running(made, "footer")) == {"default"}
    assert "仿宋_GB2312".encode() not in made.files["word/fontTable.xml"]


def test_a_line_with_a_picture_is_as_high_as_the_picture(tmp_path: Path) -> None:
    picture = (GOLDEN / "pictures" / "dot.png").read_bytes()
    write_files(tmp_path, {"documents/dot.png": picture})
    made = made_of(tmp_path, body="在![点](dot.png)中\n\n- 列![点](dot.png)\n\n没有")
    rules = {
        said(one): None
        if one.find(f"{W}pPr/{W}spacing") is None
        else one.find(f"{W}pPr/{W}spacing").get(f"{W}lineRule")
        for one in made.body.iter(f"{W}p")
    }
    assert (rules["在中"], rules["列"], rules["没有"]) == ("atLeast", "atLeast", None)
    assert made.problems() == []


def test_same_bytes_each_time(tmp_path: Path) -> None:
    assert made_of(tmp_path).content == made_of(tmp_path).content


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_libreoffice_sets_twenty_two_lines_of_twenty_eight_characters(tmp_path: Path) -> None:
    from pypdf import PdfReader

    made = made_of(tmp_path / "workspace", body="甲" * (28 * 22 * 3))
    (tmp_path / "a.docx").write_bytes(made.content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, timeout=300)
    pages = PdfReader(BytesIO((tmp_path / "a.pdf").read_bytes())).pages
    for number in (2, 3):
        text = pages[number - 1].extract_text()
        lines = [line.strip() for line in text.splitlines() if set(line.strip()) == {"甲"}]
        assert len(lines) == 22
        assert {len(line) for line in lines} == {28}
        assert f"— {number} —" in " ".join(text.split())
