"""Marks, signatures and dates of document control, as they are printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pdf_files import Pdf
from rendering import TODAY, document
from rendering import Page as HtmlPage
from scratch import write_files

from qmsdoc.errors import UsageError
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Choices, Rendering
from qmsdoc.render.sign_off import common_mark, mark_view
from qmsdoc.render.standing import MARK_NAMES, Signed, Standing
from qmsdoc.text.language import translator

POLICY = "organization: X\nsignatures: {procedure: [prepared, reviewed, approved]}\n"
SIGNED = (
    Signed("prepared", "张三", "前台主管", "2026-01-05", "SHA256:abcDEF123"),
    Signed("approved", "李四", "中心主任", "2026-01-08"),
)
IN_FORCE = Standing("in-force", "", "", "2026-01-08", "2026-02-01", SIGNED)
PATH = "documents/QP-07.md"


def made(
    root: Path,
    standing: Standing,
    *targets: str,
    copy: str = "",
    forms: tuple[str, ...] = ("html", "pdf"),
) -> dict[str, bytes]:
    """The forms of a workspace in which one document stands so, in Chinese."""
    body = "正文。\n\n" + "第二段。\n\n" * 60
    write_files(root, {"qmsdoc.yaml": POLICY, PATH: document(body)})
    choices = Choices(copy=copy, standings={PATH: standing})
    with open_workspace(root, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, "zh", 1, choices)
        artifacts = list(rendering.artifacts(targets or ("QP-07",), None, forms))
    return {artifact.path: artifact.content for artifact in artifacts}


@pytest.mark.parametrize(
    ("mark", "said"),
    [("draft", "草稿"), ("obsolete", "作废"), ("uncontrolled", "非受控"), ("controlled", "受控")],
)
def test_a_mark_is_in_the_head_and_across_every_sheet(mark: str, said: str, tmp_path: Path) -> None:
    files = made(tmp_path, Standing("draft", mark))
    pages = Pdf(files["QP-07.pdf"]).pages
    assert len(pages) > 1
    # In the head, and as the watermark.
    assert [page.count(said) >= 2 for page in pages] == [True] * len(pages)
    page = HtmlPage(files["QP-07.html"].decode())
    assert said in page.text
    # On the screen, on paper of browsers that know no pictures of sheets, and on that of others.
    assert f".sheet .marked-{mark}::after {{ content" in page.style
    assert f".sheet .marked-{mark} {{ background: url(" in page.style
    assert "@page { background: url(" in page.style
    head = "".join(f"\\{ord(character):x} " for character in said)
    assert f'@top-right {{ content: "{head}' in page.style


def test_without_a_mark_nothing_is_printed_over_a_sheet(tmp_path: Path) -> None:
    files = made(tmp_path, IN_FORCE)
    assert not any(word in Pdf(files["QP-07.pdf"]).text for word in ("草稿", "受控", "作废"))
    assert "marked-" not in files["QP-07.html"].decode()


def test_a_copy_bears_its_number(tmp_path: Path) -> None:
    files = made(tmp_path, IN_FORCE, "QP-07", "manual", copy="12")
    cover, *sheets = Pdf(files["manual.pdf"]).pages
    assert "受控" in cover
    for page in (*sheets, *Pdf(files["QP-07.pdf"]).pages):
        assert "受控12号" in page.replace(" ", "")
    assert "受控 12号" in HtmlPage(files["QP-07.html"].decode()).text


@pytest.mark.parametrize("state", ["", "draft", "in-review", "approved", "superseded", "withdrawn"])
def test_only_what_is_in_force_is_copied(state: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        made(tmp_path, Standing(state), copy="1")
    assert "QP-07" in str(raised.value)


def test_signatures_stand_where_they_were_given(tmp_path: Path) -> None:
    files = made(tmp_path, IN_FORCE)
    text = Pdf(files["QP-07.pdf"]).pages[0]
    page = HtmlPage(files["QP-07.html"].decode()).text
    for found in (text, page):
        for word in ("张三", "前台主管", "2026-01-05", "SHA256:abcDEF123", "李四", "2026-01-08"):
            assert word in found
        # The approver has no key, and nobody reviewed: a line to sign on.
        assert found.count("登记，未用密钥签名") == 1
        assert found.count("年") == 1


def test_a_role_that_policy_does_not_ask_for_is_shown_too(tmp_path: Path) -> None:
    signed = Signed("countersigned", "王五", "", "2026-01-06", "SHA256:x")
    files = made(tmp_path, Standing("approved", signed=(signed,)))
    assert "会签" in Pdf(files["QP-07.pdf"]).text
    assert "王五" in HtmlPage(files["QP-07.html"].decode()).text


def test_control_table_has_state_and_dates(tmp_path: Path) -> None:
    files = made(tmp_path, IN_FORCE)
    for found in (Pdf(files["QP-07.pdf"]).text, HtmlPage(files["QP-07.html"].decode()).text):
        for word in ("现行有效", "发布日期", "生效日期", "2026-02-01"):
            assert word in found


def test_names_are_only_text(tmp_path: Path) -> None:
    hostile = "<b>#pagebreak()</b>{{ 1 }}"
    signed = Signed("prepared", hostile, hostile, hostile, hostile)
    files = made(tmp_path, Standing("draft", "draft", "", hostile, hostile, (signed,)))
    assert hostile in HtmlPage(files["QP-07.html"].decode()).text
    assert "pagebreak()" in Pdf(files["QP-07.pdf"]).text


def test_number_of_a_copy_is_only_text(tmp_path: Path) -> None:
    hostile = "'\"></svg><script>%3C/style%3E"
    html = made(tmp_path, IN_FORCE, copy=hostile)["QP-07.html"].decode()
    page = HtmlPage(html)
    assert page.count("script") == 0
    assert page.count("svg") == 0
    assert hostile in page.text


def test_sheets_for_all_bear_the_mark_that_weighs_most() -> None:
    views = {
        mark: mark_view(Standing("", mark, "3" if mark == "controlled" else ""), translator("en"))
        for mark in ("", *MARK_NAMES)
    }
    assert common_mark([]) == views[""]
    assert common_mark([views["controlled"]] * 2)["text"] == "Controlled copy No. 3"
    assert common_mark([views["controlled"], views["uncontrolled"]]) == views[""]
    assert common_mark([views["controlled"], views[""], views["draft"]]) == views["draft"]
    assert common_mark([views["obsolete"], views["draft"]]) == views["draft"]


@pytest.mark.parametrize("signed", [(), SIGNED])
def test_a_form_says_who_signed_it_and_has_no_line_for_it(
    signed: tuple[Signed, ...], tmp_path: Path
) -> None:
    fields = "[{name: a, label: 姓名, type: text}]"
    form = document("说明", id="QR-07-01", kind="form", title="登记表", fields=fields)
    path = "documents/QR-07-01.md"
    policy = "organization: X\nsignatures: {form: [prepared, approved]}\n"
    write_files(tmp_path, {"qmsdoc.yaml": policy, path: form})
    choices = Choices(standings={path: Standing("in-force", signed=signed)})
    with open_workspace(tmp_path, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, "zh", 1, choices)
        files = {a.path: a.content for a in rendering.artifacts((), None, ("html", "pdf"))}
    for name in ("QR-07-01", "manual"):
        # The release order of the manual has a line of its own.
        page = HtmlPage(files[f"{name}.html"].decode()).text.partition("登记表")[2]
        text = Pdf(files[f"{name}.pdf"]).text
        assert ("李四" in page, "李四" in text) == (bool(signed), bool(signed))
    assert "批准" not in Pdf(files["QR-07-01.pdf"]).text or signed


def test_the_register_of_the_manual_says_what_the_ledger_says(tmp_path: Path) -> None:
    files = made(tmp_path, IN_FORCE, "manual", forms=("html", "pdf", "docx"))
    lying = HtmlPage(files["manual.html"].decode()).text.rpartition("受控文件清单")[2]
    *_, register = Document(BytesIO(files["manual.docx"])).tables
    in_word = " ".join(cell.text for row in register.rows for cell in row.cells)
    for said in (lying, Pdf(files["manual.pdf"]).pages[-1], in_word):
        text = said.replace(" ", "").replace("\u2011", "-")
        expected = ("发布日期", "生效日期", "批准人", "2026-01-08", "2026-02-01", "李四")
        assert [word for word in expected if word not in text] == []
    record = Document(BytesIO(files["manual.docx"])).tables
    heads = [[cell.text for cell in table.rows[0].cells] for table in record]
    [columns] = [head for head in heads if "修订内容" in head and "批准人" in head]
    assert columns == ["编号", "名称", "版本", "日期", "修订内容", "批准人"]


def test_the_register_of_the_manual_has_no_empty_columns(tmp_path: Path) -> None:
    files = made(tmp_path, Standing(), "manual", forms=("html", "pdf", "docx"))
    *_, register = Document(BytesIO(files["manual.docx"])).tables
    assert len(register.rows[0].cells) == 6
    assert "生效日期" not in Pdf(files["manual.pdf"]).pages[-1].replace(" ", "")
    lying = HtmlPage(files["manual.html"].decode()).text.rpartition("受控文件清单")[2]
    assert "生效日期" not in lying
