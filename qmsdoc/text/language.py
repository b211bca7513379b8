"""Which language to speak, and the catalogue that translates."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

Translate = Callable[[str], str]
LANGUAGES = {"zh": "zh_CN", "en": ""}
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
def translator(language: str, domain: str = "messages") -> Translate:
    """The function that translates the English of *domain* into *language*."""
    if language == "en":
        return _unchanged
    catalogue = gettext.translation(
        domain, localedir=str(_LOCALE), languages=[LANGUAGES[language]], fallback=True
    )
    return catalogue.gettext


def _unchanged(text: str) -> str:
    return text
