"""Inviting people and letting them in."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models.functions import Now

from portal.audit import record
from portal.intake.names import check_name
from portal.models import Invitation, Mandate, Member, Organization, Seat
from portal.notify import announce
from portal.operations.mail import queue_mail
from portal.queries.invitations import open_invitation, token_hash
from portal.rules import gives
from portal.vocabulary.audit import Verb
from portal.vocabulary.authority import AUTHORITY_GIVEN
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, Capacity, Instrument
from portal.vocabulary.refusals import Refusal

INVITATION_DAYS = 7

INVITATION_TEXT = """\
You are invited to the portal of the joint working group of mayors and police chiefs, as
{title}, {organization}.

Open this link, check that it is you who is meant, and press the button there:

{link}

The link works once, until it expires in {days} days. If you did not expect it, ignore this mail.
"""


@transaction.atomic
def invite_member(
    *,
    email: str,
    organization: Organization,
    capacity: str,
    title: str,
    site_url: str,
    actor: Member | None,
) -> str:
    """Offers a seat to a mail address; mails the link and returns it.

    Refused when the capacity does not fit the kind of organization.
    """
    if (capacity in ASSOCIATION_CAPACITIES) and not organization.is_association:
        raise Refusal(
            f"{organization} is not an association: only associations have editors and publishers."
        )
    title = check_name(title)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        organization=organization,
        capacity=capacity,
        title=title,
        token_hash=token_hash(token),
        invited_by=actor,
        expires_at=Now() + timedelta(days=INVITATION_DAYS),
    )
    link = mail_invitation(invitation=invitation, token=token, site_url=site_url)
    record(
        Verb.MEMBER_INVITED,
        actor=actor,
        subject=invitation,
        after={"capacity": capacity, "organization": organization.pk, "title": title},
    )
    return link


def mail_invitation(*, invitation: Invitation, token: str, site_url: str) -> str:
    """Mails the link that the token makes, and returns it."""
    link = f"{site_url}/invitations/{token}/"
    queue_mail(
        to=invitation.email,
        subject="Your invitation to the joint working group's portal",
        text=INVITATION_TEXT.format(
            title=invitation.title,
            organization=invitation.organization,
            link=link,
            days=INVITATION_DAYS,
        ),
    )
    return link


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str, signed_in: Member | None) -> Member:
    """Takes up the offered seat, once; a new member is created with the invited address.

    An address that already belongs to a member needs that member to be signed in. An empty
    password leaves sign-in by mailed code. An office is told to the organization's people. Raises
    Refusal, also for who sent the invitation, or ValidationError for the password.
    """
    invitation = open_invitation(token_hash(token), lock=True)
    if invitation is None:
        raise Refusal("This invitation was used, withdrawn or has expired. Ask for a new one.")
    member = Member.objects.filter(email__iexact=invitation.email).first()
    if member is None:
        member = _create_member(email=invitation.email, name=name, password=password)
    elif signed_in != member:
        raise Refusal("This address already has an account. Sign in with it, then come back here.")
    inviter = invitation.invited_by
    if inviter is not None and not (inviter.is_active and gives(inviter, invitation)):
        raise Refusal(
            f"{inviter.name} cannot give this seat any more. Ask "
            f"{invitation.organization.short_name} for a new invitation."
        )
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=Now(), accepted_by=member)
    record(Verb.INVITATION_ACCEPTED, actor=member, subject=invitation)
    _, office = _seated(
        member=member,
        organization=invitation.organization,
        capacity=invitation.capacity,
        title=invitation.title,
        granted_by=invitation.invited_by,
    )
    if office is not None:
        announce(AUTHORITY_GIVEN, subject_id=office.pk, key=f"authority_given:{office.pk}")
    return member


def seat_member(
    *,
    member: Member,
    organization: Organization,
    capacity: str,
    title: str,
    granted_by: Member | None,
) -> Seat:
    """Gives a seat; a principal's office is at once their mandate, for staff to confirm.

    Refused where somebody would give it to themselves.
    """
    seat, _ = _seated(
        member=member,
        organization=organization,
        capacity=capacity,
        title=title,
        granted_by=granted_by,
    )
    return seat


def _seated(
    *,
    member: Member,
    organization: Organization,
    capacity: str,
    title: str,
    granted_by: Member | None,
) -> tuple[Seat, Mandate | None]:
    """The seat, and the office if it begins with it."""
    if granted_by == member:
        raise Refusal(
            "Nobody gives themselves a seat. Ask another member of staff to send the invitation."
        )
    seat, created = Seat.objects.get_or_create(
        member=member,
        organization=organization,
        capacity=capacity,
        until=None,
        defaults={"title": title},
    )
    if not created:
        return seat, None
    record(
        Verb.SEAT_GIVEN,
        actor=member,
        subject=seat,
        after={
            "capacity": capacity,
            "organization": organization.pk,
            "title": title,
            "given_by": granted_by.name if granted_by else None,
        },
    )
    is_office = capacity == Capacity.PRINCIPAL
    return seat, _office(seat, granted_by=granted_by) if is_office else None


def _office(seat: Seat, *, granted_by: Member | None) -> Mandate:
    """The authority to sign that comes with a principal's seat."""
    office = Mandate.objects.create(
        seat=seat,
        instrument=Instrument.OFFICE,
        granted_by=granted_by,
        evidence=f"{seat.title}, {seat.organization}",
    )
    office.refresh_from_db(fields=["valid_from"])
    record(
        Verb.MANDATE_GRANTED,
        actor=seat.member,
        subject=office,
        after={
            "instrument": office.instrument,
            "from": office.valid_from.isoformat(),
            "until": None,
            "seat": seat.pk,
            "given_by": granted_by.name if granted_by else None,
        },
    )
    return office


def _create_member(*, email: str, name: str, password: str) -> Member:
    name = check_name(name)
    member = Member(email=email, name=name)
    if password:
        validate_password(password, member)
    member = Member.objects.create_user(email, password or None, name=name)
    # The invitation reached this address, which is all that verifying it could show.
    EmailAddress.objects.create(user=member, email=email, primary=True, verified=True)
    return member
