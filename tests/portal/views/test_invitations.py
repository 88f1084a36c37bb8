"""Taking up an invitation, as a stranger and as somebody who has an account."""

import pytest

from portal.models import AuditEvent, OutgoingMail, Seat
from portal.operations.members import invite_member
from portal.vocabulary.audit import Verb
from tests.factories import MemberFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
EMAIL = "new@brook.example"


@pytest.fixture
def link(db) -> str:
    """Where the invitation's mail leads."""
    return invite_member(
        email=EMAIL,
        organization=OrganizationFactory(),
        capacity="staff",
        title="Aide",
        site_url="",
        actor=None,
    )


def fields(answer) -> list[str]:
    return list(answer.context["form"].fields)


def test_a_stranger_gives_a_name_and_is_signed_in_on_record(client, link):
    page = client.get(link)
    answer = client.post(link, {"name": "Ana Example"})

    assert (fields(page), answer.url) == (["name", "password"], "/")
    assert Seat.objects.get().member.name == "Ana Example"
    assert AuditEvent.objects.filter(verb=Verb.SIGNED_IN).count() == 1


def test_a9_the_browser_of_the_invitation_is_known_and_the_next_one_is_not(client, link):
    client.post(link, {"name": "Ana"}, headers={"User-Agent": "Mozilla/5.0 (X11) Firefox/140.0"})
    told = OutgoingMail.objects.filter(subject__contains="new device")

    assert told.count() == 0
    assert "Firefox" in AuditEvent.objects.get(verb=Verb.SIGNED_IN).after["device"]


def test_whoever_has_an_account_is_led_to_the_sign_in_and_back(client, link):
    MemberFactory(email=EMAIL)
    page = client.get(link)
    posted = client.post(link, {"name": "Somebody else"})

    assert f'href="/accounts/login/?next={link.replace("/", "%2F")}"' in page.text
    assert (page.status_code, posted.status_code, Seat.objects.count()) == (200, 403, 0)


def test_a_member_who_is_signed_in_only_presses_the_button(client, link, signed_in):
    member = MemberFactory(email=EMAIL)
    owner = signed_in(member)
    page = owner.get(link)
    answer = owner.post(link)

    assert (fields(page), answer.url, Seat.objects.get().member) == ([], "/", member)
    assert member.name == type(member).objects.get(pk=member.pk).name
