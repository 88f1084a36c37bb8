"""Letters of authority and offices, as staff enter and confirm them on the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import Mandate, Member
from portal.vocabulary.organizations import Instrument
from tests.factories import SeatFactory
from tests.portal.authority_data import (
    authority_page,
    letter_for,
    office_for,
    organization_of,
    queries,
    text_of,
)
from tests.portal.people_pages import sign_in
from tests.proofs import PROOF

pytestmark = pytest.mark.django_db

UNCONFIRMED = {"confirmed_by": None, "confirmed_at": None}


@pytest.fixture(autouse=True)
def office(mayor: Member) -> Mandate:
    """Confirmed by nobody yet."""
    return office_for(mayor, **UNCONFIRMED)


def letter_form(holder: Member) -> dict[str, object]:
    return {
        "seat": holder.current_seats[0].pk,
        "evidence": "The mayor's letter of November 3",
        "file": SimpleUploadedFile("letter.txt", b"Signed by the mayor."),
    }


def test_b2_a_letter_takes_two_members_of_staff(editor, publisher, aide, mayor):
    page = authority_page(mayor)
    assert sign_in(editor).post(f"{page}letter/", letter_form(aide)).status_code == 302
    made = Mandate.objects.get(instrument=Instrument.LETTER)
    tick = {"mandate": made.pk, **PROOF}

    first = sign_in(editor).post("/authority/confirm/", tick)
    assert (first.status_code, f'value="{made.pk}"' in first.text) == (409, False)
    assert sign_in(mayor).post("/authority/confirm/", tick).status_code == 403
    assert Mandate.objects.valid().filter(pk=made.pk).count() == 0

    assert sign_in(publisher).post("/authority/confirm/", tick).status_code == 302
    assert Mandate.objects.valid().filter(pk=made.pk).count() == 1


def test_b2_staff_cannot_name_themselves_in_a_letter(publisher, editor):
    page = f"/members/{organization_of(publisher).pk}/authority/letter/"
    own = publisher.current_seats[0]

    answer = sign_in(publisher).post(page, letter_form(publisher))
    assert (answer.status_code, Mandate.objects.filter(seat=own).count()) == (422, 0)


def test_a_letter_that_waits_is_a_card_on_the_home_page_of_the_second_person(
    editor, publisher, aide
):
    letter_for(aide, editor)

    assert "A letter of authority" in text_of(publisher, "/")
    assert "A letter of authority" not in text_of(editor, "/")


def test_the_file_is_screened(editor, aide, mayor):
    form = letter_form(aide) | {
        "file": SimpleUploadedFile("letter.txt", b"A-number A123 456 789 of the driver")
    }
    answer = sign_in(editor).post(f"{authority_page(mayor)}letter/", form)

    assert (answer.status_code, Mandate.objects.filter(instrument="letter").count()) == (422, 0)


def test_unconfirmed_offices_are_confirmed_together(publisher, mayor, chief, office):
    other = office_for(chief, **UNCONFIRMED)
    client = sign_in(publisher)
    page = client.get("/authority/confirm/?all=1").text
    assert page.count(" checked>") == 2

    client.post("/authority/confirm/", {"mandate": [office.pk, other.pk, "x", ""], **PROOF})
    assert Mandate.objects.filter(confirmed_by=publisher).count() == 2


def test_a3_confirming_takes_a_proof_and_keeps_what_was_ticked(publisher, chief, office):
    other = office_for(chief, **UNCONFIRMED)
    answer = sign_in(publisher).post("/authority/confirm/", {"mandate": other.pk})

    assert (answer.status_code, answer.text.count(" checked>")) == (403, 1)
    assert Mandate.objects.filter(confirmed_by=publisher).count() == 0


def test_the_list_of_offices_asks_the_same_of_the_database_for_3_and_300(publisher):
    client, asked = sign_in(publisher), []
    for count in (3, 297):
        for _ in range(count):
            Mandate.objects.create(seat=SeatFactory(), instrument=Instrument.OFFICE)
        asked.append(queries(client, "/authority/confirm/"))

    assert asked[0] == asked[1]
