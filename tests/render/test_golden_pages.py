"""Whole pages of a small fixed workspace, and that they come out the same everywhere."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rendering import Page, render
from scratch import Ran

from qmsdoc.vcs.fresh import NewCommit, create

GOLDEN = Path(__file__).parent.parent / "golden" / "render"
SOURCE = GOLDEN / "workspace"
PAGES = ("QM-01.html", "QP-07.html", "QR-07-01.html", "manual.html")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace with a history: QP-07 once had another name, version and content."""
    files = {
        path.relative_to(SOURCE).as_posix(): path.read_bytes()
        for path in sorted(SOURCE.rglob("*"))
        if path.is_file()
    }
    current = files["documents/QP-07.md"]
    old = current.replace(b"version: B/0", b"version: A/0").replace("一次性告知、".encode(), b"")
    first = {path: data for path, data in files.items() if path != "documents/QP-07.md"}
    folder = tmp_path_factory.mktemp("golden") / "ws"
    create(
        folder,
        [
            NewCommit("张三", "z@example.org", "2026-01-05T09:00:00+08:00", "首次发布",
                      {**first, "documents/reception.md": old}),
            NewCommit("李四", "l@example.org", "2026-02-03T09:00:00+08:00", "按编号命名文件",
                      {"documents/QP-07.md": old}, deleted=("documents/reception.md",)),
            NewCommit("李四", "l@example.org", "2026-02-10T09:00:00+08:00", "增加一次性告知\n\n依据会签意见。",
                      {"documents/QP-07.md": current}),
        ],
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    return render(root)


def without_style(html: str) -> str:
    """The style sheet has its own eyes on it; here it would hide what changed."""
    html = re.sub(r"<style>.*?</style>", "<style></style>", html, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']*'", "'sha256-…'", html)


def test_every_page_is_there(pages: dict[str, str]) -> None:
    assert tuple(sorted(pages)) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_page_is_the_golden_one(name: str, pages: dict[str, str]) -> None:
    found = without_style(pages[name])
    golden = GOLDEN / name
    if os.environ.get("QMSDOC_UPDATE_GOLDEN"):
        golden.write_text(found, "utf-8", newline="\n")
    assert found == golden.read_text("utf-8")


def test_margins_of_paper_carry_number_title_version_and_page(pages: dict[str, str]) -> None:
    style = Page(pages["QP-07.html"]).style
    assert 'content: "ESC\\2d QP\\2d 07\\20 ' in style
    assert "counter(page)" in style
    assert "counter(pages)" in style


def test_every_link_inside_the_manual_has_its_place(pages: dict[str, str]) -> None:
    page = Page(pages["manual.html"])
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside
    assert inside <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_every_link_between_pages_has_its_place(pages: dict[str, str]) -> None:
    ids = {name: set(Page(html).ids) for name, html in pages.items()}
    for name, html in pages.items():
        for link in Page(html).links:
            if "://" not in link:
                target, _, anchor = link.partition("#")
                assert not anchor or anchor in ids[target or name], (name, link)


def test_history_follows_the_rename(pages: dict[str, str]) -> None:
    text = Page(pages["QP-07.html"]).text
    assert "B/0 2026-02-10 李四 增加一次性告知" in text
    assert "首次发布" in text
    assert "按编号命名文件" not in text


def test_older_revision_shows_what_was_then(root: Path) -> None:
    page = Page(render(root, "QP-07", at="HEAD~1")["QP-07.html"])
    assert "Version A/0" in page.text
    assert "增加一次性告知" not in page.text


def test_same_bytes_whatever_the_surroundings(
    root: Path, tmp_path: Path, cli_process: Callable[..., Ran]
) -> None:
    surroundings: list[dict[str, str | None]] = [
        {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
        {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", "LC_ALL": "C", "COLUMNS": "200"},
        {"TZ": None, "PYTHONHASHSEED": "3", "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"},
    ]
    built = []
    for number, environment in enumerate(surroundings):
        # The folder has another name each time, and the day is another one.
        copy, out = tmp_path / f"copy-{number}", tmp_path / f"out-{number}"
        shutil.copytree(root, copy)
        day = f"2026-0{number + 1}-01"
        arguments = ("-C", copy, "--lang", "en", "render", "--today", day, "-o", out)
        ran = cli_process(*arguments, environment=environment, folder=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        built.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert built[0] == built[1] == built[2]
    assert set(built[0]) == set(PAGES)
