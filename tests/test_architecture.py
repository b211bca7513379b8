"""The architecture: who may import whom, how large a file may be, who may touch the outside."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from scratch import PROCEDURE, ROOT, process_environment

PACKAGE = ROOT / "qmsdoc"
# From the bottom. A module imports from its own layer or from below it.
LAYERS = (
    ("errors", "resources", "text", "diagnostics"),
    ("source",),
    ("model",),
    ("standards",),
    ("index",),
    ("rules", "diff"),
    ("workspace", "vcs", "render", "report"),
    ("pipeline",),
    ("cli", "lsp"),
)
# The packages of these layers know nothing of each other.
APART = ({"rules", "diff"}, {"workspace", "vcs", "render", "report"})
# Nothing in here opens a file, starts a process, asks the time or the environment.
CORE = ("text", "diagnostics", "source", "model", "standards", "index", "rules", "diff", "report")
CORE += ("render",)
OUTSIDE = {
    "names": {"open", "input", "print", "exec", "eval", "compile", "__import__"},
    "modules": {"subprocess", "socket", "urllib.request", "http", "tempfile", "shutil", "sqlite3"}
    | {"pickle", "marshal", "shelve", "multiprocessing", "signal", "ctypes", "git", "time"},
    "calls": {"os.environ", "os.getenv", "os.open", "os.remove", "os.replace", "os.scandir"}
    | {
        "os.system",
        "os.listdir",
        "datetime.now",
        "date.today",
        "datetime.today",
        "datetime.utcnow",
    },
    "methods": {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rglob"}
    | {"iterdir", "open", "chmod", "touch", "symlink_to", "is_file", "is_dir", "stat"},
}
# What of the core does so all the same. Nearly all read files that ship with qmsdoc, and never
# one of the user's.
EXCEPTIONS = {
    "qmsdoc.resources": "finds them",
    "qmsdoc.model.schema": "the JSON schemas",
    "qmsdoc.standards.builtin": "the packs of standards",
    "qmsdoc.text.language": "the catalogues, and the locale, which decides before anything is said",
    "qmsdoc.rules.references.withdrawn_standards": "the list of withdrawn standards",
    "qmsdoc.rules.structure.section_titles": "the section titles of each kind",
    "qmsdoc.rules.wording.lexicon": "the list of discouraged words",
    "qmsdoc.render.pdf.font_folder": "fonts that Typst reads, in a temporary folder",
    "qmsdoc.render.environment": "the built-in templates",
    "qmsdoc.render.worker": "a template runs in a process that can be ended",
    "qmsdoc.render.pdf.compiler": "Typst runs in a process that can be ended",
}
WRITERS = {
    "qmsdoc.workspace.output": "the one writer of files",
    "qmsdoc.workspace.create": "files that are not there yet, all of them or none",
    "qmsdoc.workspace.cache": "the folder of the cache",
    "qmsdoc.vcs.fresh": "makes a repository",
    "qmsdoc.render.pdf.font_folder": "fonts for Typst, in a temporary folder",
    "qmsdoc.workspace.publish": "whole folders: the old site or the new one",
    "qmsdoc.workspace.ledger_writer": "entries of the approvals ledger, which are only ever added",
}
MODULES = sorted(PACKAGE.rglob("*.py"))
LINES, FUNCTION_LINES = 400, 60


class Import(NamedTuple):
    """``line`` imports ``target`` in ``module``; ``late`` where that is inside a function."""

    module: str
    target: str
    line: int
    late: bool
    typing: bool


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


KNOWN = {name_of(path): path for path in MODULES}


def targets(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in KNOWN else str(node.module)


def imports_of(path: Path) -> list[Import]:
    found: list[Import] = []

    def walk(node: ast.AST, *, late: bool, typing: bool) -> None:
        for child in ast.iter_child_nodes(node):
            inside = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            only_types = typing or (
                isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            )
            if isinstance(child, ast.Import | ast.ImportFrom):
                line, name = child.lineno, name_of(path)
                found.extend(Import(name, to, line, late, typing) for to in targets(child))
            walk(child, late=inside, typing=only_types)

    walk(parsed(path), late=False, typing=False)
    return found


IMPORTS = [found for path in MODULES for found in imports_of(path)]
INSIDE = [found for found in IMPORTS if found.target.partition(".")[0] == "qmsdoc"]


def package_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def layer_of(module: str) -> int:
    package = package_of(module)
    for number, names in enumerate(LAYERS):
        if package in names:
            return number
    # The package itself (its version) is for everybody; __main__ is above all.
    return -1 if module == "qmsdoc" else len(LAYERS)


def test_every_package_has_its_layer() -> None:
    listed = {name for names in LAYERS for name in names}
    there = {package_of(module) for module in KNOWN} - {"", "__main__"}
    assert there <= listed


def test_lower_never_imports_higher() -> None:
    wrong = [
        f"{found.module}:{found.line} imports {found.target}"
        for found in INSIDE
        if layer_of(found.module) < layer_of(found.target)
    ]
    assert wrong == []


def test_neighbours_know_nothing_of_each_other() -> None:
    wrong = [
        f"{found.module}:{found.line} imports {found.target}"
        for found in INSIDE
        for group in APART
        if {package_of(found.module), package_of(found.target)} <= group
        and package_of(found.module) != package_of(found.target)
    ]
    assert wrong == []


def test_no_module_imports_itself_over_others() -> None:
    graph: dict[str, set[str]] = {module: set() for module in KNOWN}
    for found in INSIDE:
        if not found.late and not found.typing and found.target in KNOWN:
            graph[found.module].add(found.target)
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way[way.index(module) :], module))
        if module not in done:
            for target in sorted(graph[module]):
                visit(target, (*way, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def foreign(module: str) -> set[str]:
    """The packages that import a foreign *module*, at any level."""
    return {
        package_of(found.module)
        for found in IMPORTS
        if not found.typing
        and found.target.split(".")[: module.count(".") + 1] == module.split(".")
    }


@pytest.mark.parametrize(
    ("module", "packages"),
    [
        ("yaml", {"source"}),
        ("git", {"vcs"}),
        ("subprocess", {"vcs"}),
        ("sqlite3", {"workspace"}),
        ("typer", {"cli"}),
        # pipeline: the skeleton of a new document, in the same sandbox.
        ("jinja2", {"render", "pipeline"}),
        # model: the shape of files. standards: the evidence that a clause asks for.
        ("jsonschema", {"model", "standards"}),
        ("jsonschema_rs", {"model", "standards"}),
        ("concurrent.futures", {"pipeline"}),
        ("pickle", set()),
        ("socket", set()),
        ("urllib.request", set()),
        ("rich", {"cli"}),
        ("typst", {"render"}),
    ],
)
def test_what_is_foreign_is_known_in_one_place(module: str, packages: set[str]) -> None:
    assert foreign(module) <= packages


# These take up to a tenth of a second each, and most runs need none of them.
HEAVY = ("git", "jinja2", "jsonschema", "jsonschema_rs", "markdown_it", "rapidfuzz", "nh3", "babel")
# Imported late themselves, as the test after the next one shows.
LATE_PACKAGES = {"render", "diff"}
LATE_MODULES = {"qmsdoc.source.flavour", "qmsdoc.source.plain_blocks", "qmsdoc.vcs.runner"}


def test_what_is_heavy_is_imported_where_it_is_needed() -> None:
    early = [
        f"{found.module}:{found.line} imports {found.target}"
        for found in IMPORTS
        if found.target.partition(".")[0] in HEAVY
        and not found.late
        and not found.typing
        and found.module not in LATE_MODULES
        and package_of(found.module) not in LATE_PACKAGES
    ]
    assert early == []


def test_a_run_loads_what_it_uses(workspace: Callable[..., Path]) -> None:
    root = workspace({"documents/QP-07.md": PROCEDURE})
    code = f"import sys; sys.argv = ['qmsdoc', '-C', {str(root)!r}, 'validate']\n"
    code += "from qmsdoc.cli.exit import run\nrun()\nprint(*sys.modules)"
    loaded = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code], env=process_environment(), capture_output=True, check=True
        )
        loaded.append(set(done.stdout.decode().rpartition("\n")[0].split()))
    never = {"git", "jinja2", "jsonschema", "nh3", "babel", "qmsdoc.render", "qmsdoc.diff"}
    # What the command-line library reads values with, if it is let.
    never.add("pydantic")
    assert not loaded[0] & never
    assert "markdown_it" in loaded[0]
    # With everything in the cache, nothing is parsed.
    assert not loaded[1] & (never | {"markdown_it", "rapidfuzz"})


def last_two(node: ast.Attribute) -> str:
    """``datetime.now`` of datetime.datetime.now."""
    return ".".join(ast.unparse(node).split(".")[-2:])


def outside(path: Path) -> Iterator[str]:
    """Every use of something outside of the program that *path* makes."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name) and function.id in OUTSIDE["names"]:
                yield f"{function.id}()"
            elif isinstance(function, ast.Attribute) and function.attr in OUTSIDE["methods"]:
                yield f".{function.attr}()"
        if isinstance(node, ast.Attribute):
            text = last_two(node)
            if text in OUTSIDE["calls"]:
                yield text
    for found in imports_of(path):
        root = found.target.partition(".")[0]
        if not found.typing and ({found.target, root} & OUTSIDE["modules"]):
            yield f"import {found.target}"


