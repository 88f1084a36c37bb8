"""Who offers which seat; sending again and taking back."""

from datetime import date, timedelta

import pytest
from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import (
    AuditEvent,
    Invitation,
    Mandate,
    Member,
    Membership,
    OutgoingMail,
    Seat,
)
from portal.operations.invitations import offer_seat, resend_invitation, revoke_invitation
from portal.operations.mail import deliver_mail
from portal.operations.members import accept_invitation
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory, SeatFactory

pytestmark = [pytest.mark.django_db, pytest.mark.trust("A11")]


def offered(
    actor: Member,
    organization,
    *,
    capacity: str = Capacity.STAFF,
    email: str = "new@city.example",
) -> str:
    """The token of the link."""
    link = offer_seat(
        email=email,
        organization_id=organization.pk,
        capacity=capacity,
        title=" Chief  of staff ",
        site_url="",
        actor=actor,
    )
    return link.split("/")[2]


def organization_of(member: Member):
    return member.current_seats[0].organization


def accepted(token: str) -> Member:
    return accept_invitation(token=token, name="Ana", password="", signed_in=None)


def given(actor: Member, organization) -> list[str]:
    """The capacities in which an invitation is not refused."""
    done = []
    for capacity in Capacity:
        try:
            offered(actor, organization, capacity=capacity)
        except Refusal:
            continue
        done.append(capacity)
    return done


OWN = [Capacity.PRINCIPAL, Capacity.ACTING, Capacity.DESIGNEE, Capacity.STAFF, Capacity.OBSERVER]


@pytest.mark.parametrize("kind", [OrganizationKind.CITY, OrganizationKind.SHERIFFS_OFFICE])
def test_a11_association_staff_invite_for_every_member_organization(kind, editor):
    assert given(editor, OrganizationFactory(kind=kind)) == OWN


def test_a11_staff_of_one_side_seat_nobody_who_sees_what_is_closed_to_the_other(editor):
    city = OrganizationFactory(kind=OrganizationKind.CITY)
    agency = OrganizationFactory(kind=OrganizationKind.POLICE_AGENCY)
    Membership.objects.create(
        organization=city, association=organization_of(editor), since=date(2020, 1, 1)
    )

    assert given(editor, city) == OWN
    assert given(editor, agency) == [Capacity.OBSERVER]


@pytest.mark.trust("A10")
def test_a10_an_invitation_ends_with_the_right_to_give_it(mayor):
    token = offered(mayor, organization_of(mayor))
    Seat.objects.filter(member=mayor).update(until=Now())
    with pytest.raises(Refusal, match="cannot give this seat any more"):
        accepted(token)

    assert Seat.objects.filter(member__name="Ana").count() == 0


def test_a11_nobody_of_a_counterpart_gets_into_the_working_group(publisher, liaison):
    assert given(publisher, organization_of(liaison)) == [Capacity.OBSERVER, Capacity.LIAISON]


def test_a11_only_its_own_publishers_invite_the_staff_of_an_association(publisher, editor):
    foreign = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    association = organization_of(publisher)

    assert given(editor, association) == OWN
    Invitation.objects.all().update(revoked_at=Now())
    assert given(publisher, association) == [*OWN, Capacity.EDITOR, Capacity.PUBLISHER]
    assert given(publisher, foreign) == []


def test_a11_a_principal_invites_their_own_staff_and_designees_and_nobody_else(mayor, chief):
    assert given(mayor, organization_of(mayor)) == [Capacity.DESIGNEE, Capacity.STAFF]
    assert given(mayor, organization_of(chief)) == []


def test_a11_an_acting_principal_invites_like_the_principal(mayor):
    city = organization_of(mayor)
    acting = SeatFactory(organization=city, capacity=Capacity.ACTING).member

    assert given(acting, city) == [Capacity.DESIGNEE, Capacity.STAFF]


def test_b1_a_designees_seat_alone_lets_nobody_sign(mayor):
    city = organization_of(mayor)
    designee = accepted(offered(mayor, city, capacity=Capacity.DESIGNEE))

    assert (len(designee.current_seats), Mandate.objects.filter(seat__member=designee).count()) == (
        1,
        0,
    )


@pytest.mark.parametrize("role", ["aide", "observer", "liaison", "nobody_yet"])
def test_a11_nobody_else_invites_anybody(role, mayor, request):
    assert given(request.getfixturevalue(role), organization_of(mayor)) == []


