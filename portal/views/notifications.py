"""What a member was told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.http import MemberRequest
from portal.intake.numbers import whole_number
from portal.operations.notifications import mark_one_read, mark_read
from portal.queries.notifications import Shelf, inbox_of

SHELF_LABELS = {Shelf.ALL: "All", Shelf.UNREAD: "Unread", Shelf.MENTIONS: "Mentions"}


@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: MemberRequest) -> HttpResponse:
    """The inbox; reading it marks nothing, its buttons do."""
    if request.method == "POST" and _mark(request):
        return redirect(request.get_full_path())
    asked = request.GET.get("show", "")
    shelf = Shelf(asked) if asked in set(Shelf) else Shelf.ALL
    inbox = inbox_of(request.user, shelf=shelf, page=request.GET.get("page", ""))
    context = {"inbox": inbox, "shelf": shelf, "shelves": SHELF_LABELS.items()}
    return render(request, "notifications/list.html", context)


def _mark(request: MemberRequest) -> bool:
    """Whether what was asked for made sense."""
    newest, one = (whole_number(request.POST.get(name, "")) for name in ("newest", "one"))
    if newest is not None:
        mark_read(member=request.user, newest_id=newest)
        messages.success(request, "All are marked as read.")
        return True
    if one is not None:
        mark_one_read(member=request.user, notification_id=one)
        return True
    return False
