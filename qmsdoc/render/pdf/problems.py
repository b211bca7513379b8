"""What went wrong in Typst, said in words of documents and templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qmsdoc.errors import TemplateError
from qmsdoc.render.environment import OWN_FOLDER
from qmsdoc.render.pdf.compiler import Outcome
from qmsdoc.render.pdf.data import DATA_FILE
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_PLACE = re.compile(r"┌─ (?:\S*/)?([\w-]+)\.typ:(\d+):\d+")
_MOST = 5


def is_about_a_picture(outcome: Outcome) -> bool:
    """Whether Typst could not decode a picture; it does not say which."""
    return "decode image" in outcome.problem


def failure(
    page: str, outcome: Outcome, files: Mapping[str, bytes], main: str, own: Mapping[str, str]
) -> TemplateError:
    """Why there is no PDF *page*: a character without a glyph, or an error in a template.

    *main* is the name of its main source.
    """
    lacking = [
        character
        for text in _NO_GLYPH.findall(outcome.diagnostic)
        for character in _unescaped(text)
    ]
    if lacking:
        return _without_glyph(page, list(dict.fromkeys(lacking)), files)
    problem = display(outcome.problem)[:500]
    place = _PLACE.search(outcome.diagnostic)
    if place is None:
        return TemplateError("{page}: {problem}", page=page, problem=problem)
    template = f"typst/{main if place[1] == 'main' else place[1]}.typ.j2"
    if template not in own:
        # The line is that of the source that the template makes.
        return _at(f"qmsdoc:{template}", place[2], problem)
    where = f"{OWN_FOLDER}{template}"
    made = _line(files.get(f"{place[1]}.typ", b""), int(place[2]))
    if line := _line_of(made, own[template]):
        return _at(where, line, problem)
    return TemplateError(
        "{template}: {problem}, in this line that it makes: {made}",
        template=where,
        problem=problem,
        made=display(made)[:200],
    )


def _at(template: str, line: object, problem: str) -> TemplateError:
    return TemplateError(
        "{template}:{line}: {problem}", template=template, line=line, problem=problem
    )


def _line(source: bytes, number: int) -> str:
    lines = source.decode("utf-8", "replace").splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _line_of(made: str, template: str) -> int:
    """The line of *template* that says what was *made*; 0 where none does, or several may."""
    found = [n for n, line in enumerate(template.splitlines(), start=1) if made in line]
    return found[0] if len(found) == 1 and made else 0


def _without_glyph(page: str, characters: list[str], files: Mapping[str, bytes]) -> TemplateError:
    names = list(_documents_with(set(characters), json.loads(files[DATA_FILE])))
    shown = [f"{display(one)} (U+{ord(one):04X})" for one in characters]
    return TemplateError(
        "{page}: the fonts of PDF have no {characters}, which stands in {documents}",
        hint=Message.of("write it in other characters; the fonts have those of 通用规范汉字表"),
        page=page,
        characters=_some(shown),
        documents=_some(names) or page,
    )


def _some(names: list[str]) -> tuple[str, ...]:
    return (*names[:_MOST], *(("…",) if len(names) > _MOST else ()))


def _documents_with(characters: set[str], data: Any) -> Iterator[str]:
    """The numbers (else the titles) of the documents that hold one of *characters*."""
    levels = data["manual"]["levels"] if "manual" in data else [{"documents": [data["document"]]}]
    for level in levels:
        for document in level["documents"]:
            if any(characters & set(text) for text in _texts(document)):
                yield document["number"] or document["title"]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _texts(inner)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
