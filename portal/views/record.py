"""The record: searching it, who opened something, and the history of an organization."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.forms.record import RecordForm
from portal.http import MemberRequest, spend
from portal.intake.numbers import whole_number
from portal.models import Organization
from portal.operations.reading_log import note_record_read
from portal.queries.organization_history import organization_history_of
from portal.queries.record import readings_of, row_of, search_record
from portal.vocabulary.limits import Limit


@require_safe
@permission_required("portal.search_record", raise_exception=True)
def record(request: MemberRequest) -> HttpResponse:
    """Entries, newest first; looking at them is on record, too."""
    form = RecordForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return render(request, "record/page.html", context, status=422)
    question = form.question()
    if question:
        spend(request, Limit.SEARCH)
    note_record_read(reader=request.user, question=question)
    page = max(1, whole_number(request.GET.get("page")) or 1)
    found = search_record(request.user, form.asked(), number=page)
    asked = QueryDict(mutable=True)
    asked.update({name: request.GET.get(name, "") for name in form.fields if name in request.GET})
    context |= {"found": found, "is_narrowed": bool(question), "asked": asked.urlencode()}
    return render(request, "record/page.html", context)


@require_safe
@permission_required("portal.search_record", raise_exception=True)
def who_opened(request: MemberRequest, object_type: str, key: str) -> HttpResponse:
    """Of something that the member sees; to others it is not there."""
    row = row_of(request.user, object_type, key) if whole_number(key) else None
    if row is None:
        raise Http404
    note_record_read(reader=request.user, question=f"who opened {object_type} {key}")
    context = {"row": row, "readings": readings_of(object_type, key)}
    return render(request, "record/opened.html", context)


@require_safe
def organization_history(request: MemberRequest, organization_id: int) -> HttpResponse:
    """What happened to an organization, its seats and its authority, for who manages its people."""
    organization = get_object_or_404(Organization, pk=organization_id)
    if not request.user.has_perm("portal.manage_people", organization):
        raise Http404
    context = {"organization": organization, "history": organization_history_of(organization)}
    return render(request, "record/organization.html", context)
