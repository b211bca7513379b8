"""Another program reads the tracked changes as they are meant, and writes them again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from redline_papers import accepted, of_texts, rejected
from scratch import ROOT

from qmsdoc.render.redline.docx import redline_docx

OFFICE = shutil.which("soffice")
DOCUMENTS = sorted((ROOT / "examples/beijing-pes/documents/procedures").glob("*.md"))[:3]


def through_office(docx: bytes, folder: Path) -> bytes:
    """The file after it was opened and saved anew."""
    (folder / "in").mkdir()
    (folder / "in" / "a.docx").write_bytes(docx)
    subprocess.run(
        [
            *(OFFICE or "", "--headless", f"-env:UserInstallation=file://{folder}/profile"),
            *(
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                folder,
                folder / "in" / "a.docx",
            ),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=120,
    )
    return (folder / "a.docx").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_the_law_holds_after_libreoffice_has_saved_the_file(tmp_path: Path) -> None:
    first, second, third = (path.read_text("utf-8") for path in DOCUMENTS)
    number = first.split("\n")[1]
    # A document with sections of others put in and taken out.
    body = second.partition("## 4")[2].join(third.partition("## 3")[::2])
    after = f"{first.partition('## 5')[0]}## 5 {body}".replace(second.split("\n")[1], number)
    docx = redline_docx(of_texts(first, after))
    saved = through_office(docx, tmp_path)
    for read in (accepted, rejected):
        assert [block for block in read(saved) if any(block)] == [
            block for block in read(docx) if any(block)
        ]
