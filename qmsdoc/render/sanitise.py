"""The last pass over the HTML of a body: what is not on these lists is not there."""

from __future__ import annotations

from functools import cache

import nh3

_TAGS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "pre", "code", "em", "strong", "a", "img"),
    *("br", "hr", "div", "span", "section", "sup"),
}
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"data-label"},
}
_SCHEMES = {"http", "https", "mailto", "data"}
# Without these names there is no attribute that ``_filtered`` would look at.
_ADDRESSES = ("href", "src")


@cache
def _cleaner(*, filtered: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered if filtered else None,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def sanitise(html: str) -> str:
    """*html* with the elements, attributes and addresses that a document needs, and no others."""
    lowered = html.lower()
    return _cleaner(filtered=any(name in lowered for name in _ADDRESSES)).clean(html)


def _filtered(_tag: str, attribute: str, value: str) -> str | None:
    """Pictures are data and nothing else; nothing else is data."""
    if attribute == "src":
        return value if value.startswith("data:image/") else None
    if attribute == "href" and (
        value.startswith("//") or value.lower().lstrip().startswith("data:")
    ):
        return None
    return value
