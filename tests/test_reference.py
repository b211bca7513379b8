"""The documentation says what the program is: the reference is made from it, and no link is dead."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from scratch import ROOT
from typer.main import get_command

from qmsdoc.cli.app import app
from qmsdoc.cli.coverage import CoverageFormat
from qmsdoc.cli.diff import DiffFormat
from qmsdoc.report.catalogue import REPORTERS
from qmsdoc.rules.catalogue import all_rules
from qmsdoc.source.markdown import parse_body
from qmsdoc.standards.builtin import builtin_ids, builtin_standard

REFERENCE = ROOT / "docs/reference"
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md")
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md"
)
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
MADE_BY = "`python docs/generate.py` makes it anew"


@cache
def made() -> dict[str, str]:
    """The reference as it would be made now."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import generate

        pages: dict[str, str] = generate.pages()
    finally:
        sys.path.remove(str(ROOT / "docs"))
    return pages


@cache
def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def test_there_is_no_other_page_in_the_reference() -> None:
    there = {path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*.md")}
    assert there == made().keys(), MADE_BY


@pytest.mark.parametrize("name", sorted(made()))
def test_the_reference_is_as_it_is_made_now(name: str) -> None:
    now, stands = made()[name].splitlines(), page(name).splitlines()
    other = [line for line in now if line not in stands][:3]
    assert now == stands, f"{MADE_BY}; new lines: {other}"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by what is typed, also the groups of commands."""

    def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        yield path, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, f"{path} {name}")

    yield from walk(get_command(app), "qmsdoc")


COMMANDS = dict(commands())
LEAVES = {path: command for path, command in COMMANDS.items() if not hasattr(command, "commands")}


@pytest.mark.parametrize("path", LEAVES)
def test_every_command_and_option_is_there(path: str) -> None:
    sections = page("commands.md").split("\n## ")
    (section,) = (text for text in sections if text.startswith(f"`{path}`\n"))
    for parameter in LEAVES[path].params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            assert all(f"`{name}`" in section for name in parameter.opts), parameter.name
            assert parameter.help, parameter.name
    assert len(section.splitlines()) > 2


def test_every_report_format_is_there() -> None:
    sections = {text.partition("\n")[0]: text for text in page("commands.md").split("\n## ")}
    for path, names in (
        ("`qmsdoc validate`", list(REPORTERS)),
        ("`qmsdoc coverage`", [item.value for item in CoverageFormat]),
        ("`qmsdoc diff`", [item.value for item in DiffFormat]),
    ):
        (row,) = (line for line in sections[path].splitlines() if line.startswith("| `--format`"))
        assert [name for name in names if not re.search(rf"\b{name}\b", row)] == []


def keys(value: Any) -> Iterator[str]:
    """The name of every property in a schema, at any depth."""
    if isinstance(value, dict):
        found = value.get("properties", {})
        if isinstance(found, dict):
            yield from found
        for below in value.values():
            yield from keys(below)
    elif isinstance(value, list):
        for below in value:
            yield from keys(below)


@pytest.mark.parametrize(
    ("name", "schemas"),
    [
        ("settings.md", ["policy", "organization", "glossary"]),
        ("front-matter.md", ["manual", "procedure", "instruction", "form", "objective"]),
        ("report.md", ["report"]),
    ],
)
def test_every_key_is_there(name: str, schemas: list[str]) -> None:
    text = page(name)
    for schema in schemas:
        loaded = json.loads((ROOT / f"schemas/{schema}.schema.json").read_text("utf-8"))
        assert f"`schemas/{schema}.schema.json`" in text
        missing = {key for key in keys(loaded) if not re.search(rf"[`.]{re.escape(key)}`", text)}
        assert missing == set()
    if name == "front-matter.md":
        common = json.loads((ROOT / "schemas/common.schema.json").read_text("utf-8"))
        document = common["$defs"]["document"]["properties"]
        assert {key for key in document if f"`{key}`" not in text} == set()


@pytest.mark.parametrize("name", ["rules.md", "zh/rules.md"])
def test_every_rule_is_there(name: str) -> None:
    text = page(name)
    for code, rule in all_rules().items():
        assert f"\n## {code} {rule.name}\n" in text
        assert f"(#{code}-{rule.name}".lower() in text
    assert text.count("\n## QD") == len(all_rules())


def test_every_standard_is_there() -> None:
    text = page("standards.md")
    for name in builtin_ids():
        assert f"`{name}`" in text
        assert builtin_standard(name).title.zh in text


@cache
def anchors(path: Path) -> frozenset[str]:
    return frozenset(heading.anchor for heading in parse_body(path.read_text("utf-8")).headings)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    path = ROOT / name
    dead = []
    for link in parse_body(path.read_text("utf-8")).links:
        if re.match(r"[a-z]+:", link.target):
            assert link.target.startswith(("https://", "mailto:")), link.target
            continue
        file, _, anchor = unquote(link.target).partition("#")
        target = (path.parent / file).resolve() if file else path
        is_ours = target.is_relative_to(ROOT) and target.exists()
        if not is_ours or (anchor and anchor not in anchors(target)):
            dead.append(f"{link.span.line}: {link.target}")
    assert dead == []


def test_links_were_looked_at() -> None:
    links = [link for path in PAGES for link in parse_body(path.read_text("utf-8")).links]
    assert len(links) > 100
    assert any("#" in link.target for link in links)
    assert {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "SECURITY.md"} <= set(NAMES)


_TYPED = re.compile(r"(?:^|[\s`&(])(?:\.venv/bin/)?qmsdoc ([^`\n|]*)")


def typed(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every command line in a page, in backticks or indented or fenced, with its line."""
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        pieces = (
            re.findall(r"`([^`]+)`", line) if not (fenced or line.startswith("    ")) else [line]
        )
        for piece in pieces:
            for match in _TYPED.finditer(piece if piece.startswith("qmsdoc ") else f" {piece}"):
                rest = re.split(r"\s(?:&&|\|\||[>#;])|…", match[1])[0]
                if rest.strip() and not rest.startswith("="):
                    yield number, words(rest)


def words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def unknown(arguments: list[str]) -> str:
    """What in a command line is no command or no option of it; "" where all is known."""
    command, path = COMMANDS["qmsdoc"], "qmsdoc"
    skip = False
    for word in arguments:
        if skip:
            skip = False
        elif word.startswith("-") and word != "-":
            option = next((one for one in command.params if word.split("=")[0] in one.opts), None)
            if option is None and word not in {"-h", "--help"}:
                return f"{path} has no {word}"
            skip = option is not None and not option.is_flag and "=" not in word
        elif hasattr(command, "commands") and word.isupper():
            return ""
        elif hasattr(command, "commands"):
            if word not in command.commands:
                return f"{path} has no {word}"
            command, path = command.commands[word], f"{path} {word}"
    return ""


@pytest.mark.parametrize("name", [*NAMES, ".ci/run"])
def test_every_command_that_is_quoted_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    wrong = [f"{line}: {found}" for line, said in typed(text) if (found := unknown(said))]
    assert wrong == []


def test_commands_were_looked_at() -> None:
    said = list(typed((ROOT / "README.md").read_text("utf-8")))
    assert len(said) >= 8
    assert unknown(["-C", "x", "validate", "--base", "main", "--format=json"]) == ""
    assert unknown(["validat"])
    assert unknown(["validate", "--frmat", "json"])
