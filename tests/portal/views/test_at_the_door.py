"""Mailed links act once, for one address, by a button; the suspended stay outside."""

import pytest
from allauth.account.models import EmailAddress
from django.db.models.functions import Now
from django.test import Client

from portal.models import AuditEvent, Export, Member
from portal.operations.exports import request_export
from roundtable.operations.documents import AGENDA_PDF
from roundtable.operations.importing import Origin, import_agenda
from tests.factories import PASSWORD, MemberFactory
from tests.portal.people_pages import GOOD, changing, held_for_days, mailed_link, page_of, sign_in
from tests.portal.samples import OUTLINE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seats(mayor: Member, aide: Member) -> None:
    held_for_days()


@pytest.mark.trust("A11")
def test_a11_an_invitation_registers_its_own_address_and_no_other(mayor):
    sign_in(mayor).post(page_of(mayor), GOOD)
    Client().post(mailed_link(), {"name": "Ana", "email": "thief@city.example"})

    assert Member.objects.filter(email="new@city.example", name="Ana").count() == 1
    assert Member.objects.filter(email="thief@city.example").count() == 0


@pytest.mark.trust("A11")
def test_a11_somebody_else_who_is_signed_in_does_not_take_a_members_invitation(mayor, chief):
    known = MemberFactory(email="new@city.example")
    sign_in(mayor).post(page_of(mayor), GOOD)
    answer = sign_in(chief).post(mailed_link(), {"name": "Ana"})

    assert (answer.status_code, known.seats.count(), chief.seats.count()) == (403, 0, 1)
    assert "Sign out, then open the link of the invitation again." in answer.text


@pytest.mark.trust("A11")
def test_a11_a_second_use_is_refused(mayor):
    sign_in(mayor).post(page_of(mayor), GOOD)
    path = mailed_link()
    Client().post(path, {"name": "Ana"})

    assert Client().post(path, {"name": "Eve"}).status_code == 404
    assert list(Member.objects.filter(email="new@city.example").values_list("name")) == [("Ana",)]


@pytest.mark.trust("A11")
def test_a11_nobody_signs_up_without_an_invitation(client):
    count = Member.objects.count()
    fields = {"email": "new@city.example", "password1": PASSWORD, "password2": PASSWORD}
    answers = [client.get("/accounts/signup/"), client.post("/accounts/signup/", fields)]

    assert [response.templates[0].name for response in answers] == [
        "account/signup_closed.html"
    ] * 2
    assert Member.objects.count() == count


@pytest.mark.trust("A11")
def test_a11_sent_again_and_taken_back_from_the_page(mayor, aide):
    client, paths = sign_in(mayor), changing(mayor, aide)
    old = mailed_link()
    client.post(paths["again"])
    new = mailed_link()

    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]
    client.post(paths["back"])
    assert Client().get(new).status_code == 404
    answer = client.post(paths["back"], follow=True)
    assert "accepted or taken back meanwhile" in answer.text


@pytest.mark.trust("A12")
def test_a12_looking_at_an_invitation_three_times_consumes_nothing(mayor):
    sign_in(mayor).post(page_of(mayor), GOOD)
    path, before = mailed_link(), AuditEvent.objects.count()
    scanner = Client()

    looks = [getattr(scanner, method)(path).status_code for method in ("get", "head") * 3]
    assert (looks, AuditEvent.objects.count()) == ([200] * 6, before)
    assert Member.objects.filter(email="new@city.example").exists() is False
    assert Client().post(path, {"name": "Ana"}).status_code == 302
    assert Client().post(path, {"name": "Eve"}).status_code == 404


@pytest.mark.trust("A12")
def test_a12_no_address_of_the_page_acts_when_it_is_only_opened(publisher, mayor, aide):
    paths = changing(mayor, aide)
    client, before = sign_in(publisher), AuditEvent.objects.count()

    looks = {
        name: {getattr(client, method)(path).status_code for method in ("get", "head") * 3}
        for name, path in paths.items()
    }
    assert looks == {
        "invite": {200}, "end": {200}, "suspend": {200}, "restore": {405}, "again": {405},
        "back": {405},
    }  # fmt: skip
    assert AuditEvent.objects.count() == before


# --- suspended -----------------------------------------------------------------------------------


@pytest.mark.trust("A10")
def test_a10_the_next_request_of_the_suspended_is_the_sign_in_page(publisher, mayor, aide):
    client, path = sign_in(aide), f"{page_of(mayor)}{aide.pk}/suspend/"
    assert client.get("/members/").status_code == 200
    assert sign_in(publisher).post(path, {"reason": "Left."}).status_code == 302
    answer = client.get("/members/")

    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/members/")
    assert "Suspended</span>" in sign_in(publisher).get(page_of(mayor)).text


@pytest.mark.trust("A10")
def test_a10_without_their_session_gone_the_account_alone_keeps_them_out(aide):
    client = sign_in(aide)
    Member.objects.filter(pk=aide.pk).update(is_active=False)

    assert client.get("/members/").status_code == 302


@pytest.mark.trust("A10")
def test_a10_the_suspended_do_not_sign_in_until_they_are_let_in(publisher, mayor, aide):
    staff, path = sign_in(publisher), f"{page_of(mayor)}{aide.pk}/"
    EmailAddress.objects.create(user=aide, email=aide.email, primary=True, verified=True)
    fields = {"login": aide.email, "password": PASSWORD}
    staff.post(f"{path}suspend/", {"reason": "Left."})
    closed = Client()
    closed.post("/accounts/login/", fields)
    assert closed.get("/members/").status_code == 302

    staff.post(f"{path}restore/")
    opened = Client()
    opened.post("/accounts/login/", fields)
    assert opened.get("/members/").status_code == 200


@pytest.mark.trust("A10")
def test_a10_who_was_suspended_is_let_in_again_after_the_seat_has_ended(publisher, mayor, aide):
    staff, paths = sign_in(publisher), changing(mayor, aide)
    staff.post(paths["suspend"], {"reason": "Left."})
    staff.post(paths["end"])
    page = staff.get(page_of(mayor)).text

    assert page.partition("Past seats")[2].count(f'formaction="{paths["restore"]}"') == 1
    staff.post(paths["restore"])
    assert Member.objects.get(pk=aide.pk).is_active is True


@pytest.mark.trust("A10")
def test_a10_a_document_asked_for_before_is_not_handed_out(publisher, mayor, aide):
    proposal = import_agenda(
        text=OUTLINE,
        origin=Origin(file_name="outline.txt", issuer=None, counterpart=None, actor=None),
    )
    export = request_export(
        kind=AGENDA_PDF,
        subject_id=proposal.pk,
        audience="working group",
        title="Agenda",
        filename="agenda.pdf",
        content={},
        renderer="1",
        actor=aide,
    )
    Export.objects.update(path="exports/a.pdf", sha256="0", size=1, ready_at=Now())
    client = sign_in(aide)
    sign_in(publisher).post(f"{page_of(mayor)}{aide.pk}/suspend/", {"reason": "Left."})

    for part in ("", "file/"):
        path = f"/documents/{export.pk}/{part}"
        assert client.get(path).url == f"/accounts/login/?next={path}"
