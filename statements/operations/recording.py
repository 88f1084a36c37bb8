"""Recording a signature that came as a letter: by staff of the issuers, from the letter itself.

The organization is bound as by its own signature, under the same lock, window and authority, but
nobody of it pressed a button. So the signature says what it is wherever it stands, its signer is
told at once, and whoever may sign there ends it with one press.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit import record
from portal.documents import discard_file
from portal.intake.names import check_name
from portal.models import Attachment, Mandate, Member, Organization, Seat
from portal.notify import announce
from portal.operations.attachments import add_attachment
from portal.operations.screening import ScreeningStop, check_screened, release_stop
from portal.operations.seats import standing_now
from portal.operations.step_up import StepUp, require_own
from portal.vocabulary.attachments import LARGEST, LARGEST_IN_WORDS
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.step_up import StepUpLevel
from statements.models import Revision, Signature, Statement
from statements.operations.authority import (
    locked_mandate_of,
    require_own_name,
    require_whole,
    require_window,
)
from statements.operations.city import require_city
from statements.operations.lifecycle import locked
from statements.operations.signatures import add, facts, made_by_form
from statements.queries.authority import mandate_snapshot
from statements.queries.standing import stand_of
from statements.vocabulary.digest import is_text_code
from statements.vocabulary.signing import RECORDED_ATTESTATION, Standing

if TYPE_CHECKING:
    from django.core.files.base import File


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What stands in a letter that signs for an organization, and the letter itself.

    `seat_id` is the seat of the one who signed it; `text_code` is copied from the letter.
    """

    organization_id: int
    seat_id: int
    signing_as: str
    printed_name: str
    printed_title: str
    text_code: str
    file: "File[bytes] | None"


@transaction.atomic
def record_signature(
    *,
    statement_id: int,
    letter: Letter,
    attested: bool,
    actor: Member,
    step_up: StepUp,
    key: str | None,
    release_reason: str = "",
) -> Signature:
    """Binds the organization to the newest text, which the letter must name by its text code.

    The actor works for an issuer, has no seat in the organization and is not the signer. The same
    form sent twice records once: `key` names it. ScreeningStop (keys `file`, `name`,
    `printed_name`, `printed_title`) for what is never stored.
    """
    require_own(step_up, actor=actor)
    statement = locked(statement_id)
    actor = standing_now(actor)
    _require_staff(statement, actor)
    if done := _recorded_by_form(statement, letter, actor=actor, key=key):
        return done
    organization = _require_foreign(letter, actor)
    mandate = locked_mandate_of(seat_id=letter.seat_id, organization_id=organization.pk)
    revision = _named_revision(statement, letter.text_code)
    require_window(statement=statement, organization=organization, late=True)
    _require_silent(statement, organization)
    require_city(statement=statement, organization=organization)
    _require_whole(letter, attested=attested)
    require_own_name(mandate=mandate, name=letter.printed_name)
    _screen(letter, actor=actor, release_reason=release_reason)
    attachment = _kept(letter, statement, actor=actor, release_reason=release_reason)
    signature = _added(letter, mandate=mandate, revision=revision, actor=actor, kept=attachment)
    record(
        Verb.SIGNATURE_RECORDED,
        actor=actor,
        subject=statement,
        after={
            **facts(signature),
            **step_up.facts,
            "digest": revision.digest,
            "mandate": mandate.pk,
            "letter": str(attachment.pk),
            "form": key,
        },
    )
    for kind in ("signed", "recorded"):
        announce(
            kind, subject_id=statement.pk, key=f"{kind}:{signature.pk}", detail=facts(signature)
        )
    return signature


def _require_staff(statement: Statement, actor: Member) -> None:
    if not actor.has_perm("statements.record_signature", statement):
        raise Refusal("Signatures from letters are recorded by the staff of the issuers.")


def _recorded_by_form(
    statement: Statement, letter: Letter, *, actor: Member, key: str | None
) -> Signature | None:
    used = made_by_form(statement=statement, actor=actor, key=key, verb=Verb.SIGNATURE_RECORDED)
    if used is not None and used.organization_id != letter.organization_id:
        raise Refusal(
            f"This form has recorded the signature of {used.printed_organization} already. "
            "Open the page again for another letter."
        )
    return used


def _require_foreign(letter: Letter, actor: Member) -> Organization:
    """Nobody records what their own organization, or they themselves, have signed."""
    organization = Organization.objects.get(pk=letter.organization_id)
    if Seat.objects.current().filter(member=actor, organization=organization).exists():
        raise Refusal(
            f"You hold a seat at {organization.short_name}. Ask a colleague without one to record "
            "the letter, or sign on the sign page."
        )
    return organization


def _named_revision(statement: Statement, text_code: str) -> Revision:
    revision = statement.revisions.latest("number")
    if not is_text_code(text_code, revision.digest):
        raise Refusal(
            f"The letter does not name the newest text: its text code is {revision.text_code}. "
            "Ask for a letter that names it."
        )
    return revision


def _require_silent(statement: Statement, organization: Organization) -> None:
    """What an organization has answered itself no letter overrules."""
    stand = stand_of(statement, organization)
    if stand.standing != Standing.SILENT:
        raise Refusal(
            f"{organization.short_name} has answered already: {stand.label}. "
            "Only its own people can change that, on the sign page."
        )


def _require_whole(letter: Letter, *, attested: bool) -> None:
    require_whole(
        name=letter.printed_name,
        title=letter.printed_title,
        capacity=letter.signing_as,
        attested=True,
    )
    if not attested:
        raise Refusal("Confirm that you have read the letter and that it signs this text.")


def _screen(letter: Letter, *, actor: Member, release_reason: str) -> None:
    given = {"printed_name": letter.printed_name, "printed_title": letter.printed_title}
    try:
        check_screened(texts=given)
    except ScreeningStop as stop:
        if not release_reason.strip():
            raise
        release_stop(stop=stop, reason=release_reason, actor=actor)


def _kept(
    letter: Letter, statement: Statement, *, actor: Member, release_reason: str
) -> Attachment:
    if letter.file is None:
        raise Refusal("Attach the letter: without it nothing is recorded.")
    if letter.file.size > LARGEST:
        raise Refusal(f"This file is larger than {LARGEST_IN_WORDS}. Make it smaller.")
    return add_attachment(
        data=letter.file.read(),
        name=letter.file.name or "",
        actor=actor,
        holder=statement,
        release_reason=release_reason,
    )


def _added(
    letter: Letter, *, mandate: Mandate, revision: Revision, actor: Member, kept: Attachment
) -> Signature:
    """The row; a letter whose signature the guards refuse does not stay in the files."""
    organization = mandate.seat.organization
    draft = Signature(
        statement=revision.statement,
        organization=organization,
        seat=mandate.seat,
        mandate=mandate,
        mandate_snapshot=mandate_snapshot(mandate),
        revision=revision,
        digest=revision.digest,
        printed_name=check_name(letter.printed_name),
        printed_title=check_name(letter.printed_title),
        printed_organization=organization.name,
        signing_as=letter.signing_as,
        attestation=RECORDED_ATTESTATION.format(organization=organization.name),
        step_up=StepUpLevel.RECORDED,
        recorded_by=actor,
        letter=kept,
    )
    try:
        add(draft)
    except BaseException:
        discard_file(kept.path)
        raise
    return draft
