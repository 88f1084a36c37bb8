"""Publishing an agenda: numbers, audiences, who gets what."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from portal.models import AuditEvent
from portal.vocabulary.refusals import Refusal
from roundtable.documents.inputs import agenda_snapshot
from roundtable.models import AgendaPublication, Issue, Meeting, Rendition
from roundtable.operations.agendas import public_mark
from roundtable.queries.agendas import (
    agenda_file,
    agenda_status,
    edition_words,
    next_public_agenda,
    public_agendas,
    renditions_visible_to,
)
from tests.portal.pdf_reading import extracted_text
from tests.roundtable.documents.agenda_data import (
    BOTH,
    MEMBERS,
    STARTS,
    a_meeting,
    a_slot,
    bytes_of,
    issue_called,
    made,
    narrow,
    publish,
    ready,
    winter_meeting,
)

pytestmark = pytest.mark.django_db


def test_versions_count_up_and_the_meeting_says_so(publisher):
    meeting = winter_meeting()

    assert [publish(meeting, publisher).number for _ in range(3)] == [1, 2, 3]
    assert Meeting.objects.get(pk=meeting.pk).state == "agenda_published"
    event = AuditEvent.objects.filter(verb="agenda_published").latest("pk")
    assert (event.actor, event.after) == (
        publisher,
        {"number": 3, "audiences": ["working_group"], "versions": {"working_group": 3}},
    )


def test_the_public_counts_its_own_versions(publisher, mayor):
    """What was published for others in between leaves no gap."""
    meeting = winter_meeting()
    editions = [
        ready(publish(meeting, publisher, audiences)) for audiences in (BOTH, MEMBERS, BOTH)
    ]
    given = [
        (
            found.number,
            found.export.title[:9],
            found.export.filename[-13:],
            found.snapshot["changes"],
        )
        for found in Rendition.objects.filter(audience="public").order_by("publication__number")
    ]
    group = Rendition.objects.filter(audience="working_group").order_by("publication__number")

    assert [row[:3] for row in given] == [
        (1, "Agenda v1", "agenda-v1.pdf"),
        (2, "Agenda v2", "agenda-v2.pdf"),
    ]
    assert [row[3] and row[3]["since"] for row in given] == [None, 1]
    assert [found.number for found in group] == [1, 2, 3]
    assert edition_words(editions[2]) == "v3 for the working group, v2 for everybody"
    assert [agenda.number for agenda in public_agendas()] == [2]
    for reader, number, publication in (
        (None, 1, editions[0]),
        (None, 2, editions[2]),
        (None, 3, None),
        (mayor, 2, editions[1]),
        (mayor, 3, editions[2]),
    ):
        found = agenda_file(reader, meeting.ref, number)
        assert (found.publication if found else None) == publication


def test_what_was_numbered_before_keeps_its_address_and_is_counted_on_from(publisher):
    """Versions that were published with one count for all."""
    meeting = winter_meeting()
    ready(publish(meeting, publisher, BOTH))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE roundtable_rendition DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE roundtable_rendition SET snapshot = jsonb_set(snapshot, '{number}', '3')"
            " WHERE audience = 'public'"
        )
        cursor.execute("ALTER TABLE roundtable_rendition ENABLE TRIGGER USER")
    ready(publish(meeting, publisher, BOTH))

    numbers = [agenda_file(None, meeting.ref, number) for number in (1, 2, 3, 4)]
    assert [found and found.number for found in numbers] == [None, None, 3, 4]


def test_each_audience_has_its_own_frozen_rendition(publisher, files: Path):
    meeting = winter_meeting()
    publication = publish(meeting, publisher, BOTH, note="Read it.")

    shown = {
        rendition.audience: set(rendition.issues.values_list("title", flat=True))
        for rendition in publication.renditions.all()
    }
    assert shown == {
        "public": {"Arrivals", "Notice", "Grants"},
        "working_group": {"Arrivals", "Notice", "Beds", "Grants"},
    }
    public = made(publication, "public")
    assert public.export.input == public.snapshot
    text = extracted_text(bytes_of(public.export, files))
    assert ("Grants" in text, "Beds" in text, "Read it." in text) == (True, False, False)


def test_what_is_published_stays_as_it_was(publisher):
    meeting = winter_meeting()
    rendition = publish(meeting, publisher).renditions.get()
    Issue.objects.filter(title="Grants").update(title="Money")

    rendition.refresh_from_db()
    assert rendition.snapshot["items"][-1]["title"] == "Grants"
    rendition.snapshot = {}
    with pytest.raises(IntegrityError), transaction.atomic():
        rendition.save()


def test_the_change_list_is_against_the_same_audiences_last_version(publisher):
    meeting = winter_meeting()
    publish(meeting, publisher, BOTH)
    Issue.objects.filter(title="Beds").update(title="Cots")
    publish(meeting, publisher)
    Issue.objects.filter(title="Grants").update(title="Money")
    third = publish(meeting, publisher, BOTH)

    changes = {row.audience: row.snapshot["changes"] for row in third.renditions.all()}
    assert changes == {
        "public": {"since": 1, "sentences": ["Item 3, “Money”: has a new title."]},
        "working_group": {"since": 2, "sentences": ["Item 3, “Money”: has a new title."]},
    }


def test_only_staff_publish(mayor):
    with pytest.raises(PermissionDenied):
        publish(winter_meeting(), mayor)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("requested", "Publish agenda: not possible while the meeting is requested."),
        ("cancelled", "Publish agenda: not possible while the meeting is cancelled."),
        ("closed", "Publish agenda: not possible while the meeting is closed."),
    ],
)
def test_not_of_every_meeting(publisher, state, said):
    meeting = winter_meeting()
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    with pytest.raises(Refusal) as refused:
        publish(meeting, publisher)
    assert str(refused.value) == said


def test_an_empty_agenda_is_refused(publisher):
    with pytest.raises(Refusal, match="Nothing is on this agenda yet"):
        publish(a_meeting(), publisher)


def test_nothing_public_is_refused(publisher):
    meeting = winter_meeting()
    meeting.slots.exclude(issue__title="Beds").delete()
    with pytest.raises(Refusal, match="Nothing on this agenda is public"):
        publish(meeting, publisher, BOTH)
    assert AgendaPublication.objects.count() == 0


@pytest.mark.parametrize("audiences", [[], ["mayors"], ["working_group", "chiefs"]])
def test_other_audiences_are_refused(publisher, audiences):
    with pytest.raises(Refusal, match="for the working group, for everybody, or both"):
        publish(winter_meeting(), publisher, audiences)


def test_a_second_press_publishes_nothing(publisher):
    meeting = winter_meeting()
    publish(meeting, publisher, expected=1)
    with pytest.raises(Refusal, match="A version was published meanwhile"):
        publish(meeting, publisher, expected=1)
    assert AgendaPublication.objects.count() == 1


def test_nothing_becomes_public_that_was_not_shown(publisher):
    meeting = winter_meeting()
    shown = public_mark(agenda_snapshot(meeting, "public").content)
    Issue.objects.filter(title="Grants").update(background="New words.")
    with pytest.raises(Refusal, match="has changed since you looked"):
        publish(meeting, publisher, BOTH, shown=shown)

    shown = public_mark(agenda_snapshot(meeting, "public").content)
    assert publish(meeting, publisher, BOTH, shown=shown).number == 1


def test_who_may_have_what(publisher, chief, observer, nobody_yet):
    ready(publish(winter_meeting(), publisher, BOTH))

    def audiences(member):
        return sorted(row.audience for row in renditions_visible_to(member))

    assert audiences(chief) == ["public", "working_group"]
    for other in (None, observer, nobody_yet):
        assert audiences(other) == ["public"]


def test_everybody_gets_the_best_for_them_and_the_old_stays_until_the_new_is_ready(
    publisher, chief, observer
):
    meeting = winter_meeting()
    ready(publish(meeting, publisher, BOTH))
    second = publish(meeting, publisher, BOTH)

    def current(member):
        found = agenda_file(member, meeting.ref)
        return found.audience, found.publication.number

    assert [current(member) for member in (chief, observer, None)] == [
        ("working_group", 1),
        ("public", 1),
        ("public", 1),
    ]
    status = agenda_status(chief, meeting)
    assert (status.current.publication.number, status.coming.publication.number) == (1, 2)
    ready(second)
    assert [current(member) for member in (chief, observer, None)] == [
        ("working_group", 2),
        ("public", 2),
        ("public", 2),
    ]
    assert agenda_status(chief, meeting).coming is None
    assert agenda_file(None, meeting.ref, 1).publication.number == 1
    assert agenda_file(None, meeting.ref, 3) is None


def test_the_public_list(publisher):
    first, second, private = winter_meeting(), a_meeting(title="Spring meeting"), a_meeting()
    for meeting in (second, private):
        a_slot(meeting, title="Opening")
    for meeting in (first, second):
        ready(publish(meeting, publisher, BOTH))
    ready(publish(private, publisher))
    ready(publish(first, publisher, BOTH))
    publish(second, publisher, BOTH)
    Meeting.objects.filter(pk=second.pk).update(state="cancelled", title="Renamed")

    found = {
        (agenda.ref, agenda.title, agenda.number, agenda.size, agenda.is_cancelled)
        for agenda in public_agendas()
    }
    assert found == {
        (first.ref, "Winter meeting", 2, 10, False),
        (second.ref, "Spring meeting", 1, 10, True),
    }
    assert next_public_agenda().ref == first.ref


def test_the_next_public_agenda_is_of_a_meeting_to_come(publisher):
    meeting = winter_meeting()
    ready(publish(meeting, publisher, BOTH))
    assert next_public_agenda().starts_at == STARTS
    past = a_meeting(starts_at=STARTS.replace(year=2020), ends_at=None)
    a_slot(past, title="Opening")
    ready(publish(past, publisher, BOTH))

    assert next_public_agenda().ref == meeting.ref
    narrow(issue_called("Notice"))
    assert next_public_agenda() is None


def test_as_many_queries_for_three_public_agendas_as_for_one(publisher, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            meeting = a_meeting()
            a_slot(meeting, title="Opening")
            ready(publish(meeting, publisher, BOTH))
        with django_assert_num_queries(1):
            assert len(public_agendas()) >= count
