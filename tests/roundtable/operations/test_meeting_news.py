"""Who is told of a meeting, and in which words."""

from datetime import UTC, datetime

import pytest

from portal.jobs import claim
from portal.models import Announcement, Member, Notification
from portal.operations.notifications import send_announcement
from portal.vocabulary.organizations import Capacity
from roundtable.models import Meeting
from roundtable.operations.attending import Footing, add_member
from roundtable.operations.meetings import save_meeting, step_meeting
from tests.factories import SeatFactory
from tests.roundtable.meeting_data import facts, planned

pytestmark = pytest.mark.django_db


def tell(meeting: Meeting) -> None:
    """Sends what has not been sent of a meeting's news, in order."""
    for announcement in Announcement.objects.filter(kind="meeting").order_by("pk"):
        taken = claim(announcement.job_id)
        if taken is not None:
            send_announcement(taken)


def told(member: Member) -> list[tuple[str, bool]]:
    rows = Notification.objects.filter(recipient=member).order_by("pk")
    return [(row.title, row.mail_id is not None) for row in rows]


def attends(meeting: Meeting, member: Member, actor: Member) -> None:
    add_member(meeting_id=meeting.pk, seat=member.current_seats[0], footing=Footing(), actor=actor)


def test_who_attends_gets_a_mail_and_the_working_group_a_line(
    publisher, mayor, aide, chief, observer
):
    meeting = planned(publisher)
    attends(meeting, mayor, publisher)
    tell(meeting)
    title = f"Meeting {meeting.ref} is planned for Mar 4, 2031"

    assert told(mayor) == [(title, True)]
    assert told(aide) == [(title, True)]  # works for the mayor
    assert told(chief) == [(title, False)]
    assert told(observer) == []


def test_the_mail_gives_the_time_where_its_reader_is(publisher, mayor):
    Member.objects.filter(pk=mayor.pk).update(time_zone="America/Los_Angeles")
    meeting = planned(publisher)
    attends(meeting, mayor, publisher)
    tell(meeting)
    mail = Notification.objects.get(recipient=mayor).mail

    assert "Tuesday, March 4, 2031, 7:00 AM PST" in mail.text
    assert "Spring roundtable" in mail.text
    assert "Spring roundtable" not in mail.subject


def test_the_day_in_the_subject_is_the_meetings_own(publisher, chief):
    late = datetime(2031, 3, 5, 8, 0, tzinfo=UTC)  # the evening of the 4th in Honolulu
    meeting = planned(publisher, starts_at=late, ends_at=None, time_zone="Pacific/Honolulu")
    tell(meeting)

    assert told(chief) == [(f"Meeting {meeting.ref} is planned for Mar 4, 2031", False)]


def test_news_that_newer_news_overtook_are_not_told(publisher, chief):
    meeting = planned(publisher)
    save_meeting(meeting_id=meeting.pk, facts=facts(place="Annex"), edition=1, actor=publisher)
    step_meeting(meeting_id=meeting.pk, name="cancel", actor=publisher, reason="No room.")
    tell(meeting)

    assert told(chief) == [(f"Meeting {meeting.ref} is cancelled: Mar 4, 2031", False)]


def test_a_change_is_told_after_the_plan(publisher, chief):
    meeting = planned(publisher)
    tell(meeting)
    save_meeting(meeting_id=meeting.pk, facts=facts(place="Annex"), edition=1, actor=publisher)
    tell(meeting)

    assert [title for title, _ in told(chief)] == [
        f"Meeting {meeting.ref} is planned for Mar 4, 2031",
        f"Meeting {meeting.ref} has changed: Mar 4, 2031",
    ]


def test_who_left_the_working_group_is_not_told(publisher, nobody_yet):
    gone = SeatFactory(capacity=Capacity.OBSERVER).member
    meeting = planned(publisher)
    tell(meeting)

    assert (told(nobody_yet), told(gone)) == ([], [])
