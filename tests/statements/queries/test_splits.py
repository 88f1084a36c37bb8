"""Where mayor and chief of one city differ, and which agencies wait for their city."""

import re

import pytest

from portal.vocabulary.organizations import OrganizationKind
from statements.operations.signing import (
    answer_statement,
    recall_signature,
    withdraw_signature,
)
from statements.queries.progress import progress_of
from tests.statements.city_data import ASK, HOLD, chief_of, opened, pair, rule, said
from tests.statements.signing_data import (
    ago,
    editor_of,
    open_sign_on,
    organization_of,
    sign,
    signer,
)

pytestmark = pytest.mark.django_db


def declined(statement, member, kind: str = "declined") -> None:
    answer_statement(
        statement_id=statement.pk,
        organization_id=organization_of(member).pk,
        kind=kind,
        reason="",
        actor=member,
    )


def withdrawn(statement, member) -> None:
    signature = sign(statement, member)
    withdraw_signature(signature_id=signature.pk, reason="The council.", actor=member)


def recalled(statement, member) -> None:
    recall_signature(signature_id=sign(statement, member).pk, actor=member)


def silent(statement, member) -> None:
    """Nothing."""


def recused(statement, member) -> None:
    declined(statement, member, "recused")


@pytest.mark.parametrize(
    ("mayors", "chiefs", "splits"),
    [
        (sign, sign, []),
        (sign, silent, []),
        (silent, sign, []),
        (declined, silent, []),
        (declined, declined, []),
        (sign, recused, []),
        (sign, recalled, []),
        (sign, declined, ["Split: Alder signed, Alder PD is not signing."]),
        (declined, sign, ["Split: Alder PD signed, Alder is not signing."]),
        (withdrawn, sign, ["Split: Alder PD signed, Alder withdrew."]),
        (sign, withdrawn, ["Split: Alder signed, Alder PD withdrew."]),
    ],
)
def test_one_signed_and_the_other_said_no(statement, mayors, chiefs, splits):
    mayor, chief = pair()
    mayors(statement, mayor)
    chiefs(statement, chief)

    assert progress_of(statement).splits == splits


def test_an_objection_to_a_signature_that_was_given_splits_the_city(statement):
    mayor, chief = pair()
    rule(organization_of(chief), kind="notify")
    sign(statement, chief)
    sign(statement, mayor)
    assert progress_of(statement).splits == []

    said(statement, chief, mayor, "objection")
    assert progress_of(statement).splits == ["Split: Alder PD signed, Alder objects to that."]


def test_a_sheriff_and_the_county_can_differ_too(statement):
    county = signer(kind=OrganizationKind.COUNTY, name="Cass County", short_name="Cass")
    sheriff = chief_of(county, kind=OrganizationKind.SHERIFFS_OFFICE, short_name="Cass Sheriff")
    sign(statement, sheriff)
    declined(statement, county)

    assert progress_of(statement).splits == ["Split: Cass Sheriff signed, Cass is not signing."]


def notes(statement) -> list[str]:
    when = r"until [A-Z][a-z]{2} .*"
    return [re.sub(when, "until WHEN", s.note) for s in progress_of(statement).stands if s.note]


@pytest.mark.parametrize(
    ("terms", "answer", "hours", "found"),
    [
        ({"kind": "notify"}, "", 1, []),
        (HOLD, "", 1, ["Waiting for its city until WHEN"]),
        (HOLD, "", 49, []),
        (HOLD, "objection", 1, ["Its city objects"]),
        (ASK, "", 1, ["Waiting for its mayor's answer"]),
        (ASK, "no_objection", 1, []),
    ],
)
def test_an_agency_that_waits_is_marked(statement, terms, answer, hours, found):
    mayor, chief = pair()
    rule(organization_of(chief), **terms)
    opened(statement, hours_ago=hours)
    if answer:
        said(statement, chief, mayor, answer)

    assert notes(statement) == found


def test_who_has_answered_waits_for_nobody(statement):
    _, chief = pair()
    rule(organization_of(chief), **ASK)
    declined(statement, chief)

    assert notes(statement) == []


def test_the_staff_page_warns_of_a_split_city(statement, signed_in):
    mayor, chief = pair()
    statement.__class__.objects.update(handed_over_at=ago(hours=1))
    open_sign_on(statement)
    sign(statement, mayor)
    declined(statement, chief)
    page = signed_in(editor_of(statement)).get(f"/statements/{statement.ref}/staff/").text

    assert page.count("Split: Alder signed, Alder PD is not signing.") == 2  # on top and in its row
    assert "Mayor and chief differ." in page
