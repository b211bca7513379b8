"""How pages are laid out: the profile, and the faces that stand before the shipped ones."""

from __future__ import annotations

from msgspec import Struct

from qmsdoc.model.text import Fields

# gb is the built-in look, gongwen follows the measures of GB/T 9704-2012.
PROFILES = ("gb", "gongwen")
# Where a face is used: running text, headings, headings below them, titles of documents.
USES = ("body", "heading", "subheading", "title")


class Layout(Struct, frozen=True, array_like=True, gc=False):
    """``fonts`` are names of font families by use, the first choice first."""

    profile: str = "gb"
    fonts: dict[str, tuple[str, ...]] = {}


def read_layout(fields: Fields | None) -> Layout:
    """Whatever stands under ``render`` in qmsdoc.yaml."""
    if fields is None:
        return Layout()
    profile = fields.text("layout")
    named = fields.mapping("fonts")
    return Layout(
        profile=profile.value if profile and profile.value in PROFILES else "gb",
        fonts={
            use: tuple(text.value for text in named.texts(use))
            for use in USES
            if use in named.names()
        }
        if named
        else {},
    )
