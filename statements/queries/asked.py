"""Whom an organization asks before it signs, as its own people read it on the sign page."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.models import Announcement, Member, Organization
from portal.queries.clock import in_words
from statements.models import CounselRequest, Revision, Statement
from statements.queries.city import CityRule
from statements.queries.city_side import answering_for, told_at
from statements.queries.counsel import Counsel, counsel_requests, possible_counsel
from statements.queries.signing import TAKES_SIGNATURES, SigningSeat
from statements.vocabulary.signing import Standing


@dataclass(frozen=True)
class Condition:
    """One line of the checklist."""

    sentence: str
    is_met: bool


@dataclass(frozen=True)
class CityCheck:
    """What must be true first, what of it is, and what can be done about the rest."""

    rule: CityRule
    conditions: Sequence[Condition]
    mayor_asked: str
    may_ask: bool


@dataclass(frozen=True)
class Asked:
    """What the sign page says of the city and of counsel; of either, nothing where it is out of
    place."""

    city: CityCheck | None = None
    requests: Sequence[CounselRequest] = ()
    counsel: Sequence[Counsel] = ()
    has_nobody: bool = False
    may_invite: bool = False


NOBODY = Asked()


def asked_by(member: Member, newest: Revision, seat: SigningSeat | None) -> Asked:
    """For the member who looks at the sign page of one of their organizations."""
    if seat is None:
        return NOBODY
    body, is_time = seat.organization, seat.window in TAKES_SIGNATURES
    requests = list(counsel_requests(newest.statement, body))
    asked = {one.counsel_id for one in requests if one.revision_id == newest.pk}
    others = possible_counsel(body, member) if is_time else []
    return Asked(
        city=_check(newest.statement, seat) if is_time else None,
        requests=requests,
        counsel=[one for one in others if one.member.pk not in asked],
        has_nobody=is_time and not others,
        may_invite=member.has_perm("portal.manage_people", body),
    )


def _check(statement: Statement, seat: SigningSeat) -> CityCheck | None:
    """Nothing where the organization has agreed to the text, or has no city to ask."""
    rule = seat.city
    if rule is None or (seat.signature and seat.stand.standing != Standing.STALE):
        return None
    asked = Announcement.objects.filter(key=mayor_asked_key(statement.pk, rule.agency.pk)).first()
    is_answered_for = bool(answering_for(rule.city)) if rule.is_waiting else True
    conditions = [_told(statement, rule), *_answered(rule)]
    if not is_answered_for:
        conditions.append(_nobody(rule.city))
    return CityCheck(
        rule=rule,
        conditions=conditions,
        mayor_asked=in_words(asked.created_at) if asked else "",
        may_ask=(
            rule.may_ask_mayor and asked is None and is_answered_for and seat.mandate is not None
        ),
    )


def mayor_asked_key(statement_id: int, agency_id: int) -> str:
    """Names the one time that an agency asks its mayor."""
    return f"mayor-asked:{statement_id}:{agency_id}"


def _told(statement: Statement, rule: CityRule) -> Condition:
    told = told_at(statement, rule.agency)
    if told is None:
        return Condition(
            f"{rule.city.short_name} has not been told of this statement yet.", is_met=False
        )
    return Condition(f"{rule.city.short_name} was told on {in_words(told)}.", is_met=True)


def _answered(rule: CityRule) -> list[Condition]:
    city, answer = rule.city.short_name, rule.answer
    if not rule.is_asking and answer is None:
        return []
    if answer is not None and not rule.has_objected:
        given = f"{answer.seat.member.name} said on {in_words(answer.answered_at)}"
        return [Condition(f"{given} for {city}: no objection.", is_met=True)]
    if answer is not None:
        given = f"{answer.seat.member.name} objected for {city} on {in_words(answer.answered_at)}."
        return [Condition(given, is_met=False)]
    if rule.free_at is None:
        return [Condition("Waiting for the mayor's answer.", is_met=False)]
    until = in_words(rule.free_at)
    if rule.is_over:
        return [Condition(f"{city} had until {until} to object; nobody did.", is_met=True)]
    return [Condition(f"{city} has until {until} to object; none so far.", is_met=False)]


def _nobody(city: Organization) -> Condition:
    return Condition(
        f"Nobody here may answer for {city.short_name}. Ask the staff of your association to "
        "invite the mayor.",
        is_met=False,
    )
