"""The feed of published statements: Atom 1.0 with whole texts and ids that stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.xmlutils import SimplerXMLGenerator

FEED_TYPE = "application/atom+xml; charset=utf-8"
TITLE = "Joint statements"
SUBTITLE = "What mayors and police chiefs have published together."
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One statement in the feed."""

    ref: str
    title: str
    url: str
    authors: str
    html: str
    published_at: datetime
    updated_at: datetime
    withdrawal: str


class WholeTextFeed(Atom1Feed):
    """Django's Atom feed with `content` besides `summary`, and a date when it is empty."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.num_items() else BEGINNING

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item | {"description": None})  # no empty summary
        handler.addQuickElement("content", item["content"], {"type": "html"})


def statement_feed(entries: Sequence[Entry], *, site_url: str, page_url: str, feed_url: str) -> str:
    """The feed as XML; the same entries give the same text."""
    made = WholeTextFeed(
        title=TITLE,
        link=page_url,
        description=SUBTITLE,
        subtitle=SUBTITLE,
        language="en-US",
        feed_url=feed_url,
        feed_guid=_name(site_url, "statements"),
    )
    for entry in entries:
        made.add_item(
            title=f"Withdrawn: {entry.title}" if entry.withdrawal else entry.title,
            link=entry.url,
            description="",
            content=_notice(entry) + entry.html,
            author_name=entry.authors,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=_name(site_url, entry.ref),
        )
    return made.writeString("utf-8")


def _notice(entry: Entry) -> str:
    if not entry.withdrawal:
        return ""
    return format_html("<p><strong>Withdrawn:</strong> {}</p>", entry.withdrawal)


def _name(site_url: str, what: str) -> str:
    """A tag URI (RFC 4151): it stays when addresses change."""
    return f"tag:{urlsplit(site_url).hostname},2026:{what}"
