"""What members change of their own account is on record, with the change."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection, transaction

from portal.models import AuditEvent, Member, OutgoingMail
from portal.operations.sessions import begin_session
from portal.vocabulary.audit import Verb
from portal.vocabulary.sessions import SEEN_AT
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "another long phrase of mine"


@pytest.fixture
def client(signed_in, mayor, settings):
    EmailAddress.objects.create(user=mayor, email=mayor.email, primary=True, verified=True)
    client = signed_in(mayor)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_h2_a_changed_password_is_recorded_and_the_password_is_not(client, mayor):
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    entry = AuditEvent.objects.get(verb=Verb.PASSWORD_CHANGED)
    assert (entry.actor, entry.object_id, entry.before, entry.after) == (
        mayor,
        str(mayor.pk),
        None,
        None,
    )
    assert Member.objects.get(pk=mayor.pk).check_password(NEW)


def test_h1_a_password_is_not_changed_without_the_entry(client, mayor):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE portal_auditevent ADD CONSTRAINT none_of_this "
            "CHECK (verb <> 'password_changed')"
        )
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    with pytest.raises(DatabaseError, match="none_of_this"), transaction.atomic():
        client.post("/accounts/password/change/", sent)
    assert Member.objects.get(pk=mayor.pk).check_password(PASSWORD)


def test_h2_another_mail_address_is_recorded_when_it_is_confirmed(client, mayor):
    before = mayor.email
    client.post("/accounts/email/", {"email": "new@city.example", "action_add": ""})
    assert AuditEvent.objects.filter(verb=Verb.ADDRESS_CHANGED).exists() is False

    [text] = OutgoingMail.objects.filter(to="new@city.example").values_list("text", flat=True)
    client.post(re.search(r"http://[^/]+(/\S+)", text)[1])
    entry = AuditEvent.objects.get(verb=Verb.ADDRESS_CHANGED)
    assert (entry.actor, entry.before, entry.after) == (
        mayor,
        {"address": before},
        {"address": "new@city.example"},
    )
    assert Member.objects.get(pk=mayor.pk).email == "new@city.example"


def test_h2_whom_a_limit_signs_out_is_recorded_with_the_limit(client, mayor):
    session = client.session
    begin_session(session=session)
    session[SEEN_AT] -= 40 * 60
    session.save()
    client.get("/")
    entry = AuditEvent.objects.get(verb=Verb.SIGNED_OUT)
    assert (entry.actor, entry.after) == (mayor, {"limit": "idle"})
