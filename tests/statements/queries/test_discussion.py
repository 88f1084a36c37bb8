"""Statements hold threads for those who work on them, in every state of the statement."""

import pytest
from django.db.models.functions import Now

from portal.models import Announcement, Member, Membership, Notification
from portal.operations.threads import open_thread
from portal.queries.threads import may_see_thread, readers_of, threads_visible_to
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.threads import SubjectKind, ThreadKind
from statements.models import Statement
from statements.operations.discussion import STATEMENTS
from statements.operations.importing import Origin, import_statement
from statements.queries.readers import members_who_see
from statements.queries.statements import statements_visible_to, statements_worked_on_by
from statements.vocabulary.states import StatementState
from tests.discussions import run
from tests.portal.samples import RELEASE
from tests.statements.signing_data import ahead, open_sign_on, sign, signer
from tests.statements.telling_data import publication_of

pytestmark = pytest.mark.django_db
EVERYBODY = ("publisher", "editor", "mayor", "aide", "chief", "observer", "liaison", "nobody_yet")


@pytest.fixture
def people(request) -> dict[str, Member]:
    return {name: request.getfixturevalue(name) for name in EVERYBODY}


@pytest.fixture
def draft(mayor, publisher) -> Statement:
    """The mayor's city drafts it; the publisher's association is to issue it."""
    issuer = publisher.current_seats[0].organization
    city = mayor.current_seats[0].organization
    origin = Origin(file_name="a.txt", organization=city, issuers=[issuer], actor=mayor)
    return import_statement(text=RELEASE, origin=origin)


def a_draft(statement: Statement, people: dict[str, Member]) -> None:
    """Nothing more happened."""


def sent_to_staff(statement: Statement, people: dict[str, Member]) -> None:
    Statement.objects.update(handed_over_at=Now())


def open_for_markup(statement: Statement, people: dict[str, Member]) -> None:
    Statement.objects.update(state=StatementState.MARKUP)


def open_for_signing(statement: Statement, people: dict[str, Member]) -> None:
    sent_to_staff(statement, people)
    open_sign_on(statement)


def yet_to_open(statement: Statement, people: dict[str, Member]) -> None:
    open_sign_on(statement, opens_at=ahead(hours=1))


def open_to_agencies(statement: Statement, people: dict[str, Member]) -> None:
    open_sign_on(statement, kinds=[OrganizationKind.POLICE_AGENCY])


def open_to_members(statement: Statement, people: dict[str, Member]) -> None:
    association = people["publisher"].current_seats[0].organization
    agency = people["chief"].current_seats[0].organization
    Membership.objects.create(organization=agency, association=association, since="2026-01-01")
    open_sign_on(statement).associations.add(association)


def open_to_one(statement: Statement, people: dict[str, Member]) -> None:
    sign_on = open_sign_on(statement, countries=["CA"])
    sign_on.named.add(people["chief"].current_seats[0].organization)


def signed(statement: Statement, people: dict[str, Member]) -> None:
    open_sign_on(statement)
    people["signer"] = signer()
    sign(statement, people["signer"])
    open_sign_on(statement, countries=["CA"])


def a_thread(statement: Statement, actor: Member, text: str = "Two days or three?"):
    return open_thread(
        kind=ThreadKind.QUESTION,
        title="How many days",
        text=text,
        audience=Audience.WORKING_GROUP,
        holder_kind=SubjectKind.STATEMENT,
        subject_id=statement.pk,
        actor=actor,
    )


@pytest.mark.parametrize(
    "happen",
    [
        a_draft,
        sent_to_staff,
        open_for_markup,
        open_for_signing,
        yet_to_open,
        open_to_agencies,
        open_to_members,
        open_to_one,
        signed,
    ],
)
def test_those_who_read_its_threads_are_those_who_work_on_it(draft, people, happen):
    thread = a_thread(draft, people["mayor"])
    happen(draft, people)
    working = {
        name
        for name, one in people.items()
        if statements_worked_on_by(one).filter(pk=draft.pk).exists()
    }
    seeing = {name for name, one in people.items() if threads_visible_to(one).filter(pk=thread.pk)}
    readers = set(readers_of(thread))

    everybody = Member.objects.all()
    asked = (members_who_see(everybody, draft.pk), may_see_thread(everybody, thread.pk))

    assert seeing == working
    assert {name for name, one in people.items() if one in readers} == working
    for told in map(set, asked):
        assert {name for name, one in people.items() if one in told} == working


def test_whoever_sees_it_published_is_told(draft, people, publisher):
    publication_of(draft)
    seeing = {
        name
        for name, one in people.items()
        if statements_visible_to(one).filter(pk=draft.pk).exists()
    }
    told = set(members_who_see(Member.objects.all(), draft.pk))

    assert seeing == {name for name, one in people.items() if one in told} == set(EVERYBODY)


def test_whoever_does_not_work_on_it_finds_nothing(draft, chief, mayor):
    assert STATEMENTS.find(chief, draft.pk) is None
    assert STATEMENTS.find(mayor, draft.pk).url == f"/statements/{draft.ref}/working/"


def test_drafters_and_then_staff_steer_and_are_concerned(draft, people):
    before = {name for name, one in people.items() if STATEMENTS.may_steer(one, draft.pk)}
    concerned = set(STATEMENTS.concerned(draft.pk))
    Statement.objects.update(handed_over_at=Now())
    after = {name for name, one in people.items() if STATEMENTS.may_steer(one, draft.pk)}

    assert (before, concerned) == ({"mayor", "aide"}, {people["mayor"]})
    assert after == {"publisher", "editor"}
    assert set(STATEMENTS.concerned(draft.pk)) == {
        people[name] for name in ("mayor", "publisher", "editor")
    }


def test_no_mail_holds_what_was_said_about_a_text(draft, mayor, aide):
    a_thread(draft, mayor, text=f"@{aide.name}: unmistakable words")
    for announcement in Announcement.objects.filter(kind="mention"):
        run(announcement)
    row = Notification.objects.get(recipient=aide)

    assert row.title == f"You were mentioned in {draft.ref}"
    assert "unmistakable" not in row.mail.text
