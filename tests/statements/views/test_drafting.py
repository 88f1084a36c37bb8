"""The editor without JavaScript: every button posts the whole form, and nothing typed is lost."""

from html import unescape

import pytest
from django.test import Client

from portal.models import Organization
from portal.operations.screening import WHAT_TO_DO
from statements.models import Revision, SignOn, Statement
from statements.operations.drafting import save_revision
from statements.operations.revisions import DraftBlock
from tests.statements.editor import TEXT, edit_url, fields, imported, names, passages, press

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


def test_the_editor_shows_every_passage(page, draft):
    assert passages(page.get(edit_url(draft)).content.decode()) == TEXT


@pytest.mark.parametrize(
    ("button", "which", "order"),
    [
        ("up", 1, [1, 0, 2, 3]),
        ("down", 1, [0, 2, 1, 3]),
        ("up", 0, [0, 1, 2, 3]),
        ("down", 3, [0, 1, 2, 3]),
        ("delete", 2, [0, 1, 3]),
        ("look", 2, [0, 1, 2, 3]),
    ],
)
def test_passages_move_and_go_and_nothing_is_saved_yet(page, draft, button, which, order):
    sent = fields(page.get(edit_url(draft)).content.decode())
    answer = press(page, edit_url(draft), sent, f"{button} {names(sent)[which]}")

    assert answer.status_code == 200
    assert passages(answer.content.decode()) == [TEXT[place] for place in order]
    assert Revision.objects.count() == 1


def test_a_passage_is_added_below_and_what_was_typed_stays(page, draft):
    sent = fields(page.get(edit_url(draft)).content.decode())
    sent[f"text-{names(sent)[0]}"] = "A **new** title"
    sent["reason"] = "Because"
    answer = press(page, edit_url(draft), sent, f"add {names(sent)[0]}").content.decode()

    assert passages(answer) == ["A **new** title", "", *TEXT[1:]]
    assert fields(answer)["reason"] == ["Because"]
    assert fields(answer)["kind-n1"] == "paragraph"


def test_two_added_passages_have_two_names(page, draft):
    sent = fields(page.get(edit_url(draft)).content.decode())
    once = fields(press(page, edit_url(draft), sent, f"add {names(sent)[0]}").content.decode())
    twice = fields(press(page, edit_url(draft), once, "add n1").content.decode())

    assert names(twice)[1:3] == ["n1", "n2"]


def test_a_save_goes_to_the_page_as_it_will_print(page, draft, aide):
    sent = fields(page.get(edit_url(draft)).content.decode())
    sent = fields(press(page, edit_url(draft), sent, f"add {names(sent)[3]}").content.decode())
    sent |= {"text-n1": "“We **ask**.”", "kind-n1": "quote", "reason": "One more"}
    sent |= {"speaker-n1": "Ana Marsh", "title-n1": "Mayor"}
    answer = press(page, edit_url(draft), sent, "save")

    saved = draft.revisions.get(number=2)
    assert (answer.status_code, answer.url) == (302, f"/statements/{draft.ref}/")
    assert (saved.author, saved.reason) == (aide, "One more")
    assert list(saved.blocks.values_list("kind", "html", "speaker", "speaker_title"))[-1] == (
        "quote",
        "“We <strong>ask</strong>.”",
        "Ana Marsh",
        "Mayor",
    )


def test_what_is_refused_stays_in_the_form(page, draft):
    sent = fields(page.get(edit_url(draft)).content.decode())
    answer = press(page, edit_url(draft), sent, "save")

    assert answer.status_code == 422
    assert answer.content.decode().count("Nothing has changed") == 1
    assert passages(answer.content.decode()) == TEXT


