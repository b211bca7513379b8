"""What templates are given: plain data, laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup
from rendering import Page, document, render
from scratch import Ran, write_files

from qmsdoc.index.types import DocumentFile
from qmsdoc.model.document import Document, FormField
from qmsdoc.model.text import Text
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render import html
from qmsdoc.render.environment import css_string
from qmsdoc.render.form import form_view
from qmsdoc.render.names import page_names
from qmsdoc.render.types import Page as PageToMake
from qmsdoc.text.interval import interval

GOLDEN = Path(__file__).parent.parent / "golden" / "render" / "workspace"


def field(label: str, kind: str = "text", **more: object) -> FormField:
    return FormField(name=Text("n"), label=Text(label), type=kind, **more)  # type: ignore[arg-type]


def test_narrow_fields_share_a_line_in_their_order() -> None:
    fields = [
        field("一"),
        field("二", "date"),
        field("三"),
        field("四", "longtext"),
        field("五", "choice", choices=("是", "否")),
        field("六", "choices", choices=("求职登记", "招聘登记", "岗位推荐")),
        field("七", "table", columns=(field("列"),)),
        field("八"),
        field("九" * 20),
    ]
    form = form_view(fields)
    assert form is not None
    lines = ["".join(item["label"][0] for item in line) for line in form["lines"]]
    assert lines == ["一二", "三", "四", "五", "六", "七", "八", "九"]


def test_rows_of_a_table_are_bounded() -> None:
    form = form_view([field("表", "table", rows=10**9), field("表", "table")])
    assert form is not None
    assert [len(line[0]["empty_rows"]) for line in form["lines"]] == [40, 5]


def test_marks_are_explained_where_they_stand_in_a_column() -> None:
    form = form_view([field("表", "table", columns=(field("电话", sensitive=True),))])
    assert form is not None
    assert (form["has_sensitive"], form["has_required"]) == (True, False)
    assert form_view([]) is None


def test_names_of_pages() -> None:
    def file(path: str, identifier: str) -> DocumentFile:
        return DocumentFile(path, Document(id=Text(identifier)))

    files = [
        file("documents/a.md", "QP-07"),
        file("documents/b.md", "QP-07"),
        file("documents/来访 Reception.md", "来访"),
        file("documents/手册.md", ""),
    ]
    names = page_names({item.path: item for item in files})
    assert names["documents/a.md"] == "QP-07"
    assert names["documents/b.md"].startswith("b-")
    assert names["documents/来访 Reception.md"].startswith("reception-")
    assert names["documents/手册.md"].startswith("document-")
    assert len(set(names.values())) == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12 months", "every 12 months"),
        ("12 个月", "every 12 months"),
        ("12个月", "every 12 months"),
        ("1年", "every 1 year"),
        ("90天", "every 90 days"),
        ("2 weeks", "every 2 weeks"),
        ("永久", "permanently"),
        ("permanent", "permanently"),
        ("now and then", "now and then"),
        ("", ""),
    ],
)
def test_intervals(typed: str, said: str) -> None:
    assert interval(typed, "every ", str) == said


def test_a_css_string_holds_any_text() -> None:
    assert css_string('a1"\\\n</style>程') == '"a1\\22 \\5c \\a \\3c \\2f style\\3e \\7a0b "'


def _plain(value: object) -> bool:
    if type(value) is dict:
        return all(type(key) is str and _plain(item) for key, item in value.items())
    if type(value) is tuple:
        return all(map(_plain, value))
    return value is None or type(value) in (str, int, float, bool, Markup)


def test_templates_are_given_plain_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[PageToMake] = []

    def keep(pages: list[PageToMake], *_: object) -> list[object]:
        made.extend(pages)
        return []

    monkeypatch.setattr("qmsdoc.render.html.render_pages", keep)
    with open_workspace(GOLDEN, use_cache=False) as workspace:
        list(Rendering(workspace, date(2026, 3, 1), "en", jobs=1).artifacts(()))
    assert len(made) == 4
    data: list[Mapping[str, object]] = [page.data for page in made]
    assert all(_plain(dict(item)) for item in data)
    assert made[-1].path == html.MANUAL_PAGE


def test_manual_lists_gaps_and_exclusions(tmp_path: Path) -> None:
    page = Page(render(GOLDEN, "manual")["manual.html"])
    assert "Not applicable. The centre holds no job fairs of its own." in page.text
    assert "not covered" in page.text
    assert "QO-2026-01 服务对象满意率" in page.text


def test_documents_of_no_level_come_last(tmp_path: Path) -> None:
    root = write_files(
        tmp_path,
        {
            "qmsdoc.yaml": "organization: X\nlevels: [procedure, form]\n",
            "documents/1.md": document(id="QM-01", kind="manual", title="手册"),
            "documents/2.md": document(id="QP-10"),
            "documents/3.md": document(id="QP-9"),
            "documents/4.md": document(kind="poem", id="QX-01"),
            "documents/5.md": "no front matter\n",
        },
    )
    page = Page(render(root, "manual")["manual.html"])
    ids = [identifier for identifier in page.ids if identifier[:2] in ("QM", "QP", "QX", "5-")]
    assert [identifier[:5] for identifier in ids] == ["QP-9", "QP-10", "5-0b7", "QM-01", "QX-01"]
    assert "Level 1 · Procedure" in page.text


def test_an_empty_workspace_makes_a_manual(tmp_path: Path) -> None:
    root = write_files(tmp_path, {"qmsdoc.yaml": "organization: X\n"})
    assert list(render(root)) == ["manual.html"]


Run = Callable[..., Ran]


def test_command_writes_pages(workspace: Callable[..., Path], cli: Run, tmp_path: Path) -> None:
    root = workspace({"documents/QP-07.md": document()})
    ran = cli("-C", root, "render", "-o", tmp_path / "out")
    assert ran.code == 0
    assert ran.out.startswith("2 pages written to ")
    assert "the documents are not kept in git" in ran.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "QP-07.html",
        "manual.html",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("QP-70",), "there is no document QP-70; name one by its number, or one of manual"),
        (("QP-70",), "QP-07"),
        (("sit",), "did you mean site?"),
        (("QO-2026-01",), "QO-2026-01 is an objective"),
        (("--to", "html,odt"), "odt is no form of pages; --to takes html, pdf"),
        (("--at", "HEAD"), "--at needs a git repository"),
    ],
)
def test_command_refuses(
    arguments: tuple[str, ...], said: str, workspace: Callable[..., Path], cli: Run, tmp_path: Path
) -> None:
    root = workspace(
        {"documents/QP-07.md": document(), "objectives/o.yaml": "id: QO-2026-01\ntitle: x\n"}
    )
    out = tmp_path / "out"
    ran = cli("-C", root, "render", *arguments, "-o", out)
    assert ran.code == 2
    assert said in ran.err
    assert not out.exists()


def test_broken_template_leaves_old_pages(
    workspace: Callable[..., Path], cli: Run, tmp_path: Path
) -> None:
    root = workspace({"documents/QP-07.md": document()})
    out = tmp_path / "out"
    assert cli("-C", root, "render", "-o", out).code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    write_files(root, {"templates/html/manual.html.j2": "{{ nothing }}"})
    ran = cli("-C", root, "render", "-o", out)
    assert ran.code == 2
    assert "templates/html/manual.html.j2:1: " in ran.err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
