"""Damaged workspaces through every command: exit 0, 1 or 2, reports that parse, the same twice.

A few in every run; `pytest --slow` takes 500, or as many as QMSDOC_MUTATED_WORKSPACES says. A
failure names the number from which ``damaged`` makes the workspace again.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from mutate import mutate_workspace
from scratch import ROOT, Ran, git

from qmsdoc.model.schema import referred_schema, schema

FEW, MANY = 10, int(os.environ.get("QMSDOC_MUTATED_WORKSPACES", "500"))
LIMIT = 120
TODAY = ("--today", "2026-11-20")
SARIF = json.loads((ROOT / "tests/report/sarif.schema.json").read_text("utf-8"))
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")

Cli = Callable[..., Ran]
Reader = Callable[[str], None]


@cache
def schema_of(name: str) -> Any:
    known = SARIF if name == "sarif" else schema(name)
    return jsonschema_rs.Draft202012Validator(known, retriever=referred_schema)


def fits(name: str) -> Reader:
    def read(text: str) -> None:
        schema_of(name).validate(json.loads(text))

    return read


def plain(text: str) -> None:
    assert not CONTROLS.search(text)
    assert "##[" not in text


def patch(text: str) -> None:
    plain(text.replace("\r\n", "\n"))


def xml(text: str) -> None:
    assert ET.fromstring(text).tag == "testsuites"


def github(text: str) -> None:
    plain(text)
    commands = [line for line in text.splitlines() if line.startswith("::")]
    assert all(re.match(r"::(error|warning|notice) [^\n]*::\S", line) for line in commands)


def gitlab(text: str) -> None:
    fingerprints = [item["fingerprint"] for item in json.loads(text)]
    assert len(fingerprints) == len(set(fingerprints))


def table(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) <= 1


VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "area", "base", "source"}


class Page(HTMLParser):
    """A page in which every element that was opened is closed, and none runs code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "iframe", "object", "embed", "base", "form"}
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in {"p", "li", "td", "th", "tr"}:
            self.open.pop()
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def page(text: str) -> None:
    Page(text)


def anything(_: str) -> None:
    pass


def json_value(text: str) -> None:
    json.loads(text)


# Every command that reads a workspace, and how what it prints is read back.
COMMANDS: list[tuple[tuple[str, ...], Reader]] = [
    (("validate", *TODAY), plain),
    (("--lang", "zh", "validate", *TODAY), plain),
    (("validate", "--format", "json", *TODAY), fits("report")),
    (("validate", "--format", "json", "--base", "HEAD", *TODAY), fits("report")),
    (("validate", "--format", "json", "--policy-ref", "HEAD", *TODAY), fits("report")),
    (("validate", "--format", "sarif", *TODAY), fits("sarif")),
    (("validate", "--format", "junit", *TODAY), xml),
    (("validate", "--format", "github", *TODAY), github),
    (("validate", "--format", "gitlab", *TODAY), gitlab),
    (("coverage", *TODAY), plain),
    (("coverage", "--format", "json", *TODAY), fits("coverage")),
    (("coverage", "--format", "csv", *TODAY), table),
    (("coverage", "--format", "html", *TODAY), page),
    (("diff", *TODAY), plain),
    (("diff", "--format", "md", *TODAY), anything),
    (("diff", "--format", "json", *TODAY), fits("diff")),
    (("standard", "list"), plain),
    (("standard", "show", "gbt-19001-2016", "--format", "json"), json_value),
    (("standard", "explain", "gbt-19001-2016:8.2.1"), plain),
    (("rule", "QD301"), plain),
    (("fix", "--diff", *TODAY), patch),
]


@cache
def laid_out(example: str, folder: Path) -> Path:
    """An example in a repository of its own."""
    root = folder / example
    shutil.copytree(ROOT / "examples" / example, root)
    git(root, "init", "-q", "-b", "main", "--template=")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "示例")
    return root


def damaged(number: int, folder: Path) -> tuple[Path, list[str]]:
    """The workspace of that number, and what was done to it."""
    chance = Random(number)
    example = chance.choice(["beijing-pes", "minimal"])
    root = folder / f"{example}-{number}"
    shutil.copytree(laid_out(example, folder), root, symlinks=True)
    return root, mutate_workspace(root, chance)


