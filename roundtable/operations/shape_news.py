"""Telling those who follow an issue that it was merged or split: references, and no titles."""

from django.urls import reverse

from portal.models import Announcement
from portal.queries.following import followers
from portal.registry import AnnouncementKind, Message
from portal.vocabulary.following import Event
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from roundtable.operations.telling import issue_titles
from roundtable.queries.discussion import may_see

MERGED, SPLIT = "issue_merged", "issue_split"


def tell_merged(announcement: Announcement) -> list[Message]:
    """Who follows the one that goes on; that includes those who followed the other."""
    issue = Issue.objects.get(pk=announcement.subject_id)
    title = f"{announcement.detail['from']} was merged into {issue.ref}"
    return _to_followers(issue, announcement, title=title, text=f"It goes on in {issue.ref}.")


def tell_split(announcement: Announcement) -> list[Message]:
    issue = Issue.objects.get(pk=announcement.subject_id)
    parts = ", ".join(announcement.detail["into"])
    text = "You follow the new ones as you follow this one."
    return _to_followers(issue, announcement, title=f"{issue.ref} was split: {parts}", text=text)


KINDS = [
    AnnouncementKind(name=MERGED, tell=tell_merged, subjects=issue_titles, may_see=may_see),
    AnnouncementKind(name=SPLIT, tell=tell_split, subjects=issue_titles, may_see=may_see),
]


def _to_followers(
    issue: Issue, announcement: Announcement, *, title: str, text: str
) -> list[Message]:
    """Rows without a mail of their own: the digest takes them up."""
    return [
        Message(
            recipient=member,
            title=title,
            text=text,
            url=reverse("issue", args=[issue.ref]),
            why="you follow this issue",
            is_mailed=False,
        )
        for member in followers(SubjectKind.ISSUE, issue.pk, Event.DECISION)
        if member.pk != announcement.detail["by"]
    ]
