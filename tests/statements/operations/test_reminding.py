"""A reminder goes to the silent, to nobody else, and not again before half a day is over."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.models import Announcement, AuditEvent, Member
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import SignOn, Statement
from statements.operations.reminding import remind_silent
from tests.statements.telling_data import (
    a_minute_passes,
    ask_for_signatures,
    frozen_statement,
    give_mandate,
    sign,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(publisher: Member, mayor: Member, chief: Member) -> Statement:
    """Open for signing; a mayor and a chief are asked."""
    for member in (mayor, chief):
        give_mandate(member.current_seats[0])
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)
    return Statement.objects.get(pk=frozen.pk)


def remind(statement: Statement, actor: Member) -> int:
    return remind_silent(statement_id=statement.pk, actor=actor)


def test_only_the_silent_are_reminded(statement, publisher, mayor, chief):
    sign(statement, mayor)

    assert remind(statement, publisher) == 1
    assert told("reminder") == [chief.email]
    event = AuditEvent.objects.get(verb=Verb.REMINDER_SENT)
    assert (event.actor, event.after) == (publisher, {"silent": 1})


def test_who_answers_before_the_reminder_is_sent_gets_none(statement, publisher, mayor, chief):
    remind(statement, publisher)
    sign(statement, mayor)

    assert told("reminder") == [chief.email]


def test_a_second_reminder_waits_for_half_a_day(statement, publisher):
    remind(statement, publisher)
    with pytest.raises(Refusal, match="less than 12 hours ago"):
        remind(statement, publisher)
    Announcement.objects.update(created_at=Now() - timedelta(hours=13))

    assert remind(statement, publisher) == 2


def test_nobody_is_reminded_when_everybody_has_answered(statement, publisher, mayor, chief):
    sign(statement, mayor)
    sign(statement, chief)

    with pytest.raises(Refusal, match="Everybody has answered"):
        remind(statement, publisher)


def test_nobody_is_reminded_after_the_deadline(statement, publisher):
    SignOn.objects.update(deadline_at=Now())

    with pytest.raises(Refusal, match="Nobody can answer now"):
        remind(statement, publisher)


@pytest.mark.parametrize("role", ["mayor", "aide", "observer"])
def test_only_the_issuers_staff_remind(statement, request, role):
    with pytest.raises(Refusal, match="Only the staff"):
        remind(statement, request.getfixturevalue(role))


def test_the_button_says_how_many_are_reminded(statement, publisher, mayor, signed_in):
    sign(statement, mayor)
    client = signed_in(publisher)
    page = client.post(f"/statements/{statement.ref}/remind/", follow=True)

    assert page.redirect_chain == [(f"/statements/{statement.ref}/staff/", 302)]
    assert [str(message) for message in page.context["messages"]] == [
        "One organization is reminded. Nobody who answered gets a mail."
    ]


def test_the_button_is_not_there_for_others(statement, mayor, signed_in):
    assert signed_in(mayor).post(f"/statements/{statement.ref}/remind/").status_code == 404
