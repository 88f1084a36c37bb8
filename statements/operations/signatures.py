"""The rows of signatures: found again, added, ended; inside the transaction of who calls."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.models import AuditEvent, Mandate, Member
from portal.models.audit import ClockTimestamp
from portal.queries.clock import in_words
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import Publication, Reconfirmation, Signature, Statement
from statements.operations.lifecycle import locked
from statements.queries.standing import signatures_now
from statements.vocabulary.signing import DISPUTES, Ending, Standing

if TYPE_CHECKING:
    from statements.queries.standing import StandingSignature

TAKEN_BACK = "{body} took its signature back."
NOT_GIVEN = "{body} says that its signature was not given."
SIGNED_ANEW = "{name} signed the new text."


def made_before(
    *, statement: Statement, mandate: Mandate, key: str | None, digest: str
) -> Signature | None:
    """What this form or an earlier press made; a Refusal where somebody else was first.

    None also where somebody else signed an earlier text: under theirs nobody else agrees to a new
    one, and `replaced` makes room for a signature of its own.
    """
    actor, organization = mandate.seat.member, mandate.seat.organization
    used = made_by_form(statement=statement, actor=actor, key=key, verb=Verb.STATEMENT_SIGNED)
    if used is not None:
        if used.organization_id == organization.pk:
            return used
        raise Refusal(
            f"This form has signed for {used.printed_organization} already. "
            f"Open the page again to sign for {organization.short_name}."
        )
    found = _living(statement=statement, mandate=mandate)
    if found is None or _is_of_another_and_stale(found, actor):
        return None
    if found.seat.member != actor or found.recorded_by_id is not None:
        raise Refusal(signed_already(found))
    if found.agreed_digest != digest:
        raise Refusal("You signed an earlier text. Open the page again and reconfirm.")
    return found


def replaced(*, statement: Statement, mandate: Mandate) -> None:
    """Ends the signature of an earlier text that somebody else gave for the organization."""
    actor = mandate.seat.member
    found = _living(statement=statement, mandate=mandate)
    if found is not None and _is_of_another_and_stale(found, actor):
        reason = SIGNED_ANEW.format(name=actor.name)
        ended(found, ending=Ending.REPLACED, reason=reason, actor=actor)


def _living(*, statement: Statement, mandate: Mandate) -> "StandingSignature | None":
    living = signatures_now().filter(
        statement=statement, organization=mandate.seat.organization, ended_at__isnull=True
    )
    return living.select_related("statement", "organization", "seat__member").first()


def _is_of_another_and_stale(found: "StandingSignature", actor: Member) -> bool:
    return found.standing == Standing.STALE and found.seat.member_id != actor.pk


def signed_already(found: Signature) -> str:
    """What somebody reads who comes second."""
    body, moment = found.organization.short_name, in_words(found.signed_at)
    if found.recorded_by_id is not None:
        return (
            f"Staff recorded a signature for {body} from a letter on {moment}. "
            "If that is wrong, say so on its receipt."
        )
    return f"{found.seat.member.name} signed already for {body} on {moment}."


def made_by_form(
    *, statement: Statement, actor: Member, key: str | None, verb: Verb
) -> Signature | None:
    """The record remembers which form made a signature, also one that has ended since."""
    if not key:
        return None
    made = AuditEvent.objects.filter(
        object_type=Statement._meta.label_lower,
        object_id=str(statement.pk),
        verb=verb,
        actor=actor,
        after__form=key,
    ).first()
    if made is None or made.after is None:
        return None
    return Signature.objects.get(pk=made.after["signature"])


def add(row: Signature | Reconfirmation) -> None:
    """The guards look once more at the instant of writing: a deadline may just have passed."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refused:
        raise Refusal("The time to sign has just ended. Open the page again.") from refused
    row.refresh_from_db(fields=["signed_at" if isinstance(row, Signature) else "reconfirmed_at"])


def locked_signature(signature_id: int) -> Signature:
    """The signature, read after its statement's row is locked."""
    locked(Signature.objects.values_list("statement", flat=True).get(pk=signature_id))
    return Signature.objects.select_related("statement", "organization").get(pk=signature_id)


def ended(
    signature: Signature,
    *,
    ending: Ending,
    reason: str,
    actor: Member,
    verb: Verb = Verb.SIGNATURE_ENDED,
) -> Signature:
    """Ends a living signature, and with it the release that would have listed it."""
    Signature.objects.filter(pk=signature.pk).update(
        ended_at=ClockTimestamp(), ended_as=ending, ended_reason=reason
    )
    signature.refresh_from_db(fields=["ended_at", "ended_as", "ended_reason"])
    record(
        verb,
        actor=actor,
        subject=signature.statement,
        after={**facts(signature), "as": str(ending)},
        reason=reason,
    )
    _hold_release(signature, ending=ending, actor=actor)
    return signature


def _hold_release(signature: Signature, *, ending: Ending, actor: Member) -> None:
    """A release that lists it does not happen, unless its instant has come."""
    coming = Publication.objects.standing().filter(
        listed__signature=signature, held_at__isnull=True
    )
    for publication in coming.exclude(pk__in=Publication.objects.visible().values("pk")):
        words = NOT_GIVEN if ending in DISPUTES else TAKEN_BACK
        why = words.format(body=signature.printed_organization)
        try:
            with transaction.atomic():
                Publication.objects.filter(pk=publication.pk).update(held_at=Now(), held_reason=why)
        except IntegrityError:  # its instant came between the two lines: it is out
            continue
        record(
            Verb.PUBLICATION_HELD,
            actor=actor,
            subject=signature.statement,
            after={"publication": publication.pk, "signature": signature.pk},
            reason=why,
        )


def facts(signature: Signature) -> dict[str, int]:
    """What records and announcements say of a signature."""
    return {"signature": signature.pk, "organization": signature.organization_id}
