"""A message that is not yet in a language: an English template and the values that go in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

# What stands between the items of a list until the language is known: 、 in Chinese.
_BETWEEN = "\x1f"
# How the same character is shown where it is part of a value.
_SHOWN = "\\u{001F}"


class Message(Struct, frozen=True, array_like=True, gc=False):
    """``text`` is the key of the gettext catalogue; ``{name}`` in it stands for ``values[name]``, which
    may be a message itself.

    Findings are cached and sent between processes without a language; the reporter chooses one.
    """

    text: str
    values: Mapping[str, str | Message] = {}
    hint: Message | None = None

    @classmethod
    def of(cls, text: str, /, **values: object) -> Message:
        """Make a message; values become text at once, so that it can be cached, but for messages,
        which wait for their language. Tuples and lists are read out with the commas of the language.
        """
        return cls(text, {name: _text(value) for name, value in values.items()})

    def with_hint(self, hint: Message | None) -> Message:
        """The same message, followed by how to mend what it names."""
        return Message(self.text, self.values, hint)

    def render(self, translate: Callable[[str], str]) -> str:
        """The message in the language of *translate*; the hint follows it."""
        template = translate(self.text)
        said = template.format_map(self._said(translate)) if self.values else template
        if _BETWEEN in said:
            said = said.replace(_BETWEEN, translate(", "))
        if self.hint is None:
            return said
        return f"{said}{translate('; ')}{self.hint.render(translate)}"

    def _said(self, translate: Callable[[str], str]) -> dict[str, str]:
        return {
            name: value if isinstance(value, str) else value.render(translate)
            for name, value in self.values.items()
        }

    def __str__(self) -> str:
        return self.render(lambda text: text)


def _text(value: object) -> str | Message:
    if isinstance(value, Message):
        return value
    if not isinstance(value, tuple | list):
        return str(value).replace(_BETWEEN, _SHOWN)
    if not any(isinstance(item, Message) for item in value):
        return _BETWEEN.join(str(item).replace(_BETWEEN, _SHOWN) for item in value)
    items = {f"item{number}": _text(item) for number, item in enumerate(value)}
    return Message(_BETWEEN.join(f"{{{name}}}" for name in items), items)
