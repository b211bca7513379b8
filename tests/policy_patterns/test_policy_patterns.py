"""Patterns of the policy: no pattern can take for ever, and one that cannot be used is told.

That they end is a matter of the engine: RE2 and the engine of jsonschema-rs take time linear in the
text. So the tests ask which engine sees them; an alarm of half a minute is there in case none does.
"""

from __future__ import annotations

import ast
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import re2
from scratch import POLICY, PROCEDURE, ROOT, Ran

from qmsdoc.errors import PolicyError
from qmsdoc.index.ids import IdPatterns
from qmsdoc.model.policy import DEFAULT_IDS, Policy
from qmsdoc.model.text import Text
from qmsdoc.text.span import Span

Make = Callable[..., Path]
Cli = Callable[..., Ran]

# Each takes time that doubles with every letter, or grows with a high power of their number, where
# an engine tries one way after the other.
SLOW = {
    "nested plus": r"(a+)+",
    "nested plus of a class": r"([A-Za-z]+)+",
    "nested star": r"(a*)*",
    "star of any": r"(.*)*x",
    "alternatives that overlap": r"(a|aa)+",
    "an alternative and itself": r"(a|a?)+",
    "the same twice, then once more": r"(x+x+)+y|(a+a+)+b",
    "twenty times any": r"(.*a){20}",
    "optional, then required": r"(a?){30}a{30}",
    "words with optional space": r"(\w+\s?)*",
    "digits twice": r"(\d+)*\d|(\w+)*\d",
    "parts with hyphens": r"([^-]+-?)+-",
    "class in class": r"(([a-z])+.)+[A-Z]([a-z])+",
    "address": r"([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}",
    "many any": r".*.*.*.*.*.*.*.*=.*",
}
LONG = "a" * 50_000 + "!"
LIMIT = 30


@contextmanager
def alarm(seconds: int = LIMIT) -> Iterator[None]:
    """Fail where the code takes longer, also inside an engine that comes back now and then."""

    def fail(*_: object) -> None:
        raise AssertionError(f"not done in {seconds} s")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def policy_of(pattern: str) -> Policy:
    ids = {kind: Text(default) for kind, default in DEFAULT_IDS.items()}
    return Policy(ids={**ids, "procedure": Text(pattern, Span.on_line(7, 14, 1))})


def test_there_are_fifteen() -> None:
    assert len(SLOW) == 15


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW)
def test_ids_are_compiled_by_re2(pattern: str) -> None:
    ids = IdPatterns(policy_of(pattern))
    assert isinstance(ids._compile("procedure"), type(re2.compile("a")))
    assert isinstance(ids._any, type(re2.compile("a")))
    with alarm():
        assert ids.matches("procedure", LONG) is bool(re2.fullmatch(pattern, LONG))
        ids.any_match(LONG)
        ids.any_match("QP-01")


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW)
def test_every_command_ends_with_a_slow_pattern(pattern: str, workspace: Make, cli: Cli) -> None:
    # Python's own engine could not finish this for any of them: the number is long and does not fit.
    document = PROCEDURE.replace("QP-07", LONG) + f"\n{'a' * 40}! {LONG} {'A-' * 2_000}\n"
    root = workspace(
        {
            "qmsdoc.yaml": f"{POLICY}ids:\n  procedure: '{pattern}'\n",
            "documents/long.md": document,
            "documents/QP-07.md": PROCEDURE,
        }
    )
    for arguments in (
        ("validate", "--format", "json"),
        ("fix", "--diff"),
        ("coverage",),
        ("new", "procedure", "--title", "接待"),
    ):
        with alarm():
            ran = cli("-C", root, *arguments)
        assert ran.code in {0, 1, 2}
        assert "internal error" not in ran.err


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW)
def test_what_an_overlay_asks_ends_as_well(pattern: str, workspace: Make, cli: Cli) -> None:
    overlay = (
        "overlay: gbt-19001-2016\nclauses:\n  - number: '7.5'\n    tighten:\n"
        "      x-message: {zh: 甲, en: a}\n      x-basis: organization\n"
        "      properties: {documents: {items: {properties: {title: {pattern: '^PATTERN$'}}}}}\n"
    ).replace("PATTERN", pattern)
    claim = 'clauses: ["gbt-19001-2016:7.5"]\nowner:'
    document = PROCEDURE.replace("前台接待服务程序", LONG).replace("owner:", claim)
    root = workspace(
        {
            "qmsdoc.yaml": f"{POLICY}standards: [{{id: gbt-19001-2016}}]\n",
            "standards/own.yaml": overlay,
            "documents/QP-07.md": document,
        }
    )
    with alarm():
        ran = cli("-C", root, "validate", "--format", "json")
    assert ran.code == 1, ran.err
    assert '"QD006"' not in ran.out.partition("standards/own.yaml")[2][:400]


