"""The Markdown of a document inside its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rendering import Page, document, render
from scratch import write_files

from qmsdoc.render.images import MAX_IMAGE_SIZE, data_uri

# One point, as a whole file.
PNG = (Path(__file__).parent.parent / "golden/render/workspace/pictures/dot.png").read_bytes()
JPEG = b"\xff\xd8\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xda\0\2\0\xff\xd9"
GIF = b"GIF89a\1\0\1\0\0\0\0;"
WEBP = b"RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f" + bytes(9)
Article = Callable[..., str]


@pytest.fixture
def article(tmp_path: Path) -> Article:
    """The HTML of the body of QP-07, with other files beside it."""

    def make(body: str, **others: str | bytes) -> str:
        files: dict[str, str | bytes] = {
            "qmsdoc.yaml": "organization: X\nids: {procedure: 'QP-[0-9]{2}'}\n",
            "documents/QP-07.md": document(body),
            "documents/sub/QP-08.md": document(
                "## 3 登记\n\n## 3 登记\n", id="QP-08", title="登记"
            ),
        }
        files.update({path.replace("__", "/"): content for path, content in others.items()})
        html = render(write_files(tmp_path, files), "QP-07")["QP-07.html"]
        return html.partition('<article class="body">')[2].partition("</article>")[0].strip()

    return make


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("规范前台的接待、\n告知和转办", "规范前台的接待、告知和转办"),
        ("one\ntwo", "one\ntwo"),
        ("符合\nGB/T 19001", "符合\nGB/T 19001"),
        ("**要求。**\n请", "<strong>要求。</strong>请"),
        ("“好差评”\n“回访”", "“好差评”“回访”"),
        ("一  \n二", "一<br>\n二"),
        ('1 < 2 & "3"', '1 &lt; 2 &amp; "3"'),
    ],
)
def test_lines(typed: str, shown: str, article: Article) -> None:
    assert article(typed) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("[x](sub/QP-08.md)", "QP-08.html"),
        ("[x](sub/QP-08.md#3-登记)", "QP-08.html#3-登记"),
        ("[x](sub/QP-08.md#3-登记-1)", "QP-08.html#3-登记-1"),
        ("[x](sub/QP-08.md#%33-%E7%99%BB%E8%AE%B0)", "QP-08.html#3-登记"),
        ("[x](sub/QP-08.md#前台)", "QP-08.html"),
        ("[x](sub/QP-08.md#没有这一节)", "QP-08.html"),
        ("[x](QP-07.md)", "#top"),
        ("[x](#2-范围)", "#2-范围"),
        ("[x](#没有)", "#top"),
        ("[x](https://example.org/?a=1&b=2)", "https://example.org/?a=1&b=2"),
        ("<https://example.org>", "https://example.org"),
        ("[x](mailto:a@example.org)", "mailto:a@example.org"),
        ("见QP-08。", "QP-08.html"),
    ],
)
def test_links_lead_to_pages(link: str, href: str, article: Article) -> None:
    assert Page(article(f"{link}\n\n## 2 范围\n")).links == [href]


@pytest.mark.parametrize(
    "text",
    [
        "QP-07是本文件",
        "QP-99没有这份文件",
        "`QP-08`",
        "AQP-08、QP-081、QP-08-2",
        "[x](sub/none.md)",
        "[x](../../../etc/passwd)",
        "[x](/etc/passwd)",
        "[x](../qmsdoc.yaml)",
    ],
)
def test_what_is_no_page_is_no_link(text: str, article: Article) -> None:
    assert Page(article(text)).links == []


def test_a_number_inside_a_link_is_linked_once(article: Article) -> None:
    assert Page(article("[QP-08登记](https://example.org)")).links == ["https://example.org"]


def test_headings_have_the_anchors_of_git_hosts(article: Article) -> None:
    page = Page(
        article("## 1 *目的* 和 `code`\n\n## 重复\n\n## 重复\n\n### [QP-08](sub/QP-08.md)、A\n")
    )
    assert page.ids == ["1-目的-和-code", "重复", "重复-1", "qp-08a"]


def test_only_the_first_title_is_left_out(article: Article) -> None:
    html = article("文\n\n# 第二个标题\n")
    assert "前台" not in html
    assert '<h1 class="level-1" id="第二个标题">第二个标题</h1>' in html


def test_cells_know_their_column(article: Article) -> None:
    html = article('| 步"骤 | B |\n|---|--:|\n| 甲 | 乙 |\n| 丙 |\n')
    page = Page(html)
    cells = [values for tag, values in page.elements if tag == "td"]
    assert [cell["data-label"] for cell in cells] == ['步"骤', "B", '步"骤', "B"]
    assert cells[1]["class"] == "right"
    assert "style" not in html


def test_footnotes_definitions_tasks_and_code(article: Article) -> None:
    html = article("甲[^a]乙[^a]\n\n术语\n: 解释\n\n- [X] 好\n\n```py\n<b>\n```\n\n[^a]: 注\n")
    page = Page(html)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert "<dt>术语</dt>" in html
    assert "☑ 好" in html
    assert "&lt;b&gt;" in html


def test_pictures_are_embedded(article: Article) -> None:
    html = article("![一点](../pictures/a.png)", pictures__a_png=b"", **{"pictures__a.png": PNG})
    assert 'src="data:image/png;base64,iVBORw0KGgo' in html
    assert 'alt="一点"' in html


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pictures/a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("pictures/a.png", b"<html>no picture</html>"),
        ("pictures/a.png", PNG + b"\0" * MAX_IMAGE_SIZE),
    ],
)
def test_what_is_no_picture_is_its_words(name: str, content: bytes, article: Article) -> None:
    target = "../pictures/" + name.rpartition("/")[2]
    html = article(f"![一点]({target})", **{name: content})
    assert html == f'<p><span class="no-picture">一点 <small>{name}</small></span></p>'


@pytest.mark.parametrize("target", ["../../../a.png", "/etc/a.png", "..%2F..%2F..%2Fa.png"])
def test_a_picture_outside_is_shown_as_typed(target: str, article: Article) -> None:
    html = article(f"![一点]({target})")
    assert html == f'<p><span class="no-picture">一点 <small>{target}</small></span></p>'


def test_a_picture_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PNG)
    root = write_files(
        tmp_path / "ws",
        {"qmsdoc.yaml": "organization: X\n", "documents/QP-07.md": document("![x](a.png)")},
    )
    (root / "documents" / "a.png").symlink_to(secret)
    assert "data:image" not in render(root, "QP-07")["QP-07.html"].partition("<body")[2]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (GIF, "image/gif"),
        (WEBP, "image/webp"),
        (PNG[:-1], ""),
        (JPEG[:-1], ""),
        (GIF[:-1], ""),
        (WEBP[:-1], ""),
        (b"RIFF\0\0\0\0WAVE", ""),
        (b"", ""),
    ],
)
def test_kinds_of_picture(data: bytes, kind: str) -> None:
    assert data_uri(data).partition(";")[0].removeprefix("data:") == kind
