"""An office: given by one person, taken up by another, confirmed by a third, told and recorded."""

import pytest

from portal.models import Announcement, AuditEvent, Invitation, Mandate, Member, Seat
from portal.operations.invitations import offer_seat, resend_invitation
from portal.operations.mandates import confirm_mandates
from portal.operations.members import accept_invitation, invite_member, seat_member
from portal.queries.authority_waiting import authority_cards
from portal.queries.record_kinds import tell
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, Instrument
from portal.vocabulary.refusals import Refusal
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory
from tests.portal.authority_data import organization_of
from tests.proofs import step_up_of
from tests.statements.telling_data import run

pytestmark = pytest.mark.django_db

NOT_ONESELF = "Nobody invites themselves"


@pytest.fixture
def city():
    return OrganizationFactory(name="City of Alder", short_name="Alder")


def offered(actor: Member, city, *, email: str, capacity: str = Capacity.PRINCIPAL) -> str:
    """The token of the link."""
    link = offer_seat(
        email=email,
        organization_id=city.pk,
        capacity=capacity,
        title="Mayor",
        site_url="",
        actor=actor,
    )
    return link.split("/")[2]


def taken(token: str, member: Member | None = None) -> Member:
    return accept_invitation(token=token, name="Ana Example", password="", signed_in=member)


# --- nobody seats themselves ---------------------------------------------------------------------


@pytest.mark.parametrize("capacity", [Capacity.PRINCIPAL, Capacity.STAFF])
def test_b2_nobody_invites_themselves(editor, city, capacity):
    editor.emailaddress_set.create(email="Second@Mayors.example", verified=True)
    for address in (editor.email, f" {editor.email.upper()}", "second@mayors.example"):
        with pytest.raises(Refusal, match=NOT_ONESELF):
            offered(editor, city, email=address, capacity=capacity)

    assert Invitation.objects.count() == 0


def test_b2_nobody_sends_their_own_invitation_again(editor, publisher, city):
    offered(publisher, city, email=editor.email)

    with pytest.raises(Refusal, match=NOT_ONESELF):
        resend_invitation(invitation_id=Invitation.objects.get().pk, site_url="", actor=editor)


def test_b2_nobody_takes_up_a_seat_that_they_offered(editor, city):
    """The address may have become theirs since."""
    token = offered(editor, city, email="new@city.example")
    Member.objects.filter(pk=editor.pk).update(email="new@city.example")

    with pytest.raises(Refusal, match="Nobody gives themselves a seat"):
        taken(token, Member.objects.get(pk=editor.pk))
    assert not Seat.objects.filter(organization=city).exists()
    assert Invitation.objects.get().accepted_at is None


def test_b2_nobody_is_seated_by_themselves(editor, city):
    with pytest.raises(Refusal, match="Nobody gives themselves a seat"):
        seat_member(
            member=editor,
            organization=city,
            capacity=Capacity.PRINCIPAL,
            title="Mayor",
            granted_by=editor,
        )


def test_b2_who_invited_does_not_confirm_and_a_third_person_does(editor, publisher, city):
    holder = taken(offered(editor, city, email="new@city.example"))
    office = Mandate.objects.get(seat__member=holder)
    with pytest.raises(Refusal, match="neither who entered it nor who holds it"):
        confirm_mandates(mandate_ids=[office.pk], actor=editor, step_up=step_up_of(editor))

    assert (
        confirm_mandates(mandate_ids=[office.pk], actor=publisher, step_up=step_up_of(publisher))
        == 1
    )


def test_b2_an_office_from_a_shell_waits_for_one_member_of_staff(publisher, city):
    link = invite_member(
        email="new@city.example",
        organization=city,
        capacity=Capacity.PRINCIPAL,
        title="Mayor",
        site_url="",
        actor=None,
    )
    taken(link.split("/")[2])
    office = Mandate.objects.get()
    assert list(Mandate.objects.unconfirmed()) == [office]

    confirm_mandates(mandate_ids=[office.pk], actor=publisher, step_up=step_up_of(publisher))
    assert list(Mandate.objects.unconfirmed()) == []


# --- on record -----------------------------------------------------------------------------------


