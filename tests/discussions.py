"""Issues with threads, and what their readers are told."""

from itertools import count

from portal.jobs import claim
from portal.models import Announcement, Comment, Member, Notification, Thread
from portal.operations.comments import add_comment
from portal.operations.notifications import send_announcement
from portal.operations.threads import open_thread
from portal.queries.drafts import kept_drafts
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import SubjectKind, ThreadKind
from roundtable.models import Issue, Proposal

NUMBERS = count(1)


def an_issue(**values: object) -> Issue:
    """An issue of a proposal of its own, for the working group unless the values say otherwise."""
    number = next(NUMBERS)
    proposal = Proposal.objects.create(
        ref=f"P-{number}", title="Call for a roundtable", file_name="a.txt", source_text="A"
    )
    facts = {"ref": f"R-{number}", "proposal": proposal, "position": 1, "title": "Court orders"}
    return Issue.objects.create(**{**facts, **values})


def a_thread(issue: Issue, opener: Member, **values: object) -> Thread:
    facts = {
        "kind": ThreadKind.QUESTION,
        "title": "Who keeps the list",
        "text": "Who keeps the list of orders?",
        "audience": Audience.WORKING_GROUP,
    }
    return open_thread(
        holder_kind=SubjectKind.ISSUE, subject_id=issue.pk, actor=opener, **{**facts, **values}
    )


def say(thread: Thread, author: Member, text: str = "We do.", **values: object) -> Comment:
    return add_comment(thread_id=thread.pk, text=text, actor=author, **values)


def drafts_of(member: Member, places: list[str]) -> dict[str, str]:
    """What the member has not sent yet, by place."""
    return {place: draft.text for place, draft in kept_drafts(member, places).items()}


def first_comment(thread: Thread) -> Comment:
    return thread.comments.earliest("pk")


def run(announcement: Announcement) -> list[Notification]:
    """Runs one announcement's job; what it told, in order."""
    send_announcement(claim(announcement.job_id))
    return list(announcement.notifications.select_related("mail", "recipient").order_by("pk"))


def told_of(comment: Comment) -> list[tuple[str, str, bool]]:
    """Who was told of a comment in which words, and whether by mail, by name."""
    about = Announcement.objects.filter(detail__comment=comment.pk).order_by("pk")
    rows = [row for announcement in about for row in run(announcement)]
    return sorted((row.recipient.name, row.title, row.mail is not None) for row in rows)
