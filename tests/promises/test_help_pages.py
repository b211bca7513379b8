"""The help of every command: it fits on a terminal, and is in the language that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from outputs import commands
from scratch import Ran

from qmsdoc.text.wide import columns

Cli = Callable[..., Ran]
WIDTH = 80
GROUPS = sorted({names[:depth] for names in commands() for depth in range(len(names))})
PAGES = [*sorted(commands()), *GROUPS]
# Names of options, formats, files and settings stand alone or between backticks; words of a
# sentence stand beside each other.
_NAMES = re.compile(r"`[^`]*`|JSON Schema|<[^>]*>|\[[^\]]*\]|--?[a-z][a-z-]*")
_ENGLISH = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}|\b[A-Z]?[a-z]+\.(?= )")


@pytest.fixture
def page(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    def show(names: tuple[str, ...], language: str) -> str:
        monkeypatch.setenv("COLUMNS", str(WIDTH))
        done = cli("--lang", language, *names, "--help")
        assert (done.code, done.err) == (0, "")
        return done.out

    return show


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("names", PAGES, ids=" ".join)
def test_no_line_is_longer_than_a_terminal(
    names: tuple[str, ...], language: str, page: Callable[..., str]
) -> None:
    lines = page(names, language).splitlines()
    assert len(lines) > 3
    assert [line for line in lines if columns(line) > WIDTH] == []


@pytest.mark.parametrize("names", PAGES, ids=" ".join)
def test_nothing_is_left_in_english(names: tuple[str, ...], page: Callable[..., str]) -> None:
    said = page(names, "zh").replace(" ".join(("qmsdoc", *names)), "")
    assert english(said) == []


def english(said: str) -> list[str]:
    return _ENGLISH.findall(_NAMES.sub("|", said))


def test_english_is_seen() -> None:
    assert english("取 PDF 与 git，见`qmsdoc rule CODE`；--format <text|md> user.signingkey") == []
    for said in ("│ 长 Show this │", "Form of the report.", "Nothing, as yet", "│ Format. │"):
        assert english(said), said


def test_paragraphs_fill_the_lines(page: Callable[..., str]) -> None:
    told = " ".join(page(("diff",), "en").split())
    lines = page(("diff",), "en").splitlines()
    assert "Ends with 0 whether or not anything changed, with 2 when it could not run." in told
    text = [line.strip() for line in lines if "whether or not" in line]
    assert text == ["0 whether or not anything changed, with 2 when it could not run."]


@pytest.mark.parametrize("names", PAGES, ids=" ".join)
def test_switches_take_no_value(names: tuple[str, ...], page: Callable[..., str]) -> None:
    assert "bool" not in page(names, "en")
