"""A clearance is of every printed word, also of those that the text code leaves out."""

from collections.abc import Sequence

import pytest

from portal.jobs import claim
from portal.models import Announcement, Member, Notification
from portal.operations.notifications import send_announcement
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from statements.models import Revision, Statement
from statements.operations.drafting import restore_revision, save_revision
from statements.operations.lifecycle import SignOnTerms, open_sign_on, reopen
from statements.operations.revisions import DraftBlock
from statements.queries.clearing import uncleared_issuers
from statements.queries.publishing import OWN_LIST
from statements.queries.standing import signatures_now
from statements.queries.waiting import texts_to_clear
from tests.factories import SeatFactory
from tests.statements.publishing_data import (
    ask_everybody,
    association_of,
    clear,
    frozen_statement,
    let_come,
    publishers,
    scheduled,
    signed_by,
)
from tests.statements.signing_data import ahead, newest

pytestmark = pytest.mark.django_db
ABOUT = ("boilerplate", "The City of Gotham pays for this.")
LIST = ("signatories", "The City of Gotham")


@pytest.fixture
def staff() -> list[Member]:
    return publishers()


def editor_at(member: Member) -> Member:
    return SeatFactory(organization=association_of(member), capacity=Capacity.EDITOR).member


def drafts_of(revision: Revision, *added: tuple[str, str]) -> list[DraftBlock]:
    """The text as it stands, with passages put in after the third."""
    kept = [
        DraftBlock(
            key=block.key,
            kind=block.kind,
            html=block.html,
            speaker=block.speaker,
            speaker_title=block.speaker_title,
        )
        for block in revision.blocks.all()
    ]
    kept[3:3] = [DraftBlock(kind=kind, html=words) for kind, words in added]
    return kept


def save(statement: Statement, actor: Member, *added: tuple[str, str]) -> Revision:
    base = newest(statement)
    return save_revision(
        statement_id=statement.pk,
        base_revision_id=base.pk,
        blocks=drafts_of(base, *added),
        reason="One passage more",
        actor=actor,
    )


def told(kind: str) -> dict[str, str]:
    """Subjects by recipient of what the last announcement of a kind says."""
    found = Announcement.objects.filter(kind=kind).latest("pk")
    claimed = claim(found.job_id)
    assert claimed is not None
    send_announcement(claimed)
    rows = Notification.objects.filter(announcement=found).select_related("recipient")
    return {row.recipient.email: row.title for row in rows}


@pytest.mark.trust("B4", "D6")
@pytest.mark.parametrize("is_signing", [True, False], ids=["signing", "frozen"])
def test_words_outside_the_text_code_ask_for_every_clearance_anew(staff, is_signing):
    statement = frozen_statement(staff)
    if is_signing:
        ask_everybody(statement)
        signed_by(statement, 2)
    clear(statement, staff)
    before, editor = newest(statement), editor_at(staff[0])
    saved = save(Statement.objects.get(), editor, ABOUT)

    assert saved.digest == before.digest
    assert set(signatures_now().values_list("standing", flat=True)) <= {"signed"}
    assert uncleared_issuers(statement) == [association_of(member) for member in staff]
    assert [list(texts_to_clear(member)) for member in staff] == [[statement]] * 2
    with pytest.raises(Refusal, match="has not cleared this text yet"):
        scheduled(statement, staff[0])

    clear(statement, staff)
    assert uncleared_issuers(statement) == []
    scheduled(statement, staff[0])


@pytest.mark.trust("B4")
def test_publishers_are_asked_again_and_the_other_associations_people_are_told(staff):
    statement = frozen_statement(staff)
    clear(statement, staff)
    editor, colleague = editor_at(staff[0]), editor_at(staff[1])
    save(statement, editor, ABOUT)

    asked = f"A text that was cleared has changed ({statement.ref})"
    assert told("text_changed") == {
        staff[0].email: asked,
        staff[1].email: asked,
        colleague.email: f"A cleared text has changed ({statement.ref})",
    }


@pytest.mark.trust("B4")
def test_what_is_cleared_is_the_version_that_was_shown(staff):
    statement = frozen_statement(staff)
    shown = newest(statement)
    save(statement, editor_at(staff[0]), ABOUT)

    with pytest.raises(Refusal, match="has changed since you opened the page"):
        clear(statement, staff, revision=shown)


def test_a_clearance_counts_again_for_the_very_words_that_were_cleared(staff):
    statement = frozen_statement(staff)
    clear(statement, staff)
    saved = save(statement, staff[0], ABOUT)
    restore_revision(statement_id=statement.pk, number=saved.number - 1, actor=staff[0])

    assert uncleared_issuers(statement) == []


@pytest.mark.trust("B4")
@pytest.mark.parametrize("is_signing", [True, False], ids=["signing", "frozen"])
def test_names_that_nobody_signed_get_into_no_frozen_text(staff, is_signing):
    statement = frozen_statement(staff)
    if is_signing:
        ask_everybody(statement)

    with pytest.raises(Refusal) as refused:
        save(Statement.objects.get(), staff[0], LIST)
    assert str(refused.value) == OWN_LIST
    assert newest(statement).number == 1


def imported_with_a_list(staff: Sequence[Member]) -> Statement:
    """A draft that names signatories itself, frozen."""
    statement = frozen_statement(staff)
    reopen(statement_id=statement.pk, actor=staff[0])
    save(statement, staff[0], LIST)
    Statement.objects.filter(pk=statement.pk).update(state="frozen")
    return Statement.objects.get()


def test_a_list_that_came_with_the_text_is_published_as_it_stands(staff, client):
    statement = imported_with_a_list(staff)
    save(statement, staff[0], ABOUT)
    clear(statement, staff)
    let_come(scheduled(statement, staff[0]))

    assert "The City of Gotham" in client.get(f"/statements/{statement.ref}/").text


@pytest.mark.trust("B4")
def test_nobody_is_asked_to_sign_a_text_with_names_of_its_own(staff):
    statement = imported_with_a_list(staff)
    terms = SignOnTerms(deadline_at=ahead(days=1), deadline_zone="UTC")

    with pytest.raises(Refusal, match="Who signs is listed by the portal itself"):
        open_sign_on(statement_id=statement.pk, terms=terms, actor=staff[0])

    restore_revision(statement_id=statement.pk, number=1, actor=staff[0])
    open_sign_on(statement_id=statement.pk, terms=terms, actor=staff[0])
    with pytest.raises(Refusal, match="Who signs is listed by the portal itself"):
        restore_revision(statement_id=statement.pk, number=2, actor=staff[0])


@pytest.mark.trust("B4")
def test_a_text_that_was_signed_takes_no_names_while_it_is_a_draft_again(staff):
    statement = frozen_statement(staff)
    ask_everybody(statement)
    signed_by(statement, 1)
    Statement.objects.update(state="drafting")

    with pytest.raises(Refusal, match="Who signs is listed by the portal itself"):
        save(Statement.objects.get(), staff[0], LIST)


def test_what_asked_for_signatures_before_is_not_published_with_names_of_its_own(staff):
    statement = imported_with_a_list(staff)
    ask_everybody(statement)
    clear(statement, staff)

    with pytest.raises(Refusal, match="Who signs is listed by the portal itself"):
        scheduled(statement, staff[0])