class Visit:
    """One workspace, gone through with the command line."""

    def __init__(self, cli: Cli, root: Path) -> None:
        self.cli, self.root = cli, root
        self.codes: Counter[int] = Counter()

    def run(self, *arguments: str | Path) -> Ran:
        language = () if "--lang" in arguments else ("--lang", "en")
        ran = self.cli("-C", self.root, *language, *arguments)
        self.codes[ran.code] += 1
        assert ran.code in {0, 1, 2}, f"exit code {ran.code}"
        for word in ("Traceback", "internal error"):
            assert word not in ran.err, ran.err[-400:]
            assert word not in ran.out
        assert (ran.code == 2) <= bool(ran.err), "nothing is said"
        plain(ran.err)
        return ran

    def reads(self, commands: list[tuple[tuple[str, ...], Reader]]) -> None:
        before = state(self.root)
        for arguments, read in commands:
            try:
                ran = self.run(*arguments)
                if ran.code != 2:
                    read(ran.out)
                assert self.run(*arguments) == ran, "not the same twice"
            except Exception as error:
                raise AssertionError(
                    f"{' '.join(arguments)}: {type(error).__name__} {error}"
                ) from error
        assert state(self.root) == before, "something was written"

    def renders(self, folder: Path) -> None:
        made = []
        for name in ("first", "second"):
            ran = self.run("render", "-o", folder / name, *TODAY)
            made.append({path.name: path.read_bytes() for path in (folder / name).rglob("*.html")})
            assert (ran.code == 0) == bool(made[-1]), "pages and an error, or neither"
        assert made[0] == made[1], "not the same pages twice"
        for name, content in made[0].items():
            try:
                Page(content.decode("utf-8"))
            except AssertionError as error:
                raise AssertionError(f"render: {name}: {error}") from error

    def writes(self) -> None:
        """What changes the workspace, once all reading is done."""
        for kind in ("procedure", "form", "objective"):
            self.run("new", kind, "--title", "新增文件", *TODAY)
        self.run("fix", *TODAY)
        once = state(self.root)
        self.run("fix", *TODAY)
        assert state(self.root) == once, "mended twice"


def state(root: Path) -> dict[str, tuple[int, int]]:
    found = ((path, path.lstat()) for path in root.rglob("*") if ".git" not in path.parts)
    return {str(path): (info.st_size, info.st_mtime_ns) for path, info in found}


def out_of_time(*_: object) -> None:
    raise TimeoutError(f"not done in {LIMIT} s")


def run_through(numbers: range, cli: Cli, folder: Path, share: int = 1) -> None:
    """All workspaces, each through one *share* of the commands; at the end the first ones that
    went wrong."""
    codes: Counter[int] = Counter()
    failed: dict[int, str] = {}
    slowest, slow = 0.0, 0
    before = signal.signal(signal.SIGALRM, out_of_time)
    try:
        for number in numbers:
            start = time.process_time()
            signal.alarm(LIMIT)
            root, done = damaged(number, folder)
            visit = Visit(cli, root)
            try:
                visit.reads(COMMANDS[number % share :: share])
                if number % share == 0:
                    visit.renders(folder / "pages")
                if number % share == share - 1:
                    visit.writes()
            except Exception as error:  # whatever it is, the others are looked at as well
                failed[number] = f"{done}: {type(error).__name__}: {str(error)[:300]}"
            signal.alarm(0)
            codes += visit.codes
            shutil.rmtree(root)
            shutil.rmtree(folder / "pages", ignore_errors=True)
            spent = time.process_time() - start
            if spent > slowest:
                slowest, slow = spent, number
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    print(f"{len(numbers)} workspaces, exit codes {dict(codes)};", end=" ")
    print(f"the slowest was number {slow}, {slowest:.2f} s")
    first = dict(list(failed.items())[:20])
    assert not failed, f"{len(failed)} of {len(numbers)} went wrong: {first}"
    assert codes[0]
    assert codes[1]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    laid_out.cache_clear()


def test_a_few_damaged_workspaces(cli: Cli, folder: Path) -> None:
    run_through(range(FEW), cli, folder, share=5)


@pytest.mark.slow
def test_many_damaged_workspaces(cli: Cli, folder: Path) -> None:
    run_through(range(FEW, FEW + MANY), cli, folder)
