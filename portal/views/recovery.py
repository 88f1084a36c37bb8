"""Somebody lost every passkey: what they read, and what staff do about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.recovery import RecoveryForm
from portal.http import MemberRequest, confirmed
from portal.models import Member, Organization, Recovery
from portal.operations.recovery import ask_recovery, cancel_recovery, confirm_recovery
from portal.operations.step_up import NotConfirmed
from portal.queries.recovery import open_recovery_of
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import binds


@require_safe
@login_not_required
def lost_passkey(request: HttpRequest) -> HttpResponse:
    """How to get back in, for everybody."""
    return render(request, "account/lost_passkey.html")


@require_http_methods(["GET", "HEAD", "POST"])
@binds(act={"confirm"})
def recovery(request: MemberRequest, organization_id: int, member_id: int) -> HttpResponse:
    """Asks whom staff called back, or shows the second person what the first one noted."""
    organization = get_object_or_404(Organization, pk=organization_id)
    member = get_object_or_404(Member, pk=member_id, pk__in=organization.seats.values("member"))
    if not request.user.has_perm("portal.recover_member", member):
        raise Http404
    waiting = open_recovery_of(member)
    form = RecoveryForm(request.POST if _is_asked(request) else None, member=request.user)
    refusal = not_confirmed = ""
    done = None
    if request.method == "POST":
        try:
            done = _act(request, form, member, waiting)
        except NotConfirmed as sentence:
            not_confirmed = str(sentence)
        except Refusal as sentence:
            refusal = str(sentence)
    if done is not None:
        messages.success(request, done)
        return redirect("people", organization.pk)
    context = {
        "organization": organization,
        "member": member,
        "waiting": waiting,
        "may_confirm": waiting is not None
        and waiting.asked_by_id != request.user.pk
        and request.user.has_perm("portal.confirm_recovery", member),
        "form": form,
        "refusal": refusal,
        "not_confirmed": not_confirmed,
    }
    status = 403 if not_confirmed else 409 if refusal else 422 if form.errors else 200
    return render(request, "members/recovery.html", context, status=status)


def _is_asked(request: MemberRequest) -> bool:
    return request.method == "POST" and request.POST.get("act", "ask") == "ask"


def _act(
    request: MemberRequest, form: RecoveryForm, member: Member, waiting: Recovery | None
) -> str | None:
    """What was done, in a sentence; None where the form is not whole."""
    act = request.POST.get("act", "ask")
    if act == "ask":
        if not form.is_valid():
            return None
        ask_recovery(member_id=member.pk, called=form.cleaned_data["called"], actor=request.user)
        return f"Noted. A publisher has to confirm it before {member.name} can sign in anew."
    if waiting is None:
        raise Refusal("This was confirmed or cancelled meanwhile. Look at the list of people.")
    if act == "cancel":
        cancel_recovery(recovery_id=waiting.pk, actor=request.user)
        return f"Cancelled. Nothing has changed for {member.name}."
    step_up = confirmed(request, to="let them sign in anew")
    confirm_recovery(recovery_id=waiting.pk, actor=request.user, step_up=step_up)
    return f"{member.name} can sign in with a mailed code now, and adds a new passkey."
