"""Putting threads on a statement."""

from portal.models import Thread
from portal.registry import ThreadHolder
from portal.vocabulary.threads import SubjectKind
from statements.models import Statement, StatementThread
from statements.queries import discussion


def admit(thread_kind: str, audience: str, statement_id: int) -> None:
    """Holds the statement's row; every audience lies within the working group's."""
    Statement.objects.select_for_update().get(pk=statement_id)


def hold(thread: Thread, statement_id: int) -> None:
    StatementThread.objects.create(thread=thread, statement_id=statement_id)


STATEMENTS = ThreadHolder(
    kind=SubjectKind.STATEMENT,
    lookup=discussion.LOOKUP,
    thread_ids=discussion.thread_ids,
    find=discussion.find,
    of_threads=discussion.of_threads,
    may_see=discussion.may_see,
    concerned=discussion.concerned,
    may_steer=discussion.may_steer,
    admit=admit,
    hold=hold,
    is_quoted_in_mail=False,
)
