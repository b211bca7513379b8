"""Jinja, held to what a page needs: data in, text out, and every failure with template and line."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import FunctionLoader, TemplateSyntaxError, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateNotFound as NotFound
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from qmsdoc.errors import TemplateError
from qmsdoc.render.mark_picture import mark_picture
from qmsdoc.render.missing import Missing, MissingError
from qmsdoc.render.page_code import OURS, Labels, LabelsPutIn, PageCode, shown
from qmsdoc.resources import data_dir
from qmsdoc.text.display import display
from qmsdoc.text.language import translator
from qmsdoc.text.message import Message

OWN_FOLDER = "templates/"
# An organisation's template extends the one that it replaces under this name.
BUILTIN = "builtin/"
MAX_OUTPUT = 64 * 1024 * 1024
# Of how many pieces of a page the sizes are added up at once; of pages that an organisation's
# templates take part in, one by one, since these can make each piece huge.
_PIECES = 64
_LARGEST = 10**12
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)

Loaded = tuple[str, str, Any]


def make_environment(own: Mapping[str, str], language: str) -> Sandbox:
    """An environment for pages in *language*. *own* holds the organisation's templates by name."""
    environment = Sandbox(
        loader=FunctionLoader(_Loader(own)),
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.labels = environment.globals["_"] = Labels(translator(language))
    environment.pieces = 1 if own else _PIECES
    del environment.globals["lipsum"]
    # HTML comes from our Markdown renderer alone; no template declares a text to be HTML.
    del environment.filters["safe"]
    environment.filters["css_string"] = css_string
    environment.filters["mark_picture"] = mark_picture
    environment.filters["sha256"] = _sha256
    environment.filters["typst"] = typst_string
    return environment


def render_template(environment: Sandbox, name: str, data: Mapping[str, object]) -> str:
    """The page that the template *name* makes of *data*. Raises TemplateError, nothing else."""
    parts: list[str] = []
    size = 0
    try:
        stream = environment.get_template(name).generate(data)
        while some := list(islice(stream, environment.pieces)):
            size += sum(map(len, some))
            if size > MAX_OUTPUT:
                raise SecurityError(f"the page is longer than {MAX_OUTPUT} characters")
            parts += some
        return "".join(parts)
    except TemplateSyntaxError as error:
        raise _failure(error.filename or error.name or name, error.lineno, error.message) from None
    except Exception as error:  # a template can raise anything: ZeroDivisionError, MemoryError, …
        where, line = _place(error, name)
        raise _failure(where, line, problem_of(error, data)) from None


@lru_cache(maxsize=4096)
def css_string(text: str) -> Markup:
    """*text* as a CSS string: whatever is not a plain letter or digit becomes its code."""
    plain = (
        character if character.isascii() and character.isalnum() else f"\\{ord(character):x} "
        for character in text
    )
    return Markup(f'"{"".join(plain)}"')  # noqa: S704  # letters, digits, backslashes and blanks


def typst_string(text: str) -> Markup:
    """*text* as a string of Typst's: whatever is not a plain letter or digit becomes its code."""
    plain = (
        character if character.isascii() and character.isalnum() else f"\\u{{{ord(character):x}}}"
        for character in text
    )
    return Markup(f'"{"".join(plain)}"')  # noqa: S704  # letters, digits, backslashes and braces


class Sandbox(ImmutableSandboxedEnvironment):
    """Bounds the operators that make something huge of something small, also while compiling."""

    code_generator_class = PageCode
    intercepted_binops = frozenset({"*", "**", "%"})
    labels: Labels
    pieces: int
    shown = staticmethod(shown)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Nearly all that a template is given are plain mappings: their keys come first, here and in
        # PageCode. The detour over a failed getattr is most of the cost of a page.
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        # What is imported of a template are macros; those with an underscore stay its own.
        if type(obj) is TemplateModule and attribute[0] != "_" and attribute in obj.__dict__:
            return obj.__dict__[attribute]
        return super().getattr(obj, attribute)

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        # Labels are our own, and a macro is template code like what calls it: there is nothing
        # about them to be looked into.
        if type(obj) is Macro:
            # Names of loops and blocks are for functions that take the context.
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            if kwargs or len(args) != len(obj.arguments) or obj.caller or obj.catch_varargs:
                return obj(context.eval_ctx, *args, **kwargs)
            return Markup(obj._func(*args))  # noqa: S704, SLF001  # as Macro does, all being given
        if type(obj) is Labels:
            return obj(*args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not (_is_number(left) and _is_number(right)):
            raise SecurityError(f"{operator} is for numbers only")
        if operator == "**" and (abs(right) > 64 or abs(left) > _LARGEST):
            raise SecurityError("the power is too large")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > _LARGEST:
            raise SecurityError("the number is too large")
        return result

    def compile(  # type: ignore[override]  # overloaded there for raw source, which is not used
        self, source: Any, name: str | None = None, filename: str | None = None, **options: Any
    ) -> Any:
        try:
            return super().compile(source, name, filename, **options)
        except TemplateSyntaxError:
            raise
        except Exception as error:  # too deep for Jinja's parser, or for Python's
            raise TemplateSyntaxError(str(problem_of(error)), 0, name, filename) from error

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        # No template of ours gives "_" another meaning; one of the organisation's may.
        if filename is not None and filename.startswith(OURS):
            LabelsPutIn(self.labels).visit(template)
            return template
        for node in template.find_all(nodes.EvalContextModifier):
            raise TemplateSyntaxError(
                "escaping cannot be switched off", node.lineno, name, filename
            )
        return template


class _Loader:
    """The organisation's own templates before the built-in ones."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._own = own
        self._builtin = data_dir("templates")

    def __call__(self, name: str) -> Loaded | None:
        if name in self._own:
            return self._own[name], f"{OWN_FOLDER}{name}", None
        path = self._builtin_path(name.removeprefix(BUILTIN))
        if path is None or not path.is_file():
            return None
        return path.read_text("utf-8"), f"{OURS}{name.removeprefix(BUILTIN)}", None

    def _builtin_path(self, name: str) -> Path | None:
        parts = name.split("/")
        if all(_PART.fullmatch(part) for part in parts):
            return self._builtin.joinpath(*parts)
        return None


def _sha256(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode("ascii")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The innermost template and line that the traceback passes through."""
    where, line = name, 0
    trace = error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename.startswith((OWN_FOLDER, OURS)):
            where, line = filename, trace.tb_lineno
        trace = trace.tb_next
    return where, line


def problem_of(error: Exception, page: Iterable[str] = ()) -> str | Message:
    """What a template failed of; *page* are the names that the page has."""
    if isinstance(error, MissingError):
        return error.explained(page)
    if isinstance(error, NotFound):
        return f"there is no template {error.message}"
    if isinstance(error, RecursionError):
        return "too deeply nested"
    if isinstance(error, SyntaxError):
        return error.msg
    if isinstance(error, MemoryError):
        return "more memory is needed than a page may take"
    return f"{error}" or type(error).__name__


def _failure(where: str, line: int, problem: str | Message | None) -> TemplateError:
    said = problem if isinstance(problem, Message) else display(problem or "")[:500]
    if line:
        return TemplateError(
            "{template}:{line}: {problem}", template=where, line=line, problem=said
        )
    return TemplateError("{template}: {problem}", template=where, problem=said)