def test_h1_a_seat_and_its_office_are_on_record_with_who_gave_them(editor, city):
    holder = taken(offered(editor, city, email="new@city.example"))
    seat, office = Seat.objects.get(member=holder), Mandate.objects.get()
    given, granted = AuditEvent.objects.filter(
        verb__in=(Verb.SEAT_GIVEN, Verb.MANDATE_GRANTED)
    ).order_by("pk")

    assert [(one.actor, one.object_type, one.object_id) for one in (given, granted)] == [
        (holder, "portal.seat", str(seat.pk)),
        (holder, "portal.mandate", str(office.pk)),
    ]
    assert (given.before, given.after) == (
        None,
        {
            "capacity": "principal",
            "organization": city.pk,
            "title": "Mayor",
            "given_by": editor.name,
        },
    )
    assert (granted.before, granted.after) == (
        None,
        {
            "instrument": "office",
            "from": office.valid_from.isoformat(),
            "until": None,
            "seat": seat.pk,
            "given_by": editor.name,
        },
    )
    assert [told.what for told in tell([given, granted])] == [
        f"took up a seat as principal, given by {editor.name}",
        f"took up the authority of the office, given by {editor.name}",
    ]


def test_h1_every_seat_is_on_record_also_without_an_office(editor, city):
    holder = taken(offered(editor, city, email="new@city.example", capacity=Capacity.STAFF))

    event = AuditEvent.objects.get(verb=Verb.SEAT_GIVEN)
    assert (event.actor, event.after["capacity"]) == (holder, "staff")
    assert not AuditEvent.objects.filter(verb=Verb.MANDATE_GRANTED).exists()


# --- told, and waiting ---------------------------------------------------------------------------


def test_b2_an_office_is_told_to_the_other_people_of_the_organization(editor, city):
    aide = SeatFactory(organization=city, capacity=Capacity.STAFF).member
    former = SeatFactory(organization=city, member=MemberFactory(name="Una Former")).member
    SeatFactory(organization=city, capacity=Capacity.OBSERVER)
    taken(offered(editor, city, email="new@city.example"))
    told = run(Announcement.objects.get(kind="authority_given"))

    assert {row.recipient for row in told} == {aide, former}
    assert told[0].title == "Ana Example may sign for Alder"
    assert f"{editor.name} sent the invitation" in told[0].mail.text
    assert "A second member of association staff has to confirm it" in told[0].mail.text
    assert "Is this wrong?" in told[0].mail.text


def test_a_seat_that_is_no_office_is_told_to_nobody(editor, city):
    taken(offered(editor, city, email="new@city.example", capacity=Capacity.STAFF))

    assert not Announcement.objects.filter(kind="authority_given").exists()


def test_b2_an_office_waits_on_staff_who_may_confirm_it_and_on_nobody_else(editor, publisher, city):
    holder = taken(offered(editor, city, email="new@city.example"))

    [card] = authority_cards(publisher)
    assert (card.title, card.url) == ("An office", "/authority/confirm/")
    assert (authority_cards(editor), authority_cards(holder)) == ([], [])
    confirm_mandates(
        mandate_ids=[Mandate.objects.get().pk], actor=publisher, step_up=step_up_of(publisher)
    )
    assert authority_cards(publisher) == []


def test_letters_and_offices_make_one_card(publisher, city, mayor, aide):
    for seat in (SeatFactory(organization=city), mayor.current_seats[0]):
        Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE)
    Mandate.objects.create(
        seat=aide.current_seats[0],
        instrument=Instrument.LETTER,
        granted_by=mayor,
        evidence="Letter of Nov 3",
    )

    assert [card.title for card in authority_cards(publisher)] == [
        "A letter of authority and 2 offices"
    ]


# --- what rests on it ----------------------------------------------------------------------------


def test_b2_what_a_principal_lends_waits_with_their_office(publisher, mayor, aide):
    office = Mandate.objects.create(seat=mayor.current_seats[0], instrument=Instrument.OFFICE)
    lent = Mandate.objects.create(
        seat=aide.current_seats[0],
        instrument=Instrument.DELEGATION,
        granted_by=mayor,
        valid_until="2020-01-01T00:00Z",
        valid_from="2019-12-31T00:00Z",
    )
    other = SeatFactory(organization=OrganizationFactory(), member=mayor)
    Mandate.objects.create(
        seat=other, instrument=Instrument.OFFICE, confirmed_by=publisher, granted_by=None
    )
    assert set(Mandate.objects.unconfirmed()) == {office, lent}

    confirm_mandates(mandate_ids=[office.pk], actor=publisher, step_up=step_up_of(publisher))
    assert not Mandate.objects.unconfirmed().exists()
    assert organization_of(mayor) == office.seat.organization
