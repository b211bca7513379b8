"""The organisation's own Word templates: filled by docxtpl, in a process that can be ended.

Like every template they are policy. They see the same plain view as the others, in the same
sandboxed Jinja; the parts that qmsdoc itself writes come in at paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from qmsdoc.errors import TemplateError
from qmsdoc.render.docx.insert import Insert, MisplacedError, inserted
from qmsdoc.render.environment import OWN_FOLDER, make_environment, problem_of
from qmsdoc.render.worker import Limits, work_apart
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.render.docx.word_template import WordTemplate

DOCUMENT, FORM = "docx/document.docx", "docx/form.docx"
WORD_TEMPLATES = (DOCUMENT, FORM)
WORD_SUFFIX = ".docx"
MAX_WORD_SIZE = 16 * 1024 * 1024
# Where what qmsdoc writes comes in.
PIECES = ("body", "control_table", "signatures", "clauses", "history")
_LARGEST, _MOST = 64 * 1024 * 1024, 2000
_OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External')
_ADDRESS = re.compile(rb'Target\s*=\s*["\'](https?://|mailto:)')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Filling(Struct, frozen=True):
    """A template by name and content, the view it sees, and what is put in."""

    name: str
    template: bytes
    language: str
    view: dict[str, Any]
    insert: Insert


def filled(fillings: Sequence[Filling], limits: Limits | None) -> Iterator[bytes]:
    """The files that *fillings* make. Raises TemplateError."""
    if not fillings:
        return iter(())
    return work_apart(_fill, fillings, limits or Limits(), attrgetter("name"))


def plain(value: Any) -> Any:
    """*value* in lists and dictionaries, without the characters that XML cannot hold."""
    if isinstance(value, str):
        return _CONTROL.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def _fill(filling: Filling) -> bytes:
    try:
        from qmsdoc.render.docx.word_template import WordTemplate
    except ImportError:
        raise TemplateError(
            "{template}: docxtpl, which fills Word templates, is not installed",
            hint=Message.of("install it with `pip install 'qmsdoc[word]'`"),
            template=f"{OWN_FOLDER}{filling.name}",
        ) from None
    _check(filling)
    # No content can hold the digest of itself.
    marks = {
        piece: f"{piece}-{sha256(filling.insert.pieces[piece].encode()).hexdigest()}"
        for piece in PIECES
    }
    template = None
    try:
        template = WordTemplate(filling.template)
        environment = make_environment({}, filling.language)
        return inserted(
            template.fill({**filling.view, **marks}, environment), filling.insert, marks
        )
    except MisplacedError as error:
        raise TemplateError(
            "{template}: {piece} stands in a paragraph with other text",
            hint=Message.of("give it a paragraph of its own"),
            template=f"{OWN_FOLDER}{filling.name}",
            piece=f"{{{{ {error} }}}}",
        ) from None
    except Exception as error:  # a template can make docxtpl and python-docx raise anything
        raise _failure(filling, template, error, (*filling.view, *PIECES)) from None


def _check(filling: Filling) -> None:
    """Whether the template is a Word file of reasonable size without macros and foreign parts."""
    try:
        with ZipFile(BytesIO(filling.template)) as package:
            entries = package.infolist()
            if len(entries) > _MOST or sum(entry.file_size for entry in entries) > _LARGEST:
                raise _unusable(filling, Message.of("it is too large"))
            if "word/document.xml" not in package.namelist():
                raise _unusable(filling, Message.of("it is no Word file"))
            if any("vbaProject" in entry.filename for entry in entries):
                raise _unusable(filling, Message.of("it has macros"))
            for entry in entries:
                if entry.filename.endswith(".rels"):
                    _check_relations(filling, package.read(entry))
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise _unusable(filling, Message.of("it is no Word file")) from None


def _check_relations(filling: Filling, relations: bytes) -> None:
    for relation in relations.split(b"<")[1:]:
        if _OUTSIDE.search(relation) and not (
            _ADDRESS.search(relation) and b"/relationships/hyperlink" in relation
        ):
            raise _unusable(filling, Message.of("it refers to a file outside of itself"))


def _unusable(filling: Filling, problem: Message) -> TemplateError:
    path = f"{OWN_FOLDER}{filling.name}"
    return TemplateError("{path} is no template", hint=problem, path=path)


def _failure(
    filling: Filling, template: WordTemplate | None, error: Exception, names: Sequence[str]
) -> TemplateError:
    problem = problem_of(error, names)
    part, text, number = template.place_of(error) if template else (None, "", "")
    values: dict[str, Any] = {
        "template": f"{OWN_FOLDER}{filling.name}",
        "problem": problem if isinstance(problem, Message) else display(problem)[:500],
    }
    if part is None:
        return TemplateError("{template}: {problem}", **values)
    if not text:
        return TemplateError("{template}, {part}: {problem}", part=part, **values)
    values |= {"part": part, "text": display(text)}
    if not number:
        return TemplateError("{template}, {part}, “{text}”: {problem}", **values)
    return TemplateError(
        "{template}, {part}, paragraph {number}, “{text}”: {problem}", number=number, **values
    )
