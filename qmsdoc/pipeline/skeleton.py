"""The templates of new files: typed values in, Markdown or YAML text out."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from qmsdoc.errors import UsageError
from qmsdoc.resources import data_dir
from qmsdoc.text.display import display

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST = 100
_MARKUP = re.compile(r"([\\`*_\[\]<>#~|&$!^{}])")
# Letters of any script, digits and marks that mean nothing in YAML; a letter first.
_PLAIN = re.compile(r"[^\W\d_][\w（）《》、，。·“”—/ -]*(?<! )")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def line_of_text(text: str, what: str) -> str:
    """*text* without outer spaces. Raises UsageError where it is not one line of plain text."""
    stripped = text.strip()
    if not stripped or display(stripped) != stripped or len(stripped) > _LONGEST:
        raise UsageError(
            "{what} takes one line of text of at most {longest} characters, without control or "
            "hidden characters; this is not one: “{text}”",
            what=what,
            longest=_LONGEST,
            text=stripped[:_LONGEST],
        )
    return stripped


def yaml_text(text: str) -> str:
    """*text* as a YAML scalar that is read as exactly this text, in a list or a mapping too."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def markdown_text(text: str) -> str:
    """*text* in Markdown, in running text, a heading or a table cell, meaning only itself."""
    return _MARKUP.sub(r"\\\1", text)


def fill(template: str, values: dict[str, object]) -> bytes:
    """The file that ``templates/new/<template>`` makes of *values*."""
    return _environment().get_template(template).render(values).encode()


@cache
def _environment() -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(data_dir("templates") / "new"),
        # What comes out is Markdown and YAML: values are escaped for these before they go in.
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
