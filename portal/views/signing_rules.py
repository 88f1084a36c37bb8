"""What must be true inside an agency before it signs: read by its people and its city's."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.signing_rules import SigningRuleForm
from portal.http import MemberRequest
from portal.intake.numbers import whole_number
from portal.models import Organization
from portal.operations.signing_rules import set_signing_rule
from portal.queries.signing_rules import city_of, exemption, rules_so_far
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.signing_rules import MEANINGS, SigningRuleKind, in_words


@require_http_methods(["GET", "HEAD", "POST"])
def signing_rule(request: MemberRequest, organization_id: int) -> HttpResponse:
    """The rule in plain words, and for those who set it the form."""
    found = Organization.objects.select_related("parent")
    organization = get_object_or_404(found, pk=organization_id)
    if not request.user.has_perm("portal.see_signing_rule", organization):
        raise Http404
    city = city_of(organization)
    may_set = request.user.has_perm("portal.set_signing_rule", organization)
    if request.method == "POST" and (city is None or not may_set):
        raise PermissionDenied
    rules = list(rules_so_far(organization))
    last = rules[0] if rules else None
    form = None
    if city is not None and may_set:
        form = SigningRuleForm(request.POST or None, agency=organization, city=city, last=last)
        if form.is_valid() and _set(request, organization, form):
            return redirect("signing_rule", organization.pk)
    context = {
        "organization": organization,
        "city": city,
        "exemption": exemption(organization),
        "rule": in_words(last.kind, last.hours) if last else SigningRuleKind.NOTHING.label,
        "meaning": _meaning(organization, city, last.kind if last else SigningRuleKind.NOTHING),
        "last": last,
        "older": [(one, in_words(one.kind, one.hours)) for one in rules[1:]],
        "form": form,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "members/rule.html", context, status=status)


def _meaning(agency: Organization, city: Organization | None, kind: str) -> str:
    if city is None:
        return ""
    meaning = MEANINGS[SigningRuleKind(kind)]
    return meaning.format(agency=agency.short_name, city=city.short_name)


def _set(request: MemberRequest, organization: Organization, form: SigningRuleForm) -> bool:
    chosen, seen = form.cleaned_data, request.POST.get("seen", "")
    try:
        rule = set_signing_rule(
            organization_id=organization.pk,
            kind=chosen["kind"],
            hours=chosen["hours"],
            seen=whole_number(seen) or 0,
            actor=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"This is the rule now: {in_words(rule.kind, rule.hours)}.")
    return True
