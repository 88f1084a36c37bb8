"""What an organization says about itself, version by version."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms import AboutTextForm
from portal.http import MemberRequest
from portal.intake.numbers import whole_number
from portal.models import Organization
from portal.operations.about import save_about_text
from portal.queries.about import about_texts_of
from portal.vocabulary.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("portal.see_directory", raise_exception=True)
def about_text(request: MemberRequest, organization_id: int) -> HttpResponse:
    """Members read it; the organization's own people add a version."""
    organization = get_object_or_404(Organization, pk=organization_id)
    may_write = request.user.has_perm("portal.write_about_text", organization)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    versions = list(about_texts_of(organization))
    newest = versions[0] if versions else None
    form = AboutTextForm(request.POST or None, newest=newest, member=request.user)
    if form.is_valid() and _save(request, organization, form):
        return redirect("about_text", organization.pk)
    context = {
        "organization": organization,
        "newest": newest,
        "older": versions[1:],
        "form": form if may_write else None,
        "is_due": bool(newest and newest.review_by and newest.review_by <= form.today),
    }
    return render(request, "members/about.html", context, status=422 if form.errors else 200)


def _save(request: MemberRequest, organization: Organization, form: AboutTextForm) -> bool:
    chosen, seen = form.cleaned_data, request.POST.get("seen", "")
    try:
        saved = save_about_text(
            organization_id=organization.pk,
            text=chosen["text"],
            review_by=chosen["review_by"],
            seen=whole_number(seen) or 0,
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Version {saved.number} is the About text now.")
    return True
