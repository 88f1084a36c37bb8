"""An About text is written by its organization's own people, version by version."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from portal.models import AboutText, AuditEvent, Member
from portal.operations.about import save_about_text
from portal.operations.screening import ScreeningStop
from portal.vocabulary.refusals import Refusal

pytestmark = pytest.mark.django_db


def save(actor: Member, text: str, *, of: Member | None = None, seen: int = 0) -> AboutText:
    organization = (of or actor).current_seats[0].organization
    return save_about_text(
        organization_id=organization.pk, text=text, review_by=None, seen=seen, actor=actor
    )


def test_versions_are_counted_and_recorded(publisher, editor):
    first = save(publisher, "We meet twice a year.")
    second = save_about_text(
        organization_id=first.organization_id,
        text="We meet every month.",
        review_by=date(2031, 1, 1),
        seen=1,
        actor=editor,
    )

    assert (first.number, second.number, second.created_by) == (1, 2, editor)
    assert list(AuditEvent.objects.values_list("verb", "actor", "before", "after")) == [
        ("about_text_saved", publisher.pk, None, {"number": 1, "review_by": None}),
        ("about_text_saved", editor.pk, {"number": 1}, {"number": 2, "review_by": "2031-01-01"}),
    ]


def test_paragraphs_are_kept_and_lines_are_joined(publisher):
    saved = save(publisher, "  We meet\r\ntwice a year.\r\n \r\n\r\nWe vote.\r\n")

    assert saved.paragraphs == ["We meet twice a year.", "We vote."]


@pytest.mark.parametrize("role", ["mayor", "aide"])
def test_a_city_writes_about_itself(role, request):
    assert save(request.getfixturevalue(role), "A city on a river.").number == 1


@pytest.mark.parametrize("role", ["mayor", "chief", "observer", "liaison", "nobody_yet"])
def test_others_do_not_write_it(role, request, publisher):
    with pytest.raises(Refusal, match=r"Only the people of .* write its About text"):
        save(request.getfixturevalue(role), "We are others.", of=publisher)

    assert AboutText.objects.count() == 0


def test_who_observes_does_not_write(observer):
    with pytest.raises(Refusal, match="Only the people of"):
        save(observer, "We watch.")


def test_the_same_words_make_no_version(publisher):
    first = save(publisher, "We meet twice a year.")

    assert save(publisher, "We meet\ntwice a year. ", seen=0) == first
    assert AuditEvent.objects.count() == 1


def test_a_version_that_came_meanwhile_is_not_passed_over(publisher, editor):
    save(publisher, "We meet twice a year.")

    with pytest.raises(Refusal, match=r"Version 1 was saved meanwhile\. Read it"):
        save(editor, "We meet every month.", seen=0)
    assert save(editor, "We meet every month.", seen=1).number == 2


def test_what_is_never_stored_is_stopped(publisher):
    with pytest.raises(ScreeningStop):
        save(publisher, "We meet.\n\nAsk about A123456789.")

    assert AboutText.objects.count() == 0


@pytest.mark.parametrize("text", ["", " \n \n"])
def test_nothing_is_no_version(publisher, text):
    with pytest.raises(Refusal):
        save(publisher, text)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portal_abouttext SET text = 'other'",
        "DELETE FROM portal_abouttext",
        "TRUNCATE portal_abouttext",
    ],
)
def test_the_database_refuses_to_change_a_version(publisher, statement):
    save(publisher, "We meet twice a year.")
    refused = pytest.raises(IntegrityError, match="only ever added")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with refused, transaction.atomic():
            cursor.execute(statement)
    assert AboutText.objects.get().text == "We meet twice a year."
