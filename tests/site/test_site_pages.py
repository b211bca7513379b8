"""What the site holds, that it is whole, and what makes it anew."""

from __future__ import annotations

import os
import re
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from scratch import Ran, write_files
from sites import EXAMPLE, broken_links, pages_of

from qmsdoc.vcs.fresh import NewCommit, create

Cli = Callable[..., Ran]
DAY = "--today=2026-11-23"
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in a repository of its own."""
    root = tmp_path_factory.mktemp("site") / "ws"
    files = {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file()
    }
    create(
        root, [NewCommit("张三", "z@example.org", "2026-01-05T09:00:00+08:00", "首次发布", files)]
    )
    return root


@pytest.fixture(scope="module")
def site(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from datetime import date

    from qmsdoc.model.edition import EditionName
    from qmsdoc.pipeline.open import open_workspace
    from qmsdoc.pipeline.render import Choices, Rendering
    from qmsdoc.pipeline.site import SiteOrder, publish_site
    from qmsdoc.pipeline.site_build import build_site

    folder = tmp_path_factory.mktemp("built") / "site"
    with open_workspace(example, use_cache=False) as workspace:
        order = SiteOrder(folder, date(2026, 11, 23), "zh", ("html", "md"))

        def build() -> tuple[str, object]:
            choices = Choices(edition=EditionName.WORKING)
            rendering = Rendering(workspace, order.today, "zh", 1, choices)
            return "", build_site(rendering, workspace.cache, ["md"])

        publish_site(workspace, order, build)  # type: ignore[arg-type]
    return folder


def test_every_document_and_list_has_its_page(site: Path) -> None:
    pages = pages_of(site)
    documents = {path.stem for path in EXAMPLE.glob("documents/*/*.md")}
    assert {f"{name}.html" for name in documents} <= pages.keys()
    overviews = "index documents departments forms objectives standards due register records"
    for name in (*overviews.split(), "external", "glossary", "standard.gbt-19001-2016"):
        assert f"{name}.html" in pages
    assert {f"{name}.md" for name in documents} == {path.name for path in site.glob("files/*")}


def test_no_link_is_broken_and_no_id_comes_twice(site: Path) -> None:
    pages = pages_of(site)
    assert broken_links(site, pages) == []
    twice = {n: i for n, page in pages.items() if len(set(i := page.ids)) != len(i)}
    assert twice == {}


def test_a_document_says_who_refers_to_it_and_where(site: Path) -> None:
    page = pages_of(site)["QP-07.html"]
    hrefs = [link["href"] for link in page.of("a") if "href" in link]
    assert any(href.startswith("WI-01.html#") for href in hrefs)
    assert "files/QP-07.md" in hrefs
    assert (site / "files" / "QP-07.md").read_bytes() == (
        EXAMPLE / "documents/procedures/QP-07.md"
    ).read_bytes()


def test_a_post_has_its_steps_limits_and_forms(site: Path) -> None:
    departments = pages_of(site)["departments.html"]
    posts = [link["href"] for link in departments.of("a") if link.get("href", "")[:5] == "post."]
    found = [pages_of(site)[name] for name in posts]
    reception = next(page for page in found if "前台接待岗 ·" in page.text)
    assert "登记来访事项" in reception.text
    assert "到台1分钟内" in reception.text
    assert {"QR-07-01.html", "QP-07.html"} <= {link.get("href") for link in reception.of("a")}


def test_pages_hold_nothing_from_elsewhere(site: Path) -> None:
    for name, page in pages_of(site).items():
        policy = next(m["content"] for m in page.of("meta") if "http-equiv" in m)
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy, name
        digests = re.findall(r"'sha256-([^']+)'", policy)
        expected = [b64encode(sha256(text.encode()).digest()).decode() for text in page.styles]
        assert digests == expected, name
        assert {script["src"] for script in page.of("script")} == {
            "assets/theme.js",
            "assets/site.js",
        }
        for tag, attributes in page.elements:
            assert not [key for key in attributes if key.startswith("on") or key == "style"], tag


def test_unchanged_is_left_and_said(example: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "out"
    first = cli("-C", example, "render", "site", "-o", out, DAY)
    assert first.code == 0
    stats = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = cli("-C", example, "render", "site", "-o", out, DAY)
    assert (again.code, "已是最新" in again.out) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == stats


def test_what_makes_a_site_anew(tmp_path: Path, cli: Cli) -> None:
    ws = write_files(
        tmp_path / "ws",
        {
            "qmsdoc.yaml": "organization: X\nlanguage: en\n",
            "documents/a.md": "---\nid: QP-07\nkind: procedure\ntitle: T\n---\n# T\n\n![p](p.png)\n",
        },
    )
    out = tmp_path / "out"

    def run(*more: str) -> str:
        done = cli("-C", ws, "render", "site", "-o", out, *more)
        assert done.code == 0, done.err
        return done.out

    assert "written" in run(DAY)
    assert "up to date" in run(DAY)
    (ws / "documents/p.png").write_bytes(PIXEL)
    assert "1 written" in run(DAY)
    assert 'src="data:image/png' in (out / "QP-07.html").read_text("utf-8")
    assert "up to date" in run(DAY)
    (out / "QP-07.html").write_text("defaced", "utf-8")
    assert "1 written" in run(DAY)
    (out / "extra.html").write_text("x", "utf-8")
    run(DAY)
    assert not (out / "extra.html").exists()
    assert "up to date" not in run(DAY, "--to", "html,md")
    assert (out / "files" / "QP-07.md").is_file()
    (ws / "templates/site").mkdir(parents=True)
    own = '{% extends "builtin/site/home.html.j2" %}{% block title %}OWN{% endblock %}'
    (ws / "templates/site/home.html.j2").write_text(own, "utf-8")
    assert "up to date" not in run(DAY)
    assert "<title>OWN</title>" in (out / "index.html").read_text("utf-8")


def test_a_site_inside_the_workspace_is_no_part_of_it(tmp_path: Path, cli: Cli) -> None:
    document = "---\nid: QP-07\nkind: procedure\ntitle: T\n---\n# T\n"
    ws = write_files(
        tmp_path / "ws",
        {"qmsdoc.yaml": "organization: X\nlanguage: en\n", "documents/a.md": document},
    )
    arguments = ("-C", ws, "render", "site", "--to", "html,md", "-o", ws / "build", DAY)
    assert "written" in cli(*arguments).out
    assert "up to date" in cli(*arguments).out
    assert "build/" not in cli("-C", ws, "validate", "--fail-on", "never").out


def test_a_broken_template_leaves_the_old_site(tmp_path: Path, cli: Cli) -> None:
    ws = write_files(
        tmp_path / "ws", {"qmsdoc.yaml": "organization: X\nlanguage: en\n", "documents/a.md": ""}
    )
    out = tmp_path / "out"
    cli("-C", ws, "render", "site", "-o", out, DAY)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write_files(ws, {"templates/site/glossary.html.j2": "{{ nothing.there }}"})
    done = cli("-C", ws, "render", "site", "-o", out, DAY)
    assert done.code == 2
    assert "templates/site/glossary.html.j2:1" in done.err
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    "arguments",
    [("site", "QP-07"), ("site", "--copy", "1"), ("site", "--to", "xlsx"), ("site", "--to", "")],
)
def test_what_a_site_is_not(
    example: Path, tmp_path: Path, cli: Cli, arguments: tuple[str, ...]
) -> None:
    done = cli("-C", example, "render", *arguments, "-o", tmp_path / "out")
    assert done.code == 2
    assert not (tmp_path / "out").exists()


def test_same_bytes_whatever_the_surroundings(
    example: Path, tmp_path: Path, cli_process: Callable[..., Ran]
) -> None:
    found = []
    surroundings = [
        {"TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    ]
    for number, environment in enumerate(surroundings):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(example, copy)
        out = tmp_path / f"out{number}"
        arguments = ("--lang", "zh", "-C", copy, "render", "site", "--edition", "working")
        before = os.umask(0o077 if number else 0o022)
        try:
            done = cli_process(
                *arguments, "-o", out, DAY, f"-j{number + 1}", environment=environment, folder=copy
            )
        finally:
            os.umask(before)
        assert done.code == 0, done.err
        found.append((out / "manifest.json").read_bytes())
    assert found[0] == found[1]


def test_an_empty_workspace_has_a_site(tmp_path: Path, cli: Cli) -> None:
    ws = write_files(tmp_path / "ws", {"qmsdoc.yaml": "organization: X\nlanguage: en\n"})
    done = cli("-C", ws, "render", "site", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    pages = pages_of(tmp_path / "out")
    assert broken_links(tmp_path / "out", pages) == []
    assert "There are no documents." in pages["documents.html"].text
