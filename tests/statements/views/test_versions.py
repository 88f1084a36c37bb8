"""Versions are listed, compared and restored by those who draft and those who issue."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Member, Organization
from statements.models import Revision, SignOn, Statement
from statements.operations.drafting import save_revision
from statements.operations.revisions import DraftBlock
from tests.statements.editor import imported
from tests.statements.saving import open_sign_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(mayor) -> Organization:
    return mayor.current_seats[0].organization


@pytest.fixture
def draft(city, publisher) -> Statement:
    return imported(city, publisher.current_seats[0].organization)


@pytest.fixture
def page(aide, signed_in) -> Client:
    return signed_in(aide)


def changed(draft: Statement, html: str, actor: Member) -> Revision:
    newest = draft.revisions.latest("number")
    kept = [DraftBlock(key=b.key, kind=b.kind, html=b.html) for b in newest.blocks.all()]
    return save_revision(
        statement_id=draft.pk,
        base_revision_id=newest.pk,
        blocks=[*kept, DraftBlock(kind="paragraph", html=html)],
        reason="More",
        actor=actor,
    )


def test_versions_are_listed_compared_and_restored(page, draft, aide):
    changed(draft, "And more.", aide)
    base = f"/statements/{draft.ref}/versions/"

    assert page.get(base).content.decode().count(">Restore<") == 1
    compared = page.get(f"{base}compare/?from=1&to=2")
    assert [block.change for block in compared.context["changes"]] == ["same"] * 4 + ["added"]
    assert page.get(f"{base}compare/").context["changes"] == compared.context["changes"]
    answer = page.post(f"{base}1/restore/")
    assert (answer.status_code, answer.url) == (302, base)
    assert draft.revisions.get(number=3).digest == draft.revisions.get(number=1).digest


@pytest.mark.parametrize("query", ["?from=1&to=9", "?from=x&to=1", "?from=1"])
def test_versions_that_are_not_there_are_not_found(page, draft, query):
    assert page.get(f"/statements/{draft.ref}/versions/compare/{query}").status_code == 404


def test_restoring_without_the_right_is_refused(signed_in, draft, aide, mayor):
    changed(draft, "And more.", aide)
    Statement.objects.update(state="frozen", handed_over_at="2026-01-01T00:00Z")
    answer = signed_in(mayor).post(f"/statements/{draft.ref}/versions/1/restore/")

    assert (answer.status_code, draft.revisions.count()) == (409, 2)


@pytest.fixture
def late(draft, aide) -> Statement:
    """Two versions, in the last tenth of the time to sign."""
    changed(draft, "And more.", aide)
    open_sign_on(draft, opened=timedelta(hours=23), left=timedelta(hours=1))
    return draft


def test_late_in_the_time_to_sign_an_old_version_is_restored_with_a_new_deadline(
    signed_in, publisher, late
):
    client, base = signed_in(publisher), f"/statements/{late.ref}/versions/"
    assert client.get(base).text.count('name="new_deadline"') == 1
    later = timezone.localtime(timezone=ZoneInfo(publisher.time_zone)) + timedelta(days=9)
    answer = client.post(f"{base}1/restore/", {"new_deadline": f"{later:%Y-%m-%dT%H:%M}"})

    assert (answer.status_code, late.revisions.count()) == (302, 3)
    assert SignOn.objects.get().deadline_at == later.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give a later deadline with it."),
        ("2026-01-01T12:00", "must be later than the one that stands."),
        ("soon", "Enter a valid date/time."),
    ],
)
def test_a_refused_restoring_keeps_what_was_typed(signed_in, publisher, late, typed, sentence):
    address = f"/statements/{late.ref}/versions/1/restore/"
    answer = signed_in(publisher).post(address, {"new_deadline": typed})

    assert (answer.status_code, late.revisions.count()) == (422, 2)
    assert answer.text.count(sentence) >= 1
    assert answer.text.count('<details class="more" open>') == 1
    assert f'value="{typed}"' in answer.text or not typed


def test_a_draft_is_restored_without_asking_for_a_deadline(page, draft, aide):
    changed(draft, "And more.", aide)

    assert "new_deadline" not in page.get(f"/statements/{draft.ref}/versions/").text


def test_a_version_that_is_not_there_is_not_restored(page, draft):
    assert page.post(f"/statements/{draft.ref}/versions/9/restore/").status_code == 404


@pytest.mark.parametrize(
    ("path", "queries"), [("edit/", 10), ("versions/", 8), ("versions/compare/", 12)]
)
@pytest.mark.parametrize("more", [1, 4])
def test_pages_ask_as_many_queries_for_many_passages_and_versions(
    page, draft, aide, path, queries, more, django_assert_num_queries
):
    page.get("/")  # what is read once in a session
    for number in range(more):
        changed(draft, f"Passage {number}.", aide)
    with django_assert_num_queries(queries):
        page.get(f"/statements/{draft.ref}/{path}")
