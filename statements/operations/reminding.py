"""Reminding those who have not answered."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Announcement, Member
from portal.notify import announce
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import Statement
from statements.queries.recipients import silent_organizations
from statements.queries.signing import Window, sign_on_now

HOURS_BETWEEN = 12


@transaction.atomic
def remind_silent(*, statement_id: int, actor: Member) -> int:
    """Asks the silent once more, and nobody else; returns how many organizations are silent."""
    statement = Statement.objects.select_for_update().get(pk=statement_id)
    if not actor.has_perm("statements.edit", statement):
        raise Refusal("Only the staff of the issuing associations remind.")
    if sign_on_now(statement).window != Window.OPEN:
        raise Refusal("Nobody can answer now, so nobody is reminded. Move the deadline first.")
    if _was_reminded(statement):
        raise Refusal(
            f"A reminder went out less than {HOURS_BETWEEN} hours ago. Give people time to answer."
        )
    silent = len(silent_organizations(statement))
    if not silent:
        raise Refusal("Everybody has answered. There is nobody to remind.")
    entry = record(Verb.REMINDER_SENT, actor=actor, subject=statement, after={"silent": silent})
    announce("reminder", subject_id=statement.pk, key=f"reminder:{statement.pk}:{entry.pk}")
    return silent


def _was_reminded(statement: Statement) -> bool:
    recent = Now() - timedelta(hours=HOURS_BETWEEN)
    return Announcement.objects.filter(
        kind="reminder", subject_id=statement.pk, created_at__gt=recent
    ).exists()
