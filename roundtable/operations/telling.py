"""Whom an event of an issue is told to, computed when it is sent.

Titles name only the reference. The mail about an issue that is closed to a part of the working
group has a link and no content.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse

from portal.models import Announcement, Member, Organization, Seat
from portal.queries.following import followers
from portal.queries.organizations import HEADS
from portal.registry import AnnouncementKind, Message
from portal.vocabulary.audiences import CLOSED
from portal.vocabulary.following import Event
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from roundtable.queries.discussion import may_see
from roundtable.queries.issues import issues_visible_to

LINK_ONLY = "Something about this issue needs you. It is closed to others, so read it there:"


def issue_titles(member: Member, issue_ids: Sequence[int]) -> Mapping[int, str]:
    """Names of those of the issues that the member may see now."""
    seen = issues_visible_to(member).filter(pk__in=issue_ids)
    return {pk: f"{ref} {title}" for pk, ref, title in seen.values_list("pk", "ref", "title")}


def nameable_issues(issue_ids: Sequence[int]) -> set[int]:
    """Issues that are open to the whole working group: a mail may name them."""
    found = Issue.objects.filter(pk__in=issue_ids).exclude(audience__in=CLOSED)
    return set(found.values_list("pk", flat=True))


def tell_assigned(announcement: Announcement) -> list[Message]:
    """Those who were put on it and still are, but for who did it."""
    issue = _issue(announcement)
    roles = {
        seat_id: words
        for words, seats in (
            ("You help with this issue now.", set(issue.helpers.values_list("pk", flat=True))),
            ("You lead this issue for the staff now.", {issue.staff_lead_id}),
            ("You own this issue now: you answer for where it stands.", {issue.owner_id}),
        )
        for seat_id in seats
    }
    seats = Seat.objects.current().filter(pk__in=announcement.detail["seats"])
    named = {
        seat.member: seat
        for seat in seats.select_related("member", "organization")
        if seat.pk in roles and seat.member_id != announcement.detail["by"]
    }
    told = followers(SubjectKind.ISSUE, issue.pk, Event.CONCERN, among=list(named))
    return [
        _to_seat(issue, named[member], title="was given to you", text=roles[named[member].pk])
        for member in told
    ]


def tell_update_asked(announcement: Announcement) -> list[Message]:
    """The owner, while the question is open."""
    issue = _issue(announcement)
    if issue.owner is None or issue.update_asked_by is None:
        return []
    asker = issue.update_asked_by.name
    text = f"{asker} asks how this issue stands. A sentence or two are enough."
    told = followers(SubjectKind.ISSUE, issue.pk, Event.CONCERN, among=[issue.owner.member])
    return [_to_seat(issue, issue.owner, title="needs an update", text=text) for _ in told]


def tell_stepped(announcement: Announcement) -> list[Message]:
    """Who follows it; it is no mail of its own."""
    issue = _issue(announcement)
    text = f"It is now: {issue.get_state_display().lower()}."
    return _to_followers(issue, announcement, event=Event.DECISION, title="moved on", text=text)


def tell_updated(announcement: Announcement) -> list[Message]:
    """Who wants to hear of everything; it is no mail of its own."""
    issue = _issue(announcement)
    text = "An update was posted."
    return _to_followers(issue, announcement, event=Event.COMMENT, title="was updated", text=text)


TELLING: dict[str, Callable[[Announcement], list[Message]]] = {
    "issue_assigned": tell_assigned,
    "issue_update_asked": tell_update_asked,
    "issue_stepped": tell_stepped,
    "issue_updated": tell_updated,
}
KINDS = [
    AnnouncementKind(
        name=name, tell=tell, subjects=issue_titles, may_see=may_see, nameable=nameable_issues
    )
    for name, tell in TELLING.items()
]


def _issue(announcement: Announcement) -> Issue:
    issues = Issue.objects.select_related("owner__member", "owner__organization", "update_asked_by")
    return issues.get(pk=announcement.subject_id)


def _to_seat(issue: Issue, seat: Seat, *, title: str, text: str) -> Message:
    """To somebody who answers for it; a principal's staff get a copy, if they may see it."""
    head = seat.organization if seat.capacity in HEADS else None
    why = "you answer for this issue"
    return _message(issue, to=seat.member, title=title, text=text, why=why, principal_of=head)


def _to_followers(
    issue: Issue, announcement: Announcement, *, event: Event, title: str, text: str
) -> list[Message]:
    """Rows without a mail of their own: the digest takes them up."""
    messages = [
        _message(issue, to=member, title=title, text=text, why="you follow this issue")
        for member in followers(SubjectKind.ISSUE, issue.pk, event)
        if member.pk != announcement.detail["by"]
    ]
    return [replace(message, is_mailed=False) for message in messages]


def _message(
    issue: Issue,
    *,
    to: Member,
    title: str,
    text: str,
    why: str,
    principal_of: Organization | None = None,
) -> Message:
    content = LINK_ONLY if issue.is_closed_to_some else f"{issue.ref} {issue.title}\n\n{text}"
    return Message(
        recipient=to,
        title=f"{issue.ref} {title}",
        text=content,
        url=reverse("issue", args=[issue.ref]),
        why=why,
        principal_of=principal_of,
    )
