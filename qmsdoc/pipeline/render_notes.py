"""What somebody who publishes should know beside the pages: what is not on them, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qmsdoc.model.roles import POLICY_FILE, Role
from qmsdoc.pipeline.open import Workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.docx.own import WORD_SUFFIX, WORD_TEMPLATES
from qmsdoc.render.environment import OWN_FOLDER
from qmsdoc.resources import data_dir
from qmsdoc.rules.compile import compile_blob
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.message import Message

_LISTED = 10
_FAULTS = 3
# What does not fit the schema, and what it does not know.
_NOT_HEEDED = ("QD006", "QD007")
# Files that a template can be; whatever else lies in the folder is not for us.
_TEMPLATES = (".j2", ".css", ".js", WORD_SUFFIX)
# What no organisation replaces.
_OURS_ALONE = ("new/", "audit/", "fonts/", "workspace/")


def render_notes(
    rendering: Rendering, workspace: Workspace, formats: Sequence[str], *, whole: bool
) -> Iterator[Message]:
    """In the order in which they weigh; *whole* where documents were not asked for by number."""
    yield from _faults(workspace)
    yield from _unused(workspace, rendering.own_templates)
    if whole and (names := rendering.edition.left_out):
        more = ("…",) if len(names) > _LISTED else ()
        text = "left out, since no version of them is in force: {documents}"
        hint = Message.of("`--edition working` takes the texts at hand")
        yield Message.of(text, documents=(*names[:_LISTED], *more)).with_hint(hint)
    history = rendering.history
    if history.missing is not None:
        text = "the pages show no revision history"
        yield Message.of(text).with_hint(history.trouble or history.missing)
    if fonts := rendering.missing_fonts(formats):
        text = "PDF is set in the shipped faces in place of {fonts}"
        hint = Message.of(
            "put the font files into `fonts/` of the workspace, if their licences allow it"
        )
        yield Message.of(text, fonts=tuple(fonts)).with_hint(hint)


def _faults(workspace: Workspace) -> Iterator[Message]:
    """What of the policy is not heeded, since it is not what it should be."""
    unit = compile_blob(Role.POLICY, workspace.text(POLICY_FILE).encode())
    found = [item for item in unit.findings if item.code in _NOT_HEEDED]
    for item in found[:_FAULTS]:
        text = "line {line} of {file} is not heeded"
        line = item.finding.location.span.line
        yield Message.of(text, line=line, file=POLICY_FILE).with_hint(item.finding.message)
    if len(found) > _FAULTS:
        text = "{count} more lines of {file} are not heeded; `qmsdoc validate` names them"
        yield Message.of(text, count=len(found) - _FAULTS, file=POLICY_FILE)


def _unused(workspace: Workspace, own: Mapping[str, str]) -> Iterator[Message]:
    """Templates of the organisation that take no place and that no other one takes in."""
    folder = data_dir("templates")
    shipped = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    known = {name for name in shipped if not name.startswith(_OURS_ALONE)} | {*WORD_TEMPLATES}
    paths = (
        path.removeprefix(OWN_FOLDER) for path in workspace.entries if path.startswith(OWN_FOLDER)
    )
    unknown = (name for name in paths if name.endswith(_TEMPLATES) and name not in known)
    unused = [name for name in unknown if not _is_taken_in(name, own)]
    for name in unused[:_LISTED]:
        text = "{path} takes the place of no template of qmsdoc, and no other template takes it in"
        message = Message.of(text, path=f"{OWN_FOLDER}{name}")
        yield message.with_hint(suggestion(name, known))
    if len(unused) > _LISTED:
        text = "{count} more templates take the place of none and are taken in by none"
        yield Message.of(text, count=len(unused) - _LISTED)


def _is_taken_in(name: str, own: Mapping[str, str]) -> bool:
    # A name that is put together is not seen; better no word than a wrong one.
    last = name.rpartition("/")[2]
    return any(last in text for other, text in own.items() if other != name)
