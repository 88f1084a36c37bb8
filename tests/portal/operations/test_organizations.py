"""Who changes what of an organization, and that two at once lose nothing."""

from io import BytesIO

import pytest
from PIL import Image

from portal.documents import open_file
from portal.models import Attachment, AuditEvent, Member, Organization
from portal.operations.organizations import (
    ChangedMeanwhile,
    add_organization,
    change_organization,
    set_logo,
    told,
)
from portal.operations.screening import ScreeningStop
from portal.vocabulary.audit import Verb
from portal.vocabulary.directory import STAFF_FIELDS
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal
from tests.factories import OrganizationFactory, SeatFactory
from tests.seats import moved

pytestmark = pytest.mark.django_db

NEW = {
    "kind": "city", "name": "City of Fairmont", "short_name": "Fairmont", "place": "Fairmont",
    "region": "HI", "country": "US", "parent": None, "has_independent_head": False,
    "media_contact": "", "website": "", "registered_contact": "Ann, 555-0100", "source": "",
}  # fmt: skip


def city_of(member: Member) -> Organization:
    return Organization.objects.get(pk=member.current_seats[0].organization_id)


def seen(organization: Organization) -> dict[str, str]:
    return {name: told(getattr(organization, name)) for name in STAFF_FIELDS}


def change(
    organization: Organization,
    actor: Member,
    *,
    had: dict[str, str] | None = None,
    **values: object,
) -> Organization:
    return change_organization(
        organization_id=organization.pk,
        seen=had or seen(organization),
        values=values,
        actor=actor,
    )


def picture(form: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "navy").save(buffer, format=form, exif=exif)
    return buffer.getvalue()


# --- adding --------------------------------------------------------------------------------------


def test_staff_add_an_organization(publisher):
    made = add_organization(values=NEW, actor=publisher)
    event = AuditEvent.objects.get(verb=Verb.ORGANIZATION_ADDED)

    assert {name: getattr(made, name) for name in NEW} == NEW
    assert (event.actor, event.object_label, event.after["region"]) == (
        publisher, "City of Fairmont", "HI",
    )  # fmt: skip


@pytest.mark.parametrize("role", ["mayor", "aide", "observer", "liaison"])
def test_nobody_else_adds_one(role, request):
    with pytest.raises(Refusal, match="Only association staff add organizations"):
        add_organization(values=NEW, actor=request.getfixturevalue(role))


def test_a_name_is_given_once(publisher):
    add_organization(values=NEW, actor=publisher)

    with pytest.raises(Refusal, match="Another organization is called CITY OF FAIRMONT"):
        add_organization(values=NEW | {"name": "CITY OF FAIRMONT"}, actor=publisher)


# --- changing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["mayor", "aide", "publisher"])
def test_own_people_and_staff_write_media_contact_and_website(role, request, mayor, aide):
    city, actor = city_of(mayor), request.getfixturevalue(role)
    change(city, actor, media_contact="Press\n555-0100", website="https://city.example")
    event = AuditEvent.objects.get(verb=Verb.ORGANIZATION_CHANGED)

    city.refresh_from_db()
    assert (city.media_contact, city.website) == ("Press\n555-0100", "https://city.example")
    assert (event.actor, event.before, event.after) == (
        actor,
        {"media_contact": "", "website": ""},
        {"media_contact": "Press\n555-0100", "website": "https://city.example"},
    )


@pytest.mark.parametrize("field", sorted(set(STAFF_FIELDS) - {"media_contact", "website"}))
def test_the_rest_is_for_staff(field, mayor, publisher):
    value = {"kind": "county", "has_independent_head": True, "country": "CA"}.get(field, "Other")
    if field == "parent":
        value = OrganizationFactory(kind=OrganizationKind.COUNTY)
    city = city_of(mayor)
    with pytest.raises(Refusal, match="Only association staff change this"):
        change(city, mayor, **{field: value})

    change(city, publisher, **{field: value})
    assert getattr(city_of(mayor), field) == value


@pytest.mark.parametrize("role", ["chief", "observer", "liaison"])
def test_people_of_other_bodies_change_nothing(role, request, mayor):
    with pytest.raises(Refusal, match="Only the people of"):
        change(city_of(mayor), request.getfixturevalue(role), website="https://evil.example")


def test_whose_seat_ended_changes_nothing(mayor):
    city = city_of(mayor)
    assert mayor.current_seats  # read once, before
    moved(city.seats.all(), since="2020-01-01T00:00Z", until="2020-01-02T00:00Z")

    with pytest.raises(Refusal, match="Only the people of"):
        change(city, mayor, website="https://city.example")


def test_an_association_that_has_staff_is_changed_by_these_alone(publisher, league, staff):
    with pytest.raises(Refusal, match="Only the people of"):
        change(league, publisher, name="League of Nobody")

    assert change(league, staff, name="League of Cities").name == "League of Cities"
    unstaffed = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    assert change(unstaffed, publisher, name="Review").name == "Review"


