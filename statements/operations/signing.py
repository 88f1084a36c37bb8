"""Co-signing, answering otherwise, and taking a signature back.

A signature binds an organization to the exact text shown. Whatever decides is read after the
statement's row is locked, by the database's clock; the database's own guards hold the same again.
"""

from django.db import transaction

from portal.audit import record
from portal.intake.names import check_name
from portal.models import Member
from portal.notify import announce
from portal.operations.screening import check_screened
from portal.operations.step_up import StepUp, require_own
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import Answer, Reconfirmation, Signature
from statements.operations.authority import (
    current_revision,
    locked_mandate,
    require_attested,
    require_confirmed,
    require_own_name,
    require_whole,
    require_window,
)
from statements.operations.city import require_city
from statements.operations.lifecycle import locked
from statements.operations.signatures import (
    add,
    ended,
    facts,
    locked_signature,
    made_before,
    replaced,
)
from statements.queries.authority import mandate_snapshot
from statements.queries.receipts import is_recallable
from statements.queries.signing import AGAIN, holds_release
from statements.queries.standing import signatures_now
from statements.vocabulary.signing import (
    ATTESTATION,
    RECALL_MINUTES,
    AnswerKind,
    Ending,
    Standing,
)


@transaction.atomic
def sign_statement(  # noqa: PLR0913 - all that a signature freezes
    *,
    statement_id: int,
    organization_id: int,
    digest: str,
    signing_as: str,
    printed_name: str,
    printed_title: str,
    attested: bool,
    actor: Member,
    step_up: StepUp,
    key: str | None,
) -> Signature:
    """Binds the organization to the text of `digest`, which must be the newest.

    The same form sent twice, or a second press by the same person, gives the same signature:
    `key` names the form. A signature that somebody else gave to an earlier text makes room for
    this one. TextChanged when the text shown is no longer the newest.
    """
    require_own(step_up, actor=actor)
    statement = locked(statement_id)
    mandate = locked_mandate(actor=actor, organization_id=organization_id)
    if done := made_before(statement=statement, mandate=mandate, key=key, digest=digest):
        return done
    revision = current_revision(statement=statement, digest=digest)
    require_window(statement=statement, organization=mandate.seat.organization, late=True)
    require_city(statement=statement, organization=mandate.seat.organization)
    require_whole(name=printed_name, title=printed_title, capacity=signing_as, attested=attested)
    require_own_name(mandate=mandate, name=printed_name)
    check_screened(texts={"printed_name": printed_name, "printed_title": printed_title})
    organization = mandate.seat.organization
    signature = Signature(
        statement=statement,
        organization=organization,
        seat=mandate.seat,
        mandate=mandate,
        mandate_snapshot=mandate_snapshot(mandate),
        revision=revision,
        digest=revision.digest,
        printed_name=check_name(printed_name),
        printed_title=check_name(printed_title),
        printed_organization=organization.name,
        signing_as=signing_as,
        attestation=ATTESTATION.format(organization=organization.name),
        step_up=step_up.level,
    )
    replaced(statement=statement, mandate=mandate)
    add(signature)
    _put_on_record(signature, actor=actor, step_up=step_up, key=key)
    return signature


def _put_on_record(
    signature: Signature, *, actor: Member, step_up: StepUp, key: str | None
) -> None:
    """The entry, the news of it for staff and the signer's receipt."""
    about = signature.statement
    record(
        Verb.STATEMENT_SIGNED,
        actor=actor,
        subject=about,
        after={
            **facts(signature),
            **step_up.facts,
            "digest": signature.digest,
            "mandate": signature.mandate_id,
            "form": key,
        },
    )
    announce("signed", subject_id=about.pk, key=f"signed:{signature.pk}", detail=facts(signature))
    announce(
        "receipt",
        subject_id=about.pk,
        key=f"receipt:{signature.pk}",
        detail={"signature": signature.pk},
    )


