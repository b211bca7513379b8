"""A new workspace: the smallest that validates, or a copy of an example."""

from __future__ import annotations

from collections.abc import Mapping

from qmsdoc.errors import UsageError
from qmsdoc.pipeline.example import example_files
from qmsdoc.pipeline.skeleton import fill, line_of_text, markdown_text, yaml_text

LANGUAGES = {"zh-CN": "zh", "en": "en"}
IGNORE_FILE = ".gitignore"
ATTRIBUTES_FILE = ".gitattributes"
_PLAIN_FILES = {
    "qmsdoc.yaml": "qmsdoc.yaml.j2",
    "organization.yaml": "organization.yaml.j2",
    "glossary.yaml": "glossary.yaml.j2",
    "README.md": "README.md.j2",
    "documents/procedures/QP-01.md": "QP-01.md.j2",
    "documents/forms/QR-01-01.md": "QR-01-01.md.j2",
}
_WORDS = {
    "zh": {"organization": "本机构", "manual": "质量手册", "office": "综合办公室"},
    "en": {"organization": "Our organisation", "manual": "Quality manual", "office": "Office"},
}


def check_language(name: str) -> str:
    """``zh`` or ``en`` for the language of a workspace. Raises UsageError."""
    if name not in LANGUAGES:
        raise UsageError(
            "--language takes {known}, not {name}", known=" or ".join(LANGUAGES), name=name
        )
    return LANGUAGES[name]


def new_workspace(language: str, organization: str = "") -> dict[str, bytes]:
    """The files of a new workspace in ``zh`` or ``en``. Raises UsageError for an unfit name."""
    words = _WORDS[language]
    name = line_of_text(organization or words["organization"], "--organization")
    values: dict[str, object] = {
        "organization_yaml": yaml_text(name),
        "organization_text": markdown_text(name),
        "manual_title_text": words["manual"],
    }
    manual: dict[str, object] = {
        **values,
        "id": "QM-01",
        "version": "A/0",
        "title_yaml": words["manual"],
        "title_text": words["manual"],
        "owner_yaml": words["office"],
        "owner_text": words["office"],
    }
    files = {
        path: fill(f"workspace/{language}/{template}", values)
        for path, template in _PLAIN_FILES.items()
    }
    files["documents/manual/QM-01.md"] = fill(f"manual.{language}.md.j2", manual)
    return with_ignore_file(files)


def copied_example(name: str) -> dict[str, bytes]:
    """The files of an example. Raises UsageError where there is no such example."""
    return with_ignore_file(example_files(name))


def with_ignore_file(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """*files*, and what keeps rendered pages out of git, and git's hands off the ledger."""
    return {
        IGNORE_FILE: fill("workspace/gitignore.j2", {}),
        ATTRIBUTES_FILE: fill("workspace/gitattributes.j2", {}),
        **files,
    }
