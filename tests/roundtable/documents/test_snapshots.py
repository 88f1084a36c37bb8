"""What each audience's snapshot holds, and what it does not hold."""

import json
from datetime import date

import pytest

from portal.vocabulary.organizations import OrganizationKind
from roundtable.documents.inputs import agenda_snapshot
from roundtable.models import Issue
from tests.factories import OrganizationFactory, SeatFactory
from tests.roundtable.documents.agenda_data import (
    a_meeting,
    a_slot,
    an_issue,
    close_everything_named,
    issue_called,
    winter_meeting,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 4)
TOKEN = "quokka7731"


def outline(meeting, audience):
    """Number, kind and title of each line."""
    content = agenda_snapshot(meeting, audience).content
    return [(item["number"], item["kind"], item["title"]) for item in content["items"]]


def test_members_read_every_slot_and_of_a_closed_one_that_it_is_closed():
    assert outline(winter_meeting(), "working_group") == [
        ("1", "other", "Opening"),
        ("2", "topic", "Arrivals"),
        ("2.1", "item", "Notice"),
        ("2.2", "item", "Beds"),
        ("2.3", "closed", "Closed item: mayors only"),
        ("3", "item", "Grants"),
    ]


def test_the_public_reads_what_is_public_under_numbers_of_its_own():
    assert outline(winter_meeting(), "public") == [
        ("1", "other", "Opening"),
        ("2", "topic", "Arrivals"),
        ("2.1", "item", "Notice"),
        ("3", "item", "Grants"),
    ]


def test_a_topic_without_public_items_is_not_named():
    meeting = winter_meeting()
    meeting.slots.filter(issue__title="Notice").delete()

    assert outline(meeting, "public") == [("1", "other", "Opening"), ("2", "item", "Grants")]


def test_a_closed_topic_is_never_a_heading():
    meeting = winter_meeting()
    topic = an_issue(issue_called("Arrivals").proposal, f"Topic {TOKEN}", audience="mayors")
    below = an_issue(topic.proposal, f"Item {TOKEN}", audience="named", parent=topic)
    a_slot(meeting, below)

    assert outline(meeting, "working_group")[-1] == ("4", "closed", "Closed item: named people")


def test_an_item_for_everybody():
    item = agenda_snapshot(winter_meeting(), "public", made_on=DAY).content["items"][2]

    assert {name: value for name, value in item.items() if value and name != "key"} == {
        "number": "2.1",
        "kind": "item",
        "title": "Notice",
        "purpose": "Discuss",
        "minutes": 20,
        "owner": "Mayor, Alderbrook",
        "state_label": "Proposed",
        "waiting_on": "Association staff",
        "waiting_days": item["waiting_days"],
        "background": "About notice.",
    }


def test_the_same_item_for_members():
    item = agenda_snapshot(winter_meeting(), "working_group", made_on=DAY).content["items"][2]

    assert {name: value for name, value in item.items() if value and name != "key"} == {
        "number": "2.1",
        "kind": "item",
        "ref": issue_called("Notice").ref,
        "title": "Notice",
        "purpose": "Discuss",
        "minutes": 20,
        "starts": "10:05 AM",
        "presenter": "Jordan Vale",
        "owner": "Jordan Vale, Mayor, Alderbrook",
        "state_label": "Proposed",
        "waiting_on": "Association staff",
        "waiting_days": item["waiting_days"],
        "background": "About notice.",
        "talking_points": ["Point on notice"],
        "last_update": "News of notice.",
        "last_update_on": "2026-11-13",
    }


def test_a_closed_item_has_a_reference_minutes_and_nothing_else():
    item = agenda_snapshot(winter_meeting(), "working_group").content["items"][4]

    assert {name: value for name, value in item.items() if value and name != "key"} == {
        "number": "2.3",
        "kind": "closed",
        "ref": issue_called("Custody").ref,
        "title": "Closed item: mayors only",
        "minutes": 20,
        "starts": "10:45 AM",
    }


def test_a_title_that_stands_for_the_title_is_used():
    meeting = winter_meeting()
    Issue.objects.filter(title="Custody").update(closed_title="A matter of staff")

    assert outline(meeting, "working_group")[4][2] == "A matter of staff: mayors only"


def test_the_facts_for_everybody_and_for_members():
    meeting = winter_meeting()
    shared = {
        "when": "Tuesday, January 12, 2027, 10:00 AM to 12:00 PM EST",
        "starts_at": "2027-01-12T15:00:00+00:00",
        "place": "Room 430",
        "press": "Closed press",
    }
    link = "https://meet.example/private"

    facts = {who: agenda_snapshot(meeting, who).content for who in ("public", "working_group")}
    assert facts["public"]["meeting"] == {**shared, "link": "", "objective": ""}
    assert facts["working_group"]["meeting"] == {
        **shared,
        "link": link,
        "objective": "Agree on one desk.",
    }
    assert [person["name"] for person in facts["public"]["attendees"]] == [
        "Jordan Vale",
        "Sam Okafor",
    ]
    assert [person["capacity"] for person in facts["public"]["attendees"]] == ["", ""]
    assert len(facts["working_group"]["attendees"]) == 3
    assert "Counsel" not in json.dumps(facts)


def test_a_member_who_is_waited_for_is_public_by_office():
    meeting = winter_meeting()
    seat = SeatFactory(
        member__name="Robin Hale",
        title="Chief",
        organization=OrganizationFactory(
            kind=OrganizationKind.POLICE_AGENCY, short_name="Fairmont PD"
        ),
    )
    Issue.objects.filter(title="Grants").update(waiting_on="member", waiting_seat=seat)

    read = {
        who: agenda_snapshot(meeting, who).content["items"][-1]["waiting_on"]
        for who in ("public", "working_group")
    }
    assert read == {
        "public": "Chief, Fairmont PD",
        "working_group": "Robin Hale, Chief, Fairmont PD",
    }


def test_a_closed_issue_is_in_no_snapshot():
    meeting = winter_meeting()
    close_everything_named(TOKEN, meeting)

    for audience in ("public", "working_group"):
        assert TOKEN not in json.dumps(agenda_snapshot(meeting, audience).content)


@pytest.mark.trust("X2", "C2")
def test_the_public_snapshot_is_the_same_with_and_without_a_closed_issue():
    meeting = winter_meeting()
    without = agenda_snapshot(meeting, "public").content
    close_everything_named(TOKEN, meeting)

    assert agenda_snapshot(meeting, "public").content == without


def test_a_snapshot_names_the_issues_whose_content_it_shows():
    meeting = winter_meeting()

    def shown(audience):
        frozen = agenda_snapshot(meeting, audience)
        return set(Issue.objects.filter(pk__in=frozen.issues).values_list("title", flat=True))

    assert shown("public") == {"Arrivals", "Notice", "Grants"}
    assert shown("working_group") == {"Arrivals", "Notice", "Beds", "Grants"}


def test_a_meeting_without_a_time_or_a_place():
    meeting = a_meeting(starts_at=None, ends_at=None, place="")
    a_slot(meeting, title="Opening")

    content = agenda_snapshot(meeting, "working_group").content
    assert (content["meeting"]["when"], content["items"][0]["starts"]) == ("", "")


def test_as_many_queries_for_three_items_as_for_thirty(django_assert_num_queries):
    meeting = winter_meeting()
    with django_assert_num_queries(4):
        agenda_snapshot(meeting, "working_group")
    topic = issue_called("Arrivals")
    for number in range(30):
        a_slot(meeting, an_issue(topic.proposal, f"Item {number}", parent=topic))

    with django_assert_num_queries(4):
        agenda_snapshot(meeting, "working_group")
