"""The digest: what waits, then what is new; nothing that is closed, and never an empty one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from portal.jobs import claim, enqueue
from portal.models import (
    Announcement,
    Digest,
    Job,
    MailSettings,
    Member,
    Membership,
    Notification,
    OutgoingMail,
)
from portal.notify import ANNOUNCE_JOB
from portal.operations.comments import COMMENT_KIND
from portal.operations.digests import DIGEST_JOB, begin_due_digests, make_digest
from portal.operations.mail import NOT_SENT, deliver_mail
from portal.operations.threads import open_thread
from portal.vocabulary.audiences import Audience
from portal.vocabulary.jobs import JobState
from portal.vocabulary.threads import SubjectKind, ThreadKind
from roundtable.models import Issue
from tests.factories import SeatFactory
from tests.roundtable.meeting_data import close_issue, proposed
from tests.seats import moved
from tests.statements.telling_data import frozen_statement

pytestmark = pytest.mark.django_db
JOINED = date(2026, 1, 1)
CLEARANCE = (
    "Your clearance is asked. The text is frozen. Read it and clear it for your association."
)


@pytest.fixture
def issue() -> Issue:
    proposed()
    return Issue.objects.get(ref="R-1.1")


def begin(member: Member) -> Job:
    """The job of today's digest, as the clock begins it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [member.time_zone])
        day = cursor.fetchone()[0]
    return Announcement.objects.create(
        job=enqueue(DIGEST_JOB),
        kind=DIGEST_JOB,
        subject_id=member.pk,
        key=f"digest:{member.pk}:{day}",
        detail={"day": day.isoformat()},
    ).job


def digest(member: Member) -> OutgoingMail | None:
    make_digest(claim(begin(member).pk))
    return Digest.objects.latest("day").mail


def tell(member: Member, kind: str, subject_id: int, title: str, url: str) -> Notification:
    """Something that the member was told an hour ago, not by mail."""
    announcement = Announcement.objects.create(
        job=enqueue(ANNOUNCE_JOB), kind=kind, subject_id=subject_id, key=f"{kind}:{title}"
    )
    row = Notification.objects.create(
        announcement=announcement, recipient=member, title=title, url=url
    )
    Notification.objects.filter(pk=row.pk).update(created_at=Now() - timedelta(hours=1))
    return row


def tell_of_issue(member: Member, issue: Issue, title: str = "moved on") -> Notification:
    url = f"/roundtable/{issue.ref}/"
    return tell(member, "issue_stepped", issue.pk, f"{issue.ref} {title}", url)


def lines_of(mail: OutgoingMail) -> list[str]:
    return [line.strip() for line in mail.text.splitlines() if line]


def own(member: Member, issue: Issue) -> None:
    Issue.objects.filter(pk=issue.pk).update(owner=member.seats.get(), waiting_on="owner")


def test_first_what_waits_then_what_is_new(issue, mayor, publisher):
    statement = frozen_statement(publisher, title="Notice Two Days Ahead")
    tell(publisher, "frozen", statement.pk, "A text was frozen", "/statements/1/")
    tell(publisher, "handed_over", statement.pk, "A draft was sent", "/statements/2/")
    tell_of_issue(publisher, issue)
    mail = digest(publisher)

    assert (mail.to, mail.subject) == (publisher.email, "Your digest: 1 waits on you, 3 new")
    assert lines_of(mail)[:12] == [
        "WAITING ON YOU",
        "Notice Two Days Ahead",
        CLEARANCE,
        f"http://localhost:8000/statements/{statement.ref}/staff/",
        "NEW SINCE YOUR LAST DIGEST",
        "Notice Two Days Ahead",
        "- A text was frozen",
        "http://localhost:8000/statements/1/",
        "- A draft was sent",
        "http://localhost:8000/statements/2/",
        f"R-1.1 {issue.title}",
        "- R-1.1 moved on",
    ]


def test_of_a_closed_issue_it_holds_the_reference_and_the_link_only(issue, mayor):
    own(mayor, issue)
    tell_of_issue(mayor, close_issue("R-1.1", "mayors"))
    mail = digest(mayor)

    assert mail.subject == "Your digest: 1 waits on you, 1 new"
    assert lines_of(mail)[:6] == [
        "WAITING ON YOU",
        "Issue R-1.1",
        "http://localhost:8000/roundtable/R-1.1/",
        "NEW SINCE YOUR LAST DIGEST",
        "- R-1.1 moved on",
        "http://localhost:8000/roundtable/R-1.1/",
    ]
    assert issue.title not in mail.text


@pytest.mark.parametrize(
    ("audience", "named"), [(Audience.WORKING_GROUP, ["Beds"]), (Audience.MAYORS, [])]
)
def test_a_thread_is_named_only_where_the_whole_working_group_may_read_it(
    issue, mayor, publisher, audience, named
):
    association, city = publisher.seats.get().organization, mayor.seats.get().organization
    Membership.objects.create(association=association, organization=city, since=JOINED)
    thread = open_thread(
        kind=ThreadKind.QUESTION,
        title="Beds",
        text="How many?",
        audience=audience,
        holder_kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        actor=publisher,
    )
    tell(mayor, COMMENT_KIND, thread.pk, "New comment in R-1.1", f"/threads/{thread.pk}/")

    assert lines_of(digest(mayor))[: len(named) + 3] == [
        "NEW SINCE YOUR LAST DIGEST",
        *named,
        "- New comment in R-1.1",
        f"http://localhost:8000/threads/{thread.pk}/",
    ]


