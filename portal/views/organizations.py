"""The page of an organization, and changing what it says."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms.organizations import LogoForm, OrganizationForm, seen_in
from portal.http import MemberRequest, spend
from portal.models import Organization
from portal.operations.organizations import (
    ChangedMeanwhile,
    add_organization,
    change_organization,
    set_logo,
)
from portal.operations.screening import ScreeningStop
from portal.queries.organization_page import organization_page, organizations
from portal.vocabulary.bodies import takes_files
from portal.vocabulary.limits import Limit
from portal.vocabulary.organizations import AGENCY_KINDS
from portal.vocabulary.refusals import Refusal


@require_safe
@permission_required("portal.see_directory", raise_exception=True)
def organization(request: MemberRequest, organization_id: int) -> HttpResponse:
    found = get_object_or_404(organizations(), pk=organization_id)
    member = request.user
    context = {
        "page": organization_page(found, member),
        "organization": found,
        "edits": member.has_perm("portal.edit_organization", found),
        "keeps": member.has_perm("portal.keep_directory"),
        "keeps_this": member.has_perm("portal.keep_organization", found),
        "manages_people": member.has_perm("portal.manage_people", found),
        "writes_about": member.has_perm("portal.write_about_text", found),
        "sees_authority": member.has_perm("portal.see_authority", found),
        "sees_rule": found.kind in AGENCY_KINDS
        and member.has_perm("portal.see_signing_rule", found),
    }
    return render(request, "members/organization.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organization_edit(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Only what the member changed is written; what somebody else changed meanwhile is shown."""
    found = _edited_or_404(request, organization_id)
    form = OrganizationForm(
        _sent(request),
        organization=found,
        keeps=request.user.has_perm("portal.keep_organization", found),
        member=request.user,
    )
    seen = form.seen if not form.is_bound else seen_in(request.POST.get("seen", ""))
    if form.is_valid() and _change(request, found, form, seen):
        return redirect("organization", found.pk)
    context = {
        "organization": found,
        "form": form,
        "seen": json.dumps(seen),
        "logo_form": LogoForm(),
    }
    status = 422 if form.errors else 200
    return render(request, "members/organization_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("portal.keep_directory", raise_exception=True)
def organization_new(request: MemberRequest) -> HttpResponse:
    form = OrganizationForm(_sent(request), organization=None, keeps=True, member=request.user)
    if form.is_valid() and (made := _add(request, form)):
        return redirect("organization", made.pk)
    context = {"form": form}
    status = 422 if form.errors else 200
    return render(request, "members/organization_new.html", context, status=status)


@require_POST
@takes_files()
def organization_logo(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Sent without a file it takes the logo away."""
    found = _edited_or_404(request, organization_id)
    file = request.FILES.get("file")
    if file is None and "remove" not in request.POST:
        messages.error(request, "Choose a picture first.")
        return redirect("organization_edit", found.pk)
    try:
        spend(request, Limit.UPLOAD)
        set_logo(
            organization_id=found.pk,
            data=file.read() if file else b"",
            name=(file.name or "logo") if file else "",
            actor=request.user,
        )
    except (ScreeningStop, Refusal) as refusal:
        messages.error(request, str(refusal))
        return redirect("organization_edit", found.pk)
    messages.success(request, "The logo is saved." if file else "The logo is taken away.")
    return redirect("organization", found.pk)


def _sent(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _edited_or_404(request: MemberRequest, organization_id: int) -> Organization:
    found = get_object_or_404(organizations(), pk=organization_id)
    if not request.user.has_perm("portal.edit_organization", found):
        raise Http404
    return found


def _change(
    request: MemberRequest, found: Organization, form: OrganizationForm, seen: dict[str, Any]
) -> bool:
    try:
        change_organization(
            organization_id=found.pk, seen=seen, values=form.values, actor=request.user
        )
    except ChangedMeanwhile as refusal:
        seen.update(refusal.stored)
        form.add_error(None, str(refusal))
        return False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Saved.")
    return True


def _add(request: MemberRequest, form: OrganizationForm) -> Organization | None:
    try:
        made = add_organization(values=form.values, actor=request.user)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"{made.name} is added. Invite its people next.")
    return made
