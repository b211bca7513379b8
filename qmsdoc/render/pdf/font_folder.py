"""The organisation's fonts in a folder of their own for as long as Typst's processes live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def font_folder(fonts: Sequence[bytes]) -> Iterator[list[str]]:
    """The names of the folders in which *fonts* lie: one, or none where there are none.

    Typst reads fonts from files alone, and those of a revision lie in none.
    """
    if not fonts:
        yield []
        return
    with TemporaryDirectory(prefix="qmsdoc-fonts-") as folder:
        for number, data in enumerate(fonts):
            (Path(folder) / f"font-{number:02}.ttf").write_bytes(data)
        yield [folder]
