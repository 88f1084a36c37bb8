"""What was open, and was read, mailed, exported and taken by many, is closed: C5, C6, C9, C14."""

from pathlib import Path

import pytest

from portal.models import Export, Job, OutgoingMail
from portal.operations.comments import add_comment
from portal.operations.exports import WITHHELD
from portal.operations.following import set_level
from portal.operations.mail import NOT_SENT
from portal.tasks import run_job
from portal.vocabulary.jobs import JobState
from portal.vocabulary.threads import Level, SubjectKind
from roundtable.operations.documents import request_agenda_pdf
from roundtable.operations.meetings import MEETING_NEWS
from roundtable.operations.updates import post_update
from tests.crawl import within
from tests.roundtable.canary.closed_item import OF_ISSUE, OF_THREADS, Scene, scene
from tests.roundtable.canary.people import another_chief, end_seats, uncleared
from tests.roundtable.canary.surfaces import found_places, leaks, places_in, reached, signed_in
from tests.roundtable.canary.telling import (
    deliver_everything,
    make_todays_digest,
    stored_words,
    tell_everybody,
)
from tests.roundtable.documents.agenda_data import publish, work_on
from tests.roundtable.documents.file_reading import everything_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened() -> Scene:
    """Public, with threads for the working group; a mayor follows it and is mentioned in it."""
    shown = scene()
    mayor = shown.found.mayor.member
    set_level(
        member=mayor, kind=SubjectKind.ISSUE, subject_id=shown.issue.pk, level=Level.EVERYTHING
    )
    add_comment(
        thread_id=shown.thread.pk,
        text=f"@{mayor.name} see {shown.words['comment']}",
        actor=shown.chief,
    )
    shown.open_to("public")
    return shown


def test_c5_what_was_read_by_many_is_found_by_nobody_else_any_more(opened):
    opened.publish_and_print()
    tell_everybody()
    make_todays_digest(opened.found.mayor.member)
    people = uncleared(opened, "chiefs")
    roles = ("anonymous", "mayor", "staff of the other association", "liaison")
    clients = {role: signed_in(people[role]) for role in roles}
    before = {role: reached(clients[role], opened) for role in ("mayor", "anonymous")}
    assert found_places(before["mayor"], opened.words) >= {*OF_ISSUE, *OF_THREADS}
    assert found_places(before["anonymous"], opened.words) >= {"title", "background"}

    opened.close("chiefs")
    opened.publish_and_print()

    after = {role: reached(client, opened) for role, client in clients.items()}
    leaked = {role: leaks(answers, opened.words) for role, answers in after.items()}
    assert leaked == {role: [] for role in clients}


def test_c5_the_files_of_before_are_gone_at_their_old_addresses(opened):
    opened.publish_and_print()
    ref, mayor = opened.meeting.ref, signed_in(opened.found.mayor.member)
    paths = [
        f"/meetings/{ref}/agenda.pdf",
        f"/meetings/{ref}/agenda-v1.pdf",
        *(f"/documents/{export.pk}/file/" for export in opened.exports),
        *(f"/attachments/{file.pk}/" for file in opened.attachments),
    ]
    assert {within(mayor)(path).status for path in paths} == {200}
    opened.close("chiefs")

    assert {within(mayor)(path).status for path in paths} == {404}
    assert {within(signed_in(None))(path).status for path in paths[:2]} == {404}


def test_c5_the_next_version_says_nothing_of_it_but_that_it_is_closed(opened, files: Path):
    opened.publish_and_print()
    opened.close("chiefs")
    opened.publish_and_print()

    texts = [everything_in(Path(files / export.path).read_bytes()) for export in fresh(opened)]
    assert [places_in(text, opened.words) for text in texts] == [[], [], []]


def fresh(shown: Scene) -> list[Export]:
    return [Export.objects.get(pk=export.pk) for export in shown.exports]


# --- C9: rights are asked again when a mail is sent -----------------------------------------------


