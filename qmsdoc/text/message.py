"""A message that is not yet in a language: an English template and the values that go in."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

# What stands between the items of a list until the language is known: 、 in Chinese.
_BETWEEN = "\x1f"


class Message(Struct, frozen=True, array_like=True, gc=False):
    """``text`` is the key of the gettext catalogue; ``{name}`` in it stands for ``values[name]``.

    Findings are cached and sent between processes without a language; the reporter chooses one.
    """

    text: str
    values: dict[str, str] = {}
    hint: Message | None = None

    @classmethod
    def of(cls, text: str, /, **values: object) -> Message:
        """Make a message; values become text at once, so that it can be cached. Tuples and lists
        are read out with the commas of the language."""
        return cls(text, {name: _text(value) for name, value in values.items()})

    def with_hint(self, hint: Message | None) -> Message:
        """The same message, followed by how to mend what it names."""
        return Message(self.text, self.values, hint)

    def render(self, translate: Callable[[str], str]) -> str:
        """The message in the language of *translate*; the hint follows it."""
        template = translate(self.text)
        said = template.format_map(self.values) if self.values else template
        if _BETWEEN in said:
            said = said.replace(_BETWEEN, translate(", "))
        if self.hint is None:
            return said
        return f"{said}{translate('; ')}{self.hint.render(translate)}"

    def __str__(self) -> str:
        return self.render(lambda text: text)


def _text(value: object) -> str:
    return _BETWEEN.join(map(str, value)) if isinstance(value, tuple | list) else str(value)
