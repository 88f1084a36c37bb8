"""Meetings and public agendas in lists."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.models import Member
from roundtable.queries.agendas import public_agendas
from roundtable.queries.meeting_lists import meeting_lists, proposals_without_meeting


@login_not_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings for the working group; public agendas for everybody else."""
    context: dict[str, Any] = {"agendas": public_agendas()}
    if isinstance(request.user, Member) and request.user.has_perm("roundtable.see_meetings"):
        context = {
            "lists": meeting_lists(request.user),
            "proposals": proposals_without_meeting(request.user),
        }
    return render(request, "meetings/list.html", context)
