"""What a template asked for and was not given: said with the name that was meant, where one is near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateRuntimeError, UndefinedError
from jinja2.utils import missing

from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.display import display
from qmsdoc.text.message import Message


class MissingError(UndefinedError):
    """``name`` was asked of ``owner``, or of the page where that is None."""

    def __init__(self, said: str, owner: object, name: str) -> None:
        super().__init__(said)
        self.owner = owner
        self.name = name

    def explained(self, page: Iterable[str]) -> Message:
        """What is missing; *page* are the names that the page has."""
        known = page if self.owner is None else self.owner
        names = [str(name) for name in known] if isinstance(known, Iterable) else []
        said = Message.of("there is no `{name}` here", name=display(self.name))
        return said.with_hint(suggestion(self.name, names))


class Missing(StrictUndefined):
    """Raises MissingError when it is used. What the sandbox refuses stays as Jinja says it."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        of_page = obj is missing
        if hint is None and isinstance(name, str) and (of_page or isinstance(obj, Mapping)):
            owner = None if of_page else obj
            self._undefined_exception = lambda said: MissingError(said, owner, name)  # type: ignore[assignment]
