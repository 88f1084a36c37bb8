"""Requests as views see them, how often they may come, and what every page is given."""

import logging
import time
from functools import partial
from math import ceil
from typing import Any

from allauth.core.internal import ratelimit  # the public one tells no wait, undoes no count
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails
from redis.exceptions import RedisError

from portal.local.demo import PASSWORD, SIGN_INS
from portal.models import Member, Seat
from portal.operations.step_up import StepUp, confirm
from portal.queries.notifications import unread_count
from portal.queries.step_up import way_to_confirm
from portal.vocabulary.limits import RATES, Limit, TooOften

logger = logging.getLogger(__name__)

PUBLIC_RECORD_LINE = (
    "What you write here may become a public record. Never name people the topics are about, "
    "and never paste identifiers, birth dates or case files."
)


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Member
    htmx: HtmxDetails
    retry_after: int
    """Set where a limit was reached: seconds until what was asked for may be asked again."""


def spend(request: MemberRequest, limit: Limit, *, times: int = 1) -> None:
    """Counts something that costs much; over the member's limit it raises TooOften.

    However the view answers then, with its form or with a page, `portal.middleware.refusals` makes
    it a 429. All of `times` is counted or nothing. While the cache is away, everything is let
    through and the log says so: a limit spares the machine, and no work is lost for that. What can
    be guessed is different: nobody signs in uncounted, nor confirms by a password. That is a 503.
    """
    try:
        wait = _wait(request, limit, times)
    except RedisError as problem:
        if limit == Limit.CONFIRM and settings.PASSWORD_FOR_PASSKEY:
            raise
        logger.warning("%s is not limited, the cache is away: %s", limit, type(problem).__name__)
        return
    if wait:
        request.retry_after = wait
        raise TooOften(limit, wait=wait)


def confirmed(request: MemberRequest, *, to: str = "sign") -> StepUp:
    """That it is the member who sent this form; NotConfirmed or TooOften otherwise.

    Call it right before the operation, when the form itself is valid: a proof is used up here. `to`
    is what the button does. The form includes `components/confirm.html`.
    """
    spend(request, Limit.CONFIRM)
    return confirm(
        member=request.user,
        session=request.session,
        place=request.path,
        to=to,
        passkey=str(request.POST.get("passkey", "")),
        password=str(request.POST.get("password", "")),
    )


def _wait(request: MemberRequest, limit: Limit, times: int) -> int:
    """Seconds until so many are free; 0 where they were, and are counted now."""
    asked = {"app": "portal", "action": limit.value}
    rates = {**RATES, **settings.RATE_LIMITS}
    counted = [
        ratelimit.consume(request, config=rates, limit_get=True, **asked) for _ in range(times)
    ]
    if None not in counted:
        return 0
    for usage in counted:
        if usage is not None:
            usage.rollback()
    ends = [time.time()]
    for rate in ratelimit.get_rates(config=rates, **asked):
        newest_first = cache.get(ratelimit.get_cache_key(request, rate=rate, **asked), [])
        missing = min(len(newest_first), times - rate.amount + len(newest_first))
        if missing > 0:
            ends.append(newest_first[-missing] + rate.duration)
    return max(1, ceil(max(ends) - time.time()))


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
            "duty_phone": settings.DUTY_PHONE,
        },
        "member_seats": SimpleLazyObject(partial(_seats, request)),
        "unread": SimpleLazyObject(partial(_unread, request)),
        "confirmation": SimpleLazyObject(partial(_confirmation, request)),
        "public_record_line": PUBLIC_RECORD_LINE,
    }


def _unread(request: HttpRequest) -> int:
    """How many notifications are new: one query, and only where the account menu is shown."""
    member = getattr(request, "user", None)
    return unread_count(member) if isinstance(member, Member) else 0


def _confirmation(request: HttpRequest) -> str:
    """How the member confirms a form, asked only where one is to be confirmed."""
    member = getattr(request, "user", None)
    return str(way_to_confirm(member)) if isinstance(member, Member) else ""


def _seats(request: HttpRequest) -> list[Seat]:
    """Read only where a page shows them: an error page must not need the database."""
    member = getattr(request, "user", None)
    return member.current_seats if isinstance(member, Member) else []
