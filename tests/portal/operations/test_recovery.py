"""A lost passkey: one calls back, another one confirms, and only then does anything change."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import override_settings

from portal.models import Announcement, AuditEvent, Member, OutgoingMail, Recovery
from portal.operations.recovery import ask_recovery, cancel_recovery, confirm_recovery
from portal.queries.recovery import open_recoveries, recovery_cards
from portal.tasks import run_job
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from tests.factories import SeatFactory
from tests.passkeys import enroll
from tests.portal.people_pages import sign_in
from tests.proofs import PROOF, step_up_of

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "three-blue-bridges"
CALL = "Called 202-555-0100, the clerk: she stands beside her, the phone fell into the river."


@pytest.fixture
def second(publisher: Member) -> Member:
    """Another publisher, of the same association."""
    organization = publisher.current_seats[0].organization
    return SeatFactory(organization=organization, capacity=Capacity.PUBLISHER).member


def asked(member: Member, *, actor: Member) -> Recovery:
    return ask_recovery(member_id=member.pk, called=CALL, actor=actor)


def confirmed(recovery: Recovery, *, actor: Member) -> Recovery:
    return confirm_recovery(recovery_id=recovery.pk, actor=actor, step_up=step_up_of(actor))


def page_of(member: Member) -> str:
    return f"/members/{member.current_seats[0].organization_id}/people/{member.pk}/recover/"


def factors_of(member: Member) -> int:
    return Authenticator.objects.filter(user=member).count()


def test_a15_two_people_end_the_lost_passkeys_and_every_session(publisher, second, mayor, aide):
    enroll(mayor)
    browser = sign_in(mayor)
    browser.get("/")
    waiting = asked(mayor, actor=publisher)
    assert (factors_of(mayor), Session.objects.count()) == (1, 1)

    confirmed(waiting, actor=second)

    assert (factors_of(mayor), Session.objects.count()) == (0, 0)
    entries = AuditEvent.objects.filter(verb__startswith="recovery_").order_by("id")
    told = [(entry.verb, entry.actor, entry.object_id) for entry in entries]
    assert told == [
        (Verb.RECOVERY_ASKED, publisher, str(mayor.pk)),
        (Verb.RECOVERY_CONFIRMED, second, str(mayor.pk)),
    ]
    mails = OutgoingMail.objects.order_by("to").values_list("to", "subject")
    assert sorted(mails) == sorted(
        [(mayor.email, "You can sign in anew"), (aide.email, f"{mayor.name} signs in anew")]
    )


def test_a15_whoever_asked_does_not_confirm(publisher, mayor):
    enroll(mayor)
    waiting = asked(mayor, actor=publisher)

    with pytest.raises(Refusal, match="You asked for this yourself"):
        confirmed(waiting, actor=publisher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.update(confirmed_by=publisher, confirmed_at=Now())
    assert factors_of(mayor) == 1


def test_a15_an_editor_asks_and_does_not_confirm(publisher, editor, second, mayor):
    waiting = asked(mayor, actor=editor)
    other = SeatFactory(
        organization=editor.current_seats[0].organization, capacity=Capacity.EDITOR
    ).member

    with pytest.raises(Refusal, match="Only a publisher"):
        confirmed(waiting, actor=other)
    assert confirmed(waiting, actor=second).pk == waiting.pk


def test_a15_nobody_lets_themselves_in_anew(publisher, second):
    with pytest.raises(Refusal, match="You cannot"):
        asked(publisher, actor=publisher)
    waiting = asked(publisher, actor=second)
    with pytest.raises(Refusal, match="You cannot"):
        confirmed(waiting, actor=publisher)


@pytest.mark.parametrize("who", ["mayor", "aide", "chief", "observer", "liaison"])
def test_a15_nobody_but_association_staff_asks(who, mayor, aide, request):
    actor = request.getfixturevalue(who)
    target = aide if who == "mayor" else mayor

    with pytest.raises(Refusal, match="You cannot"):
        asked(target, actor=actor)


def test_an_editor_does_not_let_a_publisher_in_anew(publisher, editor):
    with pytest.raises(Refusal, match="You cannot"):
        asked(publisher, actor=editor)


def test_nobody_confirms_under_the_proof_of_somebody_else(publisher, second, mayor):
    waiting = asked(mayor, actor=publisher)

    with pytest.raises(PermissionDenied):
        confirm_recovery(recovery_id=waiting.pk, actor=second, step_up=step_up_of(publisher))


def test_it_is_asked_once_and_confirmed_once(publisher, second, mayor):
    waiting = asked(mayor, actor=publisher)
    with pytest.raises(Refusal, match="asked for this already"):
        asked(mayor, actor=second)
    confirmed(waiting, actor=second)

    with pytest.raises(Refusal, match="confirmed or cancelled meanwhile"):
        confirmed(waiting, actor=second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.update(confirmed_at=None, confirmed_by=None)


def test_what_was_cancelled_changes_nothing_and_can_be_asked_again(publisher, second, mayor):
    enroll(mayor)
    waiting = asked(mayor, actor=publisher)
    cancel_recovery(recovery_id=waiting.pk, actor=second)

    with pytest.raises(Refusal, match="confirmed or cancelled"):
        confirmed(waiting, actor=second)
    assert (factors_of(mayor), asked(mayor, actor=publisher).asked_by) == (1, publisher)


def test_what_was_never_confirmed_ends_by_itself(publisher, second, mayor):
    old = Recovery.objects.create(
        member=mayor, called=CALL, asked_by=publisher, asked_at=Now() - timedelta(days=4)
    )

    assert (list(open_recoveries()), recovery_cards(second)) == ([], [])
    with pytest.raises(Refusal, match="older than 3 days"):
        confirmed(old, actor=second)
    assert asked(mayor, actor=second).asked_by == second


def test_it_waits_on_the_other_publishers_home_page(publisher, second, editor, mayor):
    asked(mayor, actor=publisher)

    assert [card.title for card in recovery_cards(second)] == [f"{mayor.name} asks to sign in anew"]
    assert (recovery_cards(publisher), recovery_cards(editor), recovery_cards(mayor)) == (
        [],
        [],
        [],
    )
    assert sign_in(second).get(recovery_cards(second)[0].url).status_code == 200


def test_a15_pages_lead_from_the_call_to_the_confirmation(publisher, second, mayor):
    enroll(mayor)
    page = page_of(mayor)
    empty = sign_in(publisher).post(page, {"act": "ask", "called": " "})
    first = sign_in(publisher).post(page, {"act": "ask", "called": CALL})
    alone = sign_in(publisher).post(page, {"act": "confirm", **PROOF})
    unproved = sign_in(second).post(page, {"act": "confirm"})
    shown = sign_in(second).get(page)
    assert (empty.status_code, first.status_code, alone.status_code) == (422, 302, 409)
    assert (unproved.status_code, factors_of(mayor), CALL in shown.text) == (403, 1, True)

    done = sign_in(second).post(page, {"act": "confirm", **PROOF})

    assert (done.status_code, factors_of(mayor)) == (302, 0)


def test_a15_a_new_password_by_mail_signs_nobody_in_without_the_second_factor(mayor, client):
    enroll(mayor)
    EmailAddress.objects.create(user=mayor, email=mayor.email, primary=True, verified=True)
    with override_settings(PASSWORD_FOR_PASSKEY=False):
        client.post("/accounts/password/reset/", {"email": mayor.email})
        run_job(Announcement.objects.get().job_id)  # a worker mails the link
        mailed = OutgoingMail.objects.filter(to=mayor.email).latest("pk").text
        link = re.search(r"/accounts/password/reset/key/\S+", mailed)[0]
        form = client.get(link, follow=True).request["PATH_INFO"]
        reset = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        assert (reset.status_code, "_auth_user_id" in client.session) == (302, False)

        typed = {"login": mayor.email, "password": NEW_PASSWORD}
        answer = client.post("/accounts/login/", typed, follow=True)

    mayor.refresh_from_db()
    assert mayor.check_password(NEW_PASSWORD) is True
    assert answer.redirect_chain[-1][0].startswith("/accounts/factors/authenticate/")
    assert "_auth_user_id" not in client.session


def test_anybody_reads_how_to_get_back_in(client, mayor):
    answer = client.get("/accounts/lost/")

    assert (answer.status_code, "Call" in answer.text) == (200, True)
    assert "sessionid" not in answer.cookies