def test_what_a_member_may_no_longer_see_is_not_in_it(issue, mayor):
    own(mayor, issue)
    tell_of_issue(mayor, issue)
    close_issue("R-1.1", "chiefs")

    assert digest(mayor) is None


def test_an_empty_one_is_noted_and_not_sent(mayor):
    assert digest(mayor) is None
    assert Digest.objects.filter(member=mayor, mail=None).count() == 1
    assert OutgoingMail.objects.count() == 0


def test_what_was_read_mailed_or_in_the_last_digest_is_left_out(issue, mayor):
    before = tell_of_issue(mayor, issue, "was in the last one")
    Digest.objects.create(member=mayor, day="2026-01-01", newest_id=before.pk)
    read = tell_of_issue(mayor, issue, "was read")
    mailed = tell_of_issue(mayor, issue, "was mailed")
    mail = OutgoingMail.objects.create(job=enqueue("mail"), to=mayor.email, subject="-", text="-")
    Notification.objects.filter(pk=read.pk).update(read_at=Now())
    Notification.objects.filter(pk=mailed.pk).update(mail=mail)
    assert digest(mayor) is None


def test_what_is_new_since_the_last_digest_is_in_the_next(issue, mayor):
    before = tell_of_issue(mayor, issue, "was in the last one")
    Digest.objects.create(member=mayor, day="2026-01-01", newest_id=before.pk)
    new = tell_of_issue(mayor, issue, "is new")

    assert digest(mayor).subject == "Your digest: 1 new"
    assert Digest.objects.latest("day").newest_id == new.pk


def test_what_was_told_a_moment_ago_waits_for_the_next_one(issue, mayor):
    row = tell_of_issue(mayor, issue)
    Notification.objects.filter(pk=row.pk).update(created_at=Now())

    assert digest(mayor) is None
    assert Digest.objects.get().newest_id == 0


def test_a_principals_digest_goes_to_nobody_else(issue, mayor, aide):
    tell_of_issue(mayor, issue)

    assert digest(mayor).to == mayor.email
    assert OutgoingMail.objects.count() == 1


def test_a_long_one_says_how_much_it_leaves_out(publisher):
    statement = frozen_statement(publisher)
    proposed()
    for issue in Issue.objects.all():
        for number in range(2):
            tell_of_issue(publisher, issue, f"moved on {number}")
    tell(publisher, "frozen", statement.pk, "A text was frozen", "/statements/1/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.operations.digest_letters.SUBJECTS_SHOWN", 1)
        mail = digest(publisher)

    assert mail.text.count(f"And {2 * Issue.objects.count() - 1} more in your inbox.") == 1


def test_it_asks_the_same_for_3_and_for_30_notifications(issue, mayor):
    other = SeatFactory(organization__kind="city", capacity="principal").member
    counts = []
    for member, many in ((mayor, 3), (other, 30)):
        for number in range(many):
            tell_of_issue(member, issue, f"moved on {member.pk} {number}")
        job = begin(member)
        with CaptureQueriesContext(connection) as queries:
            make_digest(claim(job.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- once, and only while it is right ------------------------------------------------------------


def test_running_its_job_twice_sends_one(issue, mayor):
    tell_of_issue(mayor, issue)
    job = begin(mayor)
    claimed = claim(job.pk)
    make_digest(claimed)
    make_digest(claimed)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    make_digest(claim(job.pk))

    assert (Digest.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_one_that_is_a_day_late_is_left_to_the_next(issue, mayor):
    tell_of_issue(mayor, issue)
    job = begin(mayor)
    Announcement.objects.filter(job=job).update(detail={"day": "2026-01-01"})
    make_digest(claim(job.pk))

    assert (Digest.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


@pytest.mark.parametrize("change", ["account", "seat"])
def test_who_leaves_before_it_is_sent_gets_none(issue, mayor, mailoutbox, change):
    tell_of_issue(mayor, issue)
    mail = digest(mayor)
    if change == "account":
        Member.objects.update(is_active=False)
    else:
        moved(mayor.seats.all(), capacity="observer")
    deliver_mail(claim(mail.job_id))

    assert mailoutbox == []
    assert Job.objects.get(pk=mail.job_id).step == NOT_SENT


def test_it_is_delivered(issue, mayor, mailoutbox):
    tell_of_issue(mayor, issue)
    deliver_mail(claim(digest(mayor).job_id))

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([mayor.email], "Your digest: 1 new")
    ]


def test_the_clock_begins_the_digests_of_today(mayor, chief):
    """By the database's clock: on every day, so that today is one of them."""
    MailSettings.objects.create(member=mayor, digest_days=[1, 2, 3, 4, 5, 6, 7])
    MailSettings.objects.create(member=chief, digest_days=[])
    Member.objects.update(date_joined=Now() - timedelta(days=2), time_zone=zone_past_seven())

    assert (begin_due_digests(), begin_due_digests()) == (1, 0)
    assert Announcement.objects.get(kind=DIGEST_JOB).subject_id == mayor.pk


def zone_past_seven() -> str:
    """A place where it is between eight in the morning and eleven at night now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(hour FROM now() AT TIME ZONE 'America/New_York')")
        hour = int(cursor.fetchone()[0])
    return "America/New_York" if 8 <= hour < 23 else "Asia/Tokyo"
