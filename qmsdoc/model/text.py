"""A value with the place where it was typed, and the reader that makes such values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.source.yaml import YamlDocument, pointer_token
from qmsdoc.text.span import START, Span


class Text(Struct, frozen=True, array_like=True, gc=False):
    """``value`` as typed; ``pointer`` is its JSON pointer, "" outside YAML."""

    value: str
    span: Span = START
    pointer: str = ""

    def at(self, path: str) -> Location:
        """Its place, once the path of the file is known."""
        return Location(path, self.span, self.pointer)

    def __str__(self) -> str:
        return self.value


class Fields:
    """Reads values of the expected shape out of YAML and leaves the rest to the schema rule."""

    def __init__(self, yaml: YamlDocument, pointer: str = "") -> None:
        self._yaml = yaml
        self._pointer = pointer
        data: Any = yaml.data
        for token in pointer.split("/")[1:]:
            data = data[int(token)] if isinstance(data, list) else data[token]
        self._data = data if isinstance(data, dict) else {}

    @property
    def span(self) -> Span:
        """The place of the mapping itself."""
        return self._yaml.span(self._pointer)

    def raw(self, key: str) -> Any:
        """The plain value, or None."""
        return self._data.get(key)

    def text(self, key: str) -> Text | None:
        """A scalar as text: a version typed as 1.0 is the text 1.0."""
        return self._text(self._data.get(key), f"{self._pointer}/{pointer_token(key)}")

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of scalars."""
        value = self._data.get(key)
        if not isinstance(value, list):
            return ()
        pointer = f"{self._pointer}/{pointer_token(key)}"
        found = (self._text(item, f"{pointer}/{index}") for index, item in enumerate(value))
        return tuple(text for text in found if text is not None)

    def items(self, key: str) -> Iterator[Fields]:
        """The mappings of a list."""
        value = self._data.get(key)
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield Fields(self._yaml, f"{self._pointer}/{pointer_token(key)}/{index}")

    def mapping(self, key: str) -> Fields | None:
        """A mapping below this one."""
        if isinstance(self._data.get(key), dict):
            return Fields(self._yaml, f"{self._pointer}/{pointer_token(key)}")
        return None

    def names(self) -> tuple[str, ...]:
        """The keys in the order in which they were typed."""
        return tuple(self._data)

    def key(self, key: str) -> Text:
        """A key of the mapping, as it was typed."""
        pointer = f"{self._pointer}/{pointer_token(key)}"
        return Text(key, self._yaml.key_span(pointer), pointer)

    def _text(self, value: Any, pointer: str) -> Text | None:
        if isinstance(value, str):
            return Text(value, self._yaml.span(pointer), pointer) if value else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Text(str(value), self._yaml.span(pointer), pointer)
        return None
