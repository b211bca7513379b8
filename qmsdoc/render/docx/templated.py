"""Documents in the organisation's own Word template: what the template sees and what is put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.dots import dots_of
from qmsdoc.render.docx.file import document_part, footnotes_part
from qmsdoc.render.docx.form import blank_form
from qmsdoc.render.docx.insert import Insert
from qmsdoc.render.docx.media import Media
from qmsdoc.render.docx.own import DOCUMENT, FORM, Filling, plain
from qmsdoc.render.docx.parts import Parts
from qmsdoc.render.docx.profiles import profile_of
from qmsdoc.render.docx.story import Story, targets_of
from qmsdoc.render.docx.styles import styles_part
from qmsdoc.render.docx.xml import Xml
from qmsdoc.render.view import Library, document_view, organisation_view
from qmsdoc.render.worker import Limits


def template_for(file: DocumentFile, words: Mapping[str, bytes]) -> str:
    """The name of the own template for the document, "" where qmsdoc's own form is wanted."""
    name = FORM if file.kind == "form" else DOCUMENT
    return name if name in words else ""


def fillings(
    library: Library,
    files: Sequence[DocumentFile],
    words: Mapping[str, bytes],
    limits: Limits | None,
) -> list[Filling]:
    """What fills the templates of the documents. *library* is one ``for_docx``."""
    drafts = [_Draft(library, file, words) for file in files]
    dots = dots_of([draft.media for draft in drafts], limits)
    return [draft.filling(pictures) for draft, pictures in zip(drafts, dots, strict=True)]


class _Draft:
    """What fills one template, before its charts are drawn."""

    def __init__(self, library: Library, file: DocumentFile, words: Mapping[str, bytes]) -> None:
        self._view: Any = document_view(library, file)
        self._about = organisation_view(library)
        self._language = library.language
        self._name = template_for(file, words)
        self._template = words[self._name]
        targets = targets_of(self._view)
        # The template has no place that is the top for links.
        targets.pop(self._view["anchor"], None)
        chinese = self._about["language"].startswith("zh")
        layout = library.index.policy.layout
        profile = profile_of(layout.profile)
        self._story = Story(library.translate, chinese, targets, profile=profile, own=layout.fonts)
        blocks = _pieces(self._story, self._view)
        self._pieces = {name: document_part(piece).decode() for name, piece in blocks.items()}

    @property
    def media(self) -> Media:
        return self._story.media

    def filling(self, dots: Mapping[str, bytes]) -> Filling:
        """All of it; *dots* are the pictures of the charts."""
        view, story = self._view, self._story
        insert = Insert(
            pieces=self._pieces,
            styles=styles_part(story),
            numbering=story.numbering.part(),
            footnotes=footnotes_part(story.notes),
            media={**story.media.files, **dots},
            relations={
                part: [
                    (one, kind == "address", target) for (kind, target), one in known.ids.items()
                ]
                for part, known in story.relations.items()
            },
            properties=plain(self._properties()),
            day=view["date"],
            wide=story.profile.wide,
        )
        seen = {key: value for key, value in view.items() if key != "body"}
        data = plain({**self._about, "document": seen})
        return Filling(self._name, self._template, self._language, data, insert)

    def _properties(self) -> dict[str, str]:
        view, about = self._view, self._about
        return {
            "title": f"{view['full_number']} {view['title']}".strip(),
            "author": about["organisation"],
            "last_modified_by": about["organisation"],
            "identifier": view["full_number"],
            "version": view["version"],
            "language": about["language"],
        }


def _pieces(story: Story, view: Any) -> dict[str, list[Xml]]:
    parts = Parts(story, view)
    blank = [*blank_form(story, view["form"])] if view["form"] else []
    return {
        "body": [*blank, *Blocks(story).write(view["body"]), *parts.charts()],
        "control_table": [parts.control_table()],
        "signatures": [*parts.sign_off()],
        "clauses": [*parts.clauses()],
        "history": [*parts.history()],
    }
