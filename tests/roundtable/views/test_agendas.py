"""The page that publishes an agenda, and the files that anybody may take."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.documents import store_file
from portal.models import AuditEvent, Export, Job
from portal.vocabulary.organizations import OrganizationKind
from roundtable.models import AgendaPublication, Issue, Meeting
from roundtable.operations.agendas import publish_agenda
from tests.factories import OrganizationFactory, SeatFactory
from tests.roundtable.documents.agenda_data import (
    a_slot,
    issue_called,
    made,
    narrow,
    winter_meeting,
)

pytestmark = pytest.mark.django_db

BOTH = ["working_group", "public"]


@pytest.fixture
def meeting():
    return winter_meeting()


def publish(meeting, actor, audiences=BOTH):
    return publish_agenda(meeting_id=meeting.pk, audiences=audiences, note="", actor=actor)


def make(publication):
    """Gives every rendition a small file of its own, without a render."""
    for rendition in publication.renditions.all():
        data = f"%PDF-1.7 v{publication.number} {rendition.audience}".encode()
        stored = store_file(data, folder="exports", suffix=".pdf")
        Export.objects.filter(pk=rendition.export_id).update(
            path=stored.path,
            sha256=stored.sha256,
            size=stored.size,
            ready_at=publication.published_at,
        )
        Job.objects.filter(pk=rendition.export.job_id).update(state="done")
    return publication


def page(meeting):
    return reverse("agenda_publish", args=[meeting.ref])


def pdf(meeting, number=None):
    return f"/meetings/{meeting.ref}/agenda{'' if number is None else f'-v{number}'}.pdf"


def sent(client, meeting, **changed):
    """What the page's form sends when nothing is changed but this."""
    initial = client.get(page(meeting)).context["form"].initial
    data = {"audience": "members", "note": "", **initial, **changed}
    return client.post(page(meeting), data)


def test_the_page_starts_with_the_working_group(signed_in, publisher, meeting):
    client = signed_in(publisher)

    answer = sent(client, meeting)
    assert (answer.status_code, answer.url) == (302, page(meeting))
    publication = AgendaPublication.objects.get()
    assert [row.audience for row in publication.renditions.all()] == ["working_group"]


def test_it_shows_item_by_item_what_would_become_public(signed_in, publisher, meeting):
    answer = signed_in(publisher).get(page(meeting))

    shown = [(item["number"], item["title"]) for item in answer.context["public"]["items"]]
    assert shown == [("1", "Opening"), ("2", "Arrivals"), ("2.1", "Notice"), ("3", "Grants")]
    assert answer.context["staying_out"] == 2
    assert "2 items stay out of the public version" in answer.content.decode()


def test_what_changed_while_somebody_looked_does_not_become_public(signed_in, publisher, meeting):
    client = signed_in(publisher)
    initial = client.get(page(meeting)).context["form"].initial
    Issue.objects.filter(title="Grants").update(background="New words.")

    data = {"audience": "all", "note": "Typed.", **initial}
    answer = client.post(page(meeting), data)
    assert answer.status_code == 422
    assert "What would become public has changed since you looked." in answer.content.decode()
    assert answer.context["form"]["note"].value() == "Typed."
    assert AgendaPublication.objects.count() == 0
    again = {name: answer.context["form"][name].value() for name in data}
    assert client.post(page(meeting), again).status_code == 302
    assert AgendaPublication.objects.get().renditions.count() == 2


def test_a_second_press_is_answered_with_a_sentence(signed_in, publisher, meeting):
    client = signed_in(publisher)
    initial = client.get(page(meeting)).context["form"].initial
    data = {"audience": "members", "note": "", **initial}

    assert [client.post(page(meeting), data).status_code for _ in range(2)] == [302, 422]
    assert AgendaPublication.objects.count() == 1


def test_the_page_says_what_changed_and_how_each_version_stands(signed_in, publisher, meeting):
    make(publish(meeting, publisher))
    Issue.objects.filter(title="Beds").update(title="Cots")
    narrow(issue_called("Notice"))
    publish(meeting, publisher, ["working_group"])
    Issue.objects.filter(title="Grants").update(minutes=5, state="resolved")

    answer = signed_in(publisher).get(page(meeting))
    assert answer.context["changes"] == [
        "Item 3, “Grants”: status Resolved, before Ready; waits on nobody any more."
    ]
    text = answer.content.decode()
    notice = issue_called("Notice").ref
    for words in (
        "Publish agenda",
        "Changes since v2",
        f"v1 for everybody is withheld, because {notice} was closed. Publish the next version.",
    ):
        assert words in text


def test_only_staff_reach_the_page(signed_in, mayor, chief, observer, meeting):
    for member in (mayor, chief, observer):
        assert signed_in(member).get(page(meeting)).status_code == 404
        assert signed_in(member).post(page(meeting), {}).status_code == 404


def test_a_visitor_takes_the_public_file_without_a_session(client: Client, publisher, meeting):
    make(publish(meeting, publisher))

    answer = client.get(pdf(meeting))
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7 v1 public")
    assert {name: answer.headers[name] for name in ("Content-Type", "Content-Disposition")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="{meeting.ref}-agenda-v1.pdf"',
    }
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" in answer.headers["Vary"]
    assert dict(client.cookies) == {}


