"""Seats end and stay on record; a suspended member is out at once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.test import Client

from portal.jobs import claim
from portal.models import AuditEvent, Invitation, Job, Member, OutgoingMail, Seat
from portal.notify import ANNOUNCE_JOB
from portal.operations.mail import deliver_mail
from portal.operations.members import invite_member
from portal.operations.notifications import send_announcement
from portal.operations.seats import end_seat
from portal.operations.suspending import restore_member, suspend_member
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.conftest import BACKEND
from tests.factories import OrganizationFactory, SeatFactory
from tests.seats import moved
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db


def seat_of(member: Member) -> Seat:
    """Held for some days: no seat ends at the moment it begins."""
    moved(Seat.objects.filter(member=member), since=Now() - timedelta(days=9))
    return Seat.objects.get(member=member)


def ended(member: Member, *, actor: Member, reason: str = "") -> Seat:
    return end_seat(seat_id=seat_of(member).pk, reason=reason, actor=actor)


def suspended(member: Member, *, actor: Member) -> Member:
    return suspend_member(member_id=member.pk, reason="Left the city.", actor=actor)


def colleague(member: Member, capacity: str) -> Member:
    """Somebody else of the same organization."""
    return SeatFactory(organization=seat_of(member).organization, capacity=capacity).member


def again(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


# --- ending a seat -------------------------------------------------------------------------------


def test_a_seat_ends_at_once_and_stays_on_record(publisher, mayor):
    seat = ended(mayor, actor=publisher, reason="Term ended.")

    assert (again(mayor).current_seats, Seat.objects.filter(pk=seat.pk).count()) == ([], 1)
    event = AuditEvent.objects.get(verb=Verb.SEAT_ENDED)
    assert (event.actor, event.object_id, event.reason) == (publisher, str(seat.pk), "Term ended.")
    assert (event.before, event.after) == ({"until": None}, {"until": seat.until.isoformat()})


def test_other_seats_of_the_member_go_on(publisher, mayor):
    first = seat_of(mayor)
    other = SeatFactory(member=mayor, capacity=Capacity.STAFF)
    end_seat(seat_id=first.pk, reason="", actor=publisher)

    assert again(mayor).current_seats == [other]


def test_a_seat_ends_once(publisher, mayor):
    seat = ended(mayor, actor=publisher)

    with pytest.raises(Refusal, match="ended already"):
        end_seat(seat_id=seat.pk, reason="", actor=publisher)


def test_the_last_publisher_of_an_association_keeps_the_seat(publisher):
    with pytest.raises(
        Refusal, match=r"is the last publisher of .* Invite another publisher first"
    ):
        ended(publisher, actor=publisher)

    other = colleague(publisher, Capacity.PUBLISHER)
    Member.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(Refusal, match="is the last publisher"):
        ended(publisher, actor=publisher)  # who is suspended publishes nothing

    Member.objects.filter(pk=other.pk).update(is_active=True)
    assert ended(publisher, actor=publisher).until is not None


def test_a_principal_ends_seats_of_their_own_staff_only(mayor, aide, chief):
    assert ended(aide, actor=mayor).until is not None
    for member in (mayor, chief):
        with pytest.raises(Refusal, match="You cannot end this seat"):
            ended(member, actor=mayor)


@pytest.mark.parametrize("capacity", [Capacity.STAFF, Capacity.DESIGNEE, Capacity.OBSERVER])
def test_nobody_else_of_an_organization_ends_seats_there(capacity, mayor, aide):
    with pytest.raises(Refusal, match="You cannot end this seat"):
        ended(aide, actor=colleague(mayor, capacity))


def test_who_publishes_is_decided_by_the_associations_own_publishers(publisher, editor):
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    foreign = SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member
    colleague(publisher, Capacity.PUBLISHER)

    for actor in (editor, foreign):
        with pytest.raises(Refusal, match="You cannot end this seat"):
            ended(publisher, actor=actor)
    assert ended(editor, actor=publisher).until is not None


def test_the_seats_that_decide_are_those_of_this_moment(publisher, mayor, aide):
    assert len(mayor.current_seats) == 1  # as the request has read them
    ended(mayor, actor=publisher)

    with pytest.raises(Refusal, match="You cannot end this seat"):
        ended(aide, actor=mayor)


# --- suspending ----------------------------------------------------------------------------------


def sign_in(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def invited(email: str, *, organization, actor: Member | None = None) -> None:
    invite_member(
        email=email,
        organization=organization,
        capacity="staff",
        title="Aide",
        site_url="",
        actor=actor,
    )


@pytest.mark.trust("A10")
def test_a10_suspending_deletes_sessions_and_invitations_and_nobody_elses(publisher, mayor, aide):
    city = seat_of(mayor).organization
    invited(aide.email.upper(), organization=OrganizationFactory())
    invited("friend@city.example", organization=city, actor=aide)
    invited("new@city.example", organization=city, actor=mayor)
    for member in (aide, aide, mayor):
        sign_in(member)
    suspended(aide, actor=publisher)

    sessions = [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()]
    assert (again(aide).is_active, sessions) == (False, [str(mayor.pk)])
    still = Invitation.objects.filter(revoked_at__isnull=True).values_list("email", flat=True)
    assert list(still) == ["new@city.example"]
    event = AuditEvent.objects.get(verb=Verb.MEMBER_SUSPENDED)
    assert (event.actor, event.object_id, event.reason) == (
        publisher, str(aide.pk), "Left the city.",
    )  # fmt: skip
    assert event.after == {
        "is_active": False,
        "sessions_ended": 2,
        "invitations_revoked": 2,
        "delegations_ended": 0,
    }


@pytest.mark.trust("A10")
def test_a10_no_session_from_before_comes_back(publisher, mayor):
    suspended(mayor, actor=publisher)
    client = sign_in(mayor)  # a sign-in that was under way
    restore_member(member_id=mayor.pk, actor=publisher)

    assert (again(mayor).is_active, client.get("/members/").status_code) == (True, 302)
    assert AuditEvent.objects.filter(verb=Verb.MEMBER_RESTORED, actor=publisher).count() == 1


@pytest.mark.trust("A10")
def test_a10_mail_that_was_queued_before_is_not_sent(publisher, mailoutbox):
    frozen_statement(publisher)
    send_announcement(claim(Job.objects.get(kind=ANNOUNCE_JOB).pk))
    mail = OutgoingMail.objects.get(notification__recipient=publisher)
    suspended(publisher, actor=colleague(publisher, Capacity.PUBLISHER))
    deliver_mail(claim(mail.job_id))

    assert mailoutbox == []


def test_seats_of_a_suspended_member_wait_until_they_are_ended(publisher, mayor):
    suspended(mayor, actor=publisher)

    assert len(again(mayor).current_seats) == 1
    assert ended(mayor, actor=publisher).until is not None


def test_who_suspends_whom(publisher, editor, mayor, aide):
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    foreign = SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member

    for member, actor in (
        (publisher, publisher), (publisher, editor), (publisher, foreign), (aide, mayor),
        (mayor, aide),
    ):  # fmt: skip
        with pytest.raises(Refusal, match="You cannot do this"):
            suspended(member, actor=actor)
    for member, actor in ((aide, editor), (editor, publisher)):
        assert again(suspended(member, actor=actor)).is_active is False


def test_who_was_suspended_meanwhile_suspends_nobody(publisher, mayor):
    suspended(publisher, actor=colleague(publisher, Capacity.PUBLISHER))

    with pytest.raises(Refusal, match="Your account was closed"):
        suspended(mayor, actor=publisher)


def test_nobody_is_suspended_or_let_in_twice(publisher, mayor):
    with pytest.raises(Refusal, match="is not suspended"):
        restore_member(member_id=mayor.pk, actor=publisher)
    suspended(mayor, actor=publisher)
    with pytest.raises(Refusal, match="is suspended already"):
        suspended(mayor, actor=publisher)
