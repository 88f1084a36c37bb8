"""Writing a statement's text: every save is a new revision, and none is ever changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.html import escape

from portal.models import Member, Organization
from portal.models.audit import ClockTimestamp
from portal.operations.references import new_reference
from portal.vocabulary.organizations import WORKING_CAPACITIES
from portal.vocabulary.refusals import Refusal
from statements.lifecycle import EDITABLE, REVISABLE
from statements.models import Block, Issuer, Revision, SignOn, Statement
from statements.operations.importing import Origin, import_statement
from statements.operations.lifecycle import locked, newest_revision
from statements.operations.revisions import (
    DraftBlock,
    checked_blocks,
    copied_blocks,
    is_same_text,
    write_revision,
)
from statements.queries.publishing import OWN_LIST, is_asking
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.states import StatementState

WITH_STAFF = "The draft was sent to staff. Ask the staff of the issuing associations to change it."
FROZEN = "The text is frozen. Ask the staff of the issuing associations to change it."
UNDO_FIRST = "The text is fixed for its release. Undo the release first."
ENDED = "This statement has ended; its text stays as it was."
TOO_LATE = "Too little time to sign is left for a new text. Give a later deadline with it."
STILL_TOO_LATE = "Even the new deadline leaves too little time to sign. Choose a later one."
NOT_LATER = "The new deadline must be later than the one that stands."
LAST_PART = 10
"""In the last tenth of the time to sign, a new text needs a later deadline."""


class StaleRevision(Refusal):
    """Somebody saved another version meanwhile; `newest` is it."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest
        super().__init__(
            f"Version {newest.number} was saved while you wrote. Nothing you typed is lost: look "
            "at both, take over what you want to keep, and save yours on top."
        )


@transaction.atomic
def start_statement(
    *,
    organization: Organization,
    issuers: Sequence[Organization],
    title: str,
    actor: Member,
) -> Statement:
    """An empty draft: its headline, and a paragraph to begin with."""
    working = {s.organization_id for s in actor.current_seats if s.capacity in WORKING_CAPACITIES}
    if organization.pk not in working:
        raise PermissionDenied
    statement = Statement.objects.create(
        ref=new_reference("S", Statement.objects.all()),
        title=title,
        organization=organization,
        created_by=actor,
    )
    Issuer.objects.bulk_create(
        Issuer(statement=statement, organization=issuer, position=position)
        for position, issuer in enumerate(issuers)
    )
    texts = ((BlockKind.HEADLINE, escape(title)), (BlockKind.PARAGRAPH, ""))
    blocks = [
        Block(position=position, key=uuid4(), kind=kind, html=html)
        for position, (kind, html) in enumerate(texts)
    ]
    write_revision(statement=statement, blocks=blocks, reason="Begun here", actor=actor)
    return statement


def check_may_edit(*, statement: Statement, actor: Member) -> None:
    """Lets pass whoever may save now; raises Refusal for "not now", else PermissionDenied."""
    if actor.has_perm("statements.revise", statement):
        return
    if not actor.has_perm("statements.see_versions", statement):
        raise PermissionDenied
    if statement.state in EDITABLE:
        raise Refusal(WITH_STAFF)
    if statement.state in REVISABLE:
        raise Refusal(FROZEN)
    raise Refusal(UNDO_FIRST if statement.state == StatementState.SCHEDULED else ENDED)


@transaction.atomic
def save_revision(
    *,
    statement_id: int,
    base_revision_id: int,
    blocks: Sequence[DraftBlock],
    reason: str,
    actor: Member,
    new_deadline: datetime | None = None,
) -> Revision:
    """Writes the next version. Raises StaleRevision when `base_revision_id` is not the newest.

    Signatures under the text before it become stale by this, and their signers are told.
    """
    statement = locked(statement_id)
    check_may_edit(statement=statement, actor=actor)
    newest = newest_revision(statement)
    if newest.pk != base_revision_id:
        raise StaleRevision(newest)
    ever = Block.objects.filter(revision__statement=statement).order_by("revision__number")
    checked = checked_blocks(blocks, known={block.key: block for block in ever})
    return _revise(newest, checked, reason=reason, actor=actor, new_deadline=new_deadline)


