"""Rendering a folder or a few files, and reading pages back with the parser of the library."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.worker import Limits

TODAY = date(2026, 3, 1)


def render(
    root: Path,
    *targets: str,
    at: str | None = None,
    language: str = "en",
    limits: Limits | None = None,
) -> dict[str, str]:
    """The pages of a workspace by name."""
    with open_workspace(root, at, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, language, jobs=1)
        artifacts = list(rendering.artifacts(targets, limits))
    return {artifact.path: artifact.content.decode() for artifact in artifacts}


def document(body: str = "", **front: str) -> str:
    """A document; values of the front matter are YAML."""
    fields = {"id": "QP-07", "kind": "procedure", "title": "前台", "version": "A/0", **front}
    lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{lines}---\n# 前台\n\n{body}\n"


class Page(HTMLParser):
    """Every element with its attributes, all text, and the text of the style element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.style = ""
        self._texts: list[str] = []
        self._in_style = False
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The text that a reader sees, pieces and white space parted by one space."""
        return re.sub(r"\s+", " ", " ".join(self._texts))

    @property
    def links(self) -> list[str]:
        return [values["href"] for tag, values in self.elements if tag == "a"]

    @property
    def ids(self) -> list[str]:
        return [values["id"] for _, values in self.elements if "id" in values]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.style += data
        else:
            self._texts.append(data)
