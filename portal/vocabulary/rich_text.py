"""What formatting a stored text may carry: one allow list for every composer and every page."""

import nh3

TAGS = {
    *("p", "br", "strong", "em", "u", "sup", "sub"),
    *("ul", "ol", "li", "a", "blockquote"),
}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start", "type"}}
SCHEMES = {"https", "http", "mailto"}


def sanitized(html: str, *, link_rel: str | None = None) -> str:
    """HTML with nothing in it but what is allowed; a second time changes nothing."""
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=link_rel,
    )
    return clean.replace("&nbsp;", "\u00a0")
