"""Why a clause does not apply, as the manual says it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader
from rendering import TODAY, document
from scratch import write_files

from qmsdoc.pipeline.open import open_workspace
from qmsdoc.pipeline.render import Rendering

FORMS = ("html", "pdf", "docx")
POLICY = """\
organization: X
standards:
  - id: gbt-19001-2016
    exclusions: [{clause: "8.3", reason: 不设计新的服务}]
"""


def said(name: str, content: bytes) -> str:
    if name.endswith(".html"):
        return content.decode().replace("</b>", "")
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    tables = Document(BytesIO(content)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "不适用。不设计新的服务"), ("en", "Not applicable. 不设计新的服务")],
)
def test_words_are_parted_as_their_language_does(
    language: str, expected: str, tmp_path: Path
) -> None:
    policy = POLICY + f"language: {'zh-CN' if language == 'zh' else 'en'}\n"
    write_files(tmp_path, {"qmsdoc.yaml": policy, "documents/QP-07.md": document("文。")})
    with open_workspace(tmp_path, use_cache=False) as workspace:
        rendering = Rendering(workspace, TODAY, language, 1)
        made = {one.path: one.content for one in rendering.artifacts(["manual"], None, FORMS)}
    assert len(made) == len(FORMS)
    for name, content in made.items():
        assert expected in said(name, content), name
