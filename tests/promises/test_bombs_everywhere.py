"""Own templates of every kind that fail or never end: said with template and line, nothing written."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from little import DAY, make_repository
from scratch import Ran, git, write_files

from qmsdoc.render.worker import Limits
from qmsdoc.resources import data_dir

Cli = Callable[..., Ran]
AUDIT = ("export", "audit")
# A kind of template by name: where its text goes, and the command that uses it.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "html": ("html/document.html.j2", ("QP-00",)),
    "typst": ("typst/document.typ.j2", ("QP-00", "--to", "pdf")),
    "site": ("site/document.html.j2", ("site",)),
    "docx": ("docx/document.docx", ("QP-00", "--to", "docx")),
    # The folder for an auditor has papers, too.
    "audit": ("typst/document.typ.j2", AUDIT),
}
_LOOP = "{% for a in range(99999) %}"
BOMBS = {
    "endless loop": _LOOP * 3 + "{% endfor %}" * 3,
    "doubling": "{% set n = namespace(s='aaaaaaaaaa') %}{% for i in range(60) %}"
    "{% set n.s = n.s ~ n.s %}{% endfor %}",
    "endless macro": "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
    "endless output": _LOOP * 2 + "{{ a }}xxxxxxxxxxxxxxxxxxxxx" + "{% endfor %}" * 2,
    "long string": "{{ 'a' * 2000000000 }}",
    "power": "{{ 7 ** (9 ** 7) }}",
    "huge join": "{{ range(99999) | join('x' | center(99999)) }}",
    "wide filter": "{{ 'a' | center(4000000000) }}",
    "wide format": "{{ '{:>4000000000}'.format('x') }}",
    "long range": "{{ range(99999999999) | list }}",
    "deep nesting": "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
    "attribute walk": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "import": "{% import 'os' as os %}{{ os.system('id') }}",
    "file": "{% include '/etc/passwd' %}",
}
USUAL = ("endless loop", "endless macro", "attribute walk")
# Templates that no command takes from the workspace: reports look the same everywhere.
REPORTS: dict[str, tuple[str, ...]] = {
    "html/coverage.html.j2": ("coverage", "--format", "html"),
    "html/history.html.j2": ("history", "--format", "html"),
    "html/redline.html.j2": ("diff", "HEAD~1..HEAD", "--format", "html"),
    "html/status.html.j2": ("status", "--format", "html", "--today", DAY),
    "typst/change_request.typ.j2": ("diff", "HEAD~1..HEAD", "--request", "--format", "pdf"),
    "typst/redline.typ.j2": ("diff", "HEAD~1..HEAD", "--format", "pdf"),
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bombs") / "ws"
    make_repository(root)
    return root


@pytest.fixture
def refused(
    repository: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., str]]:
    """What qmsdoc says of a template, when it has written nothing."""
    monkeypatch.setattr(Limits.__init__, "__defaults__", (2.0, 768))

    def call(name: str, content: bytes, *arguments: str) -> str:
        write_files(repository, {f"templates/{name}": content})
        out = tmp_path / "place" / "out"
        out.parent.mkdir(exist_ok=True)
        line = ("render", *arguments, "-o", out)
        if arguments == AUDIT:
            # It takes what is committed.
            git(repository, "add", "-A")
            git(repository, "commit", "-q", "-m", "x")
            line = (*AUDIT, out)
        done: Ran = cli("-C", repository, "--lang", "en", *line, "--today", DAY)
        assert done.code == 2, done.out
        assert list(out.parent.iterdir()) == []
        assert "Traceback" not in done.err
        return done.err

    head = git(repository, "rev-parse", "HEAD")
    yield call
    git(repository, "reset", "-q", "--hard", head)
    for path in (repository / "templates").rglob("*.*"):
        path.unlink()


def word(source: str) -> bytes:
    """A Word file with one paragraph."""
    from docx import Document

    document, made = Document(), io.BytesIO()
    document.add_paragraph(source)
    document.save(made)
    return made.getvalue()


def bombs() -> list[object]:
    return [
        pytest.param(kind, bomb, marks=() if bomb in USUAL else (pytest.mark.slow,))
        for kind in KINDS
        for bomb in BOMBS
    ]


@pytest.mark.parametrize(("kind", "bomb"), bombs())
def test_bombs_are_ended(kind: str, bomb: str, refused: Callable[..., str]) -> None:
    name, arguments = KINDS[kind]
    source = BOMBS[bomb]
    content = word(source) if kind == "docx" else f"x\n\n{source}\n".encode()
    said = refused(name, content, *arguments)
    assert f"templates/{name}" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_that_includes_itself_is_ended(kind: str, refused: Callable[..., str]) -> None:
    name, arguments = KINDS[kind]
    source = "{% include '" + name + "' %}"
    said = refused(name, word(source) if kind == "docx" else source.encode(), *arguments)
    assert f"templates/{name}" in said


def own_templates() -> list[str]:
    folder = data_dir("templates")
    found = {
        path.relative_to(folder).as_posix()
        for kind in ("html", "site", "typst")
        for path in (folder / kind).rglob("*.j2")
    }
    assert found >= REPORTS.keys()
    return sorted(found - REPORTS.keys())


# What has to be rendered for a template to be used, where it is not a document.
TARGETS = {
    "form": "QR-00",
    "form_parts": "QR-00",
    "manual": "manual",
    "list": "register",
    "charter": "charter",
}


def using(name: str) -> tuple[str, ...]:
    """The arguments of a run that uses the template."""
    kind, _, rest = name.partition("/")
    if kind == "site":
        return ("site",)
    target = TARGETS.get(rest.partition(".")[0], "QP-00")
    return (target, "--to", "pdf" if kind == "typst" else "html")


@pytest.mark.parametrize("name", own_templates())
def test_a_failure_in_any_template_is_said_with_its_line(
    name: str, refused: Callable[..., str]
) -> None:
    said = refused(name, b"x\n\n{{ 1 / 0 }}\n", *using(name))
    assert f"templates/{name}:3: division by zero" in said


@pytest.mark.parametrize("name", REPORTS)
def test_reports_do_not_take_templates_of_the_workspace(
    name: str, repository: Path, tmp_path: Path, cli: Cli
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    own = repository / "templates" / name
    assert cli("-C", repository, *REPORTS[name], "-o", before).code < 2
    write_files(repository, {f"templates/{name}": "{{ 1 / 0 }}"})
    try:
        done = cli("-C", repository, *REPORTS[name], "-o", after)
    finally:
        own.unlink()
    assert (done.code, done.err) == (0, "")
    assert after.read_bytes() == before.read_bytes()
