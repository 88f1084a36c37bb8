"""What must hold before an organization is bound, read under the lock of the statement's row."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from portal.intake.names import check_name
from portal.models import Mandate, Member, Organization, Seat
from portal.operations.seats import standing_now
from portal.queries.authority import why_not
from portal.vocabulary.refusals import Refusal
from statements.models import Revision, Statement
from statements.queries.signing import TAKES_SIGNATURES, Window, sign_on_now
from statements.queries.standing import eligible_organizations
from statements.queries.unconfirmed import is_unconfirmed
from statements.vocabulary.names import plain_name
from statements.vocabulary.signing import SigningAs


class TextChanged(Refusal):
    """The text is no longer the one that was shown."""


def locked_mandate(*, actor: Member, organization_id: int) -> Mandate:
    """The actor's valid mandate, held until the transaction ends: a revocation waits for it, and
    so does a suspension of the actor.

    PermissionDenied for somebody without a seat there, a Refusal for one without authority.
    """
    body = Organization.objects.filter(
        pk__in=Seat.objects.current().filter(member=actor).values("organization"),
        pk=organization_id,
    ).first()
    if body is None:
        raise PermissionDenied
    mandate = _locked(Mandate.objects.valid().filter(seat__member=actor, seat__organization=body))
    if mandate is None:
        raise Refusal(why_not(standing_now(actor), body))
    return mandate


def locked_mandate_of(*, seat_id: int, organization_id: int) -> Mandate:
    """The same of somebody else, whose letter says that they signed."""
    held = Mandate.objects.valid().filter(seat=seat_id, seat__organization=organization_id)
    mandate = _locked(held)
    if mandate is None and (suspended := held.filter(seat__member__is_active=False).first()):
        raise Refusal(
            f"{suspended.seat.member.name} is suspended here and could not say that it was not "
            "they. Ask a publisher to let them in again first, then record the letter."
        )
    if mandate is None:
        raise Refusal(
            "Who signed the letter holds no authority to sign on record. Record the authority "
            "first, then the letter."
        )
    return mandate


def _locked(mandates: QuerySet[Mandate]) -> Mandate | None:
    """Of somebody who is let in: their row is held as well."""
    return (
        mandates.filter(seat__member__is_active=True)
        .select_related("seat__organization", "seat__member", "granted_by", "confirmed_by")
        .select_for_update(of=("self", "seat", "seat__member"), no_key=True)
        .order_by("-instrument")  # office, letter, delegation
        .first()
    )


def current_revision(*, statement: Statement, digest: str) -> Revision:
    """The newest text, which must be the one that was shown."""
    revision = statement.revisions.latest("number")
    if revision.digest != digest:
        raise TextChanged(
            "The text changed while you had the page open. Read what is new, then answer again."
        )
    return revision


def require_window(*, statement: Statement, organization: Organization, late: bool) -> None:
    """Refuses unless the organization is asked and it is the time to answer, by the database."""
    now = sign_on_now(statement)
    if now.obstacle:
        raise Refusal(now.obstacle)
    if now.window not in (TAKES_SIGNATURES if late else {Window.OPEN}):
        raise Refusal("The statement is out. You can still sign it late, but not answer otherwise.")
    if now.sign_on and not eligible_organizations(now.sign_on).filter(pk=organization.pk).exists():
        raise Refusal(
            f"{organization.short_name} is not asked to sign this statement. "
            "Ask the staff of the issuing associations to name it."
        )


def require_confirmed(mandate: Mandate) -> None:
    """For what a release lists already: no second look is taken at it before it goes out."""
    if is_unconfirmed(mandate.pk):
        raise Refusal(
            "A second member of association staff has to confirm the office first: the release "
            "is scheduled already. Ask the staff of your association, then press the button again."
        )


def require_whole(*, name: str, title: str, capacity: str, attested: bool) -> None:
    """Everything that prints is given, and the attestation is ticked."""
    if not check_name(name) or not check_name(title):
        raise Refusal("Give the name and the title as they should print.")
    if capacity not in SigningAs.values:
        raise Refusal("Choose what you sign as.")
    require_attested(attested=attested)


def require_own_name(*, mandate: Mandate, name: str) -> None:
    """Refuses the name of somebody else who works there: names print for those who signed."""
    holder, printed = mandate.seat.member, plain_name(name)
    if printed == plain_name(holder.name):
        return
    body = mandate.seat.organization
    others = Seat.objects.current().filter(organization=body).exclude(member=holder)
    for other in others.values_list("member__name", flat=True):
        if plain_name(other) == printed:
            raise Refusal(
                f"{other} works for {body.short_name} too, and did not sign this. Give the name "
                f"of {holder.name}; whom they sign for can stand in the title."
            )


def require_attested(*, attested: bool) -> None:
    if not attested:
        raise Refusal("Confirm that you have read the text and are authorized to sign it.")
