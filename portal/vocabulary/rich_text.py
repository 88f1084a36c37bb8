"""What formatting a stored text may carry: one allow list for every composer and every page."""

from functools import cache

import nh3

TAGS = {
    *("p", "br", "strong", "em", "u", "sup", "sub"),
    *("ul", "ol", "li", "a", "blockquote"),
}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start", "type"}}
SCHEMES = {"https", "http", "mailto"}


def sanitized(html: str, *, link_rel: str | None = None) -> str:
    """HTML with nothing in it but what is allowed; a second time changes nothing."""
    return _cleaner(link_rel).clean(html).replace("&nbsp;", "\u00a0")


@cache
def _cleaner(link_rel: str | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=link_rel,
    )
