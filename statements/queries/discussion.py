"""Discussions of statements: for those who work on the statement, also once it is published."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.models import Member
from portal.registry import Discussed
from portal.vocabulary.audiences import Audience
from portal.vocabulary.threads import SubjectKind
from statements.models import Statement, StatementThread
from statements.queries.readers import members_who_work_on
from statements.queries.recipients import drafters, issuing_staff
from statements.queries.statements import statements_worked_on_by

LOOKUP = "statement_holding__statement"


def thread_ids(member: Member) -> QuerySet[Any]:
    """Threads of the statements that the member works on."""
    worked_on = statements_worked_on_by(member).order_by().values("pk")
    return StatementThread.objects.filter(statement__in=worked_on).values("thread")


def find(member: Member, statement_id: int) -> Discussed | None:
    statement = statements_worked_on_by(member).filter(pk=statement_id).first()
    return discussed(statement) if statement else None


def of_threads(threads: Sequence[int]) -> Mapping[int, Discussed]:
    holdings = StatementThread.objects.filter(thread__in=threads).select_related("statement")
    return {holding.thread_id: discussed(holding.statement) for holding in holdings}


def may_see(members: QuerySet[Member], statement_id: int) -> QuerySet[Member]:
    """Those of the members who work on a statement."""
    working = members_who_work_on(Statement.objects.get(pk=statement_id))
    return members.filter(pk__in=working.values("pk"))


def concerned(statement_id: int) -> Sequence[Member]:
    """Who drafted it, and the issuers' staff once it was sent to them."""
    statement = Statement.objects.get(pk=statement_id)
    staff = issuing_staff(statement) if statement.handed_over_at else []
    people = [*drafters(statement), *(seat.member for seat in staff)]
    return list({person.pk: person for person in people}.values())


def may_steer(member: Member, statement_id: int) -> bool:
    return member.has_perm("statements.draft", Statement.objects.get(pk=statement_id))


def discussed(statement: Statement) -> Discussed:
    return Discussed(
        kind=SubjectKind.STATEMENT,
        pk=statement.pk,
        ref=statement.ref,
        title=statement.title,
        url=reverse("statement_work", args=[statement.ref]),
        audience=Audience.WORKING_GROUP,
        seen_by="who work on the statement",
    )
