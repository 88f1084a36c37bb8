"""What a roster enters, and that the same a second time changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.intake.roster import read_roster
from portal.intake.tables import read_table
from portal.models import AuditEvent, Organization
from portal.operations.rosters import import_roster
from portal.queries.clock import database_now
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import OrganizationKind
from tests.factories import OrganizationFactory
from tests.portal.roster_data import ROSTER, counts, problems, run

AGENCIES = Path(__file__).resolve().parents[4] / "shared/field/agencies.csv"
pytestmark = pytest.mark.django_db


def test_organizations_parents_and_memberships_are_entered(league):
    plan = run(ROSTER)
    city = Organization.objects.get(name="City of Alderbrook")
    agency = Organization.objects.get(name="Alderbrook Police Department")
    lonely = Organization.objects.get(name="Fairmont Police Department")

    assert counts(plan) == (3, 0, 0, 0)
    assert (city.short_name, city.kind, city.region) == ("Alderbrook", "city", "OH")
    assert (agency.short_name, agency.parent, lonely.parent) == ("Alderbrook PD", city, None)
    assert list(city.memberships.values_list("association", "since", "until")) == [
        (league.pk, date(2016, 7, 1), None)
    ]
    assert [line.notes for line in plan.added] == [
        [], [], ["No city Fairmont, HI is recorded: entered as part of none."],
    ]  # fmt: skip


def test_a_second_run_changes_nothing_and_records_nothing(league, staff):
    run(ROSTER, actor=staff)
    before = (list(Organization.objects.values()), AuditEvent.objects.count())
    plan = run(ROSTER, actor=staff)

    assert (counts(plan), (list(Organization.objects.values()), AuditEvent.objects.count())) == (
        (0, 0, 3, 0), before,
    )  # fmt: skip
    assert plan.summary == "Nothing changed: 3 lines say what is recorded already."


def test_what_differs_is_named_and_an_empty_cell_takes_nothing_away(league):
    run(ROSTER)
    Organization.objects.filter(name="City of Alderbrook").update(website="https://a.example")
    plan = run(
        "name,kind,city,website,association,member since\n"
        "city of alderbrook,city,Alderbrook Falls,,League,2017-01-01\n"
    )
    city = Organization.objects.get(name="City of Alderbrook")

    assert [(one.label, one.before, one.after) for one in plan.changed[0].changes] == [
        ("Place", "Alderbrook", "Alderbrook Falls"),
        ("Member of League since", "2016-07-01", "2017-01-01"),
    ]
    assert (city.place, city.website, city.region) == (
        "Alderbrook Falls",
        "https://a.example",
        "OH",
    )
    assert city.memberships.get().since == date(2017, 1, 1)


def test_a_city_that_comes_later_becomes_the_parent():
    run("name,kind,city,state\nFairmont Police Department,police,Fairmont,HI\n")
    run("name,kind,state\nCity of Fairmont,city,HI\n")
    plan = run("name,kind,city,state\nFairmont Police Department,police,Fairmont,HI\n")

    assert [change.label for change in plan.changed[0].changes] == ["Part of"]
    assert Organization.objects.get(name__startswith="Fairmont").parent.name == "City of Fairmont"


@pytest.mark.parametrize("state", ["MA", ""])
def test_a_city_of_that_name_in_another_state_is_no_parent(state):
    run(
        "name,kind,city,state\n"
        "City of Fairmont,city,Fairmont,HI\n"
        f"Fairmont PD,police,Fairmont,{state}\n"
    )

    assert Organization.objects.get(name="Fairmont PD").parent is None


def test_sheriffs_and_independent_heads_stand_under_no_city():
    run(
        "name,kind,city,state,independent head\n"
        "City of Cass,city,Cass,MO,\n"
        "Cass Sheriff,sheriff,Cass,MO,\n"
        "Cass Police,police,Cass,MO,yes\n"
    )

    assert Organization.objects.filter(parent__isnull=False).count() == 0


def test_a_parent_that_staff_chose_stays():
    chosen = OrganizationFactory(kind=OrganizationKind.COUNTY)
    run("name,kind,city,state\nCity of Fairmont,city,Fairmont,HI\n")
    OrganizationFactory(name="Fairmont Police", kind=OrganizationKind.POLICE_AGENCY, parent=chosen)
    run("name,kind,city,state\nFairmont Police,police,Fairmont,HI\n")

    assert Organization.objects.get(name="Fairmont Police").parent == chosen


def test_a_parent_is_named_in_the_file_before_or_after_its_parts():
    run(
        "name,kind,part of\n"
        "Field Office,federal body,Bureau\n"
        "Bureau,federal body,Department\n"
        "Department,federal body,\n"
    )

    assert dict(Organization.objects.values_list("name", "parent__name")) == {
        "Department": None, "Bureau": "Department", "Field Office": "Bureau",
    }  # fmt: skip


def test_the_same_name_in_another_state_gets_the_state():
    text = "name,kind,state\nSpringfield,city,IL\nSpringfield,city,MA\n"
    plan = run(text)

    assert plan.added[1].notes == [
        "Entered as Springfield, MA, because another Springfield is recorded."
    ]
    assert sorted(Organization.objects.values_list("name", flat=True)) == [
        "Springfield", "Springfield, MA",
    ]  # fmt: skip
    assert counts(run(text)) == (0, 0, 2, 0)


def test_a_line_of_the_same_state_again_is_a_duplicate():
    text = "name,kind,state\nSpringfield,city,IL\nA,city,IL\nspringfield,city,IL\n"

    assert problems(text) == [
        "Line 4, name: springfield stands in line 2 already. Remove one of both lines."
    ]


def test_each_change_and_the_import_are_on_record(league, staff):
    run("name,kind\nCity of Alderbrook,city\n")
    AuditEvent.objects.all()
    first = AuditEvent.objects.count()
    run(ROSTER, actor=staff)
    events = AuditEvent.objects.order_by("pk")[first:]

    assert [(event.verb, event.object_label) for event in events] == [
        (Verb.ORGANIZATION_ADDED, "Alderbrook Police Department"),
        (Verb.ORGANIZATION_ADDED, "Fairmont Police Department"),
        (Verb.ORGANIZATION_CHANGED, "City of Alderbrook"),
        (Verb.MEMBERSHIP_ADDED, "City of Alderbrook"),
        (Verb.ROSTER_IMPORTED, "League of Mayors"),
    ]
    assert {event.actor for event in events} == {staff}
    assert events[2].before == {"place": "", "region": ""}
    assert events[2].after == {"place": "Alderbrook", "region": "OH"}
    assert events[4].after == {"added": 2, "changed": 1, "same": 0, "bad": 0}


def test_a_formula_is_stored_as_it_is():
    run('name,kind\n"=HYPERLINK(""https://evil.example"")",city\n')

    assert Organization.objects.get().name == '=HYPERLINK("https://evil.example")'


def long_roster(count: int) -> str:
    half = range(count // 2)
    return "\n".join(
        [
            "name,kind,city,state,association,member since",
            *(f"City of Town {count} {n},city,Town {count} {n},OH,League,2020-01-01" for n in half),
            *(f"Town {count} {n} Police Department,police,Town {count} {n},OH,," for n in half),
        ]
    )


def queries(text: str) -> int:
    """Those of the import, without the record's, which goes in by the hundred."""
    with CaptureQueriesContext(connection) as captured:
        run(text)
    return sum('INTO "portal_auditevent"' not in one["sql"] for one in captured)


