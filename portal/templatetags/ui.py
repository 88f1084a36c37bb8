"""How the pages say things: states, dates, people, icons, and the stored text of documents.

A builtin of every template, so that wording and markup of these live once.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django import template
from django.forms.utils import flatatt
from django.template import Context, Engine
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.models import Seat
from portal.vocabulary.rich_text import sanitized

register = template.Library()

TONES = frozenset({"neutral", "active", "wait", "good", "stop"})
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LINE_BREAK = re.compile(r"<br\s*/?>")
OPENING_QUOTES = "\"'“‘«"
PIECES = {"dateline": "opening", "lead": "opening", "whereas": "clauses", "resolved": "clauses"}
ICONS = {
    "alert": "M12 3 2 20h20L12 3Zm0 6v5m0 3v.01",
    "arrow": "M4 12h15m-6-6 6 6-6 6",
    "back": "M20 12H5m6-6-6 6 6 6",
    "check": "m4 12.5 5 5L20 6.5",
    "document": "M6 2.5h8l5 5v14H6v-19Zm8 0v5h5M9 13h7m-7 4h7",
    "download": "M12 3v12m-5-5 5 5 5-5M4 20.5h16",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm5-2 5.5 5.5",
}


class Block(Protocol):
    """What is needed of a block of text."""

    kind: str
    html: str
    in_quotation: bool
    speaker: str


class Timed(Protocol):
    """A point of an outline, with its minutes if it names them."""

    minutes: int | None


@dataclass(frozen=True)
class Passage:
    """Blocks that are set as one piece: a dateline with its lead, a running quotation."""

    kind: str
    blocks: list[Block]

    def takes(self, block: Block, kind: str) -> bool:
        """A quotation ends where its speaker is named; only a dateline has a lead beside it."""
        last = self.blocks[-1]
        if kind != self.kind:
            return False
        if kind == "quotation":
            return last.speaker in {"", block.speaker}
        return kind == "clauses" or (kind == "opening" and last.kind == "dateline")

    @property
    def speaker(self) -> Block | None:
        """The last block if it says who speaks and the words themselves do not."""
        last = self.blocks[-1]
        return last if last.speaker and last.speaker not in last.html else None


@register.simple_tag
def state(label: str, tone: str = "neutral") -> SafeString:
    """A state tag. The label carries the meaning; the tone only supports it."""
    known = tone if tone in TONES else "neutral"
    return format_html('<span class="state state-{}">{}</span>', known, label)


@register.simple_tag
def when(moment: dt.date | None, style: str = "moment") -> SafeString:
    """A date, or an instant in the current zone with the zone's name; nothing gives nothing.

    An instant without a zone is one of a mail that was dated `-0000`, which means UTC.
    """
    if moment is None:
        return SafeString("")
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment.replace(tzinfo=moment.tzinfo or dt.UTC))
    words = f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}"
    if isinstance(moment, dt.datetime) and style != "date":
        words = f"{words}, {_hour(moment)} {moment.tzname()}"
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


@register.simple_tag
def ago(moment: dt.datetime | None) -> str:
    """How many days lie between an instant and now, by the calendar of the current zone."""
    if moment is None:
        return ""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days == 0:
        return "today"
    counted = f"{abs(days)} day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{counted} ago" if days > 0 else f"in {counted}"


@register.simple_tag
def person(seat: Seat | None) -> SafeString:
    """Who holds a seat, with the title and the organization; says so when it is nobody."""
    if seat is None:
        return SafeString('<span class="quiet">Nobody yet</span>')
    return format_html(
        '<span class="person"><span class="person-name">{}</span> '
        '<span class="person-seat">{}, {}</span></span>',
        seat.member.name,
        seat.title,
        seat.organization.short_name,
    )


@register.simple_tag(takes_context=True)
def current(context: Context, url: str) -> SafeString:
    """Marks a link of the navigation whose part of the portal this page belongs to."""
    is_here = context["request"].path.startswith(url)
    return SafeString(' aria-current="page"' if is_here else "")


@register.simple_tag(takes_context=True)
def shared(context: Context, name: str) -> SafeString:
    """A template that a page includes twice, rendered once: nothing in it may differ."""
    kept, key = context.render_context.dicts[0], f"shared {name}"
    if key not in kept:
        kept[key] = Engine.get_default().get_template(name).render(context)
    return SafeString(kept[key])


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A line drawing that repeats what the words beside it say, hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="square" aria-hidden="true" '
        'focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


def cleaned(html: str) -> SafeString:
    """Stored text, let through the allow list once more before it reaches a page."""
    clean = sanitized(html, link_rel="noopener noreferrer nofollow")
    return mark_safe(clean)  # noqa: S308 - the line above allows nothing that could run


@register.simple_tag
def choices(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """What a list offers, at once: a template for each takes too long for a page of lists."""
    found = []
    for name, options, _ in groups:
        drawn = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((str(one["value"]), flatatt(one["attrs"]), one["label"]) for one in options),
        )
        group = '<optgroup label="{}">{}</optgroup>'
        found.append(format_html(group, name, drawn) if name else drawn)
    return SafeString("\n".join(found))


@register.simple_tag
def block_html(block: Block) -> SafeString:
    """The text of a block as HTML."""
    return cleaned(block.html)


@register.filter
def text_lines(block: Block) -> list[SafeString]:
    """The lines of an address or a list of signatories, each as HTML of its own."""
    lines = [cleaned(line.strip()) for line in LINE_BREAK.split(block.html)]
    return [line for line in lines if line]


@register.filter
def opens_with_quote(block: Block) -> bool:
    """Whether the text begins with a quotation mark, which then hangs in the margin."""
    return block.html.lstrip().startswith((*OPENING_QUOTES, "&quot;", "&#x27;"))


@register.filter
def passages(blocks: Iterable[Block]) -> list[Passage]:
    """Blocks in the pieces in which they are set."""
    found: list[Passage] = []
    for block in blocks:
        kind = _piece(block)
        if found and found[-1].takes(block, kind):
            found[-1].blocks.append(block)
        else:
            found.append(Passage(kind, [block]))
    return found


@register.filter
def plural(label: str) -> str:
    """The plural of a kind's label: cities, police agencies, sheriff's offices."""
    return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"


@register.filter
def any_minutes(nodes: Iterable[Timed]) -> bool:
    """Whether an outline says of any point how long it takes."""
    return any(node.minutes for node in nodes)


def _hour(moment: dt.datetime) -> str:
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {half}"


def _piece(block: Block) -> str:
    if block.in_quotation or block.kind == "quote":
        return "quotation"
    return PIECES.get(block.kind, block.kind)
