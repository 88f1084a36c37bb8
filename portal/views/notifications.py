"""What a member was told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.operations.notifications import mark_read
from portal.queries.notifications import SHOWN, notifications_of


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: MemberRequest) -> HttpResponse:
    """The list; reading it marks nothing, the button marks what the list showed."""
    newest = request.POST.get("newest", "")
    if newest.isdecimal():
        mark_read(member=request.user, newest_id=int(newest))
        messages.success(request, "All are marked as read.")
        return redirect("notifications")
    found = notifications_of(request.user)
    context = {
        "found": found,
        "newest": max((told.notification.pk for told in found), default=None),
        "has_unread": any(told.notification.read_at is None for told in found),
        "is_cut": len(found) == SHOWN,
    }
    return render(request, "notifications/list.html", context)
