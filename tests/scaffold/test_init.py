"""qmsdoc init: a workspace that validates, and nothing written over."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from scratch import Ran, names_in

from qmsdoc.errors import OutputError
from qmsdoc.pipeline.example import example_names
from qmsdoc.workspace.create import create_files

Cli = Callable[..., Ran]


def findings(cli: Cli, root: Path) -> list[str]:
    ran = cli("-C", root, "validate", "--format", "json", "--fail-on", "never")
    assert ran.code == 0
    items = json.loads(ran.out)["diagnostics"]
    return [f"{item['code']} {item['location']['path']} {item['message']}" for item in items]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_new_workspace_has_nothing_to_mend(cli: Cli, tmp_path: Path, language: str) -> None:
    root = tmp_path / "体系 文件"
    ran = cli("init", root, "--language", language)
    assert ran.code == 0
    assert findings(cli, root) == []
    kept = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert kept == {
        ".gitattributes",
        ".gitignore",
        "README.md",
        "qmsdoc.yaml",
        "organization.yaml",
        "glossary.yaml",
        "documents/manual/QM-01.md",
        "documents/procedures/QP-01.md",
        "documents/forms/QR-01-01.md",
    }
    ignored = (root / ".gitignore").read_text("utf-8").splitlines()
    assert {"/build/", ".qmsdoc-*.tmp"} <= set(ignored)


def test_it_renders_at_once(cli: Cli, tmp_path: Path) -> None:
    cli("init", tmp_path / "new", "--language", "zh-CN")
    ran = cli("-C", tmp_path / "new", "render", "-o", tmp_path / "pages")
    assert ran.code == 0
    assert (tmp_path / "pages" / "QP-01.html").is_file()


@pytest.mark.parametrize(
    "name", ["A: b # c", 'say "hi" \\ *x* [a](b)', "{{ 7 * 7 }}", "yes", "- a"]
)
def test_any_name_of_the_organisation(cli: Cli, tmp_path: Path, name: str) -> None:
    root = tmp_path / "new"
    assert cli("init", root, "--organization", name, "--language", "en").code == 0
    assert findings(cli, root) == []
    data = cli("-C", root, "render", "QM-01", "-o", tmp_path / "pages")
    assert data.code == 0


def test_it_goes_into_a_folder_that_is_there(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "documents").mkdir()
    assert cli("-C", tmp_path, "init", "--language", "en").code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert findings(cli, tmp_path) == []


def test_what_is_in_the_way_is_named_and_kept(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "documents").write_text("a file where a folder should be")
    before = names_in(tmp_path)
    ran = cli("init", tmp_path)
    assert ran.code == 2
    assert "README.md" in ran.err
    assert "documents" in ran.err
    assert names_in(tmp_path) == before


def test_twice_is_refused(cli: Cli, tmp_path: Path) -> None:
    assert cli("init", tmp_path / "new").code == 0
    before = names_in(tmp_path)
    assert cli("init", tmp_path / "new").code == 2
    assert names_in(tmp_path) == before


def test_a_link_is_never_followed(cli: Cli, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    root = tmp_path / "new"
    root.mkdir()
    (root / "documents").symlink_to(elsewhere)
    (root / "qmsdoc.yaml").symlink_to(tmp_path / "nowhere")
    ran = cli("init", root)
    assert ran.code == 2
    assert "qmsdoc.yaml" in ran.err
    assert list(elsewhere.iterdir()) == []
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_be_written(cli: Cli, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    ran = cli("init", tmp_path / place)
    assert ran.code == 2
    assert "file" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_failure_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, opened = os.open, []

    def full_disk(path: str, flags: int, mode: int = 0o777, **rest: int) -> int:
        if flags & os.O_EXCL and str(path).endswith((".txt", ".md")):
            opened.append(path)
            if len(opened) == 3:
                raise OSError(28, "No space left on device", str(path))
        return real(path, flags, mode, **rest)

    monkeypatch.setattr(os, "open", full_disk)
    files = {"a.txt": b"1", "deep/er/b.md": b"2", "c.txt": b"3"}
    for root in (tmp_path / "new", tmp_path / "there"):
        opened.clear()
        (tmp_path / "there").mkdir(exist_ok=True)
        with pytest.raises(OutputError, match="No space left"):
            create_files(root, files)
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(cli: Cli, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    ran = cli("init", tmp_path / "new")
    tmp_path.chmod(0o700)
    assert ran.code == 2
    assert "cannot write" in ran.err


def test_a_read_only_file_system(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(tmp_path / "new"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    ran = cli("init", tmp_path / "new")
    assert ran.code == 2
    assert "Read-only file system" in ran.err


@pytest.mark.parametrize("name", example_names())
def test_an_example_can_be_copied(cli: Cli, tmp_path: Path, name: str) -> None:
    assert cli("init", tmp_path / "copy", "--example", name).code == 0
    assert not [line for line in findings(cli, tmp_path / "copy") if "error" in line]


def test_the_examples() -> None:
    assert "beijing-pes" in example_names()
    assert "broken" not in example_names()
    assert "history" not in example_names()


@pytest.mark.parametrize(
    "name", ["beijing-pas", "../examples/beijing-pes", "broken", "", "history"]
)
def test_an_example_that_is_not_there(cli: Cli, tmp_path: Path, name: str) -> None:
    ran = cli("init", tmp_path / "copy", "--example", name)
    assert ran.code == 2
    assert "beijing-pes" in ran.err
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--language", "fr"),
        ("--example", "beijing-pes", "--language", "en"),
        ("--organization", "a\nb"),
    ],
)
def test_options_that_make_no_sense(cli: Cli, tmp_path: Path, options: tuple[str, ...]) -> None:
    assert cli("init", tmp_path / "new", *options).code == 2
    assert not (tmp_path / "new").exists()


def test_the_language_of_the_caller_is_the_default(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    cli("init", tmp_path / "a")
    cli("--lang", "en", "init", tmp_path / "b")
    assert "文件控制程序" in (tmp_path / "a/documents/procedures/QP-01.md").read_text("utf-8")
    assert "Control of documents" in (tmp_path / "b/documents/procedures/QP-01.md").read_text(
        "utf-8"
    )
