"""Staff look at the portal as another reader: nobody's account, nothing to do, nothing more."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from portal.models import AuditEvent, Member, Membership, Seat
from portal.operations.previews import begin_preview
from portal.queries.previews import readers_offered, stand_in
from portal.vocabulary.previews import (
    OWN_PAGES_LEFT_OUT,
    PREVIEW,
    VISITORS_SIGN_IN,
    Reader,
)
from tests.discussions import an_issue
from tests.portal.people_pages import held_for_days
from tests.portal.preview_data import serves, signed_in
from tests.portal.test_access import addresses, people
from tests.roundtable.documents.agenda_data import winter_meeting
from tests.roundtable.views.test_agendas import make, pdf, publish

__all__ = ["addresses", "people"]
pytestmark = pytest.mark.django_db
BANNER = '<aside class="preview-banner bar" aria-label="Preview">'


# --- beginning and stopping -----------------------------------------------------------------------


def test_only_the_staffs_own_sides_are_offered(publisher, mayor, chief, aide, observer):
    neither = readers_offered(publisher)
    serves(publisher, mayor)
    serving = readers_offered(Member.objects.get(pk=publisher.pk))

    assert neither == [reader for reader in Reader if reader not in {"mayors", "chiefs"}]
    assert serving == [reader for reader in Reader if reader != "chiefs"]
    assert [readers_offered(member) for member in (mayor, chief, aide, observer)] == [[]] * 4


@pytest.mark.parametrize("reader", ["mayors", "publisher", "", "1"])
def test_b10_what_is_not_offered_is_refused(publisher, reader):
    client = signed_in(publisher)

    assert client.post("/preview/", {"reader": reader}).status_code == 403
    assert PREVIEW not in client.session
    assert AuditEvent.objects.filter(verb="preview_begun").count() == 0


def test_b10_beginning_is_on_record(publisher):
    signed_in(publisher, Reader.OBSERVER)
    entry = AuditEvent.objects.get(verb="preview_begun")

    assert (entry.actor, entry.after) == (publisher, {"reader": "observer"})


def test_stopping_gives_the_own_pages_back(publisher):
    client = signed_in(publisher, Reader.OBSERVER)
    during = client.get("/").text
    stopped = client.post("/preview/stop/")
    after = client.get("/").text

    assert (during.count(BANNER), during.count("Stop preview")) == (1, 1)
    assert stopped["Location"] == "/"
    assert (after.count(BANNER), after.count("What waits on you")) == (0, 1)


def test_b10_a_preview_ends_with_the_seat_that_allowed_it(publisher, mayor):
    serves(publisher, mayor)
    client = signed_in(publisher, Reader.MAYORS)
    Membership.objects.all().delete()
    page = client.get("/")

    assert (page.text.count(BANNER), PREVIEW in client.session) == (0, False)


# --- without identity, nothing to do --------------------------------------------------------------


@pytest.mark.parametrize("reader", [one for one in Reader if one not in {"mayors", "chiefs"}])
def test_b10_nothing_can_be_done_in_a_preview(people, addresses, reader):
    staff = people["publisher"]
    client = signed_in(staff, reader)
    before = AuditEvent.objects.count()
    others = {name: path for name, path in addresses.items() if name != "preview_stop"}

    answers = {name: client.post(path, {"text": "Kept"}) for name, path in others.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        others, 403
    )
    assert AuditEvent.objects.count() == before
    assert answers["issue_edit"].text.count("Nothing was changed: this is a preview") == 1
    assert answers["issue_edit"].text.count("Kept</textarea>") == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_b10_nor_by_any_other_method(publisher, method):
    assert getattr(signed_in(publisher, Reader.OBSERVER), method)("/").status_code == 403


@pytest.mark.parametrize(
    "name", ["notifications", "mail_choices", "usersessions_list", "account_email", "preview"]
)
@pytest.mark.parametrize("reader", [Reader.WORKING_GROUP, Reader.VISITOR])
def test_personal_pages_are_no_part_of_it(publisher, name, reader):
    answer = signed_in(publisher, reader).get(reverse(name), follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert answer.text.count(OWN_PAGES_LEFT_OUT) == 1


def test_a_visitor_is_told_where_a_sign_in_is_asked(publisher):
    answer = signed_in(publisher, Reader.VISITOR).get("/roundtable/", follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert answer.text.count(VISITORS_SIGN_IN) == 1


@pytest.mark.parametrize("reader", [one for one in Reader if one != "chiefs"])
def test_every_page_says_that_it_is_a_preview_and_names_nobody(publisher, mayor, reader):
    serves(publisher, mayor)
    an_issue()
    client = signed_in(publisher, reader)
    for path in ("/", "/statements/", "/meetings/", "/verify/", "/roundtable/", "/nowhere/"):
        answer = client.get(path)
        if answer.status_code != 302:
            assert answer.text.count(BANNER) == 1
            assert publisher.email not in answer.text
            assert "no-store, private" in answer["Cache-Control"]


@pytest.mark.parametrize("reader", [Reader.OBSERVER, Reader.LIAISON, Reader.VISITOR])
def test_whoever_is_outside_sees_no_working_page(publisher, reader):
    issue = an_issue()
    client = signed_in(publisher, reader)
    paths = ["/roundtable/", f"/roundtable/{issue.ref}/", "/members/", "/search/?q=court"]

    assert {client.get(path).status_code for path in paths} <= {302, 403, 404}


def test_a_document_that_is_taken_in_a_preview_is_on_the_members_record(publisher):
    meeting = winter_meeting()
    make(publish(meeting, publisher, ["working_group"]))
    taken = signed_in(publisher, Reader.WORKING_GROUP).get(pdf(meeting))

    assert taken.getvalue()[:4] == b"%PDF"
    assert AuditEvent.objects.get(verb="export_downloaded").actor == publisher


def test_b10_nobody_begins_a_preview_inside_a_preview(publisher):
    found = stand_in(Reader.WORKING_GROUP, publisher)

    assert readers_offered(found) == []
    with pytest.raises(PermissionDenied):
        begin_preview(reader="observer", actor=found, session=Client().session)


def test_b10_who_lost_the_seat_has_no_preview(publisher):
    client = signed_in(publisher, Reader.WORKING_GROUP)
    held_for_days()
    Seat.objects.filter(member=publisher).update(until=Now())

    assert client.get("/roundtable/").status_code == 403
    assert PREVIEW not in client.session
