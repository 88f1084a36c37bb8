"""What is on a meeting's agenda, and in which order.

Every change counts up the meeting's `edition`; an order or a slot that was written on an older one
is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Member
from portal.operations.screening import check_screened
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from roundtable.models import AgendaSlot, Issue, Meeting
from roundtable.operations.meetings import StaleMeeting, locked_for_change
from roundtable.queries.issues import issues_visible_to
from roundtable.queries.slots import issues_to_build_from
from roundtable.vocabulary.issues import OPEN_STATES
from roundtable.vocabulary.meetings import Purpose

DEFAULT_MINUTES = 10


@dataclass(frozen=True, kw_only=True)
class SlotFacts:
    """What is written down of a slot. An issue's own title stands for `title`; no presenter
    (None) leaves the one that is there."""

    title: str = ""
    purpose: str = Purpose.DISCUSS
    minutes: int = DEFAULT_MINUTES
    presenter: str | None = ""


@transaction.atomic
def build_agenda(*, meeting_id: int, actor: Member) -> int:
    """Adds every matching open issue that is open to the whole working group and not on the
    agenda yet, in tree order, after what is there; returns how many."""
    meeting = locked_for_change(meeting_id, actor)
    missing = list(issues_to_build_from(actor, meeting))
    if missing:
        first = _next_position(meeting)
        AgendaSlot.objects.bulk_create(
            _slot_for(issue, meeting, first + place) for place, issue in enumerate(missing)
        )
        _changed(meeting, actor, after={"added": [issue.ref for issue in missing]})
    return len(missing)


@transaction.atomic
def add_issue(*, meeting_id: int, ref: str, actor: Member) -> AgendaSlot:
    """Places an open issue that the actor may see; a closed one shows to others as closed."""
    meeting = locked_for_change(meeting_id, actor)
    issue = issues_visible_to(actor).filter(ref=ref, state__in=OPEN_STATES).first()
    if issue is None:
        raise Refusal("That issue is not open any more. Choose another one.")
    if meeting.slots.filter(issue=issue).exists():
        raise Refusal(f"{issue.ref} is on the agenda already.")
    slot = _slot_for(issue, meeting, _next_position(meeting))
    slot.save()
    _changed(meeting, actor, after={"added": [issue.ref]})
    return slot


@transaction.atomic
def add_slot(*, meeting_id: int, facts: SlotFacts, actor: Member) -> AgendaSlot:
    """Adds a slot that is no issue: an opening, a meal, press."""
    meeting = locked_for_change(meeting_id, actor)
    _check(facts)
    slot = AgendaSlot(meeting=meeting, position=_next_position(meeting))
    _write(slot, facts)
    slot.save()
    _changed(meeting, actor, after={"added": [_recorded(slot)]})
    return slot


@transaction.atomic
def save_slot(
    *, meeting_id: int, slot_id: int, facts: SlotFacts, edition: int, actor: Member
) -> AgendaSlot:
    """Writes a slot; raises StaleMeeting when the agenda was changed since `edition`."""
    meeting = locked_for_change(meeting_id, actor)
    slot = _slot(meeting, slot_id)
    _check_fresh(meeting, edition)
    _check(facts)
    before = _recorded(slot)
    _write(slot, facts)
    if _recorded(slot) != before:
        slot.save()
        _changed(meeting, actor, before=before, after=_recorded(slot))
    return slot


@transaction.atomic
def remove_slot(*, meeting_id: int, slot_id: int, actor: Member) -> None:
    """Takes a slot off; nothing happens when it is off already. Its issue stays as it is."""
    meeting = locked_for_change(meeting_id, actor)
    slot = meeting.slots.select_related("issue").filter(pk=slot_id).first()
    if slot is None:
        return
    before = _recorded(slot)
    slot.delete()
    _changed(meeting, actor, before={"removed": before})


@transaction.atomic
def move_slot(*, meeting_id: int, slot_id: int, places: int, actor: Member) -> None:
    """Moves a slot down by so many places (up, if negative); at an end it stays there."""
    meeting = locked_for_change(meeting_id, actor)
    slot = _slot(meeting, slot_id)
    order = _order(meeting)
    before = order.index(slot.pk)
    order.insert(max(0, before + places), order.pop(before))
    _write_order(meeting, order, actor)


@transaction.atomic
def order_slots(*, meeting_id: int, slot_ids: Sequence[int], edition: int, actor: Member) -> None:
    """Puts all slots in this order; raises StaleMeeting when the agenda was changed since."""
    meeting = locked_for_change(meeting_id, actor)
    _check_fresh(meeting, edition)
    if sorted(slot_ids) != sorted(_order(meeting)):
        raise StaleMeeting(meeting)
    _write_order(meeting, slot_ids, actor)


def _write_order(meeting: Meeting, order: Sequence[int], actor: Member) -> None:
    before = _order(meeting)
    if list(order) == before:
        return
    slots = meeting.slots.in_bulk(order)
    for position, pk in enumerate(order):
        slots[pk].position = position
    AgendaSlot.objects.bulk_update(slots.values(), ["position"])
    _changed(meeting, actor, before={"order": before}, after={"order": list(order)})


def _order(meeting: Meeting) -> list[int]:
    return list(meeting.slots.values_list("pk", flat=True))


def _slot(meeting: Meeting, slot_id: int) -> AgendaSlot:
    slot = meeting.slots.select_related("issue").filter(pk=slot_id).first()
    if slot is None:
        raise Refusal("This slot was taken off the agenda meanwhile.")
    return slot


def _next_position(meeting: Meeting) -> int:
    last = meeting.slots.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _slot_for(issue: Issue, meeting: Meeting, position: int) -> AgendaSlot:
    owner = issue.owner.member.name if issue.owner else ""
    return AgendaSlot(
        meeting=meeting,
        issue=issue,
        position=position,
        minutes=issue.minutes or DEFAULT_MINUTES,
        presenter=issue.presenter or owner,
    )


def _check(facts: SlotFacts) -> None:
    check_screened(texts={"title": facts.title, "presenter": facts.presenter or ""})


def _check_fresh(meeting: Meeting, edition: int) -> None:
    if meeting.edition != edition:
        raise StaleMeeting(meeting)


def _write(slot: AgendaSlot, facts: SlotFacts) -> None:
    slot.title = facts.title if slot.issue_id is None else ""
    slot.purpose = facts.purpose
    slot.minutes = facts.minutes
    if facts.presenter is not None:
        slot.presenter = facts.presenter


def _recorded(slot: AgendaSlot) -> dict[str, Any]:
    """A slot as the audit keeps it: of an issue its reference only."""
    return {
        "slot": slot.issue.ref if slot.issue else slot.title,
        "purpose": str(slot.purpose),
        "minutes": slot.minutes,
        "presenter": slot.presenter,
    }


def _changed(
    meeting: Meeting,
    actor: Member,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(edition=F("edition") + 1, changed_at=Now())
    meeting.refresh_from_db(fields=["edition", "changed_at"])
    record(Verb.AGENDA_BUILT, actor=actor, subject=meeting, before=before, after=after)
