"""Kinds of PDF, the sources in the file, and the organisation's own fonts."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pdf_files import Pdf
from pypdf import PdfReader
from rendering import TODAY, document
from scratch import Ran, write_files

from qmsdoc.errors import TemplateError, UsageError
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.render.pdf.font_names import SHIPPED, called, not_found
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


def renamed(font: bytes, records: list[tuple[int, int, int, int, str]]) -> bytes:
    """*font* with other names: platform, encoding, language, what the name is of, and the name."""
    encoded = [text.encode("mac_roman" if of[0] == 1 else "utf-16-be") for *of, text in records]
    head = struct.pack(">HHH", 0, len(records), 6 + 12 * len(records))
    at = 0
    for (*of, _), said in zip(records, encoded, strict=True):
        head += struct.pack(">HHHHHH", *of, len(said), at)
        at += len(said)
    table = head + b"".join(encoded)
    entry = next(
        place
        for place in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
        if font[place : place + 4] == b"name"
    )
    changed = bytearray(font)
    struct.pack_into(">II", changed, entry + 8, len(font), len(table))
    return bytes(changed) + table


def fangsong() -> bytes:
    """A font with the names of those that come from China."""
    font = (data_dir("templates") / "fonts" / "NotoSerifCJKsc-Regular.otf").read_bytes()
    names = [
        (1, 0, 0, 1, "FangSong_GB2312"),
        (3, 1, 0x409, 1, "FangSong_GB2312"),
        (3, 1, 0x409, 6, "FangSong_GB2312"),
        (3, 1, 0x804, 1, "仿宋_GB2312"),
    ]
    return renamed(font, names)


@pytest.mark.parametrize("name", ["仿宋_GB2312", "FangSong_GB2312", "fangsong_gb2312"])
def test_a_font_is_known_by_each_of_its_names(name: str, root: Path) -> None:
    with_font(root, fangsong())
    write_files(root, {"qmsdoc.yaml": POLICY + f"render: {{fonts: {{body: [{name}]}}}}\n"})
    fonts = Pdf(made(root, "QP-07")["QP-07.pdf"]).fonts
    assert any("FangSong" in name for name in fonts)
    assert not any("NotoSerif" in name for name in fonts)


def test_typst_calls_faces_as_we_think() -> None:
    import typst

    folder = data_dir("templates") / "fonts"
    files = [path.read_bytes() for path in sorted(folder.glob("*.otf"))]
    of_typst = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)]).families()
    assert set(called(files).values()) >= set(SHIPPED)
    assert set(called(files).values()) <= set(of_typst)


def test_families_that_no_file_has_are_told() -> None:
    named = {
        "body": ("仿宋_gb2312", "宋体"),
        "heading": ("黑体",),
        "title": ("X", "noto sans cjk SC"),
    }
    assert not_found(named, [fangsong()]) == ["黑体"]
    assert not_found(named, []) == ["仿宋_gb2312", "黑体"]
    assert not_found({}, []) == []


def test_a_run_says_which_fonts_it_did_not_find(
    root: Path, cli: Callable[..., Ran], tmp_path: Path
) -> None:
    fonts = "render: {fonts: {body: [仿宋_GB2312], heading: [黑体]}}\n"
    write_files(root, {"qmsdoc.yaml": POLICY + fonts})
    output = str(tmp_path / "made")
    ran = cli("-C", str(root), "render", "QP-07", "--to", "pdf", "-o", output)
    assert ran.code == 0
    assert "shipped faces in place of 仿宋_GB2312, 黑体" in ran.err
    # HTML names the families, and leaves them to the machine of the reader.
    assert "faces" not in cli("-C", str(root), "render", "QP-07", "-o", output).err
    with_font(root, fangsong())
    ran = cli("-C", str(root), "render", "QP-07", "--to", "pdf", "-o", output)
    assert "shipped faces in place of 黑体" in ran.err
    ran = cli("-C", str(root), "render", "site", "--to", "html,pdf", "-o", f"{output}-site")
    assert "shipped faces in place of 黑体" in ran.err


def test_what_is_broken_has_no_names() -> None:
    whole = fangsong()
    assert set(called([whole])) == {"fangsong_gb2312", "仿宋_gb2312"}
    place = whole.index(b"name")
    assert place < 300
    broken = [
        b"",
        b"OTTO",
        b"ttcf",
        b"ttcf\0\1\0\0\xff\xff\xff\xff",
        whole[: place + 9],
        whole[:3000],
        whole[: place + 8] + b"\xff" * 8 + whole[place + 16 :],
    ]
    assert called(broken) == {}


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