def test_sides_and_parents_are_held(publisher, mayor):
    city = city_of(mayor)
    with pytest.raises(Refusal, match="has people, memberships or bodies under it"):
        change(city, publisher, kind="police_agency")
    with pytest.raises(Refusal, match="A city cannot be part of a city"):
        change(city, publisher, parent=OrganizationFactory())
    with pytest.raises(Refusal, match="stays one"):
        change(city, publisher, kind="association")


def test_what_is_never_stored_is_stopped(mayor):
    with pytest.raises(ScreeningStop):
        change(city_of(mayor), mayor, media_contact="Ask about A123456789")


def test_saving_what_stands_there_records_nothing(mayor):
    change(city_of(mayor), mayor, website="")

    assert AuditEvent.objects.filter(verb=Verb.ORGANIZATION_CHANGED).count() == 0


# --- two at once ---------------------------------------------------------------------------------


def test_two_who_change_different_things_lose_nothing(mayor, aide):
    city = city_of(mayor)
    had = seen(city)
    change(city, mayor, had=had, website="https://city.example", media_contact="")
    change(city, aide, had=had, website="", media_contact="Press desk")

    city.refresh_from_db()
    assert (city.website, city.media_contact) == ("https://city.example", "Press desk")


def test_the_same_thing_is_not_written_over_unseen(mayor, aide):
    city = city_of(mayor)
    had = seen(city)
    change(city, mayor, had=had, media_contact="The mayor's desk")
    with pytest.raises(ChangedMeanwhile) as refused:
        change(city, aide, had=had, media_contact="The press desk")

    assert refused.value.stored == {"media_contact": "The mayor's desk"}
    assert f"Media contact was changed by {mayor.name} on " in str(refused.value)
    assert "to \u201cThe mayor's desk\u201d." in str(refused.value)
    assert city_of(mayor).media_contact == "The mayor's desk"
    change(city, aide, had=had | refused.value.stored, media_contact="The press desk")
    assert city_of(mayor).media_contact == "The press desk"


def test_who_writes_the_same_is_not_stopped(mayor, aide):
    city = city_of(mayor)
    had = seen(city)
    for actor in (mayor, aide):
        change(city, actor, had=had, website="https://city.example")

    assert AuditEvent.objects.filter(verb=Verb.ORGANIZATION_CHANGED).count() == 1


# --- logo ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_is_written_anew_and_recorded(form, mayor):
    city = city_of(mayor)
    made = set_logo(organization_id=city.pk, data=picture(form), name="a b.png", actor=mayor)
    event = AuditEvent.objects.get(verb=Verb.ORGANIZATION_CHANGED)

    assert (city_of(mayor).logo, made.content_type) == (made, f"image/{form.lower()}")
    assert (event.before, event.after) == ({"logo": ""}, {"logo": made.name})
    with open_file(made.path) as file:
        kept = file.read()
    assert (b"at home" in picture(form), b"at home" in kept) == (True, False)


def test_a_logo_is_exchanged_and_taken_away(mayor):
    city = city_of(mayor)
    for name in ("one.png", "two.png"):
        set_logo(organization_id=city.pk, data=picture(), name=name, actor=mayor)
    set_logo(organization_id=city.pk, data=b"", name="", actor=mayor)

    assert (city_of(mayor).logo, Attachment.objects.count()) == (None, 2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "This is not a PNG or JPEG picture. Choose one that is."),
        (b"<svg onload='x()'/>", "This is not a PNG or JPEG picture. Choose one that is."),
        (b"GIF89a", "This is not a PNG or JPEG picture. Choose one that is."),
        (
            b"\x89PNG\r\n\x1a\nnothing",
            "This picture cannot be read. Save it again as PNG or JPEG and add that.",
        ),
        (
            b"\xff\xd8\xff" + b"x" * 1_000_000,
            "This picture is larger than 1 MB. Make it smaller and choose it again.",
        ),
    ],
)
def test_what_is_no_logo_is_refused(data, sentence, mayor):
    with pytest.raises(Refusal) as refused:
        set_logo(organization_id=city_of(mayor).pk, data=data, name="x.png", actor=mayor)

    assert (str(refused.value), Attachment.objects.count()) == (sentence, 0)


def test_strangers_change_no_logo(mayor, chief):
    with pytest.raises(Refusal, match="Only the people of"):
        set_logo(organization_id=city_of(mayor).pk, data=picture(), name="x.png", actor=chief)


def test_an_aide_of_another_body_is_no_aide_here(mayor):
    other = SeatFactory(capacity="staff").member

    with pytest.raises(Refusal, match="Only the people of"):
        change(city_of(mayor), other, website="https://city.example")
