"""Requests as views see them, and what every page is given."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from portal.local.demo import PASSWORD, SIGN_INS
from portal.models import Member, Seat
from portal.queries.notifications import unread_count

PUBLIC_RECORD_LINE = (
    "What you write here may become a public record. Never name people the topics are about, "
    "and never paste identifiers, birth dates or case files."
)


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Member
    htmx: HtmxDetails


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the portal, the member's seats, the public-record line."""
    return {
        "portal": {
            "name": "Mayors and Chiefs Joint Working Group",
            "short_name": "Joint Working Group",
            "is_demo": not settings.PRODUCTION,
            "url": settings.SITE_URL,
            "sign_ins": {} if settings.PRODUCTION else SIGN_INS,
            "demo_password": "" if settings.PRODUCTION else PASSWORD,
        },
        "member_seats": SimpleLazyObject(partial(_seats, request)),
        "unread": SimpleLazyObject(partial(_unread, request)),
        "public_record_line": PUBLIC_RECORD_LINE,
    }


def _unread(request: HttpRequest) -> int:
    """How many notifications are new: one query, and only where the account menu is shown."""
    member = getattr(request, "user", None)
    return unread_count(member) if isinstance(member, Member) else 0


def _seats(request: HttpRequest) -> list[Seat]:
    """Read only where a page shows them: an error page must not need the database."""
    member = getattr(request, "user", None)
    return member.current_seats if isinstance(member, Member) else []
