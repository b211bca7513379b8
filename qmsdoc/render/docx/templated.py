"""Documents in the organisation's own Word template: what the template sees and what is put in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.dots import dots_of
from qmsdoc.render.docx.file import document_part, footnotes_part
from qmsdoc.render.docx.form import blank_form
from qmsdoc.render.docx.insert import Insert
from qmsdoc.render.docx.own import DOCUMENT, FORM, Filling, plain
from qmsdoc.render.docx.parts import Parts
from qmsdoc.render.docx.story import TOP, Story, targets_of
from qmsdoc.render.docx.styles import styles_part
from qmsdoc.render.docx.xml import Xml
from qmsdoc.render.view import Library, document_view, organisation_view
from qmsdoc.render.worker import Limits


def template_for(file: DocumentFile, words: Mapping[str, bytes]) -> str:
    """The name of the own template for the document, "" where qmsdoc's own form is wanted."""
    name = FORM if file.kind == "form" else DOCUMENT
    return name if name in words else ""


def filling(
    library: Library, file: DocumentFile, words: Mapping[str, bytes], limits: Limits | None
) -> Filling:
    """What fills the template of the document. *library* is one ``for_docx``."""
    view, about = document_view(library, file), organisation_view(library)
    chinese = about["language"].startswith("zh")
    # The template has no place that is the top for links.
    targets = {name: mark for name, mark in targets_of(view).items() if name != TOP}
    targets.pop(view["anchor"], None)
    story = Story(library.translate, chinese, targets)
    pieces = {name: document_part([*blocks]) for name, blocks in _pieces(story, view).items()}
    media = {**story.media.files, **next(dots_of([story.media], limits))}
    name = template_for(file, words)
    insert = Insert(
        pieces={name: piece.decode() for name, piece in pieces.items()},
        styles=styles_part(chinese, story.base),
        numbering=story.numbering.part(),
        footnotes=footnotes_part(story.notes),
        media=media,
        relations={
            part: [(one, kind == "address", target) for (kind, target), one in known.ids.items()]
            for part, known in story.relations.items()
        },
        properties=plain(
            {
                "title": f"{view['full_number']} {view['title']}".strip(),
                "author": about["organisation"],
                "last_modified_by": about["organisation"],
                "identifier": view["full_number"],
                "version": view["version"],
                "language": about["language"],
            }
        ),
        day=view["date"],
    )
    seen = {key: value for key, value in view.items() if key != "body"}
    data = plain({**about, "document": seen})
    return Filling(name, words[name], library.language, data, insert)


def _pieces(story: Story, view: Any) -> dict[str, list[Xml]]:
    parts = Parts(story, view)
    blank = [*blank_form(story, view["form"])] if view["form"] else []
    return {
        "body": [*blank, *Blocks(story).write(view["body"])],
        "control_table": [parts.control_table()],
        "signatures": [*parts.sign_off()],
        "clauses": [*parts.clauses()],
        "history": [*parts.history()],
    }
