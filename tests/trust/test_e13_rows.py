"""Attempts to send fields that a form does not have."""

import pytest
from django.apps import apps
from django.forms import ModelForm

from portal.models import Member
from roundtable.models import Issue
from statements.models import Statement
from tests.discussions import an_issue
from tests.factories import PASSWORD, SeatFactory
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
    "is_staff": "1",
    "is_superuser": "1",
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
