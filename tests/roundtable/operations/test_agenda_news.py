"""Who is told of a published agenda, and when."""

import pytest
from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import Announcement, Job, Subscription
from portal.operations.notifications import send_announcement
from roundtable.models import Attendee
from tests.factories import SeatFactory
from tests.roundtable.documents.agenda_data import (
    issue_called,
    narrow,
    publish,
    ready,
    winter_meeting,
)

pytestmark = pytest.mark.django_db


def tell(publication):
    announcement = Announcement.objects.get(key=f"agenda:{publication.pk}")
    Job.objects.filter(pk=announcement.job_id).update(run_after=Now())
    send_announcement(claim(announcement.job_id))
    return list(announcement.notifications.select_related("mail").order_by("pk"))


def test_attendees_and_followers_are_told_once_it_can_be_opened(publisher, mayor, aide, chief):
    meeting = winter_meeting()
    seat = mayor.current_seats[0]
    Attendee.objects.create(meeting=meeting, seat=seat, name=mayor.name)
    follow = Subscription.objects.create
    muted = SeatFactory().member
    notice = issue_called("Notice").pk
    follow(member=chief, subject_kind="issue", subject_id=notice, level="decisions")
    follow(member=muted, subject_kind="issue", subject_id=notice, level="muted")
    publication = publish(meeting, publisher)

    assert tell(publication) == []
    ready(publication)
    told = tell(publication)
    assert [(row.recipient, row.title) for row in told] == [
        (mayor, f"Agenda v1 is published: {meeting.ref}"),
        (chief, f"Agenda v1 is published: {meeting.ref}"),
        (aide, f"Agenda v1 is published: {meeting.ref}"),
    ]
    assert "Notice" not in told[0].mail.text
    assert "Tuesday, January 12, 2027, 10:00 AM EST" in told[0].mail.text


def test_a_version_that_a_newer_one_overtook_is_not_told_of(publisher, mayor):
    meeting = winter_meeting()
    Attendee.objects.create(meeting=meeting, seat=mayor.current_seats[0], name=mayor.name)
    first = ready(publish(meeting, publisher))
    second = ready(publish(meeting, publisher))

    assert (len(tell(first)), len(tell(second))) == (0, 1)


def test_a_withheld_version_is_not_told_of(publisher, mayor):
    meeting = winter_meeting()
    Attendee.objects.create(meeting=meeting, seat=mayor.current_seats[0], name=mayor.name)
    publication = ready(publish(meeting, publisher))
    narrow(issue_called("Notice"))

    assert tell(publication) == []
