"""Attempts to send fields that a form does not have."""

from uuid import UUID

import pytest
from django.apps import apps
from django.forms import ModelForm

from portal.models import Comment, Invitation, Member
from roundtable.models import Issue, Meeting
from statements.models import Statement
from tests.discussions import a_thread, an_issue
from tests.factories import PASSWORD, SeatFactory
from tests.portal.people_pages import GOOD, page_of
from tests.statements.editor import edit_url, fields, imported, names, press

pytestmark = pytest.mark.django_db


def test_e13_b15_no_form_is_made_of_a_model():
    ours = {app.name for app in apps.get_app_configs()} & {"portal", "statements", "roundtable"}
    made = [form for form in ModelForm.__subclasses__() if form.__module__.split(".")[0] in ours]

    assert made == []


EXTRA = {
    "owner": "1",
    "audience": "public",
    "state": "published",
    "status": "published",
    "closed": "0",
    "organization": "1",
    "organisation": "1",
    "handed_over_at": "2020-01-01",
    "ref": "R-EVIL",
    "is_active": "0",
    "email": "evil@city.example",
    "capacity": "publisher",
}
KEPT = ("state", "audience", "owner_id", "ref", "proposal_id", "parent_id")


def test_e13_extra_fields_change_no_issue(publisher, signed_in):
    issue = an_issue()
    before = Issue.objects.values(*KEPT).get()
    client = signed_in(publisher)
    typed = {"title": "Another title", "priority": issue.priority, "edition": issue.edition}
    saved = client.post(f"/roundtable/{issue.ref}/edit/", EXTRA | typed)

    assert saved.status_code == 302
    assert Issue.objects.values(*KEPT).get() == before


def test_e13_b15_extra_fields_change_no_statement(publisher, mayor, aide, signed_in):
    draft = imported(mayor.current_seats[0].organization, publisher.current_seats[0].organization)
    kept = ("state", "organization_id", "handed_over_at", "ref", "embargo_until")
    before = Statement.objects.values(*kept).get()
    client = signed_in(aide)
    sent = fields(client.get(edit_url(draft)).text)
    sent[f"text-{names(sent)[0]}"] = "Another headline"
    saved = press(client, edit_url(draft), EXTRA | sent, "save")

    assert saved.status_code == 302
    assert Statement.objects.values(*kept).get() == before


def test_e13_extra_fields_change_no_member(signed_in):
    member = SeatFactory().member
    before = Member.objects.values().get()
    saved = signed_in(member).post(
        "/accounts/mail/",
        EXTRA | {"time_zone": "America/Denver", "password": PASSWORD, "name": "Evil"},
    )
    after = Member.objects.values().get()

    assert saved.status_code == 302
    assert {name for name in before if after[name] != before[name]} == {"time_zone", "last_login"}


def test_e13_extra_fields_change_no_comment(mayor, chief, signed_in):
    issue = an_issue()
    thread, other = a_thread(issue, mayor), a_thread(issue, mayor, title="Another")
    more = {"author": mayor.pk, "thread": other.pk, "html": "<b>Evil</b>", "source": "Evil"}
    times = {"created_at": "2001-01-01", "edited_at": "2001-01-01", "removed_at": "2001-01-01"}
    sent = signed_in(chief).post(f"/threads/{thread.pk}/", EXTRA | more | times | {"text": "Ours."})
    said = Comment.objects.latest("pk")

    assert sent.status_code == 302
    assert (said.author, said.thread, said.source) == (chief, thread, "Ours.")
    assert (said.html, said.edited_at, said.removed_at) == ("<p>Ours.</p>", None, None)
    assert said.created_at.year > 2001


def test_e13_extra_fields_change_no_meeting(publisher, mayor, signed_in):
    typed = {"title": "Spring", "begins_as": "requested", "press_status": "closed"}
    zone = {"zone": "America/Chicago", "day": "", "begins": "", "ends": ""}
    more = {"created_by": mayor.pk, "is_sample": "1", "ics_uid": str(UUID(int=1)), "edition": "9"}
    sent = signed_in(publisher).post("/meetings/new/", EXTRA | more | typed | zone)
    meeting = Meeting.objects.get()

    assert sent.status_code == 302
    assert (meeting.state, meeting.created_by, meeting.edition) == ("requested", publisher, 1)
    assert (meeting.ref == "R-EVIL", meeting.is_sample, meeting.ics_uid.int == 1) == (False,) * 3


def test_e13_extra_fields_change_no_invitation(mayor, chief, signed_in):
    city = mayor.current_seats[0].organization
    more = {"organization": chief.current_seats[0].organization_id, "invited_by": chief.pk}
    times = {"expires_at": "2099-01-01", "accepted_at": "2001-01-01", "accepted_by": chief.pk}
    sent = signed_in(mayor).post(page_of(mayor), EXTRA | more | times | GOOD)
    made = Invitation.objects.get()

    assert sent.status_code == 302
    assert (made.email, made.capacity, made.organization) == (GOOD["email"], "staff", city)
    assert (made.invited_by, made.accepted_at, made.accepted_by) == (mayor, None, None)
    assert made.expires_at.year < 2099
