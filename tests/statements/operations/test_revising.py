"""Who may save a new version, in which state, and how late in the time to sign."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Announcement, AuditEvent, Member, Organization
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import SignOn, Statement
from statements.operations.drafting import (
    ENDED,
    FROZEN,
    NOT_LATER,
    STILL_TOO_LATE,
    TOO_LATE,
    UNDO_FIRST,
    WITH_STAFF,
)
from statements.vocabulary.states import StatementState
from tests.statements.editor import imported
from tests.statements.saving import move, open_sign_on, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(mayor) -> Organization:
    return mayor.current_seats[0].organization


@pytest.fixture
def draft(city, publisher) -> Statement:
    return imported(city, publisher.current_seats[0].organization)


# What a save meets: state, whether staff have the draft, and the answer to drafters and to staff.
ALLOWED, FORBIDDEN = "saved", "forbidden"
MATRIX = [
    ("drafting", False, ALLOWED, FORBIDDEN),
    ("drafting", True, WITH_STAFF, ALLOWED),
    ("markup", True, WITH_STAFF, ALLOWED),
    ("frozen", True, FROZEN, ALLOWED),
    ("sign_on", True, FROZEN, ALLOWED),
    ("scheduled", True, UNDO_FIRST, UNDO_FIRST),
    ("published", True, ENDED, ENDED),
    ("withdrawn", True, ENDED, ENDED),
    ("abandoned", True, ENDED, ENDED),
]
OTHERS = ["chief", "observer", "liaison", "nobody_yet"]


def answer(statement: Statement, actor: Member) -> str:
    try:
        save(statement, actor)
    except PermissionDenied:
        return FORBIDDEN
    except Refusal as refusal:
        return str(refusal)
    return ALLOWED


def test_the_matrix_names_every_state():
    assert {row[0] for row in MATRIX} == set(StatementState.values)


@pytest.mark.parametrize(("state", "to_staff", "drafters", "staff"), MATRIX)
@pytest.mark.parametrize("role", ["mayor", "aide", "publisher", "editor", *OTHERS])
def test_who_may_save_when(draft, request, state, to_staff, drafters, staff, role):
    member = request.getfixturevalue(role)
    if state == "sign_on":
        open_sign_on(draft, opened=timedelta(hours=1), left=timedelta(hours=9))
    statement = move(draft, state, to_staff=to_staff)
    expected = {"mayor": drafters, "aide": drafters, "publisher": staff, "editor": staff}

    may = member.has_perm("statements.revise", statement)
    found = answer(statement, member)

    assert found == expected.get(role, FORBIDDEN)
    assert may is (found == ALLOWED)


def test_signers_are_told_of_a_new_text(draft, publisher):
    open_sign_on(draft, opened=timedelta(hours=1), left=timedelta(hours=9))
    saved = save(draft, publisher)

    told = Announcement.objects.get()
    assert (told.kind, told.key, told.subject_id) == ("text_changed", f"text:{saved.pk}", draft.pk)


def test_nobody_is_told_of_a_draft(draft, aide):
    save(draft, aide)

    assert Announcement.objects.count() == 0


@pytest.mark.parametrize(("opened", "left"), [(89, 11), (1, 99)])
def test_a_new_text_leaves_a_tenth_of_the_time_to_sign(draft, publisher, opened, left):
    open_sign_on(draft, opened=timedelta(hours=opened), left=timedelta(hours=left))

    assert save(draft, publisher).number == 2


@pytest.mark.parametrize(("opened", "left"), [(91, 9), (100, -1)])
def test_later_a_new_text_needs_a_new_deadline(draft, publisher, opened, left):
    sign_on = open_sign_on(draft, opened=timedelta(hours=opened), left=timedelta(hours=left))
    old = sign_on.deadline_at
    later = old + timedelta(hours=50)

    with pytest.raises(Refusal, match=TOO_LATE):
        save(draft, publisher)
    with pytest.raises(Refusal, match=NOT_LATER):
        save(draft, publisher, new_deadline=old)
    with pytest.raises(Refusal, match=STILL_TOO_LATE):
        save(draft, publisher, new_deadline=old + timedelta(minutes=1))
    assert save(draft, publisher, new_deadline=later).number == 2

    sign_on.refresh_from_db()
    entry = AuditEvent.objects.get(verb=Verb.STATEMENT_REVISED)
    assert sign_on.deadline_at == later
    assert (entry.before["deadline"], entry.after["deadline"]) == (
        old.isoformat(),
        later.isoformat(),
    )


def test_a_refused_save_moves_no_deadline(draft, publisher):
    sign_on = open_sign_on(draft, opened=timedelta(hours=1), left=timedelta(hours=9))
    with pytest.raises(Refusal, match="Nothing has changed"):
        save(draft, publisher, change="", new_deadline=sign_on.deadline_at + timedelta(days=1))

    assert SignOn.objects.get().deadline_at == sign_on.deadline_at
