"""Saving a draft in tests."""

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from portal.models import Member
from statements.models import Revision, SignOn, Statement
from statements.operations.drafting import save_revision
from statements.operations.revisions import DraftBlock

HANDED_OVER = "2026-01-01T00:00Z"


def newest(statement: Statement) -> Revision:
    return statement.revisions.latest("number")


def as_drafts(revision: Revision) -> list[DraftBlock]:
    return [
        DraftBlock(key=block.key, kind=block.kind, html=block.html)
        for block in revision.blocks.all()
    ]


def save(
    statement: Statement,
    actor: Member,
    *,
    change: str = "Changed.",
    base: Revision | None = None,
    **options: Any,
) -> Revision:
    """Saves the newest text with one more paragraph."""
    added = [DraftBlock(kind="paragraph", html=change)] if change else []
    revision = base or newest(statement)
    options = {"blocks": [*as_drafts(revision), *added], "reason": ""} | options
    return save_revision(
        statement_id=statement.pk, base_revision_id=revision.pk, actor=actor, **options
    )


def move(statement: Statement, state: str, *, to_staff: bool = True) -> Statement:
    handed = HANDED_OVER if to_staff else None
    Statement.objects.filter(pk=statement.pk).update(state=state, handed_over_at=handed)
    statement.refresh_from_db()
    return statement


def open_sign_on(statement: Statement, *, opened: timedelta, left: timedelta) -> SignOn:
    """A sign-on as it stands when `opened` has gone by and `left` is left."""
    made = SignOn.objects.create(
        statement=move(statement, "sign_on"), deadline_at=Now() + left, opens_at=Now() - opened
    )
    made.refresh_from_db()
    return made


def texts(revision: Revision) -> list[str]:
    return list(revision.blocks.values_list("html", flat=True))