def test_the_core_touches_nothing_outside() -> None:
    wrong = {
        name: uses
        for name, path in KNOWN.items()
        if package_of(name) in CORE and name not in EXCEPTIONS
        if (uses := sorted(set(outside(path))))
    }
    assert wrong == {}


def test_every_exception_is_needed() -> None:
    for name in EXCEPTIONS:
        assert list(outside(KNOWN[name])), f"{name} needs no exception any more"


WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "replace", "rename", "touch", "rmdir"}
WRITING |= {"symlink_to", "hardlink_to", "chmod"}
WRITING_CALLS = {"os.replace", "os.rename", "os.remove", "os.unlink", "os.mkdir", "os.makedirs"}
WRITING_CALLS |= {"shutil.rmtree", "shutil.copy", "shutil.move", "shutil.copytree", "os.symlink"}


def writes(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        text = ast.unparse(node.func)
        if text in WRITING_CALLS:
            yield text
        elif node.func.attr in WRITING and not (node.func.attr == "replace" and len(node.args) > 1):
            if node.func.attr != "replace" or not node.keywords:
                yield text
        elif node.func.attr == "open" and any(
            isinstance(argument, ast.Constant) and set(str(argument.value)) & set("wax+")
            for argument in node.args[:1]
        ):
            yield f"{text}(…w)"


def test_files_are_written_in_one_place() -> None:
    wrong = {
        name: found
        for name, path in KNOWN.items()
        if name not in WRITERS and (found := sorted(set(writes(path))))
    }
    assert wrong == {}
    for name in WRITERS:
        assert name in KNOWN


def test_the_clock_is_read_in_one_place() -> None:
    readers = {
        name
        for name, path in KNOWN.items()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and last_two(node) in {"date.today", "datetime.now", "datetime.today", "time.time"}
    }
    assert readers <= {"qmsdoc.cli.options"}


def functions() -> Iterator[tuple[str, int]]:
    for name, path in KNOWN.items():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}.{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_and_functions_are_small() -> None:
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in KNOWN.items()}
    assert {name: count for name, count in lines.items() if count > LINES} == {}
    long = {name: count for name, count in functions() if count > FUNCTION_LINES}
    # A command's options are a list, not a procedure.
    assert {name: count for name, count in long.items() if not name.startswith("qmsdoc.cli.")} == {}
    assert {name: count for name, count in long.items() if count > 2 * FUNCTION_LINES} == {}
    written = [count for count in lines.values() if count > 1]
    print(f"median: {statistics.median(written)} lines a file,", end=" ")
    print(f"{statistics.median(count for _, count in functions())} a function")
    assert statistics.median(written) <= 120


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, path in KNOWN.items() if not ast.get_docstring(parsed(path))] == []


def test_no_module_has_a_name_for_everything() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "tools"}
    assert [name for name in KNOWN if name.rpartition(".")[2] in vague] == []
