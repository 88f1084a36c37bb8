"""What staff are told of a release that an ended authority holds, and what they can do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import AuditEvent, Job
from portal.vocabulary.audit import Verb
from portal.vocabulary.jobs import JobState
from portal.vocabulary.refusals import Refusal
from statements.models import Publication, Statement
from statements.operations.publishing import (
    publish_statement,
    undo_publication,
)
from statements.queries.publishing import is_out, release_holds, signatures_for_release
from statements.queries.standing import stands
from statements.vocabulary.signing import SignatoryOrder, Standing
from statements.vocabulary.states import StatementState
from tests.proofs import step_up_of
from tests.statements.authority.data import (
    ENDINGS,
    OFFICE_BEGUN_LATER,
    OFFICE_LEFT,
    REVOKED,
    only,
    queries,
    sql,
)
from tests.statements.publishing_data import (
    ask_everybody,
    build,
    clear,
    frozen_statement,
    let_come,
    mayor_of,
    rebuilt,
    scheduled,
    sign,
)

pytestmark = pytest.mark.django_db


def test_staff_page_and_release_page_say_the_same_sentence(release, staff, signed_in):
    sql("UPDATE portal_mandate SET revoked_at = '2026-11-02 20:00+00'")
    client, ref = signed_in(staff[0]), release.statement.ref
    pages = [client.get(f"/statements/{ref}/{page}/").text for page in ("staff", "publish")]

    sentence = (
        "The authority of Bo Marsh to sign for City of Brook ended Nov 2, 2026, 3:00 PM EST, "
        "before the release. City of Brook can reconfirm until the release and was asked to. Or "
        "build the release again to publish without this signature."
    )
    with timezone.override(staff[0].time_zone):
        assert release_holds(release) == [sentence]
    assert [sentence in page for page in pages] == [True, True]
    assert "Build it again" in pages[1]


def test_what_ends_only_later_but_before_the_release_is_said_already(signing, staff):
    at = timezone.now() + timedelta(days=9)
    release = publish_statement(
        statement_id=signing.pk,
        release_at=at,
        order="place",
        actor=staff[0],
        step_up=step_up_of(staff[0]),
    )
    sql("UPDATE portal_mandate SET valid_until = clock_timestamp() + interval '1 day'")

    assert " ends " in release_holds(release)[0]


def test_a_seat_that_begins_after_signing_is_said_without_a_date(release):
    sql(OFFICE_BEGUN_LATER)

    assert "to sign for City of Brook does not hold at the release." in release_holds(release)[0]


def test_a_stored_hold_is_said_on_both_pages(release, staff, signed_in):
    Publication.objects.filter(pk=release.pk).update(
        held_at=timezone.now(), held_reason="Cass took it back."
    )
    client, ref = signed_in(staff[0]), release.statement.ref

    for page in ("staff", "publish"):
        assert "Cass took it back. Build it again" in client.get(f"/statements/{ref}/{page}/").text


def test_what_lapses_in_the_standing_holds_the_release(release):
    before = [stand.standing for stand in stands(release.statement) if stand.signature]
    sql(REVOKED)
    after = [stand.standing for stand in stands(release.statement) if stand.signature]

    assert (before, after) == ([Standing.SIGNED], [Standing.LAPSED])
    assert list(signatures_for_release(release.statement, release.release_at)) == []


def test_built_again_it_goes_out_without_that_name(signing, staff):
    sign(signing, mayor_of("Álder", name="Cy Young"))
    release = scheduled(signing, staff[0])
    sql(only(REVOKED, "min"))
    anew = build(rebuilt(signing, staff[1]))
    let_come(anew)

    listed = [entry["name"] for entry in anew.snapshot["signatories"]["list"]]
    assert (is_out(release), is_out(anew), listed) == (False, True, ["Cy Young"])


def test_undone_it_can_be_signed_and_scheduled_again(release, staff):
    sql(REVOKED)
    undo_publication(statement_id=release.statement_id, actor=staff[0])

    assert Statement.objects.get(pk=release.statement_id).state == StatementState.FROZEN
    assert AuditEvent.objects.filter(verb=Verb.PUBLICATION_UNDONE).count() == 1


def test_an_ending_that_is_taken_back_holds_nothing(release, staff):
    sql(OFFICE_LEFT)
    sql("UPDATE portal_seat SET until = NULL")

    with pytest.raises(Refusal, match="Nothing holds this release"):
        rebuilt(release.statement, staff[0])


def test_it_costs_no_query_of_its_own(release, signing):
    let_come(release)
    with CaptureQueriesContext(connection) as captured:
        assert is_out(release)

    assert len(captured) == 1


def test_the_staff_page_of_a_held_release_asks_the_same_for_3_and_for_30(staff, signed_in):
    client, asked = signed_in(staff[0]), []
    for count in (3, 30):
        made = frozen_statement(staff)
        ask_everybody(made)
        for number in range(count):
            sign(made, mayor_of(f"Brook {count} {number}", name="Bo Marsh"))
        clear(made, staff)
        publish_statement(
            statement_id=made.pk,
            release_at=None,
            order=SignatoryOrder.PLACE,
            actor=staff[0],
            step_up=step_up_of(staff[0]),
        )
        sql(f"{REVOKED} WHERE revoked_at IS NULL")
        pages = [f"/statements/{made.ref}/{page}/" for page in ("staff", "publish")]
        for page in pages:
            client.get(page)  # what is read once per process
        asked.append([queries(client, page) for page in pages])

    assert asked[0] == asked[1]


def test_held_past_its_instant_it_can_be_built_again(signing, staff):
    sign(signing, mayor_of("Álder", name="Cy Young"))
    release = scheduled(signing, staff[0])
    sql(only(REVOKED, "min"))
    let_come(release)
    anew = rebuilt(signing, staff[0])

    listed = [entry["name"] for entry in anew.snapshot["signatories"]["list"]]
    assert (listed, anew.release_at > release.release_at) == (["Cy Young"], True)


def test_held_past_its_instant_it_can_be_undone_on_the_page(release, staff, signed_in):
    sql(REVOKED)
    let_come(release)
    page = signed_in(staff[0]).post(
        f"/statements/{release.statement.ref}/publish/undo/", follow=True
    )

    assert "Taken back. Nobody has seen it." in page.text
    assert Statement.objects.get(pk=release.statement_id).state == StatementState.FROZEN


@ENDINGS
def test_the_guard_takes_it_for_out_exactly_when_it_is_visible(release, ending):
    """Out is what cannot be undone any more."""
    let_come(release)
    assert (is_out(release), can_be_undone(release)) == (True, False)
    sql(ending)
    assert (is_out(release), can_be_undone(release)) == (False, True)
    told = Job.objects.filter(announcement__key=release.told_key)
    told.update(state=JobState.DONE)
    assert (is_out(release), can_be_undone(release)) == (True, False)


def can_be_undone(release: Publication) -> bool:
    undone = True
    try:
        with transaction.atomic():
            Publication.objects.filter(pk=release.pk).update(undone_at=timezone.now())
            transaction.set_rollback(True)
    except IntegrityError:
        undone = False
    return undone


def test_by_sql_nobody_signs_late_and_nobody_withdraws_what_is_held(release):
    late = mayor_of("Late", name="Lou Late")
    sql(only(REVOKED, "min"))
    let_come(release)

    with pytest.raises(IntegrityError, match="not open for signing"), transaction.atomic():
        sign(release.statement, late)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Publication.objects.filter(pk=release.pk).update(
            withdrawn_at=timezone.now(), withdrawal_explanation="Wrong."
        )