def test_as_many_queries_for_fifteen_hundred_lines_as_for_sixteen(league):
    added = [queries(long_roster(16)), queries(long_roster(1500))]
    same = [queries(long_roster(16)), queries(long_roster(1500))]
    changed = [queries(long_roster(count).replace(",OH", ",PA")) for count in (16, 1500)]

    assert (len(set(added)), len(set(same)), len(set(changed))) == (1, 1, 1)
    assert Organization.objects.filter(region="PA").count() == 1516


def test_the_starting_roster_is_read_whole():
    if not AGENCIES.is_file():
        pytest.skip("the roster of agencies is not beside this checkout")
    data = AGENCIES.read_bytes()
    plans = [
        import_roster(
            roster=read_roster(read_table(data), today=database_now().date()),
            skips_bad=False,
            seen=None,
            actor=None,
        )
        for _ in range(2)
    ]

    assert [counts(plan) for plan in plans] == [(77, 0, 0, 0), (0, 0, 77, 0)]
    kinds = Organization.objects.values_list("kind", flat=True)
    assert sorted(set(kinds)) == ["police_agency", "sheriffs_office"]


def test_an_import_leaves_the_database_knowing_how_much_there_is():
    lines = "".join(f"Body {number},city,OH\n" for number in range(60))
    run(f"name,kind,state\n{lines}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'portal_organization'")
        counted = cursor.fetchone()[0]

    assert counted == Organization.objects.count()
