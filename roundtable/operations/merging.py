"""Merging an issue into another one that goes on for both."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.template.defaultfilters import pluralize

from portal.audit import record
from portal.models import Member, Seat
from portal.notify import announce
from portal.operations.following import copy_followers
from portal.operations.screening import check_screened
from portal.queries.threads import open_question_count
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind
from roundtable.models import AgendaSlot, Issue, Meeting
from roundtable.operations.issues import TOPIC, carried
from roundtable.operations.references import wait_for_turn
from roundtable.operations.responsibility import WAITING, wait_on
from roundtable.operations.shape_news import MERGED
from roundtable.queries.shaping import is_open_to_all_of
from roundtable.rules import seat_may_see
from roundtable.vocabulary.issues import FINAL_STATES, LONGEST_NOTE, IssueState, WaitingOn
from roundtable.vocabulary.meetings import OPEN_MEETINGS


@transaction.atomic
def merge_issue(*, issue_id: int, into_id: int, sentence: str, actor: Member) -> Issue:
    """Ends an issue in another one, which takes over who follows and who helps; returns that one.

    Threads stay where they were written, to be reached from both. Places on agendas of meetings
    that are still to come go to the other one.
    """
    wait_for_turn()
    issue = carried(issue_id=issue_id, permission="roundtable.shape", actor=actor)
    target = _target(issue, into_id, actor)
    _check_possible(issue, target, sentence.strip())
    _hand_over_people(issue, target)
    copy_followers(kind=SubjectKind.ISSUE, from_id=issue.pk, to_id=target.pk)
    _hand_over_slots(issue, target, actor)
    before = {"state": str(issue.state)}
    issue.merged_into = target
    issue.state, issue.state_since = IssueState.WITHDRAWN, Now()
    issue.state_reason = f"Merged into {target.ref}"
    wait_on(issue, kind=WaitingOn.NOBODY)
    issue.save(update_fields=["merged_into", "state", "state_since", "state_reason", *WAITING])
    _tell(issue, target, before=before, sentence=sentence.strip(), actor=actor)
    return target


def _target(issue: Issue, into_id: int, actor: Member) -> Issue:
    if into_id == issue.pk:
        raise Refusal("An issue cannot be merged into itself. Choose another one.")
    target = Issue.objects.select_for_update().get(pk=into_id)
    if not actor.has_perm("roundtable.shape", target):
        raise PermissionDenied
    if target.merged_into is not None:
        raise Refusal(f"{target.ref} was merged into {target.merged_into.ref}. Choose that one.")
    if target.is_heading:
        raise Refusal(TOPIC)
    if target.state in FINAL_STATES:
        raise Refusal(f"{target.ref} has ended. Open it again first.")
    return target


def _check_possible(issue: Issue, target: Issue, sentence: str) -> None:
    if issue.state in FINAL_STATES:
        raise Refusal(f"{issue.ref} has ended: there is nothing to go on with elsewhere.")
    if not sentence:
        raise Refusal("Say in a sentence why the two belong together.")
    if len(sentence) > LONGEST_NOTE:
        raise Refusal(f"Say it in at most {LONGEST_NOTE} characters.")
    check_screened(texts={"sentence": sentence})
    if not is_open_to_all_of(issue, target):
        raise Refusal(
            f"{target.ref} is for {str(target.get_audience_display()).lower()} and {issue.ref} for "
            f"{str(issue.get_audience_display()).lower()}: some who see {target.ref} could not "
            "follow the note back. Let both be seen by the same people first."
        )
    below = list(issue.children.filter(merged_into__isnull=True).values_list("ref", flat=True))
    if below:
        raise Refusal(f"Move what stands under {issue.ref} elsewhere first: {', '.join(below)}.")
    if count := open_question_count(SubjectKind.ISSUE, issue.pk):
        raise Refusal(
            f"{count} question{pluralize(count)} on {issue.ref} {pluralize(count, 'is,are')} still "
            f"open. Resolve {pluralize(count, 'it,them')} with a sentence, then merge."
        )


def _hand_over_people(issue: Issue, target: Issue) -> None:
    """Owner and helpers help there, if they may see it and do not own it already."""
    seats = {issue.owner_id, *issue.helpers.values_list("pk", flat=True)} - {target.owner_id, None}
    held = Seat.objects.select_related("member").filter(pk__in=[pk for pk in seats if pk])
    target.helpers.add(*(seat for seat in held if seat_may_see(seat, target)))


def _hand_over_slots(issue: Issue, target: Issue, actor: Member) -> None:
    """A meeting that has both on its agenda keeps the other one's slot."""
    slots = AgendaSlot.objects.filter(issue=issue, meeting__state__in=OPEN_MEETINGS)
    meetings = list(_held(slots))
    both = AgendaSlot.objects.filter(issue=target, meeting__in=meetings).values("meeting")
    slots.filter(meeting__in=list(both.values_list("meeting", flat=True))).delete()
    slots.update(issue=target)
    for meeting in meetings:
        record(
            Verb.AGENDA_BUILT,
            actor=actor,
            subject=meeting,
            before={"slot": issue.ref},
            after={"slot": target.ref},
        )
    touched = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings])
    touched.update(edition=F("edition") + 1, changed_at=Now())


def _held(slots: QuerySet[AgendaSlot]) -> QuerySet[Meeting]:
    """The meetings of the slots, locked: whoever changes their agenda waits."""
    ids = list(slots.values_list("meeting", flat=True))
    return Meeting.objects.select_for_update().filter(pk__in=ids).order_by("pk")


def _tell(
    issue: Issue, target: Issue, *, before: dict[str, str], sentence: str, actor: Member
) -> None:
    event = record(
        Verb.ISSUE_MERGED,
        actor=actor,
        subject=issue,
        before=before,
        after={"state": str(issue.state), "into": target.ref},
        reason=sentence,
    )
    record(
        Verb.ISSUE_MERGED, actor=actor, subject=target, after={"from": issue.ref}, reason=sentence
    )
    announce(
        MERGED,
        subject_id=target.pk,
        key=f"issue-merged:{event.pk}",
        detail={"by": actor.pk, "from": issue.ref},
    )
