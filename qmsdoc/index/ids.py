"""Which words are document numbers, by the patterns of the policy."""

from __future__ import annotations

from functools import cached_property

from qmsdoc.errors import PolicyError
from qmsdoc.model.policy import Policy


class IdPatterns:
    """The id pattern of each kind, compiled by RE2: no pattern can take for ever."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    @cached_property
    def _compiled(self) -> dict[str, object]:
        return {kind: self._compile(kind) for kind in self._policy.ids}

    @cached_property
    def _any(self) -> object:
        import re2

        self._compiled  # noqa: B018  # each by itself first, so that a bad one is named
        return re2.compile("|".join(f"(?:{text.value})" for text in self._policy.ids.values()))

    def matches(self, kind: str, identifier: str) -> bool:
        """Whether the whole of *identifier* has the form that its kind asks for."""
        pattern = self._compiled.get(kind)
        return pattern is None or pattern.fullmatch(identifier) is not None  # type: ignore[attr-defined]

    def kind_of(self, identifier: str, stated: str = "") -> str:
        """The kind of the document of that number; "" where it is not known.

        The form of the number goes before what the document states of itself: policy decides who
        signs what.
        """
        kinds = [
            kind
            for kind in self._compiled
            if kind != "objective" and self.matches(kind, identifier)
        ]
        if stated in kinds or not kinds:
            return stated
        return kinds[0] if len(kinds) == 1 else ""

    def any_match(self, word: str) -> bool:
        """Whether *word* has the form of any number of the workspace."""
        return self._any.fullmatch(word) is not None  # type: ignore[attr-defined]

    def _compile(self, kind: str) -> object:
        import re2

        options = re2.Options()
        options.log_errors = False
        try:
            return re2.compile(self._policy.ids[kind].value, options)
        except re2.error as error:
            raise PolicyError(
                "qmsdoc.yaml:{line}: ids.{kind} is not a regular expression that RE2 can read: {problem}",
                line=self._policy.ids[kind].span.line,
                kind=kind,
                problem=error.args[0].decode() if isinstance(error.args[0], bytes) else error,
            ) from None
