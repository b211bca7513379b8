"""Where the package makes messages, and what they say in English, found without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
_KINDS = ("Usage", "Workspace", "Policy", "Git", "Ledger", "Template", "Output")
# What takes the English of a message as its first argument.
SINKS = {"Message.of", "translate", "gettext", *(f"{kind}Error" for kind in _KINDS)}
# Functions that hand an argument on to one of these: file or folder, name, place of the argument.
HELPERS = (
    ("qmsdoc/source/decode.py", "_unreadable", 0),
    ("qmsdoc/source/yaml.py", "_refuse", 1),
    ("qmsdoc/render/docx/", "label", 0),
)
# Arguments that only the running program knows, and why they need no entry of their own.
KNOWN = {
    ("qmsdoc/cli/help.py", "text"): "the library's own, see LIBRARY_WORDS there, and the commands'",
    ("qmsdoc/cli/help.py", "template"): "see LIBRARY_WORDS there",
    ("qmsdoc/cli/schema.py", "built_in(known)['title']"): "titles of schemas have entries too",
    ("qmsdoc/cli/rule.py", "found.page"): "pages have a catalogue of their own",
    ("qmsdoc/cli/rule.py", "item.page"): "pages have a catalogue of their own",
    ("qmsdoc/report/sarif.py", "rule.page"): "pages have a catalogue of their own",
    ("qmsdoc/render/view.py", "role"): "a role that the organisation named itself",
    ("qmsdoc/render/standing.py", "signed.role"): "a role that the organisation named itself",
    ("qmsdoc/render/sign_off.py", "role"): "a role that the organisation named itself",
    ("qmsdoc/render/worker.py", "text"): "the message of another process",
    ("qmsdoc/errors.py", "text"): "the constructor of all errors",
    ("qmsdoc/text/language.py", "text"): "what translates",
    ("qmsdoc/text/message.py", "self.text"): "a message that was made elsewhere",
}
# Put together of parts: every result by name.
MADE = {
    ("qmsdoc/text/interval.py", "f'{before}{{n}} {unit}{many}'"): tuple(
        f"{before}{{n}} {unit}{many}"
        for before in ("", "every ")
        for unit in ("day", "week", "month", "year")
        for many in ("", "s")
    ),
}
Names = dict[str, list[ast.expr]]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Use:
    """A message in the code; ``text`` is None where the code does not say it literally."""

    path: str
    line: int
    text: str | None
    source: str


def python_messages() -> Iterator[Use]:
    """Every message that the package makes."""
    for path in sorted((ROOT / "qmsdoc").rglob("*.py")):
        yield from module(path.relative_to(ROOT).as_posix()).uses()


@cache
def module(path: str) -> Module:
    return Module(path, (ROOT / path).read_text("utf-8"))


class Module:
    """One file of Python, and what the names in it stand for."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._tree = ast.parse(text)
        self._top = _assigned(self._tree.body)

    def uses(self) -> Iterator[Use]:
        """Every message that the file makes, in no order."""
        for scope in (self._tree, *_functions(self._tree)):
            names = _assigned(scope.body)
            for call in _calls(scope):
                argument = self._english(call)
                if argument is not None and not self._is_handed_on(scope, argument):
                    yield from self._use(argument, names)

    def values(self, node: ast.expr, names: Names) -> Iterator[ast.expr]:
        """The expressions that *node* may stand for, as far as the code says it."""
        match node:
            case ast.IfExp(body=body, orelse=other):
                yield from self.values(body, names)
                yield from self.values(other, names)
            case ast.Name(id=name) if name in names:
                for value in names[name]:
                    yield from self.values(value, names)
            case ast.Name(id=name) if name in self._top:
                for value in self._top[name]:
                    yield from self.values(value, self._top)
            case ast.Name(id=name) if (home := self._home(name)) is not None:
                yield from home.exported(name)
            case ast.Subscript(value=table):
                yield from self._items(table, names)
            case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, *default]):
                yield from self._items(table, names)
                yield from default
            case ast.Attribute(value=value, attr="text"):
                yield from self.values(value, names)
            case _Taken(iterable=iterable, place=place):
                for item in self._iterated(iterable, names):
                    yield from self.values(_at(item, place), names)
            case _:
                yield node

    def exported(self, name: str) -> Iterator[ast.expr]:
        """What the file sets *name* to."""
        yield from self.values(ast.Name(name), {})

    def _use(self, argument: ast.expr, names: Names) -> Iterator[Use]:
        source, line = ast.unparse(argument), argument.lineno
        if (self._path, source) in KNOWN:
            return
        for text in MADE.get((self._path, source), ()):
            yield Use(self._path, line, text, source)
        if (self._path, source) in MADE:
            return
        for value in self.values(argument, names):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield Use(self._path, line, value.value, source)
            elif not _is_message(value) and (self._path, ast.unparse(value)) not in KNOWN:
                yield Use(self._path, line, None, source)

    def _english(self, call: ast.Call) -> ast.expr | None:
        """The argument of *call* that is the English of a message."""
        name = ast.unparse(call.func)
        last = name.rpartition(".")[2]
        place = 0 if name in SINKS or last in SINKS else None
        for where, helper, at in HELPERS:
            if last == helper and self._path.startswith(where):
                place = at
        if place is None or len(call.args) <= place:
            return None
        argument = call.args[place]
        # str.translate takes a table.
        is_table = isinstance(argument, ast.Name) and argument.id.isupper()
        return None if last == "translate" and is_table else argument

    def _is_handed_on(self, scope: ast.AST, argument: ast.expr) -> bool:
        """Whether *argument* is what a helper was given: its callers say what it is."""
        if not isinstance(scope, Function) or not isinstance(argument, ast.Name):
            return False
        given = [*scope.args.posonlyargs, *scope.args.args]
        is_given = argument.id in {parameter.arg for parameter in given}
        return is_given and any(
            scope.name == helper and self._path.startswith(where) for where, helper, _ in HELPERS
        )

    def _items(self, table: ast.expr, names: Names) -> Iterator[ast.expr]:
        for value in self.values(table, names):
            match value:
                case ast.Dict(values=items) | ast.Tuple(elts=items) | ast.List(elts=items):
                    for item in items:
                        yield from self.values(item, names)
                case _:
                    yield value

    def _iterated(self, node: ast.expr, names: Names) -> Iterator[ast.expr]:
        """What a loop over *node* goes through; pairs for that over the items of a mapping."""
        match node:
            case ast.Call(func=ast.Attribute(value=table, attr="items")):
                for found in self.values(table, names):
                    if isinstance(found, ast.Dict):
                        pairs = zip(found.keys, found.values, strict=True)
                        yield from (ast.Tuple([key, value]) for key, value in pairs if key)
                    else:
                        yield found
            case _:
                for value in self.values(node, names):
                    yield from value.elts if isinstance(value, ast.Tuple | ast.List) else (value,)

    def _home(self, name: str) -> Module | None:
        """The module of the package that *name* is imported from."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qmsdoc."):
                for alias in node.names:
                    path = f"{str(node.module).replace('.', '/')}.py"
                    if (alias.asname or alias.name) == name and (ROOT / path).is_file():
                        return module(path)
        return None


class _Taken(ast.expr):
    """What a loop takes out of *iterable*: of each item the part at *place*."""

    _fields = ("iterable", "place")
    iterable: ast.expr
    place: tuple[int, ...]


def _functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def _within(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a body but those of the functions in it."""
    ahead: list[ast.AST] = list(body)
    while ahead:
        node = ahead.pop(0)
        if not isinstance(node, Function):
            yield node
            ahead.extend(ast.iter_child_nodes(node))


