"""Joining and leaving an association, for association staff. To others it is not there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.organizations import EndMembershipForm, MembershipForm
from portal.http import MemberRequest
from portal.models import Membership, Organization
from portal.operations.memberships import add_membership, end_membership
from portal.queries.organization_page import memberships_of
from portal.vocabulary.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def memberships(request: MemberRequest, organization_id: int) -> HttpResponse:
    """What it belongs and belonged to, and the form by which it joins."""
    organization = _kept_or_404(request, organization_id)
    form = MembershipForm(request.POST or None, member=request.user)
    if form.is_valid() and _join(request, organization, form):
        return redirect("memberships", organization.pk)
    context = {
        "organization": organization,
        "rows": [
            (one, request.user.has_perm("portal.keep_organization", one.association))
            for one in memberships_of(organization)
        ],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "members/memberships.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(
    request: MemberRequest, organization_id: int, membership_id: int
) -> HttpResponse:
    """Asks first, and for the day."""
    organization = _kept_or_404(request, organization_id)
    found = get_object_or_404(memberships_of(organization), pk=membership_id, until__isnull=True)
    if not request.user.has_perm("portal.keep_organization", found.association):
        raise Http404
    form = EndMembershipForm(request.POST or None)
    if form.is_valid() and _leave(request, found, form):
        return redirect("memberships", organization.pk)
    context = {"organization": organization, "membership": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "members/membership_end.html", context, status=status)


def _kept_or_404(request: MemberRequest, organization_id: int) -> Organization:
    if not request.user.has_perm("portal.keep_directory"):
        raise Http404
    return get_object_or_404(Organization, pk=organization_id)


def _join(request: MemberRequest, organization: Organization, form: MembershipForm) -> bool:
    association = form.cleaned_data["association"]
    try:
        add_membership(
            organization_id=organization.pk,
            association_id=association.pk,
            since=form.cleaned_data["since"],
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{organization.name} belongs to {association.name}.")
    return True


def _leave(request: MemberRequest, found: Membership, form: EndMembershipForm) -> bool:
    try:
        end_membership(membership_id=found.pk, until=form.cleaned_data["until"], actor=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"{found.organization.name} left {found.association.name}.")
    return True
