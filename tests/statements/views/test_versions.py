"""Versions are listed, compared and restored by those who draft and those who issue."""

import pytest
from django.test import Client

from portal.models import Member, Organization
from statements.models import Revision, Statement
from statements.operations.drafting import save_revision
from statements.operations.revisions import DraftBlock
from tests.statements.editor import imported

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


@pytest.mark.parametrize(
    ("path", "queries"), [("edit/", 9), ("versions/", 8), ("versions/compare/", 11)]
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
