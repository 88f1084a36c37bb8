"""Importing a text that holds what is never stored: stopped on the page, released by staff."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from portal.models import Organization, ScreeningRelease
from statements.models import Statement
from tests.portal.samples import RELEASE

pytestmark = pytest.mark.django_db

STOPPED = RELEASE.replace("two days ahead", "of case A123456789")
ADDRESS = "/statements/import/"


def typed(member, **more):
    drafter = member.current_seats[0].organization
    issuer = Organization.objects.filter(kind="association").first()
    return {"organization": drafter.pk, "issuers": [issuer.pk], "text": STOPPED} | more


def test_the_page_keeps_the_text_and_says_where(publisher, mayor, signed_in):
    answer = signed_in(mayor).post(ADDRESS, typed(mayor))

    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == STOPPED
    assert answer.context["form"].errors["text"] == [
        "Line 7: \u201cA123456789\u201d looks like an alien registration number (A-number)."
    ]
    assert b"release_reason" not in answer.content
    assert Statement.objects.count() == 0


def test_an_uploaded_text_and_its_name_are_screened_too(publisher, mayor, signed_in):
    file = SimpleUploadedFile("A987654321.txt", STOPPED.encode())
    answer = signed_in(mayor).post(ADDRESS, typed(mayor, text="", file=file))

    found = answer.context["form"].stop.findings
    assert {name: [f.passage for f in several] for name, several in found.items()} == {
        "file": ["A123456789"],
        "file_name": ["A987654321"],
    }


def test_staff_go_on_with_a_reason(publisher, signed_in):
    client = signed_in(publisher)
    asked = client.post(ADDRESS, typed(publisher))
    preview = client.post(ADDRESS, typed(publisher, release_reason="The number of a grant."))

    assert (asked.status_code, preview.status_code) == (422, 200)
    assert b'<textarea name="release_reason"' in asked.content
    assert ScreeningRelease.objects.get().released_by == publisher


def test_an_outline_is_screened_too(publisher, signed_in):
    issuer = publisher.current_seats[0].organization
    outline = "A Roundtable\n\n- Arrivals:\n  - DOB 01/02/1990\n"

    answer = signed_in(publisher).post(
        "/roundtable/import/", {"text": outline, "issuer": issuer.pk}
    )

    assert answer.status_code == 422
    assert [f.passage for f in answer.context["form"].stop.passages] == ["DOB 01/02/1990"]


def test_a_text_imported_in_a_shell_is_screened_too(publisher, tmp_path):
    file = tmp_path / "release.txt"
    file.write_text(STOPPED)

    with pytest.raises(CommandError) as stopped:
        call_command("import_statement", str(file))

    assert str(stopped.value).startswith("Line 7 looks like an alien registration number")
    assert Statement.objects.count() == 0
