"""A comparison as plain data: what the templates of all papers see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypedDict

from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Action, Aspect, Change, Check, Comparison, FileChanges, Impact
from qmsdoc.render.redline.align import Marked, align
from qmsdoc.render.redline.lines import Words, lines_of, shown
from qmsdoc.render.redline.parts import PartView, RunView, message_views, parts_of, run_views
from qmsdoc.render.redline.wording import Wording
from qmsdoc.text.display import display


class ChangeView(TypedDict):
    """``weight`` is major, ordinary or editorial. ``line`` is one of the old text where ``gone``."""

    weight: str
    label: str
    said: list[RunView]
    line: int
    gone: bool


class FileView(TypedDict):
    """``happened`` is added, removed or changed. Without ``parts``, its text is not compared."""

    anchor: str
    name: str
    number: str
    path: str
    happened: str
    weight: str
    label: str
    changes: list[ChangeView]
    parts: list[PartView]


class ImpactView(TypedDict):
    """One kind of impact; each item is what is touched, and the places."""

    label: str
    items: list[ImpactItem]


class ImpactItem(TypedDict):
    """``places`` have file and line; ``numbers`` are the documents alone."""

    subject: str
    places: list[str]
    numbers: list[str]


class CheckView(TypedDict):
    """``state`` is passed, failed or open; ``message`` has the mend."""

    state: str
    label: str
    subject: str
    message: list[RunView]


class RedlineView(TypedDict):
    """The whole comparison. ``base`` and ``head`` are short ids of commits, "" the work tree."""

    language: str
    organisation: str
    title: str
    totals: str
    layout: str
    base: str
    head: str
    author: str
    day: str
    files: list[FileView]
    impact: list[ImpactView]
    checks: list[CheckView]


@dataclass(frozen=True, slots=True)
class Story:
    """The commits that changed a file: the author and day of the last, and what all of them say."""

    author: str
    day: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """All that a paper is made from. ``before`` and ``after`` read a file of either side.

    ``author`` and ``moment`` (ISO 8601, UTC) are those of the newer side; ``stories`` go by path,
    ``signatures`` are the roles that sign, by kind of document.
    """

    comparison: Comparison
    wording: Wording
    before: Callable[[str], str]
    after: Callable[[str], str]
    organisation: str = ""
    commits: tuple[str, str] = ("", "")
    author: str = ""
    moment: str = ""
    stories: Mapping[str, Story] = field(default_factory=dict)
    signatures: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _texts: dict[tuple[str, bool], tuple[Marked, ...]] = field(default_factory=dict)

    @property
    def day(self) -> str:
        return self.moment[:10]

    def marked(self, file: FileChanges, *, exact: bool) -> tuple[Marked, ...]:
        """The lines of both texts of *file*, aligned once."""
        if (file.path, exact) not in self._texts:
            whole = happened(file)
            old = self.before(file.old_path) if file.old_path and whole != "added" else ""
            new = self.after(file.path) if whole != "removed" else ""
            if whole == "removed":
                old = self.before(file.path)
            words = Words(self.wording.key, self.wording.value, self.wording.translate)
            lines = [lines_of(text, file.role, words) for text in (old, new)]
            self._texts[file.path, exact] = align(*lines, exact=exact)
        return self._texts[file.path, exact]


def redline_view(papers: Papers) -> RedlineView:
    """What the templates of HTML and PDF see."""
    wording, comparison = papers.wording, papers.comparison
    return {
        "language": "zh-CN" if wording.language == "zh" else "en",
        "organisation": display(papers.organisation),
        "title": display(wording.title),
        "totals": display(wording.totals),
        "layout": display(wording.layout),
        "base": papers.commits[0][:12],
        "head": papers.commits[1][:12],
        "author": display(papers.author),
        "day": papers.day,
        "files": [
            _file(papers, file, f"file-{place}")
            for place, file in enumerate(comparison.meaningful, 1)
        ],
        "impact": impact_views(comparison.impact, wording),
        "checks": [check_view(check, wording) for check in comparison.checks],
    }


def happened(file: FileChanges) -> str:
    """What became of the file as a whole: added, removed or changed."""
    for change in file.changes:
        whole = change.aspect in {Aspect.DOCUMENT, Aspect.FILE}
        if whole and change.action in {Action.ADDED, Action.REMOVED}:
            return change.action.value
    return Action.CHANGED.value


def impact_views(impact: Sequence[Impact], wording: Wording) -> list[ImpactView]:
    """Impacts by kind."""
    return [
        {
            "label": display(wording.impact(kind)),
            "items": [_touched(item, wording) for item in group],
        }
        for kind, group in groupby(impact, key=lambda item: item.kind)
    ]


def check_view(check: Check, wording: Wording) -> CheckView:
    """One question to the change, and its answer."""
    return {
        "state": check.state.value,
        "label": display(wording.check(check.kind)),
        "subject": display(check.subject),
        "message": message_views(display(check.message.render(wording.translate))),
    }


def change_view(change: Change, wording: Wording) -> ChangeView:
    """One change as a sentence."""
    return {
        "weight": change.weight.value,
        "label": display(wording.weight(change.weight)),
        "said": _said(change, wording),
        "line": change.where.span.line,
        "gone": change.gone,
    }


def _said(change: Change, wording: Wording) -> list[RunView]:
    runs = [Run(run.op, shown(run.text)) for run in wording.sentence(change)]
    if change.action is Action.UNREADABLE:
        # The one sentence that names a command; others quote files, where a backtick is text.
        return message_views("".join(run.text for run in runs))
    return run_views(runs)


def _file(papers: Papers, file: FileChanges, anchor: str) -> FileView:
    wording = papers.wording
    return {
        "anchor": anchor,
        "name": display(wording.name(file)),
        "number": display(file.id or file.path),
        "path": display(file.path),
        "happened": happened(file),
        "weight": file.weight.value,
        "label": display(wording.weight(file.weight)),
        "changes": [change_view(change, wording) for change in file.changes],
        "parts": parts_of(papers.marked(file, exact=False)),
    }


def _touched(impact: Impact, wording: Wording) -> ImpactItem:
    title = impact.title.in_language(wording.language)
    return {
        "subject": display(f"{impact.subject} {title}".strip()),
        "places": [display(place) for place in wording.places(impact)],
        "numbers": [display(one) for one in dict.fromkeys(impact.documents)],
    }
