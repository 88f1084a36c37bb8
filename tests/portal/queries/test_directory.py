"""Looking an organization up: words, filters, pages, and as many queries for many as for few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from portal.models import Mandate, Membership, Organization, Seat
from portal.queries.directory import Directory, Wanted, directory
from portal.queries.directory_table import directory_table
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from tests.factories import OrganizationFactory, SeatFactory
from tests.seats import moved

pytestmark = pytest.mark.django_db


def body(name: str, **fields: object) -> Organization:
    return OrganizationFactory(name=name, short_name=name[:60], **fields)


def names(found: Directory) -> list[str]:
    return [one.name for _, bodies in found.groups for one in bodies]


def asked(**wanted: object) -> list[str]:
    return names(directory(Wanted(**wanted)))


def mandate(seat: Seat, **fields: object) -> Mandate:
    return Mandate.objects.create(seat=seat, instrument=Instrument.OFFICE, **fields)


def test_organizations_stand_by_kind_then_name():
    body("Zeta", kind=OrganizationKind.CITY)
    body("Alpha", kind=OrganizationKind.POLICE_AGENCY)
    body("Beta", kind=OrganizationKind.CITY)
    body("League", kind=OrganizationKind.ASSOCIATION)
    found = directory(Wanted())

    assert [(label, [one.name for one in bodies]) for label, bodies in found.groups] == [
        ("Association", ["League"]), ("City", ["Beta", "Zeta"]), ("Police agency", ["Alpha"]),
    ]  # fmt: skip


def test_every_word_stands_in_the_name_the_place_or_the_head():
    lead = SeatFactory(organization=body("City of Alderbrook", place="Alderbrook", region="OH"))
    body("Alderbrook Police Department", place="Alderbrook", region="OH")
    body("City of Fairmont", place="Fairmont", region="HI")

    assert asked(words="alder city") == ["City of Alderbrook"]
    assert asked(words="OH department") == ["Alderbrook Police Department"]
    assert asked(words=lead.member.name) == ["City of Alderbrook"]
    assert asked(words="hi") == ["City of Fairmont"]


def test_who_led_it_once_is_not_found():
    lead = SeatFactory(organization=body("City of Alderbrook"))
    ended = Now() - timedelta(days=1)
    moved(Seat.objects.all(), since=Now() - timedelta(days=9), until=ended)

    assert asked(words=lead.member.name) == []


@pytest.mark.parametrize("typed", ["Alderbrok", "Aldrebrook", "alderbruk"])
def test_a_slip_of_the_pen_finds_similar_names(typed):
    body("City of Alderbrook", place="Alderbrook")
    body("City of Fairmont", place="Fairmont")
    found = directory(Wanted(words=typed))

    assert (names(found), [one.name for one in found.similar]) == ([], ["City of Alderbrook"])


def test_similar_names_obey_the_filters():
    body("City of Alderbrook", place="Alderbrook")

    found = directory(Wanted(words="Alderbrok", kind=OrganizationKind.COUNTY))
    assert (found.count, list(found.similar)) == (0, [])


@pytest.mark.parametrize("typed", ["%", "_", "'", '"', "\\", "-", "=1", "\u202e", "a" * 200])
def test_signs_of_any_sort_ask_for_nothing_strange(typed):
    body("City of Alderbrook")

    assert directory(Wanted(words=typed)).count in {0, 1}


def test_by_kind_place_and_association():
    league = body("League", kind=OrganizationKind.ASSOCIATION)
    inside = body("In", region="OH")
    body("Out", region="OH")
    body("Far", region="ON", country="CA")
    left = body("Left", region="TX")
    Membership.objects.create(organization=inside, association=league, since="2020-01-01")
    Membership.objects.create(
        organization=left, association=league, since="2020-01-01", until="2021-01-01"
    )

    assert asked(kind=OrganizationKind.ASSOCIATION) == ["League"]
    assert asked(association=league.pk) == ["In"]
    assert asked(place="US-OH") == ["In", "Out"]
    assert asked(place="CA") == ["Far"]


def test_who_may_sign_now_and_where_no_head_is_recorded():
    SeatFactory(organization=body("Head only"))
    mandate(SeatFactory(organization=body("Signs")))
    mandate(
        SeatFactory(organization=body("Ended")),
        valid_from=Now() - timedelta(days=2), valid_until=Now() - timedelta(days=1),
    )  # fmt: skip
    suspended = SeatFactory(organization=body("Suspended"))
    mandate(suspended)
    suspended.member.is_active = False
    suspended.member.save()
    SeatFactory(organization=body("Aide only"), capacity=Capacity.STAFF)

    assert asked(may_sign=True) == ["Signs"]
    assert asked(is_headless=True) == ["Aide only"]


def test_pages_of_fifty_and_a_page_too_far_is_the_last():
    for number in range(101):
        body(f"City {number:03}")
    last = directory(Wanted(page=99))

    assert (last.count, last.pages.number, last.pages.last, names(last)) == (
        101,
        3,
        3,
        ["City 100"],
    )
    assert len(names(directory(Wanted()))) == 50


def many(count: int) -> None:
    league = Organization.objects.filter(kind=OrganizationKind.ASSOCIATION).first()
    made = Organization.objects.bulk_create(
        OrganizationFactory.build(
            name=f"Body {count} {number}", kind=[*OrganizationKind][number % 5 + 1]
        )
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(organization=one, association=league, since="2020-01-01") for one in made
    )


def queries(function: object, *args: object, **kwargs: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        function(*args, **kwargs)
    return len(captured)


def test_as_many_queries_for_fifteen_hundred_as_for_three():
    body("League", kind=OrganizationKind.ASSOCIATION)
    counts = []
    for count in (3, 1497):
        many(count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the import of a roster does
        wanted = Wanted(words="body", may_sign=False)
        counts.append((queries(directory, wanted), queries(directory_table, wanted, as_of="")))

    assert counts == [(3, 4), (3, 4)]