@transaction.atomic
def reconfirm_signature(
    *, signature_id: int, digest: str, attested: bool, actor: Member, step_up: StepUp
) -> Reconfirmation:
    """Carries a living signature to the newest text, which must be that of `digest`.

    To a text that has changed only who gave it does. Where its authority has ended and the text
    is the same, whoever may sign there takes it up, and it stays listed as it was given.
    """
    require_own(step_up, actor=actor)
    signature = locked_signature(signature_id)
    mandate = locked_mandate(actor=actor, organization_id=signature.organization_id)
    if signature.ended_at is not None:
        raise Refusal("This signature was withdrawn. Open the page again to sign anew.")
    revision = current_revision(statement=signature.statement, digest=digest)
    if done := signature.reconfirmations.filter(digest=digest, mandate=mandate).first():
        return done
    now = signatures_now().get(pk=signature.pk)
    if now.standing not in AGAIN:
        raise Refusal("Your signature stands under this text already. There is nothing to do.")
    if holds_release(now):
        require_confirmed(mandate)
    else:
        require_window(
            statement=signature.statement, organization=mandate.seat.organization, late=True
        )
    if now.standing == Standing.STALE:
        _require_own(signature, actor=actor)
        require_city(statement=signature.statement, organization=mandate.seat.organization)
    require_attested(attested=attested)
    organization = mandate.seat.organization
    reconfirmation = Reconfirmation(
        signature=signature,
        seat=mandate.seat,
        mandate=mandate,
        revision=revision,
        digest=revision.digest,
        attestation=ATTESTATION.format(organization=organization.name),
        step_up=step_up.level,
    )
    add(reconfirmation)
    record(
        Verb.SIGNATURE_RECONFIRMED,
        actor=actor,
        subject=signature.statement,
        before={"digest": signature.digest},
        after={
            **facts(signature),
            **step_up.facts,
            "digest": digest,
            "mandate": mandate.pk,
        },
    )
    return reconfirmation


def _require_own(signature: Signature, *, actor: Member) -> None:
    """Nobody agrees to a text under the name of somebody who has not seen it."""
    signer = signature.seat.member
    if signer.pk != actor.pk:
        raise Refusal(
            f"{signer.name} signed the earlier text. Open the page again and sign the new one "
            "under your own name: that takes the place of the earlier signature."
        )


@transaction.atomic
def withdraw_signature(*, signature_id: int, reason: str, actor: Member) -> Signature:
    """Ends a signature, at any time, with a reason; one that has ended stays as it is.

    A release that lists it and has not come yet is held in the same transaction.
    """
    if not reason.strip():
        raise Refusal("Say in a sentence why the signature is withdrawn.")
    check_screened(texts={"reason": reason})
    signature = locked_signature(signature_id)
    locked_mandate(actor=actor, organization_id=signature.organization_id)
    if signature.ended_at is not None:
        return signature
    return ended(signature, ending=Ending.WITHDRAWN, reason=reason.strip(), actor=actor)


@transaction.atomic
def recall_signature(*, signature_id: int, actor: Member) -> Signature:
    """Takes a signature back without a reason, within a few minutes of signing."""
    signature = locked_signature(signature_id)
    locked_mandate(actor=actor, organization_id=signature.organization_id)
    if signature.ended_at is not None:
        return signature
    if not Signature.objects.filter(is_recallable(), pk=signature.pk).exists():
        raise Refusal(
            f"A signature can be recalled for {RECALL_MINUTES} minutes. "
            "Withdraw it instead, with a reason."
        )
    return ended(signature, ending=Ending.RECALLED, reason="", actor=actor)


@transaction.atomic
def answer_statement(
    *, statement_id: int, organization_id: int, kind: str, reason: str, actor: Member
) -> Answer:
    """Records an answer besides signing. Its reason stays between the organization and staff."""
    check_screened(texts={"reason": reason})
    statement = locked(statement_id)
    mandate = locked_mandate(actor=actor, organization_id=organization_id)
    organization = mandate.seat.organization
    if Signature.objects.filter(
        statement=statement, organization=organization, ended_at__isnull=True
    ).exists():
        raise Refusal(
            f"{organization.short_name} has signed. Withdraw the signature first, then answer."
        )
    if kind not in AnswerKind.values:
        raise Refusal("Choose one of the answers.")
    require_window(statement=statement, organization=organization, late=False)
    revision = statement.revisions.latest("number")
    newest = Answer.objects.filter(statement=statement, organization=organization).last()
    given = {"seat": mandate.seat, "revision": revision, "kind": kind, "reason": reason.strip()}
    if newest and all(getattr(newest, name) == value for name, value in given.items()):
        return newest
    answer = Answer.objects.create(statement=statement, organization=organization, **given)
    record(
        Verb.STATEMENT_ANSWERED,
        actor=actor,
        subject=statement,
        after={"organization": organization.pk, "kind": kind, "answer": answer.pk},
    )
    return answer
