"""Publishing the agenda of a meeting, and its files, for members and for everybody."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from portal.documents import open_file
from portal.http import MemberRequest
from portal.models import Export, Member
from portal.operations.exports import record_download
from portal.queries.sight import EVERYBODYS, sight_of_audience
from portal.views.errors import page_not_found
from portal.vocabulary.audiences import Audience
from portal.vocabulary.refusals import Refusal
from roundtable.documents.changes import changes_between
from roundtable.documents.inputs import agenda_snapshot
from roundtable.forms.agendas import PublishAgendaForm
from roundtable.models import Meeting
from roundtable.operations.agendas import public_mark, publish_agenda
from roundtable.queries.agendas import (
    AUDIENCES,
    agenda_file,
    agenda_history,
    audience_words,
    edition_words,
    last_content,
    newest_number,
    next_version,
    withholding_sentences,
)
from roundtable.queries.meetings import visible_meeting

DAMAGED = "This file is damaged and not shown. Ask the staff to publish the agenda again."


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest, ref: str) -> HttpResponse:
    """What would be published for whom, what changed, and every version so far."""
    meeting = _meeting_or_404(request, ref)
    newest = newest_number(meeting)
    public = agenda_snapshot(meeting, Audience.PUBLIC).content
    seen = {"expected": newest + 1, "shown": public_mark(public)}
    form = PublishAgendaForm(request.POST or None, member=request.user, initial=seen)
    if form.is_valid() and _publish(request, meeting, form):
        return redirect("agenda_publish", ref)
    if form.errors:
        _look_anew(form, request.POST, seen)
    context = {
        "meeting": meeting,
        "form": form,
        "next_versions": [
            (audience_words(audience), next_version(meeting, audience)) for audience in AUDIENCES
        ],
        "public": public,
        "public_sight": EVERYBODYS,
        "group_sight": sight_of_audience(Audience.WORKING_GROUP, tells_names=False),
        **_planned(meeting, public),
        "history": [
            (edition, edition_words(edition), withholding_sentences(edition))
            for edition in agenda_history(meeting)
        ],
    }
    return render(request, "meetings/publish.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
@conditional_page
def agenda_pdf(request: HttpRequest, ref: str, number: int | None = None) -> HttpResponse:
    """The newest version that is ready, or one by its number, as far as this reader may have it.

    No session is made and nobody is asked to sign in; what is missing, withheld and not public
    looks alike.
    """
    member = request.user if isinstance(request.user, Member) else None
    rendition = agenda_file(member, ref, number)
    if rendition is None or rendition.export is None or rendition.export.ready_at is None:
        missing = page_not_found(request, Http404())
        missing.headers["Cache-Control"] = "no-store"
        return missing
    export = rendition.export
    if member is not None and request.method == "GET":
        record_download(export=export, actor=member)
    response = HttpResponse(_stored_bytes(export), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    response.headers["ETag"] = f'"{export.sha256}"'
    response.headers["Last-Modified"] = http_date(rendition.export.ready_at.timestamp())
    # Asked again each time: it may be withheld in the next moment.
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _publish(request: MemberRequest, meeting: Meeting, form: PublishAgendaForm) -> bool:
    chosen = form.cleaned_data
    try:
        made = publish_agenda(
            meeting_id=meeting.pk,
            audiences=form.audiences,
            note=chosen["note"],
            actor=request.user,
            expected=chosen["expected"],
            shown=chosen["shown"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    words = edition_words(made)
    messages.success(request, f"The agenda is published, {words}. The PDF is being made.")
    return True


def _look_anew(form: PublishAgendaForm, sent: QueryDict, seen: dict[str, object]) -> None:
    """What is sent next is about what this answer shows."""
    data = sent.copy()
    for name, value in seen.items():
        data[name] = str(value)
    form.data = data


def _planned(meeting: Meeting, public: dict[str, Any]) -> dict[str, object]:
    """What members would read, what of it stays out of the public version, what changed."""
    content = agenda_snapshot(meeting, Audience.WORKING_GROUP).content
    previous = last_content(meeting, Audience.WORKING_GROUP)
    total = sum(item["kind"] != "topic" for item in content["items"])
    return {
        "content": content,
        "previous": previous,
        "changes": changes_between(previous, content) if previous else [],
        "staying_out": total - sum(item["kind"] != "topic" for item in public["items"]),
    }


def _stored_bytes(export: Export) -> bytes:
    """The very bytes that were stored; anything else is not handed out."""
    with open_file(export.path) as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != export.sha256:
        raise Refusal(DAMAGED)
    return data


def _meeting_or_404(request: MemberRequest, ref: str) -> Meeting:
    """A meeting whose agenda the member may publish."""
    meeting = visible_meeting(request.user, ref)
    if meeting is None or not request.user.has_perm("roundtable.run_meetings"):
        raise Http404
    return meeting
