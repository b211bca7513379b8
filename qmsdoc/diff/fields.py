"""What each value of a front matter or a YAML file is, in the words of document control.

To tell a value by its own name, give it a line in the table; values without one are told all the
same, by the names that they have in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.redline import Run, redline
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.diff.values import Difference, differences
from qmsdoc.model.roles import Role
from qmsdoc.source.yaml import YamlDocument

Shape = tuple[str, ...]

_COMMON: Mapping[Shape, Aspect] = {
    ("id",): Aspect.ID,
    ("version",): Aspect.VERSION,
    ("title",): Aspect.TITLE,
    ("owner",): Aspect.OWNER,
    ("clauses", "*"): Aspect.CLAUSE,
}
# The longest shape that a value's place begins with decides; ``*`` is any item of a list.
FIELDS: Mapping[Role, Mapping[Shape, Aspect]] = {
    Role.DOCUMENT: {
        **_COMMON,
        ("kind",): Aspect.KIND,
        ("parent",): Aspect.PARENT,
        ("references", "*"): Aspect.REFERENCE,
        ("records", "*"): Aspect.RECORD,
        ("objectives", "*"): Aspect.OBJECTIVE,
        ("distribution", "*"): Aspect.DISTRIBUTION,
        ("audience", "*"): Aspect.AUDIENCE,
        ("review", "every"): Aspect.REVIEW,
        ("retention",): Aspect.RETENTION,
        ("fields", "*"): Aspect.FORM_FIELD,
    },
    Role.OBJECTIVE: {
        **_COMMON,
        ("documents", "*"): Aspect.REFERENCE,
        ("target", "value"): Aspect.TARGET,
        ("target", "direction"): Aspect.DIRECTION,
        ("period",): Aspect.PERIOD,
    },
    Role.POLICY: {
        ("standards", "*"): Aspect.STANDARD,
        ("standards", "*", "exclusions", "*"): Aspect.EXCLUSION,
    },
    Role.ORGANIZATION: {
        ("departments", "*"): Aspect.DEPARTMENT,
        ("posts", "*"): Aspect.POST,
        ("people", "*"): Aspect.PERSON,
    },
    Role.GLOSSARY: {("terms", "*"): Aspect.TERM},
    Role.STANDARD: {},
}
# From this many characters on, a value is shown as a redline and not as two values.
_LONG = 24


def field_changes(
    role: Role, document: str, paths: tuple[str, str], before: YamlDocument, after: YamlDocument
) -> Iterator[Change]:
    """The changed values of a file; *paths* are where it lay and where it lies."""
    for difference in differences(before.data, after.data):
        gone = difference.action is Action.REMOVED
        yaml, path = (before, paths[0]) if gone else (after, paths[1])
        pointer = difference.before_pointer if gone else difference.after_pointer
        where = Location(path, yaml.span(pointer), pointer)
        yield _change(role, document, difference, where)


def _change(role: Role, document: str, difference: Difference, where: Location) -> Change:
    shape = _known(role, difference.shape)
    detail = difference.names[len(shape) :]
    # An item of a list of plain values is its own name.
    if (
        detail
        and difference.shape[-1] == "*"
        and detail[-1] in (difference.before, difference.after)
    ):
        detail = detail[:-1]
    aspect = FIELDS[role][shape] if shape else Aspect.VALUE
    exact = len(shape) == len(difference.shape)
    action = difference.action if exact else Action.CHANGED
    gone = difference.action is Action.REMOVED
    if shape:
        subject = difference.names[len(shape) - 1] if shape[-1] == "*" else ""
    else:
        action, subject = difference.action, ""
    return Change(
        aspect=aspect,
        action=action,
        document=document,
        where=where,
        subject=subject,
        before=difference.before,
        after=difference.after,
        detail=detail,
        gone=gone,
        runs=value_runs(difference.before, difference.after),
    )


def _known(role: Role, shape: Shape) -> Shape:
    """The longest beginning of *shape* that the table knows, () for none."""
    lengths = range(len(shape), 0, -1)
    return next((shape[:length] for length in lengths if shape[:length] in FIELDS[role]), ())


def value_runs(before: str | None, after: str | None) -> tuple[Run, ...]:
    """The redline of two values, () where they are short or one is missing."""
    if not before or not after or max(len(before), len(after)) < _LONG:
        return ()
    return redline(before, after, ignore_layout=True)