def _calls(scope: ast.Module | Function) -> Iterator[ast.Call]:
    for node in _within(scope.body):
        if isinstance(node, ast.Call):
            yield node


def _assigned(body: list[ast.stmt]) -> Names:
    """What the names of a function, or of a module, are set to."""
    names: Names = {}
    for node in _within(body):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                names.setdefault(name, []).append(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                names.setdefault(name, []).append(value)
            case (
                ast.For(target=target, iter=iterable)
                | ast.comprehension(target=target, iter=iterable)
            ):
                for name, place in _targets(target, ()):
                    taken = _Taken()
                    taken.iterable, taken.place = iterable, place
                    names.setdefault(name, []).append(taken)
    return names


def _targets(target: ast.expr, place: tuple[int, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    if isinstance(target, ast.Name):
        yield target.id, place
    elif isinstance(target, ast.Tuple):
        for number, part in enumerate(target.elts):
            yield from _targets(part, (*place, number))


def _at(item: ast.expr, place: tuple[int, ...]) -> ast.expr:
    for number in place:
        if not isinstance(item, ast.Tuple | ast.List):
            return item
        item = item.elts[number]
    return item


def _is_message(node: ast.expr) -> bool:
    """Whether this is a Message, whose own making is found by itself."""
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"Message.of", "Message"}
