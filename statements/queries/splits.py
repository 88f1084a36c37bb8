"""Where agencies wait for their city, and where the two of them answered differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models.functions import Now

from portal.models import Organization
from portal.vocabulary.organizations import AGENCY_KINDS
from statements.models import CityAnswer, SignOn, Statement
from statements.queries.city import city_rules, newest_answers
from statements.queries.standing import Stand, stands
from statements.vocabulary.signing import CityAnswerKind, Ending, Standing

AGAINST = {Standing.DECLINED: "is not signing", Standing.WITHDRAWN: "withdrew"}


@dataclass(frozen=True)
class Cities:
    """What the staff see of cities and their agencies."""

    stands: Sequence[Stand]
    splits: Sequence[str]


def with_cities(sign_on: SignOn, found: Sequence[Stand]) -> Cities:
    """The same list with a note at agencies that wait or differ; each split as a sentence.

    Somebody who is silent differs from nobody, and so does who recused or only does not object.
    """
    agencies = {s.organization.pk: s for s in found if _is_under_another(s.organization)}
    rules = city_rules(sign_on, agencies)
    answers = newest_answers(sign_on.statement_id, agencies) if agencies else {}
    by_body = {stand.organization.pk: stand for stand in found}
    splits = {
        pk: sentence
        for pk, stand in agencies.items()
        if (sentence := _split(stand, by_body, answers.get(pk)))
    }
    silent = {pk for pk, stand in agencies.items() if stand.standing == Standing.SILENT}
    waits = {pk: rule.wait for pk, rule in rules.items() if pk in silent}
    notes = {**waits, **splits}
    noted = [replace(stand, note=notes.get(stand.organization.pk, "")) for stand in found]
    return Cities(noted, list(splits.values()))


def splits_of(statement: Statement) -> Sequence[str]:
    """Where mayor and chief of one city differ, each in a sentence."""
    sign_on = SignOn.objects.filter(statement=statement, opens_at__lte=Now()).first()
    return with_cities(sign_on, stands(statement)).splits if sign_on else []


def _is_under_another(body: Organization) -> bool:
    return body.kind in AGENCY_KINDS and body.parent_id is not None


def _split(agency: Stand, by_body: Mapping[int, Stand], answer: CityAnswer | None) -> str:
    """One signed, the other said no; empty where they do not differ."""
    city = by_body.get(agency.organization.parent_id or 0)
    name = agency.organization.short_name
    if _has_signed(agency) and answer and answer.kind == CityAnswerKind.OBJECTION:
        return f"Split: {name} signed, {answer.seat.organization.short_name} objects to that."
    if city is None:
        return ""
    for one, other in ((agency, city), (city, agency)):
        if _has_signed(one) and (against := _against(other)):
            signer, opposed = one.organization.short_name, other.organization.short_name
            return f"Split: {signer} signed, {opposed} {against}."
    return ""


def _has_signed(stand: Stand) -> bool:
    """Its signature lives, be it for an earlier text."""
    return stand.signature is not None and stand.signature.ended_at is None


def _against(stand: Stand) -> str:
    """What it did instead; one taken back within minutes is as if it had not been."""
    ending = stand.signature.ended_as if stand.signature else None
    if stand.standing == Standing.WITHDRAWN and ending != Ending.WITHDRAWN:
        return ""
    return AGAINST.get(stand.standing, "")
