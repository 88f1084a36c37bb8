"""Attempts to release a text under an authority that ended between scheduling and the instant.

- No name goes out under an authority that does not last until the release, whoever ends it, and
  with nobody working: by page, by raw request, by SQL.
- What is out stays out, whatever is entered afterwards.
"""

import time
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Announcement, Job, Mandate, Member
from statements.models import Publication, Signature
from statements.operations.publishing import (
    publish_statement,
)
from statements.queries.publishing import is_out, release_holds
from tests.proofs import PROOF, step_up_of
from tests.statements.authority.data import (
    ENDINGS,
    REVOKED,
    only,
    reconfirmed,
    shown,
    sql,
    told_that_it_is_out,
)
from tests.statements.publishing_data import (
    ask_everybody,
    build,
    clear,
    frozen_statement,
    let_come,
    mayor_of,
    scheduled,
    sign,
)
from tests.statements.telling_data import run

pytestmark = pytest.mark.django_db


@ENDINGS
@pytest.mark.trust("B3")
def test_an_authority_that_ended_before_the_instant_keeps_it_from_everywhere(release, ending):
    sql(ending)
    let_come(release)

    assert set(shown(release.statement).values()) == {False}


def test_an_authority_that_lasts_lets_it_out_everywhere(release):
    let_come(release)

    assert set(shown(release.statement).values()) == {True}


@pytest.mark.trust("C15")
def test_with_nobody_working_the_instant_itself_decides(signing, staff):
    at = timezone.now() + timedelta(seconds=2.5)
    release = build(
        publish_statement(
            statement_id=signing.pk,
            release_at=at,
            order="place",
            actor=staff[0],
            step_up=step_up_of(staff[0]),
        )
    )
    held = another_that_lapses(staff, at)
    time.sleep(max(0, (at - timezone.now()).total_seconds()) + 0.2)

    assert (is_out(release), is_out(held)) == (True, False)


def another_that_lapses(staff: list[Member], at: datetime) -> Publication:
    made = frozen_statement(staff)
    ask_everybody(made)
    mandate = mayor_of("Shortterm", name="Sam Brief")
    sign(made, mandate)
    clear(made, staff)
    release = publish_statement(
        statement_id=made.pk,
        release_at=at,
        order="place",
        actor=staff[0],
        step_up=step_up_of(staff[0]),
    )
    Publication.objects.filter(pk=release.pk).update(built_at=timezone.now())
    Mandate.objects.filter(pk=mandate.pk).update(revoked_at=timezone.now())
    return release


def test_one_of_many_is_enough(signing, staff):
    sign(signing, mayor_of("Álder", name="Cy Young"))
    release = scheduled(signing, staff[0])
    sql(only(REVOKED, "max"))
    let_come(release)

    assert set(shown(release.statement).values()) == {False}


def test_who_is_not_listed_holds_nothing(release):
    mayor_of("Elsewhere", name="Al Other")
    sql(only(REVOKED, "max"))
    let_come(release)

    assert is_out(release)


def test_a_clearance_given_by_somebody_who_left_since_counts(release, staff):
    sql(
        "UPDATE portal_seat SET since = now() - interval '9 days', until = clock_timestamp()"
        " - interval '1 minute' WHERE capacity = 'publisher'"
    )
    let_come(release)

    assert is_out(release)


@ENDINGS
def test_no_request_brings_it_out(release, staff, signed_in, ending):
    sql(ending)
    let_come(release)
    client, address = signed_in(staff[0]), f"/statements/{release.statement.ref}"
    client.post(f"{address}/publish/", {"when": "soon", "order": "leaders", **PROOF})
    client.post(f"{address}/publish/withdraw/", {"explanation": "A figure was wrong."})
    Client().post(f"{address}/publish/again/")

    assert set(shown(release.statement).values()) == {False}
    release.refresh_from_db()
    assert (release.withdrawn_at, release.undone_at) == (None, None)


def test_nobody_is_told_that_it_is_out(release):
    sql(REVOKED)
    let_come(release)
    announcement = Announcement.objects.get(key=release.told_key)

    assert run(announcement) == []
    assert Job.objects.get(pk=announcement.job_id).state == "queued"


def test_what_ends_after_the_instant_takes_nothing_away(release):
    let_come(release)
    sql("UPDATE portal_mandate SET revoked_at = clock_timestamp()")

    assert set(shown(release.statement).values()) == {True}
    assert release_holds(release) == []


@ENDINGS
def test_an_ending_entered_later_and_dated_earlier_takes_nothing_away(release, ending):
    let_come(release)
    told_that_it_is_out(release)
    sql(ending)

    assert set(shown(release.statement).values()) == {True}


@ENDINGS
def test_nor_does_it_take_away_the_page_of_what_was_withdrawn(release, staff, signed_in, ending):
    let_come(release)
    signed_in(staff[0]).post(
        f"/statements/{release.statement.ref}/publish/withdraw/",
        {"explanation": "A figure was wrong."},
    )
    sql(ending)
    page = Client().get(f"/statements/{release.statement.ref}/")

    assert (page.status_code, "A figure was wrong." in page.text) == (200, True)


def test_a_reconfirmation_after_the_release_takes_nothing_away(release):
    let_come(release)
    sql("UPDATE portal_mandate SET revoked_at = clock_timestamp()")
    reconfirmed(release, Signature.objects.get())

    assert is_out(release)


def test_a_reconfirmation_before_the_release_under_a_new_mandate_lets_it_out(release):
    signature = Signature.objects.get()
    sql(REVOKED)
    reconfirmed(release, signature)

    assert release_holds(release) == []
