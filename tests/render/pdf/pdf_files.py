"""Making PDF of a workspace, and reading the files back."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination
from rendering import TODAY

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering
from qmsdoc.render.worker import Limits

GOLDEN = Path(__file__).parents[2] / "golden" / "render" / "workspace"


def make(
    root: Path,
    *targets: str,
    at: str | None = None,
    language: str = "en",
    limits: Limits | None = None,
    jobs: int = 1,
) -> dict[str, bytes]:
    """The PDF files of a workspace by name."""
    with open_workspace(root, at, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, language, jobs)
        artifacts = list(rendering.artifacts(targets, limits, ("pdf",)))
    return {artifact.path: artifact.content for artifact in artifacts}


class Pdf:
    """What a reader finds in a file."""

    def __init__(self, content: bytes) -> None:
        self._reader = PdfReader(BytesIO(content), strict=True)
        self.pages = [page.extract_text() for page in self._reader.pages]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def title(self) -> str:
        metadata = self._reader.metadata
        return (metadata.title or "") if metadata else ""

    @property
    def catalog(self) -> Any:
        return self._reader.root_object

    @property
    def fonts(self) -> set[str]:
        """Names of the fonts, without the mark of a subset."""
        return {
            str(font.get_object()["/BaseFont"]).partition("+")[2]
            for page in self._reader.pages
            for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[index, attr-defined]
        }

    @property
    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Depth from 0, title, and page from 1."""
        return list(self._bookmarks(self._reader.outline, 0))

    def _bookmarks(self, items: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, Destination):
                page = self._reader.get_destination_page_number(item)
                yield depth, str(item.title), (page or 0) + 1
            else:
                yield from self._bookmarks(item, depth + 1)

    @property
    def addresses(self) -> set[str]:
        """Where links lead that leave the file, and every kind of action that is none."""
        found = set()
        for page in self._reader.pages:
            for annotation in page.get("/Annots", []):
                action = annotation.get_object().get("/A", {})
                if "/URI" in action:
                    found.add(str(action["/URI"]))
                elif action:
                    found.add(str(action["/S"]))
        return found - {"/GoTo"}