@transaction.atomic
def restore_revision(
    *, statement_id: int, number: int, actor: Member, new_deadline: datetime | None = None
) -> Revision:
    """An old version once more as the newest, every block with its own key."""
    statement = locked(statement_id)
    check_may_edit(statement=statement, actor=actor)
    old = statement.revisions.filter(number=number).first()
    if old is None:
        raise Refusal("There is no such version. Choose one from the list.")
    newest = newest_revision(statement)
    reason = f"Version {number} restored"
    blocks = copied_blocks(old)
    return _revise(newest, blocks, reason=reason, actor=actor, new_deadline=new_deadline)


@transaction.atomic
def import_corrected(
    *, text: str, origin: Origin, blocks: Sequence[tuple[int | None, DraftBlock]]
) -> Statement:
    """Imports a text as it was read and, if somebody corrected that, their text as version 2.

    Each block comes with the place at which it was read; one that was added has none.
    """
    statement = import_statement(text=text, origin=origin)
    known = {block.key: block for block in statement.revisions.get().blocks.all()}
    keys = dict(enumerate(known))
    if any(place is not None and place not in keys for place, _ in blocks):
        raise Refusal("The text and what was read of it do not fit. Read the text again.")
    drafts = [replace(b, key=None if place is None else keys[place]) for place, b in blocks]
    checked = checked_blocks(drafts, known=known)
    if not is_same_text(checked, known.values()):
        reason = "Corrected by hand before it was saved"
        write_revision(statement=statement, blocks=checked, reason=reason, actor=origin.actor)
    return statement


def _revise(
    newest: Revision,
    blocks: Sequence[Block],
    *,
    reason: str,
    actor: Member,
    new_deadline: datetime | None,
) -> Revision:
    if is_same_text(blocks, newest.blocks.all()):
        raise Refusal("Nothing has changed. Change the text before you save it.")
    _check_signatories(newest, blocks)
    before, after = _keep_time_to_sign(newest.statement, new_deadline)
    return write_revision(
        statement=newest.statement,
        blocks=blocks,
        reason=reason,
        actor=actor,
        before=before,
        after=after,
    )


def _check_signatories(newest: Revision, blocks: Sequence[Block]) -> None:
    """Names that nobody signed get into no text that is signed or cleared.

    A list that came with an imported text may stay in it while nobody is asked to sign.
    """
    lists = {block.html for block in blocks if block.kind == BlockKind.SIGNATORIES}
    if not lists:
        return
    known = newest.blocks.filter(kind=BlockKind.SIGNATORIES).values_list("html", flat=True)
    is_new = newest.statement.state in REVISABLE and not lists <= set(known)
    if is_new or is_asking(newest.statement):
        raise Refusal(OWN_LIST)


def _keep_time_to_sign(
    statement: Statement, new_deadline: datetime | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Moves the deadline if asked to; gives it before and after. Raises Refusal."""
    if statement.state != StatementState.SIGN_ON:
        return {}, {}
    sign_on = SignOn.objects.annotate(now=ClockTimestamp()).get(statement=statement)
    old = sign_on.deadline_at
    deadline = new_deadline or old
    if new_deadline is not None and new_deadline <= old:
        raise Refusal(NOT_LATER)
    opened = sign_on.opens_at
    if opened is not None and sign_on.now >= deadline - (deadline - opened) / LAST_PART:
        raise Refusal(STILL_TOO_LATE if new_deadline else TOO_LATE)
    if new_deadline is None:
        return {}, {}
    sign_on.deadline_at = deadline
    sign_on.save(update_fields=["deadline_at"])
    return {"deadline": old.isoformat()}, {"deadline": deadline.isoformat()}