def test_a11_the_offer_has_seat_title_and_inviter(mayor):
    member = accepted(offered(mayor, organization_of(mayor), email=" New@City.example "))
    invitation = Invitation.objects.get()

    assert (invitation.invited_by, invitation.email) == (mayor, "new@city.example")
    assert [(seat.capacity, seat.title) for seat in member.current_seats] == [
        (Capacity.STAFF, "Chief of staff")
    ]


def test_a11_nothing_is_offered_twice(mayor):
    city = organization_of(mayor)
    token = offered(mayor, city)

    with pytest.raises(Refusal, match="is invited already"):
        offered(mayor, city, email="NEW@city.example")
    accepted(token)
    with pytest.raises(Refusal, match="holds this seat already"):
        offered(mayor, city)


def test_a11_who_was_suspended_is_not_invited_elsewhere(mayor, chief, publisher):
    Member.objects.filter(pk=chief.pk).update(is_active=False)

    with pytest.raises(Refusal, match="cannot be invited now"):
        offered(publisher, organization_of(mayor), email=chief.email)


def test_a11_sent_again_the_old_link_is_dead_and_the_new_one_works(mayor, publisher):
    old = offered(mayor, organization_of(mayor))
    Invitation.objects.update(expires_at=Now() - timedelta(days=1))
    link = resend_invitation(
        invitation_id=Invitation.objects.get().pk, site_url="", actor=publisher
    )

    with pytest.raises(Refusal, match="Ask for a new one"):
        accepted(old)
    assert accepted(link.split("/")[2]).email == "new@city.example"
    assert [link in mail.text for mail in OutgoingMail.objects.order_by("pk")] == [False, True]
    event = AuditEvent.objects.get(verb=Verb.INVITATION_RESENT)
    assert (event.actor, event.before["invited_by"], event.after["invited_by"]) == (
        publisher, mayor.pk, publisher.pk,
    )  # fmt: skip


def test_a11_taken_back_the_link_is_dead(mayor):
    token = offered(mayor, organization_of(mayor))
    invitation = Invitation.objects.get()
    revoke_invitation(invitation_id=invitation.pk, actor=mayor)

    with pytest.raises(Refusal, match="Ask for a new one"):
        accepted(token)
    with pytest.raises(Refusal, match="taken back meanwhile"):
        resend_invitation(invitation_id=invitation.pk, site_url="", actor=mayor)
    assert AuditEvent.objects.filter(verb=Verb.INVITATION_REVOKED, actor=mayor).count() == 1


def test_a11_what_was_accepted_is_neither_sent_again_nor_taken_back(mayor):
    accepted(offered(mayor, organization_of(mayor)))
    invitation = Invitation.objects.get()

    with pytest.raises(Refusal, match="was accepted"):
        resend_invitation(invitation_id=invitation.pk, site_url="", actor=mayor)
    with pytest.raises(Refusal, match="was accepted"):
        revoke_invitation(invitation_id=invitation.pk, actor=mayor)


def test_a11_a_principal_leaves_invitations_to_other_seats_alone(mayor, chief, publisher):
    offered(publisher, organization_of(mayor), capacity=Capacity.OBSERVER)
    invitation = Invitation.objects.get()

    for actor in (mayor, chief):
        with pytest.raises(Refusal, match="You cannot change this invitation"):
            revoke_invitation(invitation_id=invitation.pk, actor=actor)


@pytest.mark.trust("A12")
@pytest.mark.parametrize("happens", ["taken back", "sent again", "accepted", "expired"])
def test_a_mail_that_waits_is_not_sent_with_a_link_that_is_dead(happens, mayor, mailoutbox):
    token = offered(mayor, organization_of(mayor))
    invitation, mail = Invitation.objects.get(), OutgoingMail.objects.get()
    match happens:
        case "taken back":
            revoke_invitation(invitation_id=invitation.pk, actor=mayor)
        case "sent again":
            resend_invitation(invitation_id=invitation.pk, site_url="", actor=mayor)
        case "accepted":
            accepted(token)
        case _:
            Invitation.objects.update(expires_at=Now())
    deliver_mail(claim(mail.job_id))
    mail.refresh_from_db()

    assert (mail.text, mail.sent_at, mailoutbox) == ("", None, [])


def test_a_mail_whose_link_works_is_sent(mayor, mailoutbox):
    token = offered(mayor, organization_of(mayor))
    deliver_mail(claim(OutgoingMail.objects.get().job_id))

    assert [mail.body.count(f"/invitations/{token}/") for mail in mailoutbox] == [1]
