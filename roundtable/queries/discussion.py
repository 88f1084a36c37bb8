"""Discussions of issues: which threads, about what, and whom they concern."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.models import Attachment, Member, Seat
from portal.registry import Discussed
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue, IssueThread
from roundtable.queries.issues import issues_seen_by
from roundtable.queries.readers import members_who_see

LOOKUP = "issue_holding__issue"


def thread_ids(member: Member) -> QuerySet[Any]:
    """Threads of the issues that the member may see."""
    seen = issues_seen_by(member).order_by().values("pk")
    return IssueThread.objects.filter(issue__in=seen).values("thread")


def find(member: Member, issue_id: int) -> Discussed | None:
    issue = issues_seen_by(member).filter(pk=issue_id).first()
    return discussed(issue) if issue else None


def of_threads(threads: Sequence[int]) -> Mapping[int, Discussed]:
    holdings = IssueThread.objects.filter(thread__in=threads).select_related("issue")
    return {holding.thread_id: discussed(holding.issue) for holding in holdings}


def may_see(members: QuerySet[Member], issue_id: int) -> QuerySet[Member]:
    """Those of the members who may see an issue."""
    seeing = members_who_see(Issue.objects.get(pk=issue_id))
    return members.filter(pk__in=seeing.values("pk"))


def concerned(issue_id: int) -> Sequence[Member]:
    """Its owner, helpers and staff lead."""
    issue = Issue.objects.get(pk=issue_id)
    seats = {issue.owner_id, issue.staff_lead_id, *issue.helpers.values_list("pk", flat=True)}
    holding = Seat.objects.current().filter(pk__in=[seat for seat in seats if seat is not None])
    return list(Member.objects.filter(pk__in=holding.values("member")))


def may_steer(member: Member, issue_id: int) -> bool:
    issue = issues_seen_by(member).filter(pk=issue_id).first()
    return issue is not None and member.has_perm("roundtable.steer", issue)


def holds_attachment(member: Member, attachment: Attachment) -> bool:
    """Whether the file hangs on an issue that the member may see."""
    return issues_seen_by(member).filter(attachments=attachment).exists()


def discussed(issue: Issue) -> Discussed:
    return Discussed(
        kind=SubjectKind.ISSUE,
        pk=issue.pk,
        ref=issue.ref,
        title=issue.title,
        url=reverse("issue", args=[issue.ref]),
        audience=issue.audience,
    )
