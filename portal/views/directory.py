"""Who takes part."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.http import MemberRequest
from portal.queries.organizations import directory


@require_safe
@permission_required("portal.see_directory", raise_exception=True)
def members(request: MemberRequest) -> HttpResponse:
    """The organizations; their own people find their About text here."""
    own = {seat.organization for seat in request.user.current_seats}
    context = {
        "groups": directory(),
        "own": {organization.pk for organization in own},
        "manages_all": request.user.has_perm("portal.manage_people"),
        "led": {body.pk for body in own if request.user.has_perm("portal.manage_people", body)},
    }
    return render(request, "members/directory.html", context)
