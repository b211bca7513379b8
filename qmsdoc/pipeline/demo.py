"""The worked example: laid out in git with its history, and looked at by every main command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from qmsdoc.pipeline.check import check, link_tree
from qmsdoc.pipeline.compare import Compared, compare_ends, open_range
from qmsdoc.pipeline.coverage import HTML, coverage_text, report_on
from qmsdoc.pipeline.example import Told, commits, example_files, told_history
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace, open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.pipeline.report import report_of
from qmsdoc.pipeline.scaffold import with_ignore_file
from qmsdoc.pipeline.verify import verify
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.report.diff.catalogue import diff_reporter
from qmsdoc.report.types import Report
from qmsdoc.report.verify.types import Verdict
from qmsdoc.text.language import Translate, choose_language, translator
from qmsdoc.vcs.fresh import create

EXAMPLE = "beijing-pes"
# The document that the story is told of: it went through three versions and a new section.
SHOWN = "QP-07"
BUILD = "build"


@dataclass(frozen=True, slots=True)
class Story:
    """What was laid out: the commits in order, and the tag of the first release."""

    told: tuple[Told, ...]
    commit: str

    @property
    def authors(self) -> int:
        """How many people committed."""
        return len({told.author for told in self.told})

    @property
    def day(self) -> date:
        """The day of which it tells: the release of the last commit has taken effect."""
        return date.fromisoformat(self.told[-1].date[:10]) + timedelta(days=4)

    @property
    def tags(self) -> tuple[str, ...]:
        """The releases, oldest first."""
        return tuple(told.tag for told in self.told if told.tag)


@dataclass(frozen=True, slots=True)
class Tour:
    """What the commands found. ``files`` are to be written: path below the folder, content.

    ``day`` counts as today; ``shown`` is the comparison of one document as text, ``compared`` that of everything.
    """

    day: date
    language: str
    report: Report
    verdict: Verdict
    coverage: CoverageReport
    compared: Compared
    shown: str
    pages: int
    files: Mapping[str, bytes]


def lay_out(folder: Path) -> Story:
    """Make the repository in a new or empty *folder*. Raises OutputError and GitError."""
    told = told_history(EXAMPLE)
    extra = with_ignore_file({})
    commit = create(folder, commits(example_files(EXAMPLE), told, extra))
    return Story(told, commit)


def tour(
    folder: Path, story: Story, today: date, language: str | None, *, colour: bool, width: int
) -> Tour:
    """Run validate, coverage, render, diff and verify on what was laid out. Writes nothing."""
    with open_workspace(folder) as workspace:
        spoken = choose_language(language, workspace.language)
        translate = translator(spoken)
        result = check(workspace.tree, workspace.cache, today)
        report = report_of(result, workspace, translate, colour=colour, width=width)
        index = link_tree(load(workspace.tree, workspace.cache), today)
        coverage = report_on(index, translate, spoken, colour=colour, width=width)
        pages = _pages(workspace, today, spoken)
    files = dict(pages)
    files[f"{BUILD}/coverage.html"] = coverage_text(coverage, HTML).encode()
    files[f"{BUILD}/coverage.csv"] = coverage_text(coverage, "csv").encode()
    compared, review, shown = _changes(
        folder, story.tags[0], today, spoken, translate, colour=colour, width=width
    )
    files[f"{BUILD}/review.md"] = review.encode()
    with open_workspace(folder, "HEAD") as workspace:
        verdict = verify(workspace, today)
    return Tour(today, spoken, report, verdict, coverage, compared, shown, len(pages), files)


def _pages(workspace: Workspace, today: date, language: str) -> dict[str, bytes]:
    artifacts = Rendering(workspace, today, language).artifacts(())
    return {f"{BUILD}/{artifact.path}": artifact.content for artifact in artifacts}


def _changes(
    folder: Path,
    base: str,
    today: date,
    language: str,
    translate: Translate,
    *,
    colour: bool,
    width: int,
) -> tuple[Compared, str, str]:
    """Everything since *base*: compared, as Markdown, and one document of it as text."""
    with open_range(folder, [f"{base}..HEAD"]) as (workspace, ends, _):
        whole = compare_ends(workspace, ends, (), today)
        review = diff_reporter("md")(whole.report(translate, language))
        one = compare_ends(workspace, ends, (SHOWN,), today)
        report = one.report(translate, language, colour=colour, width=width)
        return whole, review, diff_reporter("text")(report)
