"""Checking a file says of a document only what whoever holds it may have anyway."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now
from django.test import Client

from portal.models import Export
from tests.conftest import BACKEND
from tests.roundtable.documents.agenda_data import (
    BOTH,
    issue_called,
    narrow,
    publish,
    winter_meeting,
)

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = True, False


@pytest.fixture
def agenda(publisher) -> dict[str, Export]:
    """One version for the working group and one for everybody, made."""
    publication = publish(winter_meeting(), publisher, BOTH)
    for rendition in publication.renditions.all():
        data = rendition.audience.encode()
        Export.objects.filter(pk=rendition.export_id).update(
            path=f"exports/{rendition.pk}.pdf",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            ready_at=Now(),
        )
    return {found.audience: found.export for found in publication.renditions.all()}


def known(audience: str, member=None) -> bool:
    client = Client()
    if member is not None:
        client.force_login(member, backend=BACKEND)
    held = SimpleUploadedFile("a.pdf", audience.encode())
    answer = client.post("/verify/", {"file": held})
    assert answer.status_code == 200
    return "not one byte was changed since" in answer.text


@pytest.mark.trust("D8", "C3")
def test_a_leak_is_not_confirmed_to_whoever_holds_it(agenda, mayor, observer):
    assert {
        (who, audience): known(audience, member)
        for who, member in (("visitor", None), ("mayor", mayor), ("observer", observer))
        for audience in agenda
    } == {
        ("visitor", "public"): KNOWN,
        ("visitor", "working_group"): UNKNOWN,
        ("mayor", "public"): KNOWN,
        ("mayor", "working_group"): KNOWN,
        ("observer", "public"): KNOWN,
        ("observer", "working_group"): UNKNOWN,
    }


@pytest.mark.trust("D8", "C3")
def test_of_what_was_withheld_since_nothing_is_said(agenda, mayor):
    narrow(issue_called("Notice"))

    assert [known("public"), known("working_group", mayor)] == [UNKNOWN, UNKNOWN]


@pytest.mark.trust("C3")
def test_what_is_closed_and_what_was_never_made_look_alike(agenda):
    pages = []
    for data in (b"working_group", b"never made here"):
        page = Client().post("/verify/", {"file": SimpleUploadedFile("a.pdf", data)}).text
        pages.append(page.replace(hashlib.sha256(data).hexdigest(), ""))

    assert pages[0] == pages[1]
    assert "This is no document of ours, or it was changed afterwards." in pages[0]
