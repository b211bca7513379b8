"""Building a site for a test, and reading its pages."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from scratch import ROOT

EXAMPLE = ROOT / "examples" / "beijing-pes"
VECTORS = (ROOT / "tests" / "render" / "xss_vectors.txt").read_text("utf-8").splitlines()


class SitePage(HTMLParser):
    """Every element with its attributes, and the texts inside style elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.styles: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(html)
        self.close()

    def of(self, tag: str) -> list[dict[str, str]]:
        return [values for name, values in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [values["id"] for _, values in self.elements if "id" in values]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag
        if tag == "style":
            self.styles.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.styles[-1] += data
        else:
            self.text += data


def pages_of(folder: Path) -> dict[str, SitePage]:
    return {path.name: SitePage(path.read_text("utf-8")) for path in sorted(folder.glob("*.html"))}


def broken_links(folder: Path, pages: dict[str, SitePage]) -> list[str]:
    """Links to files or anchors that are not there."""
    wrong = []
    for name, page in pages.items():
        for link in page.of("a"):
            parts = urlsplit(link.get("href", ""))
            if parts.scheme or "href" not in link:
                continue
            path = unquote(parts.path)
            target = pages.get(path or name)
            if target is None:
                if not (folder / path).is_file():
                    wrong.append(f"{name}: {link['href']}")
            elif parts.fragment and unquote(parts.fragment) not in target.ids:
                wrong.append(f"{name}: {link['href']}")
    return wrong


def need_browser() -> None:
    """Skip where no browser can be driven."""
    import shutil

    pytest.importorskip("selenium", reason="selenium is not installed (the extra dev has it)")
    for command in ("chromium", "chromedriver"):
        if shutil.which(command) is None:
            pytest.skip(f"there is no {command}: apt-get install chromium chromium-driver")
