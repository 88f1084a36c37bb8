"""What of the statements waits on whom, on the home page."""

from datetime import UTC, datetime

import pytest

from portal.models import Member
from portal.queries.waiting import urgency
from portal.registry import Card
from statements.models import Statement
from statements.operations import lifecycle
from tests.proofs import step_up_of
from tests.statements.telling_data import (
    a_minute_passes,
    ask_for_signatures,
    frozen_statement,
    give_mandate,
    new_version,
    sign,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(publisher: Member, mayor: Member) -> Statement:
    """Open for signing; the mayor may sign."""
    give_mandate(mayor.current_seats[0])
    frozen = frozen_statement(publisher)
    ask_for_signatures(frozen, publisher)
    a_minute_passes(frozen)
    return Statement.objects.get(pk=frozen.pk)


@pytest.fixture
def cards(signed_in):
    """`cards(member)` gives label and title of each card on that member's home."""

    def read(member: Member) -> list[tuple[str, str]]:
        shown = signed_in(member).get("/").context["cards"]
        return [(card.label, card.title) for card in shown]

    return read


def test_a_sign_on_waits_on_who_may_sign_and_shows_on_the_staffs_home(
    statement, mayor, aide, chief, cards
):
    assert cards(mayor) == [("Your signature is asked", statement.title)]
    assert cards(aide) == [(f"Waits on Mayor {mayor.name}", statement.title)]
    assert cards(chief) == []


def test_nothing_waits_once_it_is_signed_until_the_text_changes(statement, mayor, aide, cards):
    sign(statement, mayor)
    assert (cards(mayor), cards(aide)) == ([], [])

    new_version(statement)
    assert cards(mayor) == [("Your signature is asked", statement.title)]


def test_a_frozen_text_waits_on_publishers_until_they_clear_it(publisher, editor, cards, signed_in):
    statement = frozen_statement(publisher)
    assert cards(publisher) == [("Your clearance is asked", statement.title)]
    assert cards(editor) == []

    text = statement.revisions.latest("number").pk
    lifecycle.clear_statement(
        statement_id=statement.pk, revision_id=text, actor=publisher, step_up=step_up_of(publisher)
    )
    assert cards(publisher) == []
    new_version(statement)
    assert cards(publisher) == [("Your clearance is asked", statement.title)]


def test_a_draft_in_markup_is_shown_to_who_began_it(publisher, editor, cards):
    statement = frozen_statement(publisher)
    Statement.objects.filter(pk=statement.pk).update(state="markup")

    assert cards(publisher) == [("Your draft is open for markup", statement.title)]
    assert cards(editor) == []


def test_cards_stand_by_deadline_and_those_without_one_last():
    def card(title: str, deadline: datetime | None = None) -> Card:
        return Card(label="", title=title, detail="", url="/", button="", deadline=deadline)

    early, late = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    cards = [card("b"), card("late", late), card("a"), card("early", early)]

    assert [c.title for c in sorted(cards, key=urgency)] == ["early", "late", "a", "b"]
