"""The agenda of a meeting, as staff build and order it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from roundtable.forms.slots import NewSlotForm, OrderForm, SlotForm
from roundtable.models import Meeting
from roundtable.operations import slots
from roundtable.operations.meetings import StaleMeeting
from roundtable.queries.meetings import time_of
from roundtable.queries.slots import agenda_of, missing_issues
from roundtable.views.meetings import run_or_404, seen_or_404
from roundtable.vocabulary.meetings import OPEN_MEETINGS

PLACES = {"up": -1, "down": 1}
STALE_ORDER = (
    "Somebody changed this agenda while you ordered it. It stands here as it is now; put it in "
    "order again."
)
STALE_SLOT = (
    "Somebody changed this agenda while you wrote. It stands here as it is now, and what you typed "
    "is still in the form: save it again to put it in place."
)
GONE = (
    "Somebody took this slot off while you wrote. What you typed is in the form below: add it to "
    "put it on again."
)


@require_safe
def slot_list(request: MemberRequest, ref: str) -> HttpResponse:
    return _page(request, run_or_404(request, ref))


@require_http_methods(["GET", "HEAD", "POST"])
def slot(request: MemberRequest, ref: str, slot_id: int) -> HttpResponse:
    """The agenda with one of its slots in a form."""
    meeting = run_or_404(request, ref)
    items = agenda_of(request.user, meeting).items
    item = next((item for item in items if item.pk == slot_id), None)
    if item is None:
        return _gone(request, meeting)
    form = SlotForm(request.POST or None, member=request.user, item=item, edition=meeting.edition)
    if request.method != "POST":
        return _page(request, meeting, changing=slot_id, form=form)
    if not form.is_valid():
        return _page(request, meeting, changing=slot_id, form=form, status=422)
    try:
        slots.save_slot(
            meeting_id=meeting.pk,
            slot_id=slot_id,
            facts=form.facts(),
            edition=form.cleaned_data["edition"],
            actor=request.user,
        )
    except StaleMeeting as stale:
        form.on_top_of(stale.newest.edition)
        return _page(request, meeting, changing=slot_id, form=form, sentence=STALE_SLOT, status=409)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, meeting, changing=slot_id, form=form, status=422)
    return _back(ref, slot_id)


def _gone(request: MemberRequest, meeting: Meeting) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    new = NewSlotForm(member=request.user, initial=request.POST.dict())
    return _page(request, meeting, new=new, sentence=GONE, status=409)


@require_POST
def slot_add(request: MemberRequest, ref: str) -> HttpResponse:
    """Adds a slot that is no issue."""
    meeting = run_or_404(request, ref)
    form = NewSlotForm(request.POST, member=request.user)
    if form.is_valid():
        try:
            added = slots.add_slot(meeting_id=meeting.pk, facts=form.facts(), actor=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(ref, added.pk)
    return _page(request, meeting, new=form, status=422)


@require_POST
def slot_add_issue(request: MemberRequest, ref: str, issue_ref: str) -> HttpResponse:
    def act(meeting: Meeting) -> None:
        slots.add_issue(meeting_id=meeting.pk, ref=issue_ref, actor=request.user)

    return _acted(request, ref, act, anchor="missing")


@require_POST
def slot_remove(request: MemberRequest, ref: str, slot_id: int) -> HttpResponse:
    def act(meeting: Meeting) -> None:
        slots.remove_slot(meeting_id=meeting.pk, slot_id=slot_id, actor=request.user)

    return _acted(request, ref, act)


@require_POST
def slot_move(request: MemberRequest, ref: str, slot_id: int, direction: str) -> HttpResponse:
    if direction not in PLACES:
        raise Http404

    def act(meeting: Meeting) -> None:
        slots.move_slot(
            meeting_id=meeting.pk,
            slot_id=slot_id,
            places=PLACES[direction],
            actor=request.user,
        )

    return _acted(request, ref, act, anchor=f"slot-{slot_id}")


@require_POST
def agenda_build(request: MemberRequest, ref: str) -> HttpResponse:
    """ "Build agenda": all matching open issues, or those that are missing."""

    def act(meeting: Meeting) -> None:
        added = slots.build_agenda(meeting_id=meeting.pk, actor=request.user)
        words = f"{added} issue{pluralize(added)} added." if added else "Nothing was missing."
        messages.success(request, words)

    return _acted(request, ref, act)


@require_POST
def agenda_order(request: MemberRequest, ref: str) -> HttpResponse:
    """The whole order at once, as it was dragged."""
    meeting = run_or_404(request, ref)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, sentence=STALE_ORDER, status=422)
    try:
        slots.order_slots(
            meeting_id=meeting.pk,
            slot_ids=form.cleaned_data["order"],
            edition=form.cleaned_data["edition"],
            actor=request.user,
        )
    except StaleMeeting as stale:
        return _page(request, stale.newest, sentence=STALE_ORDER, status=409)
    except Refusal as refusal:
        return _page(request, meeting, sentence=str(refusal), status=409)
    return redirect("slots", ref)


def _acted(
    request: MemberRequest, ref: str, act: Callable[[Meeting], None], *, anchor: str = "slots"
) -> HttpResponse:
    """Does one thing with a meeting; a refusal comes back as a sentence on the agenda's page."""
    try:
        act(run_or_404(request, ref))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    answer = redirect("slots", ref)
    answer["Location"] += f"#{anchor}"
    return answer


def _back(ref: str, slot_id: int) -> HttpResponse:
    answer = redirect("slots", ref)
    answer["Location"] += f"#slot-{slot_id}"
    return answer


def _page(
    request: MemberRequest,
    meeting: Meeting,
    *,
    changing: int | None = None,
    form: SlotForm | None = None,
    new: NewSlotForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    """The agenda as it stands now, with the forms that were sent."""
    now = seen_or_404(request, meeting.ref)
    context: dict[str, Any] = {
        "meeting": now,
        "time": time_of(now),
        "agenda": agenda_of(request.user, now),
        "missing": missing_issues(request.user, now),
        "may_change": now.state in OPEN_MEETINGS,
        "changing": changing,
        "form": form,
        "new": new or NewSlotForm(member=request.user),
        "sentence": sentence,
    }
    return render(request, "meetings/agenda.html", context, status=status)
