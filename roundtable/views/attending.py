"""The list of attendees, as staff change it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from roundtable.forms.attending import MemberAttendsForm, OutsiderAttendsForm
from roundtable.models import Attendee, Meeting
from roundtable.operations.attending import add_member, add_outsider, remove_attendee
from roundtable.queries.meetings import attendees_of
from roundtable.views.meetings import run_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def attendees(request: MemberRequest, ref: str) -> HttpResponse:
    """The list, with a form for a member and one for somebody from outside."""
    found = run_or_404(request, ref)
    of_outsider = request.POST if "add-outside" in request.POST else None
    of_member = request.POST if "add-member" in request.POST else None
    member = MemberAttendsForm(of_member, member=request.user)
    outsider = OutsiderAttendsForm(of_outsider, member=request.user)
    for form in (member, outsider):
        if form.is_valid() and (added := _add(request, found, form)):
            messages.success(request, f"{added.name} is on the list.")
            return redirect("attendees", ref)
    context = {
        "meeting": found,
        "attendees": attendees_of(found),
        "forms": [
            (member, "Add a member", "member"),
            (outsider, "Add an outside person", "outside"),
        ],
    }
    status = 422 if member.errors or outsider.errors else 200
    return render(request, "meetings/attendees.html", context, status=status)


@require_POST
def attendee_remove(request: MemberRequest, ref: str, attendee_id: int) -> HttpResponse:
    found = run_or_404(request, ref)
    try:
        remove_attendee(meeting_id=found.pk, attendee_id=attendee_id, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("attendees", ref)


def _add(
    request: MemberRequest, meeting: Meeting, form: MemberAttendsForm | OutsiderAttendsForm
) -> Attendee | None:
    try:
        if isinstance(form, MemberAttendsForm):
            return add_member(
                meeting_id=meeting.pk,
                seat=form.cleaned_data["seat"],
                footing=form.footing,
                actor=request.user,
            )
        return add_outsider(
            meeting_id=meeting.pk, person=form.person, footing=form.footing, actor=request.user
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
