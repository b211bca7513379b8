"""The watermark of pages: the word of a mark across a sheet, as a picture for style sheets."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

# The kinds of marks that are red.
_RED = ("controlled", "obsolete")
_LARGEST, _ACROSS = 34, 200
_SAFE = " =:/.,-'"


# Most pages of a site bear one of a few marks.
@lru_cache(maxsize=64)
def mark_picture(text: str, kind: str, language: str, width: int, height: int) -> Markup:
    """*text* across a sheet of that size in millimetres, as ``url("data:…")``."""
    em = 1 if language.startswith("zh") else 0.6
    size = min(_LARGEST, _ACROSS / (em * max(len(text), 1)))
    x, y = width // 2, height // 2
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>"
        f"<text x='{x}' y='{y}' transform='rotate(-45 {x} {y})' text-anchor='middle'"
        " dominant-baseline='central' font-family='Noto Sans CJK SC,Microsoft YaHei,sans-serif'"
        f" font-weight='700' font-size='{size:.3g}' fill='#{'a5281b' if kind in _RED else '59636e'}'"
        f" fill-opacity='.12'>{escape(text)}</text></svg>"
    )
    # Nothing is left in it that ends a string of CSS, or an element.
    return Markup(f'url("data:image/svg+xml,{quote(svg, safe=_SAFE)}")')  # noqa: S704
