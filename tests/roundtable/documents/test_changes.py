"""What a change list says, and what it never says."""

import pytest

from roundtable.documents.changes import changes_between
from roundtable.documents.entries import blank_entry
from roundtable.documents.numbering import numbers_of


def entry(title, **values):
    kind = values.pop("kind", "item")
    return {**blank_entry(kind, values.pop("key", title)), "title": title, "minutes": 10, **values}


def agenda(*entries, **values):
    numbers = numbers_of([0] * len(entries))
    return {
        "title": "Winter meeting",
        "counterpart": "",
        "attendees": [],
        "meeting": {"when": "Monday", "place": "Hall", "link": "", "press": "Open", "objective": ""}
        | values.pop("meeting", {}),
        "items": [
            {"number": number, **entry} for number, entry in zip(numbers, entries, strict=True)
        ],
        **values,
    }


A, B, C = (entry(title, ref=f"R-{place}") for place, title in enumerate("ABC", start=1))
OPEN = [entry(title) for title in "ABCDE"]


def test_nothing_changed():
    assert changes_between(agenda(A, B), agenda(A, B)) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((A,), (A, B), ["Item 2, “B”: new."]),
        ((A, B), (A,), ["R-2 was removed."]),
        ((A, B, C), (C, A, B), ["Item 1, “C”: moved, it was item 3."]),
        ((A, B, C), (B, C, A), ["Item 3, “A”: moved, it was item 1."]),
        ((OPEN[0], OPEN[1]), (OPEN[0],), ["One item was removed."]),
        (tuple(OPEN), (OPEN[0],), ["Four items were removed."]),
    ],
)
def test_order(before, after, said):
    assert changes_between(agenda(*before), agenda(*after)) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "New", "key": "A"}, "Item 1, “New”: has a new title."),
        ({"state_label": "Ready"}, "Item 1, “A”: status Ready, before Preparing."),
        ({"minutes": 20}, "Item 1, “A”: 20 minutes, before 10."),
        ({"minutes": 1}, "Item 1, “A”: 1 minute, before 10."),
        ({"background": "Other"}, "Item 1, “A”: background rewritten."),
        ({"background": ""}, "Item 1, “A”: background taken out."),
        ({"talking_points": ["One"]}, "Item 1, “A”: talking points rewritten."),
        ({"last_update": "News"}, "Item 1, “A”: a new update."),
        ({"waiting_on": "A court"}, "Item 1, “A”: waits on: A court."),
        ({"owner": "Mayor"}, "Item 1, “A”: owner: Mayor."),
        ({"presenter": "Jo"}, "Item 1, “A”: presenter: Jo."),
        ({"purpose": "Decide"}, "Item 1, “A”: purpose: Decide."),
        (
            {"minutes": 20, "state_label": "Ready"},
            "Item 1, “A”: status Ready, before Preparing; 20 minutes, before 10.",
        ),
    ],
)
def test_an_item(changed, said):
    old = entry("A", state_label="Preparing", background="Text")
    assert changes_between(agenda(old), agenda({**old, **changed})) == [said]


def test_days_that_pass_are_no_change():
    later = entry("A", waiting_on="A court", waiting_days=9)
    assert changes_between(agenda({**later, "waiting_days": 2}), agenda(later)) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "Other"}, "The meeting is now called “Other”."),
        ({"meeting": {"when": "Tuesday"}}, "Time: Tuesday."),
        ({"meeting": {"when": ""}}, "The time is open again."),
        ({"meeting": {"place": "Room"}}, "Place: Room."),
        ({"meeting": {"link": "https://a.example"}}, "The link to join changed."),
        ({"meeting": {"press": "Closed"}}, "Press: Closed."),
        ({"meeting": {"objective": "Agree"}}, "The objective was rewritten."),
        ({"counterpart": "ICE"}, "Meeting with: ICE."),
        ({"attendees": [{"name": "Jo"}]}, "The list of attendees changed."),
    ],
)
def test_the_meeting(changed, said):
    assert changes_between(agenda(A), agenda(A, **changed)) == [said]


def test_what_was_closed_since_keeps_only_its_reference():
    closed = entry("Closed item: mayors only", kind="closed", key="A", ref="R-1")
    assert changes_between(agenda(A), agenda(closed)) == [
        "Item 1, R-1, “Closed item: mayors only”: closed since."
    ]
    assert changes_between(agenda(closed), agenda(A)) == ["Item 1, “A”: open now."]


def test_no_word_of_what_is_gone():
    gone = entry("Secret", background="Secret", owner="Secret")
    for newer in (agenda(A), agenda(A, entry("Other", key="Secret"))):
        assert "Secret" not in " ".join(changes_between(agenda(A, gone), newer))


def test_topics_only_group():
    topic = entry("Topic", kind="topic", minutes=None)
    assert changes_between(agenda(topic, A), agenda(A)) == []
