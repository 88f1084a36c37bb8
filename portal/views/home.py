"""The first page: for visitors, for the working group, and for those with a window of their own."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.models import Member
from portal.queries.exports import recent_exports
from portal.queries.organizations import associations
from portal.queries.waiting import waiting_cards
from portal.registry import registry
from portal.rules import is_in_working_group

CARDS_SHOWN = 5
STATEMENTS_SHOWN = 5


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits on a member; what is public to everybody else, on a page made for them."""
    if not isinstance(request.user, Member):
        return render(request, "home/public.html", _public())
    if not is_in_working_group(request.user):
        agendas = [found for source in registry.public_agendas for found in source()]
        return render(request, "home/landing.html", {**_public(), "agendas": agendas})
    return render(request, "home/member.html", _waiting(request.user))


def _public() -> dict[str, object]:
    latest = [found for source in registry.public_statements for found in source()]
    return {
        "contacts": associations(),
        "statements": latest[:STATEMENTS_SHOWN],
        "agenda": next((found for source in registry.next_agendas if (found := source())), None),
    }


def _waiting(member: Member) -> dict[str, object]:
    cards = waiting_cards(member)
    return {
        "cards": cards[:CARDS_SHOWN],
        "more": max(0, len(cards) - CARDS_SHOWN),
        "panels": [panel(member) for panel in registry.panels],
        "exports": recent_exports(member),
        "next_meeting": next(
            (found for source in registry.next_meetings if (found := source(member))), None
        ),
    }
