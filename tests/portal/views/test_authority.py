"""Who may sign: what its people and staff read, and what they do there."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import timezone

from portal.forms.authority import DelegateForm
from portal.models import AuditEvent, Mandate, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, Instrument
from tests.factories import SeatFactory
from tests.passkeys import enroll, prove
from tests.portal.authority_data import (
    authority_page,
    lent,
    letter_for,
    office_for,
    organization_of,
    queries,
    revoked,
    text_of,
)
from tests.portal.people_pages import sign_in
from tests.proofs import PROOF, passkey_proof

pytestmark = pytest.mark.django_db

EASTERN = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def office(mayor: Member) -> Mandate:
    return office_for(mayor)


@pytest.fixture
def deputy(mayor: Member) -> Member:
    return SeatFactory(organization=organization_of(mayor), capacity=Capacity.DESIGNEE).member


def lending(to: Member, **given: str) -> dict[str, str]:
    return {"seat": str(to.current_seats[0].pk), "until": "friday", **PROOF, **given}


def delegations() -> list[Mandate]:
    return list(Mandate.objects.filter(instrument=Instrument.DELEGATION))


# --- what is read --------------------------------------------------------------------------------


def test_everybody_of_the_organization_reads_who_may_sign_and_why_they_can_or_cannot(mayor, aide):
    city = organization_of(mayor).short_name

    assert f"You can sign for {city} because you hold the office: Mayor." in text_of(
        mayor, authority_page(mayor)
    )
    reads = text_of(aide, authority_page(mayor))
    assert f"You cannot sign for {city} because nobody has given you authority" in reads
    assert f"{mayor.name} can." in reads


def test_a_delegate_reads_until_when_and_by_whom(mayor, deputy):
    lent(mayor, deputy)

    assert f"because {mayor.name} lets you until" in text_of(deputy, authority_page(mayor))


def test_a_letter_that_waits_says_so_to_its_holder(mayor, aide, editor):
    letter_for(aide, editor)

    assert "a second person has not confirmed your letter" in text_of(aide, authority_page(mayor))


def test_where_nobody_can_sign_it_says_whom_to_ask(aide, mayor, editor, office):
    revoked(office, editor, "The term is over.")

    assert "Nobody can now: ask the staff of your association" in text_of(
        aide, authority_page(mayor)
    )


def test_what_ended_stands_with_its_reason_in_the_past(mayor, deputy, publisher):
    revoked(lent(mayor, deputy), mayor, "Back from leave.")
    reads = text_of(publisher, authority_page(mayor))

    assert (reads.count("Taken back"), "Reason: Back from leave." in reads) == (1, True)


def test_my_page_names_each_of_my_organizations(mayor, chief):
    other = SeatFactory(
        member=mayor, organization=organization_of(chief), capacity=Capacity.STAFF
    ).organization
    reads = text_of(mayor, "/authority/")

    assert "You can sign for" in reads
    assert f"You cannot sign for {other.short_name}" in reads


def test_the_page_asks_the_same_of_the_database_for_3_and_30(mayor, publisher):
    client, asked = sign_in(publisher), []
    for count in (3, 27):
        for _ in range(count):
            seat = SeatFactory(organization=organization_of(mayor), capacity=Capacity.DESIGNEE)
            lent(mayor, seat.member)
        asked.append(queries(client, authority_page(mayor)))

    assert asked[0] == asked[1]


# --- lending -------------------------------------------------------------------------------------


def test_two_taps_lend_authority_until_friday(mayor, deputy):
    client, page = sign_in(mayor), authority_page(mayor)
    link = f"{page}lend/?who={deputy.current_seats[0].pk}"
    assert link in client.get(page).text  # the first
    answer = client.post(link, lending(deputy))  # the second

    made = delegations()[0]
    assert (answer.status_code, answer["Location"], made.seat.member) == (302, page, deputy)
    assert made.valid_until.astimezone(EASTERN).weekday() == 4
    assert made.valid_until.astimezone(EASTERN).time() == time(23, 59)


def test_it_is_confirmed_in_the_same_form_and_not_otherwise(mayor, deputy):
    client, page = sign_in(mayor), f"{authority_page(mayor)}lend/"
    missing = client.post(page, lending(deputy, password=""))
    wrong = client.post(page, lending(deputy, password="a guess"))

    assert [missing.status_code, wrong.status_code, delegations()] == [403, 403, []]
    assert "Enter your password to let them sign." in missing.text
    verbs = set(AuditEvent.objects.filter(actor=mayor).values_list("verb", flat=True))
    assert {Verb.STEP_UP_MISSING, Verb.STEP_UP_FAILED} <= verbs


@override_settings(PASSWORD_FOR_PASSKEY=False)
def test_outside_the_demo_a_passkey_confirms_it(mayor, deputy):
    passkey = enroll(mayor)
    client, page = prove(sign_in(mayor)), f"{authority_page(mayor)}lend/"
    assert client.post(page, lending(deputy)).status_code == 403  # a password does not do

    proof = passkey_proof(client, passkey, page)
    assert client.post(page, lending(deputy) | proof).status_code == 302
    granted = AuditEvent.objects.get(verb=Verb.MANDATE_GRANTED)
    assert (len(delegations()), granted.after["confirmed_with"]) == (1, "passkey")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"until": "day"}, "Choose the last day."),
        ({"until": "day", "until_day": "2019-01-01"}, "Choose an end that lies ahead"),
        ({"from_day": "2019-01-01"}, "Choose today or a day that lies ahead."),
        ({"until": "day", "until_day": "2099-01-01"}, "at most 30 days"),
        ({"seat": "0"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(mayor, deputy, given, sentence):
    answer = sign_in(mayor).post(f"{authority_page(mayor)}lend/", lending(deputy, **given))

    assert (answer.status_code, delegations()) == (422, [])
    assert sentence in answer.text


def test_days_of_absence_are_whole_days_in_the_principals_zone(mayor, deputy):
    first = timezone.localdate(timezone=EASTERN) + timedelta(days=3)
    last = first + timedelta(days=26)
    sign_in(mayor).post(
        f"{authority_page(mayor)}lend/",
        lending(deputy, until="day", from_day=first.isoformat(), until_day=last.isoformat()),
    )

    made = delegations()[0]
    assert made.valid_from == datetime.combine(first, time(), tzinfo=EASTERN)
    assert made.valid_until == datetime.combine(last, time(23, 59), tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("today", "friday"),
    [
        (date(2026, 11, 23), date(2026, 11, 27)),
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
    ],
)
def test_friday_is_the_next_one(today, friday, mayor, deputy):
    seats = [deputy.current_seats[0]]
    form = DelegateForm({**lending(deputy), "from_day": "2030-01-01"}, seats=seats, member=mayor)
    assert form.is_valid()
    form.cleaned_data["from_day"] = today

    assert form.ends.date() == friday


def test_b2_nobody_else_reaches_the_form(aide, deputy, mayor, chief, publisher):
    for member in (aide, deputy, chief, publisher):
        answer = sign_in(member).post(f"{authority_page(mayor)}lend/", lending(deputy))
        assert answer.status_code == 404
    assert delegations() == []


def test_a_principal_alone_is_led_to_the_people(mayor):
    assert "Invite somebody first" in text_of(mayor, f"{authority_page(mayor)}lend/")


# --- ending --------------------------------------------------------------------------------------


def test_b3_a_principal_ends_it_at_once_and_the_delegate_reads_why(mayor, deputy):
    made = lent(mayor, deputy)
    end = f"{authority_page(mayor)}{made.pk}/end/"
    assert sign_in(mayor).post(end, {"reason": ""}).status_code == 422
    assert sign_in(mayor).post(end, {"reason": "Back from leave."}).status_code == 302

    reads = text_of(deputy, authority_page(mayor))
    assert f"{mayor.name} took it back (Back from leave). {mayor.name} can." in reads
    assert sign_in(mayor).get(end).status_code == 404


def test_nobody_else_ends_it(mayor, deputy, aide, chief):
    made = lent(mayor, deputy)

    for member in (aide, chief):
        end = f"{authority_page(mayor)}{made.pk}/end/"
        assert sign_in(member).post(end, {"reason": "I would."}).status_code == 404
    assert Mandate.objects.valid().filter(pk=made.pk).count() == 1


def test_b3_a_suspension_says_beforehand_what_ends_and_what_stays(mayor, deputy, publisher):
    lent(mayor, deputy)
    page = f"/members/{organization_of(mayor).pk}/people/{mayor.pk}/suspend/"

    reads = text_of(publisher, page)
    lent_part, own_part = reads.split("Their own authority to sign stays on record:")
    assert f"What {mayor.name} lets others sign ends at once, and does not come back:" in lent_part
    assert f"{deputy.name}, for" in lent_part
    assert "The office itself, for" in own_part


def test_ending_a_principals_seat_says_that_what_they_lent_ends(mayor, deputy, publisher, office):
    lent(mayor, deputy)
    page = f"/members/{organization_of(mayor).pk}/people/seats/{office.seat_id}/end/"

    assert f"{deputy.name} signs in their place" in text_of(publisher, page)
