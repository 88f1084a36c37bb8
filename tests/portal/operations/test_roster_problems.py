"""What a roster cannot say, and what those who import it may not do."""

from datetime import date, timedelta

import pytest
from django.db.models.functions import Now

from portal.models import AuditEvent, Membership, Organization, Seat
from portal.operations.rosters import import_roster
from portal.operations.screening import ScreeningStop
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory, SeatFactory
from tests.portal.roster_data import BAD, ROSTER, counts, planned, problems, roster, run
from tests.seats import moved

pytestmark = pytest.mark.django_db


def test_a_file_with_five_bad_lines_names_each_and_imports_nothing(league):
    with pytest.raises(Refusal, match="Some lines cannot be read, so nothing was imported"):
        run(BAD)

    assert [text.partition(":")[0] for text in problems(BAD)] == [
        "Line 3, name", "Line 4, kind", "Line 5, member since", "Line 6, name", "Line 7, part of",
    ]  # fmt: skip
    assert list(Organization.objects.all()) == [league]
    assert AuditEvent.objects.count() == 0


def test_the_good_lines_alone_when_that_is_asked_for(league):
    plan = run(BAD, skips_bad=True)

    assert counts(plan) == (2, 0, 0, 5)
    assert sorted(Organization.objects.values_list("name", flat=True)) == [
        "Good City", "League of Mayors", "Second Good",
    ]  # fmt: skip


def test_what_hangs_on_a_bad_line_is_not_entered_either():
    text = "name,kind,part of,association\nCity,city,,No such league\nPD,police,City,\n"

    assert problems(text) == [
        (
            "Line 2, association: No association is called No such league. "
            "Write it as the directory does."
        ),
        "Line 3, part of: The line of City cannot be taken. Mend that line first.",
    ]
    assert counts(run(text, skips_bad=True)) == (0, 0, 0, 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "name,kind,part of\nA,city,B\nB,city,\n",
            "Line 2, part of: A city cannot be part of a city. Correct the name or the kind.",
        ),
        (
            "name,kind,part of\nA,federal body,B\nB,federal body,A\n",
            "Line 3, part of: A is part of B itself. Correct the name or the kind.",
        ),
        (
            "name,kind,association\nA,federal body,League\n",
            (
                "Line 2, association: Only cities, counties, police agencies and sheriff's offices "
                "join League of Mayors. Leave the cell empty."
            ),
        ),
        (
            "name,kind\nLeague of Mayors,city\n",
            (
                "Line 2, kind: League of Mayors is recorded as an association and stays one. "
                "Write the name so that it can be told apart."
            ),
        ),
    ],
)
def test_what_cannot_stand_where_is_named(league, text, sentence):
    assert problems(text)[-1] == sentence


def test_who_left_is_not_a_member_again_because_of_an_old_file(league):
    run(ROSTER)
    Membership.objects.update(until=date(2020, 1, 1))

    assert problems(ROSTER) == [
        (
            "Line 2, member since: City of Alderbrook left League of Mayors on 2020-01-01. "
            "If it joined again, write on which later day."
        )
    ]
    again = ROSTER.replace("2016-07-01", "2021-01-01")
    assert counts(run(again)) == (0, 1, 2, 0)
    assert Membership.objects.count() == 2


def test_a_body_with_people_stays_on_its_side():
    seat = SeatFactory(organization=OrganizationFactory(name="Fairmont", kind="city"))

    assert problems("name,kind\nFairmont,police\n") == [
        (
            "Line 2, kind: Fairmont is recorded as a city and has people, memberships or bodies "
            "under it. End those first, or add another organization. "
            "Write the name so that it can be told apart."
        )
    ]
    assert counts(run("name,kind\nFairmont,county\n")) == (0, 1, 0, 0)
    moved(
        Seat.objects.filter(pk=seat.pk),
        since=Now() - timedelta(days=2),
        until=Now() - timedelta(days=1),
    )
    assert counts(run("name,kind\nFairmont,police\n")) == (0, 1, 0, 0)


def test_staff_do_not_widen_what_is_open_to_them_by_taking_in_the_other_side(league, staff):
    run("name,kind,association\nCity,city,League\n", actor=staff)
    text = "name,kind,association\nAgency,police,League\n"

    assert [one.partition(".")[0] for one in problems(text, actor=staff)] == [
        "Line 2, association: The members of League of Mayors are cities"
    ]
    assert problems(text) == []  # whoever runs the portal may


def test_the_first_line_of_a_file_settles_the_side_of_a_new_association(league, staff):
    text = "name,kind,association\nCity,city,League\nAgency,police,League\n"

    assert [one[:6] for one in problems(text, actor=staff)] == ["Line 3"]


def test_only_an_associations_own_staff_enter_who_belongs_to_it(league, staff, publisher):
    text = "name,kind,association\nCity,city,League\n"

    assert problems(text, actor=publisher) == [
        (
            "Line 2, association: Only the staff of League of Mayors enter who belongs to it. "
            "Leave the cell empty."
        )
    ]
    assert problems(text, actor=staff) == []


def test_an_association_with_staff_keeps_its_own_entry(league, staff, publisher):
    text = "name,kind,city\nLeague of Mayors,association,Elsewhere\n"

    assert problems(text, actor=publisher) == [
        "Line 2, name: League of Mayors keeps its own entry. Ask its staff."
    ]
    assert counts(run(text, actor=staff)) == (0, 1, 0, 0)


def test_nobody_but_association_staff_imports(mayor):
    with pytest.raises(Refusal, match="Only association staff import a roster"):
        run(ROSTER.replace("League,2016-07-01", ","), actor=mayor)


def test_a_preview_that_was_overtaken_is_not_imported(league, staff):
    plan = planned(ROSTER, actor=staff)
    OrganizationFactory(name="City of Alderbrook", short_name="Alderbrook", region="OH")

    with pytest.raises(Refusal, match="has changed since you looked"):
        import_roster(roster=roster(ROSTER), skips_bad=False, seen=plan.edition, actor=staff)
    now = planned(ROSTER, actor=staff)
    done = import_roster(roster=roster(ROSTER), skips_bad=False, seen=now.edition, actor=staff)
    assert counts(done) == (2, 1, 0, 0)


def test_what_is_never_stored_is_stopped():
    with pytest.raises(ScreeningStop):
        run("name,kind,source\nCity,city,Detainee A123456789\n")

    assert Organization.objects.count() == 0
