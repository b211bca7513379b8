"""Which language to speak, and the catalogue that translates."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

Translate = Callable[[str], str]
LANGUAGES = {"zh": "zh_CN", "en": ""}
# What is said, and the pages of the rules: those are long and seldom wanted.
MESSAGES, PAGES = "messages", "rules"
_LOCALE = Path(__file__).parent.parent / "locale"


def choose_language(
    option: str | None, workspace: str = "", environment: Mapping[str, str] = os.environ
) -> str:
    """``zh`` or ``en``: the option, else the workspace's setting, else the locale."""
    if option:
        return "zh" if option.lower().startswith("zh") else "en"
    if workspace:
        return "zh" if workspace.startswith("zh") else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


@cache
def translator(language: str, domain: str = MESSAGES) -> Translate:
    """The function that translates the English of *domain* into *language*.

    That of the messages also knows the pages of the rules. What has no translation stays English.
    """
    if language == "en":
        return _unchanged
    catalogue = load_catalogue(_LOCALE / LANGUAGES[language] / "LC_MESSAGES", domain)
    if domain == MESSAGES:
        catalogue.add_fallback(_Pages(language))
    # The key "" holds the catalogue's own header.
    return lambda text: catalogue.gettext(text) if text else text


def load_catalogue(folder: Path, domain: str) -> gettext.NullTranslations:
    """The compiled catalogue; in a plain checkout, the source compiled in memory if babel is there."""
    compiled, source = folder / f"{domain}.mo", folder / f"{domain}.po"
    if compiled.is_file():
        with compiled.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    if source.is_file():
        try:
            from babel.messages.mofile import write_mo
            from babel.messages.pofile import read_po
        except ImportError:
            return gettext.NullTranslations()
        made = BytesIO()
        with source.open("rb") as stream:
            write_mo(made, read_po(stream))
        made.seek(0)
        return gettext.GNUTranslations(made)
    return gettext.NullTranslations()


class _Pages(gettext.NullTranslations):
    """The pages of the rules, loaded when the first one is asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> str:
        return translator(self._language, PAGES)(message)


def _unchanged(text: str) -> str:
    return text
