"""Whom each event of a statement is told to, by the rights that people have when it is sent."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from portal.models import Announcement, Job, Mandate, Member, Seat
from portal.notify import announce
from portal.vocabulary.jobs import JobState
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from statements.models import Issuer, ListedSignature, Publication, Statement
from statements.operations import lifecycle
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory, confirmed
from tests.proofs import step_up_of
from tests.statements.telling_data import (
    a_minute_passes,
    ask_for_signatures,
    frozen_statement,
    give_mandate,
    new_version,
    publication_of,
    run,
    sign,
    tell,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signers(mayor: Member, chief: Member) -> list[Member]:
    """A mayor and a chief who may sign."""
    for member in (mayor, chief):
        give_mandate(member.current_seats[0])
    return [mayor, chief]


@pytest.fixture
def statement(publisher: Member, signers: list[Member]) -> Statement:
    """Open for signing since now."""
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)
    return Statement.objects.get(pk=frozen.pk)


@pytest.fixture
def other_publisher(db: None) -> Member:
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    return SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member


def test_opening_asks_everybody_who_may_sign(statement, mayor, chief):
    assert told("sign_on_opened") == sorted([mayor.email, chief.email])


def test_nobody_is_asked_in_the_minute_in_which_it_can_be_undone(publisher, signers):
    sign_on = ask_for_signatures(frozen_statement(publisher), publisher)

    assert Announcement.objects.get(kind="sign_on_opened").job.run_after == sign_on.opens_at
    assert told("sign_on_opened") == []  # nor by a job that runs too early


def test_nobody_is_asked_when_the_opening_was_undone(publisher, signers):
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    lifecycle.undo_sign_on(statement_id=frozen.pk, actor=publisher)
    a_minute_passes(frozen)

    assert told("sign_on_opened") == []


def test_an_opening_that_was_undone_and_repeated_asks_once(publisher, signers):
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    lifecycle.undo_sign_on(statement_id=frozen.pk, actor=publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)
    openings = Announcement.objects.filter(kind="sign_on_opened").order_by("pk")

    assert [len(run(opening)) for opening in openings] == [0, 2]


def test_who_may_no_longer_sign_when_it_is_sent_is_not_asked(statement, mayor, chief):
    Mandate.objects.filter(seat__member=chief).update(revoked_at=Now())

    assert told("sign_on_opened") == [mayor.email]


def test_who_left_the_seat_before_it_is_sent_is_not_asked(statement, mayor, chief):
    Seat.objects.filter(member=chief).update(until=Now())

    assert told("sign_on_opened") == [mayor.email]


def test_a_closed_account_gets_nothing(statement, mayor, chief):
    Member.objects.filter(pk=chief.pk).update(is_active=False)

    assert told("sign_on_opened") == [mayor.email]


def test_a_principals_mail_is_copied_to_that_principals_staff(statement, mayor, aide, chief):
    SeatFactory(organization=aide.current_seats[0].organization, capacity=Capacity.OBSERVER)
    rows = tell("sign_on_opened")

    assert [(row.recipient, row.copied_for) for row in rows] == [
        (mayor, None),
        (chief, None),
        (aide, mayor),
    ]
    assert rows[2].mail.text.splitlines()[0] == f"Copy of a mail to {mayor.name}:"


def test_staff_who_may_sign_themselves_get_one_mail_and_no_copy(statement, aide, mayor, chief):
    Mandate.objects.create(
        seat=aide.current_seats[0],
        instrument=Instrument.LETTER,
        evidence="Letter of Nov 3",
        granted_by=MemberFactory(),
        **confirmed(),
    )
    rows = tell("sign_on_opened")

    assert sorted(row.recipient.name for row in rows) == sorted(
        [m.name for m in (mayor, chief, aide)]
    )
    assert {row.copied_for for row in rows} == {None}


def test_the_deadline_stands_in_the_recipients_own_zone(statement, mayor, chief):
    Member.objects.filter(pk=mayor.pk).update(time_zone="America/Los_Angeles")
    subjects = {row.recipient: row.mail.subject for row in tell("sign_on_opened")}
    zones = {member: subject.partition(": ")[0][-3:] for member, subject in subjects.items()}

    assert (zones[mayor] in {"PST", "PDT"}, zones[chief] in {"EST", "EDT"}) == (True, True)


@pytest.mark.trust("C9")
def test_before_the_release_no_subject_and_no_row_holds_the_title(statement):
    rows = tell("sign_on_opened")

    assert [statement.title in row.title for row in rows] == [False, False]
    assert [statement.title in row.mail.subject for row in rows] == [False, False]
    assert [statement.title in row.mail.text for row in rows] == [True, True]


@pytest.mark.trust("C9")
def test_no_mail_holds_anything_of_the_text(statement, mayor):
    texts = [row.mail.text for row in tell("sign_on_opened")]
    sign(statement, mayor)
    texts += [row.mail.text for row in tell("receipt")]

    assert ["one thing" in text or "two days ahead." in text for text in texts] == [False] * 3


def test_a_mail_leads_to_the_page_and_ends_with_why_it_came(statement, mayor, settings):
    settings.SITE_URL = "https://portal.example"
    mail = next(row.mail for row in tell("sign_on_opened") if row.recipient == mayor)

    assert f"https://portal.example/statements/{statement.ref}/sign/" in mail.text.splitlines()
    organization = mayor.current_seats[0].organization
    assert f"You get this mail because you may sign for {organization}." in mail.text.splitlines()


def test_a_signature_gives_a_receipt_by_mail_and_a_row_to_the_staff(statement, mayor, publisher):
    sign(statement, mayor)

    assert told("receipt") == [mayor.email]
    assert [(row.recipient, row.mail) for row in tell("signed")] == [(publisher, None)]


def test_a_signature_taken_back_at_once_gives_no_receipt(statement, mayor):
    signature = sign(statement, mayor)
    type(signature).objects.filter(pk=signature.pk).update(
        ended_at=Now(), ended_as="recalled", ended_reason=""
    )

    assert told("receipt") == []


def changed(statement: Statement) -> None:
    revision = new_version(statement)
    announce("text_changed", subject_id=statement.pk, key=f"text:{revision.pk}")


def test_a_new_text_asks_those_who_signed_the_old_one(statement, mayor, chief, publisher):
    sign(statement, mayor)
    changed(statement)
    rows = tell("text_changed")

    assert [(row.recipient, row.title) for row in rows] == [
        (mayor, f"The text that you signed has changed ({statement.ref})"),
        (publisher, f"A text waits for your clearance ({statement.ref})"),
    ]


def test_of_two_changes_only_the_last_is_told(statement, mayor):
    sign(statement, mayor)
    changed(statement)
    changed(statement)
    changes = Announcement.objects.filter(kind="text_changed").order_by("pk")

    assert [len(run(change)) for change in changes] == [0, 2]


def test_a_draft_sent_to_staff_is_told_to_the_staff(mayor, publisher, editor):
    statement = frozen_statement(publisher)
    announce("handed_over", subject_id=statement.pk, key="handed-over:1")

    assert told("handed_over") == sorted([publisher.email, editor.email])


def test_a_frozen_text_goes_to_the_publishers_who_have_not_cleared_it(publisher, editor):
    frozen_statement(publisher)

    assert told("frozen") == [publisher.email]


def test_a_clearance_is_told_to_the_other_publishers(publisher, other_publisher):
    statement = frozen_statement(publisher)
    association = other_publisher.current_seats[0].organization
    Issuer.objects.create(statement=statement, organization=association, position=2)
    text = statement.revisions.latest("number").pk
    lifecycle.clear_statement(
        statement_id=statement.pk, revision_id=text, actor=publisher, step_up=step_up_of(publisher)
    )

    name = publisher.current_seats[0].organization.short_name
    assert [(row.recipient, row.title) for row in tell("cleared")] == [
        (other_publisher, f"{name} cleared the text; yours is still missing ({statement.ref})")
    ]


def test_a_release_is_told_to_signers_staff_and_drafters(statement, mayor, chief, publisher):
    sign(statement, mayor)
    publication_of(statement)

    assert told("published") == sorted([mayor.email, publisher.email])


def test_a_signer_learns_whether_the_name_is_listed(statement, mayor, chief):
    listed, _ = sign(statement, mayor), sign(statement, chief)
    publication = publication_of(statement)
    ListedSignature.objects.create(publication=publication, signature=listed, position=1)
    texts = {row.recipient: row.mail.text for row in tell("published")}

    assert [" is listed among" in texts[member] for member in (mayor, chief)] == [True, False]


@pytest.mark.parametrize(
    "waits_for",
    [{"release_at": Now() + timedelta(hours=1)}, {"built_at": None}, {"held_at": Now()}],
    ids=["its instant", "its files", "a hold"],
)
def test_a_release_that_nobody_can_see_yet_is_told_later(statement, mayor, waits_for):
    sign(statement, mayor)
    publication_of(statement, **waits_for)

    assert told("published") == []
    job = Job.objects.get(announcement__kind="published")
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_a_release_taken_back_is_told_to_nobody(statement, mayor):
    publication_of(statement, built_at=None, undone_at=Now())

    assert told("published") == []
    assert Job.objects.get(announcement__kind="published").state == JobState.DONE


def test_a_withdrawal_is_told_to_everybody_who_had_a_part(statement, mayor, publisher):
    sign(statement, mayor)
    publication = publication_of(statement)
    Publication.objects.filter(pk=publication.pk).update(
        withdrawn_at=Now(), withdrawn_by=publisher, withdrawal_explanation="A wrong number."
    )
    announce("withdrawn", subject_id=statement.pk, key=f"withdrawn:{publication.pk}")

    assert told("published") == []
    assert told("withdrawn") == sorted([mayor.email, publisher.email])
    withdrawn = Announcement.objects.get(kind="withdrawn").notifications.first()
    assert withdrawn.title == f"Withdrawn: {statement.title}"


@pytest.mark.trust("E12")
def test_a_title_with_line_breaks_adds_no_header(publisher, mailoutbox):
    statement = frozen_statement(publisher, title="A title\r\nBcc: x@y.example")
    publication_of(statement)

    assert [row.mail.subject for row in tell("published")] == [
        "Published: A title Bcc: x@y.example"
    ]
