"""Kinds of PDF, the sources in the file, and the organisation's own fonts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pdf_files import Pdf
from pypdf import PdfReader
from rendering import TODAY, document
from scratch import write_files

from qmsdoc.errors import TemplateError, UsageError
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.render.pdf.fonts import MAX_FONT_SIZE, MAX_FONTS
from qmsdoc.resources import data_dir
from qmsdoc.source.tree import MAX_BLOB_SIZE

POLICY = "organization: X\n"
# Bytes that a reader of text would change: a mark of order, both ends of lines, a trailing space.
ODD = b"\xef\xbb\xbf" + document("第一行 \r\n第二行\n\n没有换行符").encode().rstrip()


def made(root: Path, *targets: str, standard: str = "a-2b") -> dict[str, bytes]:
    with open_workspace(root, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, "zh", 1, Choices(pdf_standard=standard))
        artifacts = list(rendering.artifacts(targets, None, ("pdf",)))
    return {artifact.path: artifact.content for artifact in artifacts}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(
        tmp_path,
        {
            "qmsdoc.yaml": POLICY,
            "documents/QP-08.md": document('#read("x")', id="QP-08", title="求职登记"),
        },
    )
    (tmp_path / "documents/QP-07.md").write_bytes(ODD)
    return tmp_path


def test_a_3b_holds_the_very_bytes_of_each_source(root: Path) -> None:
    files = made(root, "QP-07", "manual", standard="a-3b")
    alone = PdfReader(BytesIO(files["QP-07.pdf"])).attachments
    assert {name: list(found) for name, found in alone.items()} == {"QP-07.md": [ODD]}
    together = PdfReader(BytesIO(files["manual.pdf"])).attachments
    assert sorted(together) == ["QP-07.md", "QP-08.md"]
    assert together["QP-07.md"] == [ODD]
    assert together["QP-08.md"] == [(root / "documents/QP-08.md").read_bytes()]


def test_a_source_is_named_as_what_it_is(root: Path) -> None:
    catalog = Pdf(made(root, "QP-07", standard="a-3b")["QP-07.pdf"]).catalog
    [reference] = catalog["/AF"]
    file = reference.get_object()
    assert file["/AFRelationship"] == "/Source"
    assert file["/Desc"] == "documents/QP-07.md"
    assert file["/EF"]["/F"].get_object()["/Subtype"] == "/text/markdown"
    assert "/StructTreeRoot" in catalog


@pytest.mark.parametrize(("standard", "part"), [("a-2b", "2"), ("a-3b", "3"), ("ua-1", "1")])
def test_the_file_says_what_kind_it_is(standard: str, part: str, root: Path) -> None:
    files = made(root, "QP-07", standard=standard)
    metadata = Pdf(files["QP-07.pdf"]).catalog["/Metadata"].get_object().get_data().decode()
    name = "pdfuaid" if standard == "ua-1" else "pdfaid"
    assert f"<{name}:part>{part}</{name}:part>" in metadata
    holds = PdfReader(BytesIO(files["QP-07.pdf"])).attachments
    assert bool(holds) == (standard == "a-3b")
    assert files == made(root, "QP-07", standard=standard)


@pytest.mark.parametrize("standard", ["", "a-1b", "A-2B", "1.7", "a-2b,a-3b"])
def test_other_kinds_are_refused(standard: str, root: Path) -> None:
    with pytest.raises(UsageError):
        made(root, "QP-07", standard=standard)


def with_font(root: Path, data: bytes, name: str = "own.otf") -> Path:
    (root / "fonts").mkdir()
    (root / "fonts" / name).write_bytes(data)
    return root


def other_family() -> bytes:
    """A font whose family is no shipped one."""
    font = (data_dir("templates") / "fonts" / "NotoSerifCJKsc-Regular.otf").read_bytes()
    for old, new in (
        ("Noto Serif CJK SC", "Own FangSong Face"),
        ("NotoSerifCJKsc", "OwnFangSongNew"),
    ):
        assert len(old) == len(new)
        font = font.replace(old.encode("utf-16-be"), new.encode("utf-16-be"))
    return font


def test_an_own_font_is_used_where_policy_names_it(root: Path) -> None:
    font = other_family()
    # No other file of a workspace may be as large.
    assert len(font) > MAX_BLOB_SIZE
    with_font(root, font)
    write_files(root, {"qmsdoc.yaml": POLICY + "render: {fonts: {body: [Own FangSong Face]}}\n"})
    fonts = Pdf(made(root, "QP-07")["QP-07.pdf"]).fonts
    assert any("OwnFangSong" in name for name in fonts)
    assert not any("NotoSerif" in name for name in fonts)


def test_a_family_that_no_file_has_gives_way_to_the_shipped_one(root: Path) -> None:
    plain = made(root, "QP-07")["QP-07.pdf"]
    write_files(root, {"qmsdoc.yaml": POLICY + "render: {fonts: {body: [DejaVu Serif 2, 宋体]}}\n"})
    assert Pdf(made(root, "QP-07")["QP-07.pdf"]).fonts == Pdf(plain).fonts


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "neither TrueType"),
        (b"<svg/>", "neither TrueType"),
        (b"OTTO" + bytes(MAX_FONT_SIZE), "the limit is 32 MiB"),
    ],
)
def test_what_is_no_font_is_named(data: bytes, said: str, root: Path) -> None:
    with pytest.raises(TemplateError) as raised:
        made(with_font(root, data, "x.ttf"), "QP-07")
    assert "fonts/x.ttf" in str(raised.value)
    assert said in str(raised.value)


def test_a_link_is_no_font(root: Path) -> None:
    (root / "fonts").mkdir()
    (root / "fonts/x.ttf").symlink_to("/etc/passwd")
    with pytest.raises(TemplateError) as raised:
        made(root, "QP-07")
    assert "fonts/x.ttf" in str(raised.value)


def test_a_damaged_font_is_no_end(root: Path) -> None:
    damaged = b"OTTO" + bytes(range(256)) * 20
    assert Pdf(made(with_font(root, damaged), "QP-07")["QP-07.pdf"]).pages


def test_no_more_fonts_than_that(root: Path) -> None:
    (root / "fonts").mkdir()
    for number in range(MAX_FONTS + 1):
        (root / "fonts" / f"{number}.ttf").write_bytes(b"OTTO")
    with pytest.raises(TemplateError):
        made(root, "QP-07")
