"""The control by which a member follows what a page is about."""

from typing import Any

from django import template
from django.template import Context

from portal.queries.following import level_of
from portal.vocabulary.threads import Level, SubjectKind

register = template.Library()


@register.inclusion_tag("following/_control.html", takes_context=True)
def following(context: Context, kind: str, subject_id: int) -> dict[str, Any]:
    """How much the member hears of it now, and the choices."""
    return {
        "kind": kind,
        "subject_id": subject_id,
        "chosen": level_of(context["user"], SubjectKind(kind), subject_id),
        "levels": Level,
        "csrf_token": context.get("csrf_token"),
    }
