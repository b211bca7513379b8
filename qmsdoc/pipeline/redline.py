"""A comparison on paper: what is asked of git and of the reports for it. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date

from qmsdoc.diff.types import Aspect, FileChanges
from qmsdoc.errors import GitError
from qmsdoc.model.approval import FOLDER, place_of, read_approval, version_folder
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import POLICY_FILE, Role
from qmsdoc.pipeline.compare import Compared
from qmsdoc.pipeline.open import TreeText, Workspace
from qmsdoc.render.redline.view import Papers, Story
from qmsdoc.render.redline.wording import Wording
from qmsdoc.report.diff.labels import ASPECTS, CHECKS, IMPACTS, KEYS, WEIGHTS
from qmsdoc.report.diff.sentences import sentence, worded
from qmsdoc.report.diff.summary import ends, layout_files, name, places_of, totals
from qmsdoc.rules.compile import compile_blob
from qmsdoc.source.file import SourceFile
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message
from qmsdoc.vcs.log import Commit

# The keys of files that have an aspect of their own, or no name among those of the reports.
_NAMES: Mapping[str, Message] = {
    **KEYS,
    "id": ASPECTS[Aspect.ID],
    "kind": ASPECTS[Aspect.KIND],
    "version": ASPECTS[Aspect.VERSION],
    "title": ASPECTS[Aspect.TITLE],
    "owner": ASPECTS[Aspect.OWNER],
    "parent": ASPECTS[Aspect.PARENT],
    "clauses": ASPECTS[Aspect.CLAUSE],
    "clause": ASPECTS[Aspect.CLAUSE],
    "references": ASPECTS[Aspect.REFERENCE],
    "records": ASPECTS[Aspect.RECORD],
    "objectives": ASPECTS[Aspect.OBJECTIVE],
    "distribution": ASPECTS[Aspect.DISTRIBUTION],
    "audience": ASPECTS[Aspect.AUDIENCE],
    "retention": ASPECTS[Aspect.RETENTION],
    "fields": ASPECTS[Aspect.FORM_FIELD],
    "period": ASPECTS[Aspect.PERIOD],
    "direction": ASPECTS[Aspect.DIRECTION],
    "value": ASPECTS[Aspect.VALUE],
    "standards": ASPECTS[Aspect.STANDARD],
    "departments": ASPECTS[Aspect.DEPARTMENT],
    "people": ASPECTS[Aspect.PERSON],
    "terms": ASPECTS[Aspect.TERM],
    "term": ASPECTS[Aspect.TERM],
    "review": Message.of("review"),
    "every": Message.of("interval"),
}


def papers_of(
    workspace: Workspace,
    compared: Compared,
    translate: Translate,
    language: str,
    today: date,
    *,
    request: bool = False,
) -> Papers:
    """All that a paper on *compared* is made from. *workspace* is that of the newer end.

    A change *request* asks git for the commits between the two ends as well.
    """
    content = compile_blob(Role.POLICY, workspace.text(POLICY_FILE).encode()).content
    policy = content if isinstance(content, Policy) else Policy()
    organisation = policy.organization
    author, moment = _signature(workspace, organisation, today)
    return Papers(
        comparison=compared.comparison,
        wording=wording_of(compared, translate, language),
        before=TreeText(workspace.tree_at(compared.base)),
        after=workspace.text,
        organisation=organisation,
        commits=(compared.base, compared.head),
        author=author,
        moment=moment,
        stories=_stories(workspace, compared) if request else {},
        signatures=policy.signatures,
    )


def _signature(workspace: Workspace, organisation: str, today: date) -> tuple[str, str]:
    """Who changed it and when (UTC): the commit says so, or work that is in none is everyone's."""
    unsigned = organisation or "qmsdoc", f"{today.isoformat()}T00:00:00Z"
    if not workspace.revision:
        return unsigned
    try:
        commit = next(workspace.require_repository().log(workspace.revision), None)
    except GitError:  # a shallow clone
        return unsigned
    moment = (commit.authored or commit.committed) if commit else None
    if commit is None or moment is None:
        return unsigned
    return commit.author or unsigned[0], f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _stories(workspace: Workspace, compared: Compared) -> dict[str, Story]:
    """What the commits between the ends say, by path of the changed file; without a history, none."""
    try:
        commits = list(_between(workspace, compared))
    except GitError:
        commits = []
    signed = _signed_reasons(workspace)
    found = {}
    for file in compared.comparison.meaningful:
        own = list(_changing(commits, {file.path, file.old_path} - {""}))
        moment = (own[0].authored or own[0].committed) if own else None
        reasons = signed.get((file.id, version_folder(file.version)), [])
        reasons = [*reasons, *(commit.subject for commit in own)]
        found[file.path] = Story(
            own[0].author if own else "",
            f"{moment:%Y-%m-%d}" if moment else "",
            tuple(dict.fromkeys(reasons)),
        )
    return found


def _signed_reasons(workspace: Workspace) -> dict[tuple[str, str], list[str]]:
    """What the ledger gives as summary and reason, by number and version as in its paths.

    Nobody's signature is checked for it: the form is there to be read and signed.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for path in workspace.entries:
        place = place_of(path) if path.startswith(FOLDER) else None
        text = workspace.text(path) if place else ""
        entry = read_approval(SourceFile(text, None, None, ())).entry if text else None
        if place and entry:
            said = found.setdefault((place.document, place.version), [])
            said += [words for words in (entry.summary, entry.reason) if words]
    return found


def _between(workspace: Workspace, compared: Compared) -> Iterator[Commit]:
    """The commits of the newer end that the older one has not, the latest first."""
    repository = workspace.require_repository()
    head = compared.head or repository.resolve("HEAD")
    shared = {compared.base, repository.merge_base(compared.base, head) or compared.base}
    inside = workspace.root.resolve().relative_to(repository.root).as_posix()
    # Parents come after their children, so that all is told when no new one is waited for.
    waiting = {head} - shared
    for commit in repository.log(head, "" if inside == "." else inside) if waiting else ():
        if commit.id in shared:
            shared.update(commit.parents)
            waiting.difference_update(commit.parents)
            continue
        yield commit
        waiting.discard(commit.id)
        waiting.update(parent for parent in commit.parents if parent not in shared)
        if not waiting:
            return


def _changing(commits: Sequence[Commit], paths: set[str]) -> Iterator[Commit]:
    """Those of *commits* that change the file, under its earlier names too; merges say nothing."""
    for commit in commits:
        own = [change for change in commit.changes if change.path in paths]
        if own and len(commit.parents) < 2:
            yield commit
        paths.update(change.old_path for change in own if change.old_path)


def wording_of(compared: Compared, translate: Translate, language: str) -> Wording:
    """The words of the reports, for papers."""
    report = compared.report(translate, language)
    layout = layout_files(report)

    def named(file: FileChanges) -> str:
        return name(file, translate)

    return Wording(
        translate=translate,
        language=language,
        title=ends(report).render(translate),
        totals=totals(report).render(translate),
        layout=layout.render(translate) if layout else "",
        name=named,
        sentence=lambda change: sentence(change, translate),
        weight=lambda weight: WEIGHTS[weight].render(translate),
        impact=lambda kind: IMPACTS[kind].render(translate),
        places=places_of,
        check=lambda kind: CHECKS[kind].render(translate),
        key=lambda key: _NAMES[key].render(translate) if key in _NAMES else key,
        value=lambda key, text: worded(key, text, translate),
    )
