"""What a city's rule holds back: by the operation, on the page and by plain SQL alike."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.refusals import Refusal
from statements.operations.signing import reconfirm_signature
from tests.factories import SeatFactory
from tests.proofs import step_up_of
from tests.statements.city_data import ASK, HOLD, chief_of, opened, pair, rule, said
from tests.statements.signing_data import (
    ago,
    ahead,
    buttons,
    delegated,
    newest,
    open_sign_on,
    organization_of,
    publish,
    revise,
    sign,
)
from tests.statements.test_evidence_sql import row

pytestmark = pytest.mark.django_db
YES, NO = "no_objection", "objection"
RUNNING, OVER = 47, 49
"""Hours since sign-on opened, for a hold of 48."""
TABLE = [
    # rule, answers in their order, hours since the opening, whether the agency can sign
    (None, [], RUNNING, True),
    ({"kind": "nothing"}, [], RUNNING, True),
    ({"kind": "notify"}, [], RUNNING, True),
    ({"kind": "notify"}, [NO], RUNNING, False),
    ({"kind": "notify"}, [NO, YES], RUNNING, True),
    (HOLD, [], RUNNING, False),
    (HOLD, [], OVER, True),
    (HOLD, [YES], RUNNING, True),
    (HOLD, [YES], OVER, True),
    (HOLD, [NO], RUNNING, False),
    (HOLD, [NO], OVER, False),
    (HOLD, [NO, YES], RUNNING, True),
    (HOLD, [NO, YES], OVER, True),
    (HOLD, [YES, NO], RUNNING, False),
    (HOLD, [YES, NO], OVER, False),
    (ASK, [], RUNNING, False),
    (ASK, [], OVER, False),
    (ASK, [YES], RUNNING, True),
    (ASK, [NO], OVER, False),
    (ASK, [NO, YES], RUNNING, True),
    (ASK, [YES, NO], OVER, False),
]
EXEMPT = [
    {"kind": OrganizationKind.SHERIFFS_OFFICE},
    {"has_independent_head": True},
    {"parent": None},
]


def ways_to_sign(statement, chief, signed_in) -> dict[str, bool]:
    """Who lets the chief sign at this moment; nothing of it stays."""
    page = signed_in(chief).get(reverse("sign", args=[statement.ref]))
    agency = organization_of(chief)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statements_city_allows(%s, %s)", [statement.pk, agency.pk])
        allowed = cursor.fetchone()[0]
    return {
        "page": "Co-sign" in buttons(page),
        "operation": takes(Refusal, lambda: sign(statement, chief)),
        "guard": allowed,
        "plain SQL": takes(IntegrityError, lambda: row(statement, chief).save(force_insert=True)),
    }


def takes(error, act) -> bool:
    point = transaction.savepoint()
    try:
        with transaction.atomic():
            act()
    except error:
        return False
    else:
        return True
    finally:
        transaction.savepoint_rollback(point)


def everywhere(allowed: bool) -> dict[str, bool]:
    return dict.fromkeys(("page", "operation", "guard", "plain SQL"), allowed)


@pytest.mark.parametrize(("terms", "answers", "hours", "allowed"), TABLE)
def test_page_operation_and_database_agree(statement, signed_in, terms, answers, hours, allowed):
    mayor, chief = pair()
    if terms:
        rule(organization_of(chief), **terms)
    opened(statement, hours_ago=hours)
    for kind in answers:
        said(statement, chief, mayor, kind)

    assert ways_to_sign(statement, chief, signed_in) == everywhere(allowed)


@pytest.mark.parametrize("terms", [HOLD, ASK], ids=["hold", "no objection"])
@pytest.mark.parametrize("agency", EXEMPT, ids=["sheriff", "independent head", "no city"])
def test_who_answers_to_no_city_signs_whatever_a_rule_says(statement, signed_in, agency, terms):
    _, chief = pair(**agency)
    rule(organization_of(chief), **terms)
    opened(statement, hours_ago=1)

    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)


def test_the_newest_rule_counts_also_for_what_is_open(statement, signed_in):
    _, chief = pair()
    rule(organization_of(chief), **ASK)
    assert ways_to_sign(statement, chief, signed_in) == everywhere(False)

    rule(organization_of(chief), kind="notify")
    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)


def test_b2_an_objection_stands_whatever_rule_is_set_afterwards(statement, signed_in):
    mayor, chief = pair()
    agency = organization_of(chief)
    rule(agency, **ASK)
    said(statement, chief, mayor, NO)

    for setter in (chief, mayor, None):
        rule(agency, **HOLD, by=mayor)
        rule(agency, kind="nothing", by=setter)
        assert ways_to_sign(statement, chief, signed_in) == everywhere(False)

    said(statement, chief, mayor, YES)
    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)


LOOSER = [
    # rule at the opening, rules afterwards with who set them, whether the agency can sign
    (ASK, [("chief", {"kind": "nothing"})], False),
    (ASK, [("chief", {"kind": "notify"})], False),
    (ASK, [("chief", {"kind": "hold", "hours": 1})], False),
    (HOLD, [("chief", {"kind": "hold", "hours": 1})], False),
    (HOLD, [("chief", {"kind": "nothing"}), ("chief", {"kind": "notify"})], False),
    ({"kind": "nothing"}, [("mayor", ASK), ("chief", {"kind": "nothing"})], False),
    ({"kind": "notify"}, [("chief", HOLD), ("chief", {"kind": "notify"})], False),
    ({"kind": "notify"}, [("chief", HOLD)], False),
    (HOLD, [("chief", ASK), ("chief", HOLD), ("mayor", {"kind": "hold", "hours": 1})], True),
    (ASK, [("mayor", {"kind": "nothing"})], True),
    (ASK, [("staff", {"kind": "nothing"})], True),
    (ASK, [("chief", {"kind": "nothing"}), ("mayor", {"kind": "notify"})], True),
]


@pytest.mark.parametrize(("first", "later", "allowed"), LOOSER)
def test_b2_what_the_agencys_own_head_loosens_counts_for_later_sign_ons(
    statement, signed_in, first, later, allowed
):
    mayor, chief = pair()
    agency, who = organization_of(chief), {"mayor": mayor, "chief": chief, "staff": None}
    rule(agency, **first, set_at=ago(hours=RUNNING + 1))
    opened(statement, hours_ago=RUNNING)
    for setter, terms in later:
        rule(agency, **terms, by=who[setter])
    assert ways_to_sign(statement, chief, signed_in) == everywhere(allowed)


def test_b2_a_sign_on_that_opens_after_it_asks_by_the_looser_rule(statement, signed_in):
    _, chief = pair()
    agency = organization_of(chief)
    for terms, hours in ((ASK, 3), ({"kind": "nothing"}, 2)):
        rule(agency, **terms, by=chief, set_at=ago(hours=hours))
    opened(statement, hours_ago=1)

    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)


def test_a_hold_counts_from_the_opening_whenever_the_rule_was_set(statement, signed_in):
    _, chief = pair()
    opened(statement, hours_ago=OVER)
    rule(organization_of(chief), **HOLD)

    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)


def test_a_delegate_of_the_chief_waits_as_well(statement, signed_in):
    _, chief = pair()
    deputy = SeatFactory(
        organization=organization_of(chief), capacity=Capacity.DESIGNEE, since=ago(days=9)
    ).member
    delegated(deputy, by=chief)
    rule(organization_of(chief), **ASK)

    assert ways_to_sign(statement, deputy, signed_in) == everywhere(False)


def test_the_refusal_says_what_is_waited_for(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)

    with pytest.raises(Refusal) as waiting:
        sign(statement, chief)
    assert str(waiting.value) == (
        "Alder PD can sign once the mayor says that there is no objection."
    )
    said(statement, chief, mayor, NO)
    with pytest.raises(Refusal, match=r"Alder objected on .* Alder PD can sign once"):
        sign(statement, chief)


def reconfirm(signature, member):
    return reconfirm_signature(
        signature_id=signature.pk,
        digest=newest(signature.statement).digest,
        attested=True,
        actor=member,
        step_up=step_up_of(member),
    )


def test_a_new_text_needs_the_rule_again_and_starts_no_new_clock(statement):
    mayor, chief = pair()
    rule(organization_of(chief), **HOLD)
    opened(statement, hours_ago=OVER)
    signature = sign(statement, chief)
    revise(statement)
    said(statement, chief, mayor, NO)

    with pytest.raises(Refusal, match="Alder objected"):
        reconfirm(signature, chief)

    said(statement, chief, mayor, YES)
    reconfirm(signature, chief)
    assert signature.reconfirmations.count() == 1


def test_the_hours_of_a_hold_are_not_counted_anew_for_a_new_text(statement):
    _, chief = pair()
    rule(organization_of(chief), **HOLD)
    opened(statement, hours_ago=OVER)
    signature = sign(statement, chief)
    revise(statement)

    reconfirm(signature, chief)
    assert signature.reconfirmations.count() == 1


def test_after_the_release_a_late_signature_waits_for_the_city_too(statement, signed_in):
    mayor, chief = pair()
    rule(organization_of(chief), **ASK)
    open_sign_on(statement, deadline_at=ahead(hours=1))
    publish(statement)
    assert ways_to_sign(statement, chief, signed_in) == everywhere(False)

    said(statement, chief, mayor)
    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)


def test_two_agencies_of_one_city_wait_each_for_its_own_answer(statement, signed_in):
    mayor, chief = pair()
    second = chief_of(mayor, "Tess Transit", name="Alder Transit Police", short_name="Transit PD")
    for one in (chief, second):
        rule(organization_of(one), **ASK)
    said(statement, chief, mayor)

    assert ways_to_sign(statement, chief, signed_in) == everywhere(True)
    assert ways_to_sign(statement, second, signed_in) == everywhere(False)
