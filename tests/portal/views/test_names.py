"""Names and titles, wherever they are typed: refused in the form, which keeps the rest."""

import pytest
from django.test import Client

from portal.forms import NameField
from portal.models import Invitation, Member, Organization
from portal.operations.members import accept_invitation, invite_member
from portal.operations.organizations import add_organization
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal
from roundtable.forms.attending import OutsiderAttendsForm
from statements.forms.recording import RecordForm
from statements.forms.signing import SignForm

pytestmark = pytest.mark.django_db
TURNED = "Jane\u202eelpmaxE"
HIDDEN = "It holds a character that nobody sees, or that turns what is read. Type it again."
TWO_LINES = "Write it on one line."


@pytest.fixture
def token(mayor: Member) -> str:
    link = invite_member(
        email="new@city.example",
        organization=mayor.current_seats[0].organization,
        capacity=Capacity.STAFF,
        title="Aide",
        site_url="",
        actor=mayor,
    )
    return link.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize(
    ("name", "sentence"), [(TURNED, HIDDEN), ("Alice\r\nBcc: x@y.example", TWO_LINES)]
)
def test_d7_nobody_takes_up_a_seat_under_a_hidden_name(token, name, sentence):
    answer = Client().post(f"/invitations/{token}/", {"name": name})

    assert (answer.status_code, answer.text.count(sentence) > 0) == (422, True)
    assert Member.objects.filter(email="new@city.example").exists() is False
    with pytest.raises(Refusal, match=sentence):
        accept_invitation(token=token, name=name, password="", signed_in=None)


def test_d7_a_name_is_kept_as_it_is_read(token):
    Client().post(f"/invitations/{token}/", {"name": " Zoe\u0308   O’Brien\u200b "})

    assert Member.objects.get(email="new@city.example").name == "Zoë O’Brien"


def test_d7_no_seat_is_offered_under_a_hidden_title(signed_in, mayor):
    city = mayor.current_seats[0].organization
    sent = {"email": "x@city.example", "capacity": "staff", "title": "Aide\u202edrawkcab"}
    answer = signed_in(mayor).post(f"/members/{city.pk}/people/", sent)

    assert (answer.status_code, answer.text.count(HIDDEN) > 0) == (422, True)
    assert "x@city.example" in answer.text
    assert Invitation.objects.count() == 0


def test_d7_no_organization_is_called_what_nobody_reads(publisher):
    values = {"name": "City of\nGotham", "short_name": "Gotham", "kind": "city", "country": "US"}
    with pytest.raises(Refusal, match=TWO_LINES):
        add_organization(values=values, actor=publisher)
    assert Organization.objects.filter(short_name="Gotham").exists() is False


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (SignForm, {"printed_name", "printed_title"}),
        (RecordForm, {"printed_name", "printed_title"}),
        (OutsiderAttendsForm, {"name", "title", "organization"}),
    ],
)
def test_d7_one_field_is_used_wherever_a_name_prints(form, names):
    fields = form.base_fields.items()

    assert {name for name, field in fields if isinstance(field, NameField)} == names
