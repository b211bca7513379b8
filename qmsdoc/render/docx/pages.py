"""DOCX files: of one document, or of the whole manual."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.body_tree import body_tree
from qmsdoc.render.charter.view import charter_views
from qmsdoc.render.column_widths import LINES
from qmsdoc.render.docx.blocks import Blocks
from qmsdoc.render.docx.charter import charter_file
from qmsdoc.render.docx.contents import Entry, contents_field
from qmsdoc.render.docx.dots import dots_of
from qmsdoc.render.docx.file import File, Properties, build
from qmsdoc.render.docx.form import blank_form
from qmsdoc.render.docx.inline import run
from qmsdoc.render.docx.lists import list_file
from qmsdoc.render.docx.manual import Manual
from qmsdoc.render.docx.own import filled
from qmsdoc.render.docx.parts import Parts
from qmsdoc.render.docx.profiles import profile_of
from qmsdoc.render.docx.sheets import Head, ended, section
from qmsdoc.render.docx.story import TOP, Story, targets_of
from qmsdoc.render.docx.tables import Paragraph
from qmsdoc.render.docx.templated import fillings, template_for
from qmsdoc.render.docx.xml import NOTHING, Xml
from qmsdoc.render.figures import figure_node
from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.manual_view import manual_view
from qmsdoc.render.order import Order
from qmsdoc.render.types import Artifact
from qmsdoc.render.view import Library, document_view, organisation_view

SUFFIX = ".docx"


def make(order: Order) -> Iterator[Artifact]:
    """The files of *order*. Raises TemplateError."""
    library = for_docx(order.library)
    own = [file for file in order.documents if template_for(file, order.words)]
    yield from _filled(library, own, order)
    files = [document_file(library, file) for file in order.documents if file not in own]
    files += [file for name in order.publications for file in _PUBLICATIONS[name](library)]
    dots = dots_of([file.story.media for file in files], order.limits)
    for file, pictures in zip(files, dots, strict=True):
        yield Artifact(file.path, build(file, pictures))


def _filled(library: Library, own: Sequence[DocumentFile], order: Order) -> Iterator[Artifact]:
    """The documents that come in the organisation's own templates."""
    ready = fillings(library, own, order.words, order.limits)
    for file, content in zip(own, filled(ready, order.limits), strict=True):
        yield Artifact(f"{library.names[file.path]}{SUFFIX}", content)


def for_docx(library: Library) -> Library:
    """The same documents, with bodies as trees and links to DOCX files."""
    body = partial(body_tree, line=LINES[library.index.policy.layout.profile])
    return replace(library, body=body, figure=figure_node, suffix=SUFFIX)


def document_file(library: Library, file: DocumentFile) -> File:
    """One document; a record form is a blank. *library* is one ``for_docx``."""
    view, about = document_view(library, file), organisation_view(library)
    story = new_story(library, view, about)
    parts = Parts(story, view)
    blocks = [*_title(parts, view, about), *_content(story, parts, view)]
    blocks += [*parts.clauses(), *parts.history(), *parts.charts()]
    properties = Properties(
        title=f"{view['full_number']} {view['title']}".strip(),
        organisation=about["organisation"],
        language=about["language"],
        day=view["date"],
        number=view["full_number"],
        version=view["version"],
    )
    return File(
        path=f"{library.names[file.path]}{SUFFIX}",
        story=story,
        properties=properties,
        blocks=ended(blocks),
        section=section(story, document_head(story, view), about["organisation"]),
        has_contents=_has_contents(view),
    )


def new_story(
    library: Library, view: Mapping[str, Any], about: Mapping[str, str], base: int = 1
) -> Story:
    """The story of a file that shows *view*."""
    chinese = about["language"].startswith("zh")
    more = (TOP, "release", "revisions", "objectives", "register")
    layout = library.index.policy.layout
    profile = profile_of(layout.profile)
    return Story(library.translate, chinese, targets_of(view, more), base, profile, layout.fonts)


def document_head(story: Story, view: Mapping[str, Any]) -> Head:
    """What runs along the sheets of a document."""
    version = story.label("Version {version}", version=view["version"]) if view["version"] else ""
    return Head(f"{view['full_number']} {view['title']}".strip(), version, view["mark"])


def _title(parts: Parts, view: Mapping[str, Any], about: Mapping[str, str]) -> Iterator[Xml]:
    above = [Paragraph(run(about["organisation"]), "Organisation")]
    if view["kind_name"] != view["title"] and not view["form"]:
        above.append(Paragraph(run(view["kind_name"]), "Kind"))
    yield from parts.title(above)


def _content(story: Story, parts: Parts, view: Mapping[str, Any]) -> Iterator[Xml]:
    if view["form"]:
        yield from blank_form(story, view["form"])
        yield from Blocks(story).write(view["body"])
        # The sheet that is filled in has nothing else on it.
        yield Paragraph(NOTHING, "SectionEnd", break_before=True).xml()
        yield parts.control_table()
        return
    yield parts.control_table()
    yield from parts.sign_off()
    if _has_contents(view):
        entries = [
            Entry(heading["href"], heading["level"] - 1, heading["number"], heading["title"])
            for heading in view["contents"]
        ]
        yield from contents_field(story, entries, (2, 3))
        yield Paragraph(NOTHING, "SectionEnd", break_before=True).xml()
    yield from Blocks(story).write(view["body"])


def _has_contents(view: Mapping[str, Any]) -> bool:
    return view["kind"] == "manual" and bool(view["contents"]) and not view["form"]


def manual_files(library: Library) -> Iterator[File]:
    """Every document of the workspace in one file. *library* is one ``for_docx``."""
    view, about = manual_view(library), organisation_view(library)
    objectives = [{**objective, "id": objective["number"]} for objective in view["objectives"]]
    whole: dict[str, Any] = {**view, "objectives": objectives}
    yield Manual(new_story(library, whole, about, base=2), whole, about).file()


def list_files(name: str, library: Library) -> Iterator[File]:
    """The list of that name. *library* is one ``for_docx``."""
    view, about = LISTS[name](library), organisation_view(library)
    yield list_file(new_story(library, {}, about), view, about["language"], SUFFIX)


def charter_files(library: Library) -> Iterator[File]:
    """The charter of all services, and the sheet of each. *library* is one ``for_docx``.

    Raises PolicyError.
    """
    about = organisation_view(library)
    for stem, view in charter_views(library):
        story = new_story(library, view, about)
        yield charter_file(story, view, about["organisation"], about["language"], f"{stem}{SUFFIX}")


_PUBLICATIONS: dict[str, Callable[[Library], Iterator[File]]] = {
    "manual": manual_files,
    "charter": charter_files,
    **{name: partial(list_files, name) for name in LISTS},
}