def test_globs_of_waivers_end(workspace: Make, cli: Cli) -> None:
    glob = "*a" * 40 + "*b"
    waiver = f"{{rule: QD005, path: '{glob}', reason: r, approver: a, expires: 2030-01-01}}"
    policy = f"{POLICY}waivers:\n  - {waiver}\n"
    path = "documents/" + "/".join(["a" * 60] * 40) + "/x.md"
    with alarm():
        ran = cli("-C", workspace({"qmsdoc.yaml": policy, path: "# x\n"}), "validate")
    assert ran.code == 1


@pytest.mark.parametrize(
    "pattern",
    [
        "QP-[0-9",
        "(?=x)",
        r"(a)\1",
        "a{2000}",
        "*",
        "(a{100}){100}",
        "(?<!a)b",
        r"\p{Nonsense}",
        "(",
    ],
)
def test_a_pattern_that_cannot_be_used_is_told_with_its_line(pattern: str) -> None:
    ids = IdPatterns(policy_of(pattern))
    for call in (lambda: ids.any_match("x"), lambda: ids.matches("procedure", "x")):
        with pytest.raises(PolicyError, match=r"^qmsdoc\.yaml:7: ids\.procedure .* RE2") as caught:
            call()
        assert "b'" not in str(caught.value)


@pytest.mark.parametrize(
    "arguments", [("validate",), ("coverage",), ("fix", "--diff"), ("render",), ("fix",)]
)
def test_every_command_names_the_line(
    arguments: tuple[str, ...], workspace: Make, cli: Cli, tmp_path: Path
) -> None:
    root = workspace({"qmsdoc.yaml": f"{POLICY}ids:\n  form: 'Q('\n", "documents/a.md": PROCEDURE})
    ran = cli("-C", root, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "qmsdoc.yaml:4: ids.form" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("pattern", ["(?=x)", "(a", "a{2000}", r"(a)\1"])
def test_a_pattern_of_an_overlay_that_cannot_be_used_is_a_finding_on_it(
    pattern: str, workspace: Make, cli: Cli
) -> None:
    overlay = (
        "overlay: gbt-19001-2016\nclauses:\n  - number: '7.5'\n    tighten:\n"
        f"      properties: {{objectives: {{items: {{pattern: '{pattern}'}}}}}}\n"
    )
    policy = f"{POLICY}standards: [{{id: gbt-19001-2016}}]\n"
    root = workspace({"qmsdoc.yaml": policy, "standards/own.yaml": overlay})
    ran = cli("-C", root, "validate", "--format", "json", "--select", "QD006")
    assert ran.code == 1
    (found,) = json.loads(ran.out)["diagnostics"]
    assert found["location"]["path"] == "standards/own.yaml"
    assert found["location"]["start"] == {"line": 5, "column": 50}
    assert "RE2" in found["message"]
    # The others are as they are without it.
    assert cli("-C", root, "coverage").code == 0


# Which functions give the engine of Python a pattern that is made while the program runs. None of
# the pieces is read as a pattern: they are escaped, or letters that a pattern of ours has found; or
# the patterns stand in a table beside the function.
MADE = {
    "qmsdoc.cli.help.usage_error": "in _WRONG.items()",
    "qmsdoc.rules.wording.prose.any_of": "re.escape",
    "qmsdoc.diff.wording.__init__": "re.escape",
    "qmsdoc.pipeline.history._line_of": "{key}[",
    "qmsdoc.rules.wording.qd802_undefined_abbreviation._is_known": "[A-Z]",
}
RE_CALLS = {
    "compile",
    "match",
    "search",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
# fnmatch makes patterns that never go back over what a star took.
GLOBS = {"qmsdoc.rules.waivers", "qmsdoc.pipeline.example"}
RE2 = {"qmsdoc.index.ids", "qmsdoc.model.schema", "qmsdoc.standards.evidence"}


def modules() -> Iterator[tuple[str, ast.Module, str]]:
    for path in sorted((ROOT / "qmsdoc").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        text = path.read_text("utf-8")
        yield name, ast.parse(text), text


def is_fixed(node: ast.expr, constants: set[str]) -> bool:
    """Whether the value stands in the source: a literal, or made of literals and constants."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.JoinedStr):
        return all(is_fixed(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return is_fixed(node.value, constants)
    if isinstance(node, ast.BinOp):
        return is_fixed(node.left, constants) and is_fixed(node.right, constants)
    return False


def constants_of(module: ast.Module) -> set[str]:
    """The names that the module sets once, at its top, to a literal."""
    found: set[str] = set()
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        pairs: list[tuple[ast.expr, ast.expr]] = []
        for target in targets:
            assert isinstance(node, ast.Assign)
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs += zip(target.elts, node.value.elts, strict=True)
            else:
                pairs.append((target, node.value))
        found |= {
            name.id
            for name, value in pairs
            if isinstance(name, ast.Name) and is_fixed(value, found)
        }
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("qmsdoc"):
            found |= {alias.name for alias in node.names if alias.name.lstrip("_").isupper()}
    return found


def made_patterns() -> Iterator[tuple[str, str]]:
    """Every call of ``re`` whose pattern does not stand in the source: the function, its source."""
    for name, module, text in modules():
        constants = constants_of(module)
        scopes = [(name, module.body)] if module else []
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        scopes += [(f"{name}.{node.name}", node.body) for node in functions]
        for scope, body in scopes:
            for call in (node for part in body for node in ast.walk(part)):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                is_re = isinstance(call.func.value, ast.Name) and call.func.value.id == "re"
                if is_re and call.func.attr in RE_CALLS and not is_fixed(call.args[0], constants):
                    yield scope, text


def test_the_engine_of_python_sees_no_text_of_the_policy() -> None:
    made = {scope: text for scope, text in made_patterns() if scope.count(".") > 1}
    modules_too = {name for name, _, _ in modules()}
    made = {scope: text for scope, text in made.items() if scope not in modules_too}
    assert made.keys() == MADE.keys()
    for scope, text in made.items():
        assert MADE[scope] in text


def test_who_imports_an_engine_is_known() -> None:
    engines: dict[str, set[str]] = {"re2": set(), "fnmatch": set(), "regex": set(), "glob": set()}
    for name, module, _ in modules():
        for node in ast.walk(module):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for engine in engines.keys() & set(names):
                engines[engine].add(name)
            assert not (isinstance(node, ast.ImportFrom) and node.module == "re"), name
    assert engines == {"re2": RE2, "fnmatch": GLOBS, "regex": set(), "glob": set()}


def test_every_validator_takes_patterns_by_an_engine_that_is_linear() -> None:
    for name, _, text in modules():
        if "jsonschema_rs.Draft202012Validator(" in text and name != "qmsdoc.model.schema":
            assert "pattern_options=" in text, name
        if "import Draft202012Validator" in text:
            assert '"pattern": _pattern' in text, name
