"""What is said beside the pages: settings and templates that have no effect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rendering import document
from scratch import Ran, write_files

Cli = Callable[..., Ran]
POLICY = "organization: X\nlanguage: en\n"
EXTENDS = '{% extends "builtin/html/document.html.j2" %}'


def said(cli: Cli, folder: Path, files: dict[str, str], *arguments: str) -> list[str]:
    """What `render` says on standard error; the history is always missing here."""
    wanted = {"qmsdoc.yaml": POLICY, "documents/QP-07.md": document("Text.\n"), **files}
    root = write_files(folder / "ws", wanted)
    ran = cli("--lang", "en", "-C", root, "render", *arguments, "-o", folder / "out")
    assert ran.code == 0
    lines = [line.removeprefix("qmsdoc: ") for line in ran.err.splitlines()]
    return [line for line in lines if "no revision history" not in line]


@pytest.mark.parametrize("target", [("QP-07",), (), ("site",)])
def test_settings_that_are_not_heeded(target: tuple[str, ...], cli: Cli, tmp_path: Path) -> None:
    policy = f"{POLICY}render: {{layout: gongwne, fnts: {{}}}}\n"
    assert said(cli, tmp_path, {"qmsdoc.yaml": policy}, *target) == [
        (
            "line 3 of qmsdoc.yaml is not heeded; layout is gongwne; it must be one of gb, gongwen; "
            "did you mean gongwen?"
        ),
        "line 3 of qmsdoc.yaml is not heeded; the key fnts is not known here; did you mean fonts?",
    ]


def test_many_settings_that_are_not_heeded(cli: Cli, tmp_path: Path) -> None:
    policy = POLICY + "".join(f"wrong{number}: 1\n" for number in range(5))
    lines = said(cli, tmp_path, {"qmsdoc.yaml": policy})
    assert len(lines) == 4
    assert lines[-1].startswith("2 more lines of qmsdoc.yaml are not heeded")


def test_templates_that_take_no_place(cli: Cli, tmp_path: Path) -> None:
    files = {
        "templates/html/documnet.html.j2": EXTENDS,
        "templates/docx/documents.docx": "",
        "templates/new/form.zh.md.j2": "",
    }
    lines = said(cli, tmp_path, files, "QP-07")
    assert [line.partition(" ")[0] for line in lines] == sorted(files)
    assert lines[1].endswith("did you mean html/document.html.j2?")


def test_templates_that_do(cli: Cli, tmp_path: Path) -> None:
    files = {
        "templates/html/document.html.j2": '{% extends "builtin/html/document.html.j2" %}'
        '{% block title %}{% include "own/foot.j2" %}{% endblock %}',
        "templates/own/foot.j2": "foot",
        "templates/html/style.css": "body {}",
        "templates/README.md": "how we print",
        "templates/logo.png": "",
    }
    assert said(cli, tmp_path, files, "QP-07") == []


def test_many_templates_that_take_no_place(cli: Cli, tmp_path: Path) -> None:
    files = {f"templates/html/own{number:02}.j2": "x" for number in range(12)}
    lines = said(cli, tmp_path, files, "QP-07")
    assert len(lines) == 11
    assert lines[-1].startswith("2 more templates")


@pytest.mark.parametrize(
    ("targets", "opened"),
    [
        (("register", "coverage", "--to", "html,csv"), "coverage.html"),
        (("QP-07", "register", "--to", "html,pdf"), "register.html"),
        (("--to", "docx"), "manual.docx"),
    ],
)
def test_what_to_open_first(
    targets: tuple[str, ...], opened: str, cli: Cli, tmp_path: Path
) -> None:
    files = {"qmsdoc.yaml": POLICY, "documents/QP-07.md": document("Text.\n")}
    root = write_files(tmp_path / "ws", files)
    ran = cli("--lang", "en", "-C", root, "render", *targets, "-o", tmp_path / "out")
    assert ran.out.rstrip().endswith(f"open {tmp_path / 'out' / opened}")