@pytest.mark.trust("G13")
def test_a_stale_save_shows_both_and_the_next_one_goes_on_top(page, draft, mayor):
    sent = fields(page.get(edit_url(draft)).content.decode())
    first = draft.revisions.get()
    theirs = [DraftBlock(key=b.key, kind=b.kind, html=b.html) for b in first.blocks.all()][:3]
    save_revision(
        statement_id=draft.pk, base_revision_id=first.pk, blocks=theirs, reason="Cut", actor=mayor
    )
    sent[f"text-{names(sent)[2]}"] = "Mine alone."
    answer = press(page, edit_url(draft), sent, "save")
    html = answer.content.decode()

    assert answer.status_code == 409
    assert passages(html) == [*TEXT[:2], "Mine alone.", TEXT[3]]
    assert [
        html.count(said) > 0 for said in ("Version 2 was saved", "Save mine on top", "Cut")
    ] == [True] * 3
    assert html.count("redline-removed") == 1
    again = press(page, edit_url(draft), fields(html), "save")
    assert (again.status_code, draft.revisions.count()) == (302, 3)
    assert list(draft.revisions.get(number=3).blocks.values_list("html", flat=True)) == [
        *TEXT[:2],
        "Mine alone.",
        TEXT[3],
    ]


def test_what_is_typed_is_screened(page, draft):
    sent = fields(page.get(edit_url(draft)).content.decode())
    sent[f"text-{names(sent)[3]}"] = "He has A-number A200 123 456."
    answer = press(page, edit_url(draft), sent, "save")

    assert (answer.status_code, draft.revisions.count()) == (422, 1)
    assert unescape(answer.content.decode()).count(WHAT_TO_DO) == 1
    assert passages(answer.content.decode())[3] == "He has A-number A200 123 456."


def test_names_of_no_form_are_left_out(page, draft):
    sent = fields(page.get(edit_url(draft)).content.decode())
    sent["order"] = f"{names(sent)[0]} ../etc n1 {names(sent)[0]}"
    answer = press(page, edit_url(draft), sent, "look")

    assert passages(answer.content.decode()) == TEXT[:1]


def test_a_new_deadline_is_asked_for_only_while_it_is_signed(signed_in, draft, publisher):
    Statement.objects.update(state="sign_on", handed_over_at="2026-01-01T00:00Z")
    SignOn.objects.create(
        statement=draft, deadline_at="2027-01-01T00:00Z", opens_at="2026-01-01T00:00Z"
    )
    html = signed_in(publisher).get(edit_url(draft)).content.decode()

    assert html.count('name="new_deadline"') == 1


@pytest.mark.parametrize(
    ("state", "status"), [("frozen", 409), ("scheduled", 409), ("drafting", 409)]
)
def test_the_editor_says_why_it_does_not_open(page, draft, state, status):
    Statement.objects.update(state=state, handed_over_at="2026-01-01T00:00Z")

    assert page.get(edit_url(draft)).status_code == status


def test_what_was_typed_survives_that_the_text_was_frozen_meanwhile(page, draft):
    sent = fields(page.get(edit_url(draft)).content.decode())
    sent[f"text-{names(sent)[0]}"] = "My title"
    Statement.objects.update(state="frozen", handed_over_at="2026-01-01T00:00Z")
    answer = press(page, edit_url(draft), sent, "save")

    assert (answer.status_code, passages(answer.content.decode())[0]) == (422, "My title")


@pytest.mark.parametrize("part", ["edit/", "versions/", "versions/compare/"])
def test_co_signers_see_no_versions(signed_in, draft, chief, part):
    Statement.objects.update(state="markup")
    page = signed_in(chief)

    assert page.get(f"/statements/{draft.ref}/").status_code == 200
    assert page.get(f"/statements/{draft.ref}/{part}").status_code == 404


def test_a_new_draft_opens_in_the_editor(page, publisher):
    issuer = publisher.current_seats[0].organization
    begin = page.get("/statements/new/").context["form"]
    sent = {"title": "Beds", "organization": begin["organization"].value(), "issuers": issuer.pk}
    answer = page.post("/statements/new/", sent)

    made = Statement.objects.get()
    assert (answer.status_code, answer.url) == (302, edit_url(made))
    assert passages(page.get(answer.url).content.decode()) == ["Beds", ""]
    assert page.get(f"/statements/{made.ref}/").status_code == 200


def test_a_new_draft_needs_a_title(page):
    assert page.post("/statements/new/", {"title": " "}).status_code == 422
