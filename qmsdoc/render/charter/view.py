"""The charter: its services, what is promised in each, and how to complain."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.index.types import DocumentFile, ObjectiveFile
from qmsdoc.model.policy import SectionPolicy
from qmsdoc.render.charter.choice import Chosen, complaint, services
from qmsdoc.render.charter.promises import promised
from qmsdoc.render.charter.types import (
    CharterView,
    ContactView,
    PromiseView,
    ServiceView,
    TargetView,
)
from qmsdoc.render.lists.frame import as_of, full_number
from qmsdoc.render.standing import MARK_NAMES, Standing
from qmsdoc.render.view import Library
from qmsdoc.rules.structure.section_titles import Sections
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.markdown import parse_body
from qmsdoc.text.display import display
from qmsdoc.text.natural import natural_key

_PURPOSE = "目的"
_PERIODS = {
    "month": "each month",
    "quarter": "each quarter",
    "half-year": "each half-year",
    "year": "each year",
}
# How many lines of a sheet each kind of size has at most.
_SIZES = ((9, "roomy"), (15, "usual"), (22, "dense"))


def charter_views(library: Library) -> Iterator[tuple[str, CharterView]]:
    """The charter of all services, and the sheet of each, by the stem of the file.

    Raises PolicyError.
    """
    chosen = services(library.index)
    complaining = complaint(library.index)
    brief: tuple[PromiseView, ...] = ()
    said = None
    if complaining is not None:
        said = _service(library, complaining)
        brief = said["promises"] if complaining.setting.promises else ()
    views = [_service(library, item, beside=len(brief)) for item in chosen]
    for whole, stem, some in (
        (True, "charter", tuple(views)),
        *((False, f"charter-{view['anchor']}", (view,)) for view in views),
    ):
        yield (
            stem,
            CharterView(
                whole=whole,
                as_of=as_of(library),
                revision=library.revision,
                services=some,
                complaint=said,
                brief=brief,
                contact=_contact(library),
            ),
        )


def _contact(library: Library) -> tuple[ContactView, ...]:
    listed = library.index.policy.charter.contact
    return tuple(ContactView(name=display(item.name), value=display(item.value)) for item in listed)


def _service(library: Library, chosen: Chosen, beside: int = 0) -> ServiceView:
    """One service; *beside* lines more stand on its sheet."""
    file, document = chosen.file, chosen.file.document
    steps = promised(library.index, chosen)
    purpose = _purpose(library, file)
    targets = tuple(_targets(library, file))
    lines = beside + len(steps.ours) + len(steps.theirs) + 2 * bool(targets) + len(purpose) // 40
    mark = library.standings.get(file.path, Standing()).mark
    return ServiceView(
        anchor=library.names[file.path],
        number=full_number(library, file.id),
        name=display(chosen.setting.name or _public_name(file.title)),
        title=display(file.title),
        version=display(document.version.value if document.version else ""),
        owner=display(document.owner.value if document.owner else ""),
        mark=library.translate(MARK_NAMES[mark]) if mark in ("draft", "obsolete") else "",
        purpose=purpose,
        promises=steps.ours,
        duties=steps.theirs,
        targets=targets,
        size=next((size for most, size in _SIZES if lines <= most), "full"),
    )


def _public_name(title: str) -> str:
    """The title without the word for the kind of document: 求职登记服务程序 is 求职登记服务."""
    for ending in ("控制程序", "管理程序", "程序", " procedure"):
        if title.lower().endswith(ending) and len(title) > len(ending):
            return title[: -len(ending)]
    return title


def _purpose(library: Library, file: DocumentFile) -> str:
    """The first paragraph below the heading on the purpose, as plain text."""
    policy = library.index.policy
    sections = Sections(file.kind, policy.sections.get(file.kind, SectionPolicy()), policy.language)
    text = library.text(file.path)
    body = parse_body(text[split_front_matter(text)[1] :])
    headings = iter(body.headings)
    is_open = False
    for block in body.blocks:
        if block.kind == "heading":
            heading = next(headings)
            is_open = heading.level > 1 and _PURPOSE in sections.named_by(heading)
        elif is_open and block.kind == "paragraph":
            return display(_plain(block.text, [(link.text, link.target) for link in block.links]))
    return ""


def _plain(text: str, links: list[tuple[str, str]]) -> str:
    for label, target in links:
        text = text.replace(f"[{label}]({target})", label)
    return text.replace("**", "").replace("\n", "").strip()


def _targets(library: Library, file: DocumentFile) -> Iterator[TargetView]:
    """The objectives that name the procedure among their documents, by number."""
    files = sorted(library.index.objectives.values(), key=lambda item: natural_key(item.id))
    for item in files:
        documents = {text.value for text in item.objective.documents}
        if file.id and file.id in documents and item.objective.target:
            yield _target(library, item)


def _target(library: Library, item: ObjectiveFile) -> TargetView:
    translate, objective = library.translate, item.objective
    texts = (objective.direction, objective.target, objective.unit, objective.period)
    direction, target, unit, period = (text.value if text else "" for text in texts)
    value = display(f"{target}{unit}")
    said = {
        "at-least": translate("at least {value}"),
        "at-most": translate("at most {value}"),
    }.get(direction, "{value}")
    return TargetView(
        title=display(item.title),
        target=said.replace("{value}", value),
        period=translate(_PERIODS[period]) if period in _PERIODS else display(period),
        indicator=display(objective.indicator.value if objective.indicator else ""),
    )
