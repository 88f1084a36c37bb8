"""Telling cities, when sign-on opens, that agencies of theirs are asked to sign."""

from portal.notify import announce
from portal.queries.signing_rules import rules_towards_cities
from portal.vocabulary.signing_rules import SigningRuleKind
from statements.models import SignOn
from statements.queries.standing import eligible_organizations


def announce_to_cities(sign_on: SignOn) -> None:
    """One announcement for each agency that is asked under a rule, for when sign-on has opened.

    Of an opening that was undone and repeated, the last one tells.
    """
    if sign_on.opens_at is None:
        return
    asked = eligible_organizations(sign_on).values_list("pk", flat=True)
    for agency, rule in rules_towards_cities(list(asked)).items():
        if rule.kind != SigningRuleKind.NOTHING:
            announce(
                "city_asked",
                subject_id=sign_on.statement_id,
                key=f"city-asked:{sign_on.statement_id}:{agency}:{sign_on.opens_at}",
                detail={"agency": agency},
                not_before=sign_on.opens_at,
            )