def test_a_member_takes_the_working_groups(signed_in, publisher, mayor, observer, meeting):
    make(publish(meeting, publisher))

    assert signed_in(mayor).get(pdf(meeting)).content == b"%PDF-1.7 v1 working_group"
    assert AuditEvent.objects.filter(verb="export_downloaded", actor=mayor).count() == 1
    assert signed_in(observer).get(pdf(meeting)).content == b"%PDF-1.7 v1 public"


def test_a_browser_asks_whether_its_copy_still_stands(client: Client, publisher, meeting):
    make(publish(meeting, publisher))
    first = client.get(pdf(meeting))

    same = client.get(pdf(meeting), headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = first.headers["Last-Modified"]
    assert client.get(pdf(meeting), headers={"If-Modified-Since": since}).status_code == 304
    narrow(issue_called("Notice"))
    gone = client.get(pdf(meeting), headers={"If-None-Match": first.headers["ETag"]})
    assert (gone.status_code, gone.headers["Cache-Control"]) == (404, "no-store")


def test_every_version_keeps_its_address(client: Client, publisher, meeting):
    make(publish(meeting, publisher))
    make(publish(meeting, publisher))

    assert client.get(pdf(meeting)).content == b"%PDF-1.7 v2 public"
    assert client.get(pdf(meeting, 1)).content == b"%PDF-1.7 v1 public"
    assert client.get(pdf(meeting, 3)).status_code == 404


def test_the_old_file_stays_until_the_new_one_is_ready(client: Client, publisher, meeting):
    make(publish(meeting, publisher))
    second = publish(meeting, publisher)

    assert client.get(pdf(meeting)).content == b"%PDF-1.7 v1 public"
    assert client.get(pdf(meeting, 2)).status_code == 404
    make(second)
    assert client.get(pdf(meeting)).content == b"%PDF-1.7 v2 public"


def test_nobody_is_sent_to_sign_in_and_all_that_is_missing_looks_alike(
    client: Client, publisher, meeting
):
    make(publish(meeting, publisher, ["working_group"]))

    answers = [client.get(path) for path in (pdf(meeting), "/meetings/M-NONE/agenda.pdf")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_damaged_file_is_not_handed_out(client: Client, publisher, meeting, files):
    rendition = make(publish(meeting, publisher)).renditions.get(audience="public")
    (files / Export.objects.get(pk=rendition.export_id).path).write_bytes(b"other")

    assert client.get(pdf(meeting)).status_code == 409


def test_the_lists_for_everybody(client: Client, publisher, meeting):
    for address in ("/", "/meetings/"):
        assert pdf(meeting) not in client.get(address).content.decode()
    make(publish(meeting, publisher))

    for address in ("/", "/meetings/"):
        text = client.get(address).content.decode()
        assert f'<a href="{pdf(meeting)}">Winter meeting (PDF)</a>' in text
        assert "Tuesday, January 12, 2027, 10:00 AM to 12:00 PM EST" in text
    Meeting.objects.update(state="cancelled")
    for address in ("/", "/meetings/"):
        assert "Cancelled" in client.get(address).content.decode()
    narrow(issue_called("Notice"))
    for address in ("/", "/meetings/"):
        assert pdf(meeting) not in client.get(address).content.decode()


def test_the_meetings_page_has_the_file_one_press_away(signed_in, mayor, publisher, meeting):
    make(publish(meeting, publisher))
    publish(meeting, publisher)

    text = signed_in(mayor).get(f"/meetings/{meeting.ref}/").content.decode()
    assert f'href="{pdf(meeting)}"' in text
    assert "Agenda v2 is being made. Until it is ready, v1 stays here." in text
    assert page(meeting) not in text
    narrow(issue_called("Notice"))
    staff = signed_in(publisher).get(f"/meetings/{meeting.ref}/").content.decode()
    assert "v2 for the working group is withheld" in staff


@pytest.mark.parametrize("kind", [OrganizationKind.CITY, OrganizationKind.POLICE_AGENCY])
def test_a_closed_issue_is_nowhere_on_the_page_of_those_who_may_publish(
    signed_in, publisher, meeting, kind
):
    """Of a closed issue not even staff see more here than everybody in the audience."""
    issue = issue_called("Custody")
    Issue.objects.filter(pk=issue.pk).update(title="quokka7731", background="quokka7731")
    SeatFactory(organization=OrganizationFactory(kind=kind))

    assert "quokka7731" not in signed_in(publisher).get(page(meeting)).content.decode()


def test_the_page_asks_as_often_for_many_versions_as_for_one(
    signed_in, publisher, meeting, django_assert_max_num_queries
):
    client = signed_in(publisher)
    publish(meeting, publisher)
    with django_assert_max_num_queries(40) as first:
        client.get(page(meeting))
    for _ in range(4):
        a_slot(meeting, title="More")
        publish(meeting, publisher)
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(page(meeting))


def test_a_real_file_for_everybody(client: Client, publisher, meeting):
    made(publish(meeting, publisher), "public")

    assert client.get(pdf(meeting)).content[:5] == b"%PDF-"
