"""What must be true inside an agency before it signs is set by its head, its mayor or staff."""

import pytest

from portal.models import AuditEvent, Member, Organization, OutgoingMail, SigningRule
from portal.operations.signing_rules import set_signing_rule
from portal.queries.signing_rules import exemption, rules_of_agencies_of, rules_towards_cities
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(mayor: Member) -> Organization:
    return mayor.current_seats[0].organization


@pytest.fixture
def agency(chief: Member, city: Organization) -> Organization:
    """The chief's agency is the mayor's city's."""
    Organization.objects.update(short_name="Alder")
    Organization.objects.filter(pk=chief.current_seats[0].organization_id).update(
        parent=city, short_name="Alder PD"
    )
    return Organization.objects.get(short_name="Alder PD")


def put(agency: Organization, actor: Member, kind: str = "hold", **given: object) -> SigningRule:
    last = agency.signing_rules.order_by("-pk").first()
    terms = {"hours": 24 if kind == "hold" else None, "seen": last.pk if last else 0, **given}
    return set_signing_rule(
        organization_id=agency.pk, kind=kind, actor=Member.objects.get(pk=actor.pk), **terms
    )


@pytest.mark.parametrize("who", ["chief", "mayor", "publisher", "editor"])
def test_its_head_the_mayor_and_staff_set_it(request, agency, who):
    actor = request.getfixturevalue(who)
    made = put(agency, actor)

    assert (made.kind, made.hours, made.set_by) == ("hold", 24, actor)
    event = AuditEvent.objects.get(verb=Verb.SIGNING_RULE_SET)
    assert (event.actor, event.object_id, event.before, event.after) == (
        actor,
        str(agency.pk),
        None,
        {"kind": "hold", "hours": 24},
    )


@pytest.mark.parametrize("who", ["aide", "observer", "liaison", "nobody_yet"])
def test_nobody_else_sets_it(request, agency, who):
    with pytest.raises(Refusal, match="Only the heads of Alder PD and of its city"):
        put(agency, request.getfixturevalue(who))
    assert SigningRule.objects.count() == 0


def test_a_mayor_of_elsewhere_does_not_set_it(agency):
    with pytest.raises(Refusal, match="Only the heads"):
        put(agency, SeatFactory().member)


def test_the_newest_counts_and_the_old_ones_stay(agency, chief, city):
    put(agency, chief, "hold")
    newest = put(agency, chief, "no_objection")

    assert SigningRule.objects.count() == 2
    assert rules_towards_cities([agency.pk]) == {agency.pk: newest}
    assert rules_of_agencies_of([city.pk]) == {agency.pk: newest}


def test_the_rule_that_stands_already_is_not_set_again(agency, chief, mayor):
    first = put(agency, chief, "hold")

    assert put(agency, mayor, "hold") == first
    assert SigningRule.objects.count() == 1


def test_two_who_change_it_at_once_do_not_undo_each_other(agency, chief, mayor):
    put(agency, mayor, "no_objection", seen=0)

    with pytest.raises(Refusal, match=f"{mayor.name} changed the rule meanwhile"):
        put(agency, chief, "nothing", seen=0)
    assert SigningRule.objects.get().kind == "no_objection"


@pytest.mark.parametrize(
    ("kind", "hours", "sentence"),
    [
        ("sometimes", None, "Choose one of the rules."),
        ("hold", None, "Give the hours of the hold: at least 1, at most 336."),
        ("hold", 0, "Give the hours of the hold: at least 1, at most 336."),
        ("hold", 337, "Give the hours of the hold: at least 1, at most 336."),
    ],
)
def test_what_is_no_rule_is_refused(agency, chief, kind, hours, sentence):
    with pytest.raises(Refusal) as refused:
        put(agency, chief, kind, hours=hours)
    assert str(refused.value) == sentence


def test_hours_belong_to_the_hold_alone(agency, chief):
    assert put(agency, chief, "notify", hours=24).hours is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": OrganizationKind.SHERIFFS_OFFICE}, "who answers to the voters"),
        ({"has_independent_head": True}, "answers to nobody in the city"),
        ({"parent": None}, "No city is recorded above Alder PD"),
        ({"kind": OrganizationKind.CITY}, "is no police agency"),
    ],
    ids=["sheriff", "independent head", "no city", "a city"],
)
def test_for_who_is_exempt_no_rule_is_set(agency, publisher, change, why):
    Organization.objects.filter(pk=agency.pk).update(**change)
    exempt = Organization.objects.get(pk=agency.pk)

    assert why in exemption(exempt)
    with pytest.raises(Refusal, match=why):
        put(exempt, publisher)
    assert rules_towards_cities([exempt.pk]) == {}


def test_an_agency_under_a_county_has_a_rule_too(agency, publisher):
    county = OrganizationFactory(kind=OrganizationKind.COUNTY)
    Organization.objects.filter(pk=agency.pk).update(parent=county)

    assert put(agency, publisher).kind == "hold"


def test_the_other_heads_learn_of_it_by_mail(agency, chief, mayor, aide, publisher):
    acting = SeatFactory(organization=agency, capacity=Capacity.ACTING).member
    put(agency, chief, "no_objection")

    mails = OutgoingMail.objects.order_by("to")
    assert [mail.to for mail in mails] == sorted([mayor.email, acting.email])
    mail = mails[0]
    assert mail.subject == "The signing rule of Alder PD has changed"
    assert chief.name in mail.text
    assert "The mayor says that there is no objection" in mail.text
    assert f"/members/{agency.pk}/rule/" in mail.text


def test_many_agencies_are_asked_about_at_once(agency, publisher, django_assert_num_queries):
    city = agency.parent
    agencies = [agency] + [
        OrganizationFactory(kind=OrganizationKind.POLICE_AGENCY, parent=city) for _ in range(9)
    ]
    for one in agencies:
        put(one, publisher)
        put(one, publisher, "notify")

    with django_assert_num_queries(1):
        found = rules_towards_cities([one.pk for one in agencies])
    assert {rule.kind for rule in found.values()} == {"notify"}
    assert len(found) == 10