def test_c9_mail_that_waits_is_not_sent_to_who_is_no_longer_cleared(opened):
    tell_everybody()
    mayor = opened.found.mayor.member
    waiting = OutgoingMail.objects.filter(to=mayor.email)
    assert "comment" in places_in(str(waiting.values_list("text")), opened.words)
    opened.close("chiefs")
    got = deliver_everything()

    assert mayor.email not in got
    assert [(mail.text, mail.sent_at, mail.job.step) for mail in waiting] == [("", None, NOT_SENT)]


def test_c9_mail_that_waits_has_only_a_link_for_those_who_still_are(opened):
    """It was written while the issue was open, with its title and an excerpt."""
    tell_everybody()
    written = OutgoingMail.objects.filter(to=opened.staff.email)
    assert places_in(str(written.values_list("text")), opened.words) != []
    opened.close("chiefs")
    got = deliver_everything()

    assert sorted(got) == sorted({opened.chief.email, opened.staff.email})
    assert places_in(str(got), opened.words) == []
    assert f"/threads/{opened.thread.pk}/?comment=" in str(got[opened.staff.email])


@pytest.mark.parametrize("who", ["mayor", "chief"])
def test_c9_a_digest_that_waits_names_nothing_that_was_closed_since(opened, who):
    tell_everybody()
    member = getattr(opened.found, who).member
    digest = make_todays_digest(member)
    assert "title" in places_in(digest.text, opened.words)
    opened.close("chiefs")
    got = deliver_everything()

    assert places_in(str(got), opened.words) == []


def test_c9_news_that_nobody_was_told_of_yet_reach_only_who_is_cleared(opened):
    opened.close("chiefs")
    tell_everybody()
    got = deliver_everything()

    told = opened.found.mayor.member.notifications.values_list("announcement__kind", flat=True)
    assert set(told) == {MEETING_NEWS}
    assert opened.found.mayor.member.email not in got
    assert places_in(f"{stored_words()} {got}", opened.words) == []


# --- C14: rights are asked again when a worker makes a document, and at each download -------------


def test_c14_a_document_that_shows_it_is_not_made(opened):
    export = request_agenda_pdf(proposal=opened.found.proposal, actor=opened.found.mayor.member)
    rendition = publish(opened.meeting, opened.staff).renditions.get()
    opened.close("chiefs")
    jobs = [export.job_id, rendition.export.job_id]
    for job_id in jobs:
        run_job(job_id)

    states = Job.objects.filter(pk__in=jobs).values_list("state", "error")
    assert [*states] == [(JobState.DEAD, WITHHELD)] * 2
    assert not Export.objects.filter(ready_at__isnull=False).exists()


def test_c14_who_is_of_the_working_group_no_more_takes_no_document(opened):
    asker = another_chief(opened)
    client = signed_in(asker)
    export = request_agenda_pdf(proposal=opened.found.proposal, actor=asker)
    work_on(export)
    path = f"/documents/{export.pk}/file/"
    assert within(client)(path).status == 200
    end_seats(asker)

    assert within(client)(path).status == 404
    assert within(signed_in(opened.found.observer.member))(path).status == 404


# --- C6: what was said while it was closed stays closed -------------------------------------------


def test_c6_opening_the_issue_opens_no_thread():
    shown = scene("chiefs")
    tell_everybody()
    shown.open_to("working_group")
    post_update(issue_id=shown.issue.pk, text="Open now.", actor=shown.staff)
    tell_everybody()
    answers = reached(signed_in(shown.found.mayor.member), shown)

    found = found_places(answers, shown.words)
    assert found & set(OF_THREADS) == set()
    assert "title" in found
    assert leaks(reached(signed_in(None), shown), shown.words) == []


def test_c6_what_is_below_it_stays_closed():
    shown = scene("chiefs")
    shown.open_to("working_group")

    path = f"/roundtable/{shown.below.ref}/"
    answer = within(signed_in(shown.found.mayor.member))(path)
    assert places_in(answer.text, shown.words) == ["title"]  # of the one above
