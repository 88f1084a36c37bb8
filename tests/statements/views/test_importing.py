"""Importing: what was read is shown and corrected before anything is stored."""

import pytest
from django.test import Client

from portal.models import Organization
from statements.models import Block, Statement
from statements.operations.revisions import MOST_BLOCKS, TOO_LONG
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.samples import RELEASE
from tests.statements.editor import TEXT, fields, passages, press

pytestmark = pytest.mark.django_db
IMPORT = "/statements/import/"


@pytest.fixture
def city(mayor) -> Organization:
    return mayor.current_seats[0].organization


@pytest.fixture
def page(aide, signed_in) -> Client:
    return signed_in(aide)


@pytest.fixture
def source(page, publisher, city) -> dict[str, object]:
    issuer = publisher.current_seats[0].organization
    return {"text": f"Back to top\n\n{RELEASE}", "organization": city.pk, "issuers": [issuer.pk]}


def test_a_text_is_shown_as_it_was_read_before_anything_is_stored(page, source):
    answer = page.post(IMPORT, source)

    assert passages(answer.content.decode()) == TEXT
    assert answer.content.decode().count("Back to top") == 2  # left over, and in the source
    assert answer.content.decode().count("<dd>FOR IMMEDIATE RELEASE</dd>") == 1
    assert Statement.objects.count() == 0


def test_a_text_that_was_read_rightly_is_saved_as_it_came(page, source, aide):
    sent = fields(page.post(IMPORT, source).content.decode())
    answer = press(page, IMPORT, sent, "save")

    made = Statement.objects.get()
    assert answer.url == f"/statements/{made.ref}/"
    assert (made.created_by, made.revisions.count()) == (aide, 1)
    assert [left["text"] for left in made.source.leftovers] == ["Back to top"]
    assert list(made.issuers.values_list("pk", flat=True)) == source["issuers"]


def test_what_was_corrected_is_saved_and_what_was_read_is_kept(page, source):
    sent = fields(page.post(IMPORT, source).content.decode())
    sent = fields(press(page, IMPORT, sent, "up p2").content.decode())
    sent = fields(press(page, IMPORT, sent, "delete p1").content.decode())
    sent["text-p3"] = "Three days."
    press(page, IMPORT, sent, "save")

    first, second = Statement.objects.get().revisions.all()
    assert list(first.blocks.values_list("html", flat=True)) == TEXT
    assert list(second.blocks.values_list("html", flat=True)) == [TEXT[0], TEXT[2], "Three days."]


def test_a_preview_whose_every_passage_was_deleted_is_refused(page, source):
    sent = fields(page.post(IMPORT, source).content.decode()) | {"order": ""}
    answer = press(page, IMPORT, sent, "save")

    assert (answer.status_code, Statement.objects.count()) == (422, 0)


def test_a_text_longer_than_the_editor_holds_stays_in_the_form(page, source):
    text = "A Title\n\n" + "\n\n".join(f"Sentence {number}." for number in range(MOST_BLOCKS))
    answer = page.post(IMPORT, {**source, "text": text})

    assert (answer.status_code, answer.context["form"].errors["text"]) == (422, [TOO_LONG])


def test_the_editor_may_send_all_that_it_holds(settings):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS > 4 * MOST_BLOCKS + 20


def test_a_text_that_cannot_be_read_stays_in_the_form(page, source):
    answer = page.post(IMPORT, {**source, "text": "one \u202etwo"})

    assert (answer.status_code, answer.context["form"]["text"].value()) == (422, "one \u202etwo")


def test_nobody_imports_for_an_organization_of_others(page, source):
    other = SeatFactory(organization=OrganizationFactory()).organization
    sent = fields(page.post(IMPORT, source).content.decode()) | {"organization": other.pk}
    answer = press(page, IMPORT, sent, "save")

    assert (answer.status_code, Statement.objects.count(), Block.objects.count()) == (422, 0, 0)
