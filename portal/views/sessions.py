"""Where a member is signed in, and staying signed in."""

import time

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest
from portal.intake.numbers import whole_number
from portal.operations.sessions import end_other_sessions, end_session, note_use
from portal.queries.sessions import sessions_of, time_left


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: MemberRequest) -> HttpResponse:
    """Lists the places; a button signs out in one of the others, or in all of them."""
    key = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("place", "")
        if chosen == "others":
            ended = end_other_sessions(member=request.user, current_key=key)
        else:
            ended = end_session(
                member=request.user, session_id=whole_number(chosen) or 0, current_key=key
            )
        messages.success(request, _told(ended))
        return redirect("usersessions_list")
    found = sessions_of(request.user, current_key=key)
    return render(request, "usersessions/usersession_list.html", {"places": found})


def _told(ended: int) -> str:
    """What a button did, by the number of places."""
    if ended == 0:
        return "You were no longer signed in there."
    return "You are signed out there." if ended == 1 else f"You are signed out in {ended} places."


@require_POST
def stay(request: MemberRequest) -> HttpResponse:
    """How long the session lasts; only the button "Stay signed in" counts as use."""
    if "use" in request.POST:
        note_use(session=request.session)
    left = time_left(request.session, now=time.time())
    return JsonResponse({"seconds": left.seconds, "may_be_prolonged": left.may_be_prolonged})
