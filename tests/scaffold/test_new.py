"""qmsdoc new: a document that is valid at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import Ran, git, names_in

from qmsdoc.pipeline.new_document import NEW_KINDS
from qmsdoc.resources import data_dir

Cli = Callable[..., Ran]
Make = Callable[..., Path]

FOR_THE_AUTHOR = {"QD304", "QD306", "QD604", "QD606"}
TITLES = (
    "投诉处理程序",
    "A title: with *marks* [a](b) <b>&amp; 'q' \"z\" # 1 | \\ `c` ~~d~~",
    "2026年度计划",
    "yes",
    "- 12:30",
    "$x$ {{ 7*7 }} {% x %}",
)


@pytest.fixture(params=["zh-CN", "en"])
def root(cli: Cli, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    assert cli("init", tmp_path / "ws", "--language", request.param).code == 0
    return tmp_path / "ws"


def errors(cli: Cli, root: Path) -> list[str]:
    ran = cli("-C", root, "validate", "--format", "json", "--fail-on", "never")
    items = json.loads(ran.out)["diagnostics"]
    return [
        f"{item['code']} {item['location']['path']}:{item['location']['start']['line']} {item['message']}"
        for item in items
        # Which form is used where, and what an objective serves, is for the author to say.
        if item["severity"] == "error"
        or (item["severity"] == "warning" and item["code"] not in FOR_THE_AUTHOR)
    ]


@pytest.mark.parametrize("kind", NEW_KINDS)
@pytest.mark.parametrize("title", TITLES)
def test_it_is_valid_at_once(cli: Cli, root: Path, kind: str, title: str) -> None:
    ran = cli("-C", root, "new", kind, "--title", title)
    assert ran.code == 0, ran.err
    path = Path(ran.out.strip())
    assert path.is_file()
    assert errors(cli, root) == []
    shown = cli("-C", root, "coverage")  # and it links: nothing else is broken by it
    assert shown.code == 2  # no standard is named yet


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_its_title_is_the_one_asked_for(cli: Cli, root: Path, kind: str) -> None:
    from qmsdoc.source.yaml import load_yaml

    for title in TITLES:
        text = Path(cli("-C", root, "new", kind, "--title", title).out.strip()).read_text("utf-8")
        front = text.split("---\n")[1] if kind != "objective" else text
        assert load_yaml(front).data["title"] == title


def test_numbers_go_on(cli: Cli, root: Path) -> None:
    names = [
        Path(cli("-C", root, "new", "procedure", "--title", t).out.strip()).name for t in "甲乙"
    ]
    assert names == ["QP-02.md", "QP-03.md"]


def test_a_number_of_the_past_is_not_given_again(
    cli: Cli, root: Path, commit: Callable[..., str]
) -> None:
    made = Path(cli("-C", root, "new", "procedure", "--title", "甲").out.strip())
    assert made.name == "QP-02.md"
    commit(root)
    made.rename(made.with_name("other-name.md"))
    commit(root)
    made.with_name("other-name.md").unlink()
    commit(root)
    assert Path(cli("-C", root, "new", "procedure", "--title", "乙").out.strip()).name == "QP-03.md"


def test_a_shallow_history_is_said(
    cli: Cli, root: Path, commit: Callable[..., str], tmp_path: Path
) -> None:
    commit(root)
    commit(root, "again")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", str(tmp_path / "clone"))
    ran = cli("-C", tmp_path / "clone", "new", "procedure", "--title", "甲")
    assert ran.code == 0
    assert "shallow" in ran.err


def test_a_repository_without_a_commit(cli: Cli, root: Path) -> None:
    git(root, "init", "-q")
    ran = cli("-C", root, "new", "procedure", "--title", "甲")
    assert (ran.code, ran.err) == (0, "")


def test_without_git_the_workspace_still_counts(
    cli: Cli, root: Path, commit: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root)
    monkeypatch.setenv("PATH", "")
    ran = cli("--lang", "en", "-C", root, "new", "procedure", "--title", "甲")
    assert ran.code == 0
    assert "git was not found" in ran.err


def test_it_lies_where_its_siblings_lie(cli: Cli, root: Path) -> None:
    old = root / "documents/procedures"
    old.rename(root / "documents/程序")
    path = Path(cli("-C", root, "new", "procedure", "--title", "甲").out.strip())
    assert path.parent.name == "程序"


def test_a_parent_and_an_owner(cli: Cli, root: Path) -> None:
    path = Path(
        cli("-C", root, "new", "instruction", "--title", "甲", "--parent", "QP-01").out.strip()
    )
    text = path.read_text("utf-8")
    assert "parent: QP-01" in text
    assert "](../procedures/QP-01.md)" in text


def test_the_only_manual_is_the_parent(cli: Cli, root: Path) -> None:
    path = Path(cli("-C", root, "new", "procedure", "--title", "甲").out.strip())
    assert "parent: QM-01" in path.read_text("utf-8")


def test_in_the_example(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    cli("init", root, "--example", "beijing-pes")
    wanted = {
        ("procedure",): "documents/procedures/QP-27.md",
        ("instruction", "--parent", "QP-07"): "documents/instructions/WI-13.md",
        ("form", "--parent", "QP-07"): "documents/forms/QR-07-02.md",
        ("objective", "--today", "2026-12-01"): "objectives/QO-2026-11.yaml",
    }
    for (kind, *rest), path in wanted.items():
        ran = cli("-C", root, "new", kind, "--title", "新文件", *rest)
        assert Path(ran.out.strip()).relative_to(root).as_posix() == path
    assert errors(cli, root) == []


def test_the_year_of_an_objective(cli: Cli, root: Path) -> None:
    ran = cli("-C", root, "new", "objective", "--title", "满意率", "--today", "2031-05-01")
    assert Path(ran.out.strip()).name == "QO-2031-01.yaml"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("procedur", "--title", "x"), "did you mean procedure?"),
        (("procedure", "--title", " "), "one line of text"),
        (("procedure", "--title", "a\u202eb"), "hidden characters"),
        (("procedure", "--title", "x" * 101), "at most 100"),
        (("procedure", "--title", "x", "--parent", "QM-02"), "did you mean QM-01?"),
        (("procedure", "--title", "x", "--parent", "QR-01-01"), "cannot be the parent"),
        (("objective", "--title", "x", "--parent", "QP-01"), "cannot be the parent"),
        (("procedure", "--title", "x", "--owner", "没有的科室"), "is no department"),
        (("procedure", "--title", "x", "--today", "tomorrow"), "--today takes a day"),
    ],
)
def test_what_cannot_be(cli: Cli, root: Path, arguments: tuple[str, ...], said: str) -> None:
    before = names_in(root)
    ran = cli("--lang", "en", "-C", root, "new", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert names_in(root) == before


def test_a_kind_that_is_not_in_use(cli: Cli, workspace: Make) -> None:
    root = workspace({"qmsdoc.yaml": "organization: 中心\nlevels: [procedure, form]\n"})
    ran = cli("-C", root, "new", "manual", "--title", "手册")
    assert ran.code == 2
    assert "procedure, form" in ran.err


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("QP-[A-Z]+", "no number can be counted up"), ("QP-[", "not a regular expression")],
)
def test_a_pattern_that_does_not_count(cli: Cli, workspace: Make, pattern: str, said: str) -> None:
    policy = f"organization: 中心\nlanguage: en\nids:\n  procedure: '{pattern}'\n"
    ran = cli("-C", workspace({"qmsdoc.yaml": policy}), "new", "procedure", "--title", "甲")
    assert ran.code == 2
    assert said in ran.err


def test_used_up(cli: Cli, root: Path) -> None:
    text = (root / "documents/procedures/QP-01.md").read_text("utf-8")
    other = root / "documents/procedures/QP-99.md"
    other.write_text(text.replace("id: QP-01", "id: QP-99"), "utf-8")
    ran = cli("--lang", "en", "-C", root, "new", "procedure", "--title", "甲")
    assert ran.code == 2
    assert "behind QP-99 are used up" in ran.err


def test_a_file_of_that_name_is_kept(cli: Cli, root: Path) -> None:
    there = root / "documents/procedures/QP-02.md"
    there.write_text("mine")
    ran = cli("-C", root, "new", "procedure", "--title", "甲")
    assert ran.code == 2
    assert there.read_text() == "mine"


def test_an_empty_workspace(cli: Cli, workspace: Make) -> None:
    root = workspace()
    for kind in NEW_KINDS:
        assert cli("-C", root, "new", kind, "--title", f"第一份{kind}").code == 0
    assert errors(cli, root) == []


def test_every_kind_has_a_template_in_each_language() -> None:
    folder = data_dir("templates") / "new"
    names = {path.name for path in folder.glob("*.j2")}
    suffix = {kind: "yaml" if kind == "objective" else "md" for kind in NEW_KINDS}
    assert names == {f"{k}.{lang}.{suffix[k]}.j2" for k in NEW_KINDS for lang in ("zh", "en")}
    both = [{p.name for p in (folder / "workspace" / lang).iterdir()} for lang in ("zh", "en")]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    "word", ["TODO", "××", "待定", "XXX", "必须", "不得", "及时", "尽快", "适当", "原则上"]
)
def test_no_template_holds_a_word_that_a_rule_refuses(word: str) -> None:
    for path in (data_dir("templates") / "new").rglob("*.j2"):
        assert word not in path.read_text("utf-8"), path.name
