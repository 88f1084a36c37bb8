"""Takes the sample proposal through its life, by the operations that people use."""

from datetime import timedelta

from django.db.models.functions import Now

from portal.intake import check_text
from portal.models import Comment, Member, Organization, Seat
from portal.operations.comments import add_comment
from portal.operations.threads import open_thread, resolve_thread
from portal.vocabulary.demo import CHIEFS
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue, Proposal
from roundtable.operations.audiences import change_audience
from roundtable.operations.demo_meetings import load_meetings
from roundtable.operations.importing import Origin, import_agenda
from roundtable.operations.issues import IssueText, save_issue
from roundtable.operations.lifecycle import step_issue
from roundtable.operations.responsibility import assign, set_waiting
from roundtable.operations.updates import ask_for_update, post_update
from roundtable.queries.audiences import disclosure
from roundtable.vocabulary import demo_life as samples
from roundtable.vocabulary.demo import OUTLINE
from roundtable.vocabulary.issues import Priority


def load_sample_proposal() -> None:
    """Adds the proposal with ten issues in different states, their threads and two meetings."""
    origin = Origin(
        file_name="roundtable-proposal.txt",
        issuer=Organization.objects.get(name=CHIEFS.name),
        counterpart=Organization.objects.get(short_name="DHS"),
        actor=_member(samples.INES),
        is_sample=True,
    )
    proposal = import_agenda(text=check_text(OUTLINE), origin=origin)
    for life in samples.LIVES:
        _live(_issue(proposal, life.title), life)
    _load_audiences(proposal)
    for talk in samples.TALKS:
        _talk(_issue(proposal, talk.about), talk)
    ask_for_update(issue_id=_issue(proposal, "Plan for housing").pk, actor=_member(samples.RUTH))
    load_meetings(proposal)


def _live(issue: Issue, life: samples.Life) -> None:
    lead = _member(life.lead)
    assign(
        issue_id=issue.pk,
        owner=_seat(life.owner),
        helpers=[_seat(helper) for helper in life.helpers],
        staff_lead=_seat(life.lead),
        actor=lead,
    )
    issue.refresh_from_db()
    text = IssueText(
        title=issue.title,
        priority=Priority.HIGH if life.is_urgent else Priority.NORMAL,
        counterpart=Organization.objects.get(short_name=life.counterpart),
        minutes=issue.minutes,
        presenter=issue.presenter,
        background=life.background,
        talking_points=life.talking_points,
    )
    save_issue(issue_id=issue.pk, edition=issue.edition, text=text, actor=lead)
    for name, note in life.steps:
        step_issue(issue_id=issue.pk, step=name, note=note, actor=lead)
    if life.waiting is not None:
        seat = _seat(life.waiting_for) if life.waiting_for else None
        set_waiting(issue_id=issue.pk, kind=life.waiting, seat=seat, actor=lead)
    if life.update:
        post_update(issue_id=issue.pk, text=life.update, actor=_member(life.owner))
    Issue.objects.filter(pk=issue.pk).update(
        waiting_since=Now() - timedelta(days=life.days),
        state_since=Now() - timedelta(days=life.days),
    )


def _load_audiences(proposal: Proposal) -> None:
    for title in samples.PUBLIC:
        issue = _issue(proposal, title)
        change_audience(
            issue_id=issue.pk,
            audience="public",
            shown=disclosure(issue).code,
            actor=_member(samples.MARCUS),
        )
    title, audience, closed_title = samples.CLOSED
    change_audience(
        issue_id=_issue(proposal, title).pk,
        audience=audience,
        closed_title=closed_title,
        actor=_member(samples.MARCUS),
    )


def _talk(issue: Issue, talk: samples.Talk) -> None:
    (opener, text), *rest = talk.said
    thread = open_thread(
        kind=talk.kind,
        title=talk.title,
        text=text,
        audience=issue.audience if issue.is_closed_to_some else "working_group",
        holder_kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        actor=_member(opener),
    )
    above = Comment.objects.get(thread=thread)
    for who, words in rest:
        is_reply = words.startswith(samples.REPLY)
        made = add_comment(
            thread_id=thread.pk,
            text=words.removeprefix(samples.REPLY),
            parent_id=above.pk if is_reply else None,
            actor=_member(who),
        )
        above = above if is_reply else made
    if talk.resolution:
        resolve_thread(thread_id=thread.pk, sentence=talk.resolution, actor=_member(opener))


def _issue(proposal: Proposal, title: str) -> Issue:
    return Issue.objects.get(proposal=proposal, title__startswith=title)


def _member(email: str) -> Member:
    """Read anew each time: what a member may is remembered for one request only."""
    return Member.objects.get(email=email)


def _seat(email: str) -> Seat:
    return Seat.objects.select_related("member", "organization").get(member__email=email)
