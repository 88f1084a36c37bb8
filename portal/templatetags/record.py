"""How pages say what became what."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.templatetags.ui import when
from portal.vocabulary.record import Became

register = template.Library()


@register.simple_tag
def became(change: Became) -> SafeString:
    """From what to what; only one of them where there was nothing, or is nothing any more."""
    old, new = _said(change.before), _said(change.after)
    if old and new:
        return format_html("from {} to {}", old, new)
    return new or format_html("{} was taken out", old)


def _said(value: str | datetime | None) -> SafeString:
    if isinstance(value, datetime):
        return when(value)
    return format_html("{}", value or "")
