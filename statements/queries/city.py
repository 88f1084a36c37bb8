"""What the city of an agency must have let happen before the agency signs.

The newest rule of the agency counts, but one that its own head loosened counts only for sign-ons
that open afterwards. Hours are counted from the opening of sign-on, the city's newest answer counts
before any hours, and an objection that stands holds whatever the rule is: as
`statements_city_allows` reads it in the database. A newer text starts no new clock and asks for no
new answer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.models import Organization, SigningRule
from portal.queries.clock import database_now, in_words
from portal.queries.signing_rules import rules_set_towards_cities
from portal.vocabulary.signing_rules import SigningRuleKind, strictness
from statements.models import CityAnswer, SignOn, Statement
from statements.vocabulary.signing import CityAnswerKind

if TYPE_CHECKING:
    from portal.queries.signing_rules import SetRule


@dataclass(frozen=True)
class CityRule:
    """What holds for one agency and one statement at one moment: a rule other than "nothing more",
    or an answer that the city gave under an earlier one."""

    rule: SigningRule
    sign_on: SignOn
    opens_at: datetime
    answer: CityAnswer | None
    now: datetime

    @property
    def agency(self) -> Organization:
        return self.rule.organization

    @property
    def city(self) -> Organization:
        city = self.agency.parent
        assert city is not None  # noqa: S101 - read only of agencies under a city
        return city

    @property
    def free_at(self) -> datetime | None:
        """When the hours of a hold are over."""
        hours = self.rule.hours
        return None if hours is None else self.opens_at + timedelta(hours=hours)

    @property
    def is_over(self) -> bool:
        return self.free_at is not None and self.free_at <= self.now

    @property
    def has_objected(self) -> bool:
        return self.answer is not None and self.answer.kind == CityAnswerKind.OBJECTION

    @property
    def is_asking(self) -> bool:
        """The agency does not only tell its city, it depends on it."""
        return self.rule.kind in {SigningRuleKind.HOLD, SigningRuleKind.NO_OBJECTION}

    @property
    def is_met(self) -> bool:
        """The agency can sign as far as its city is concerned."""
        if self.answer is not None:
            return not self.has_objected
        return self.is_over if self.is_asking else True

    @property
    def is_waiting(self) -> bool:
        """The agency cannot sign, and its city has said nothing."""
        return not self.is_met and self.answer is None

    @property
    def outlasts(self) -> bool:
        """Waiting until the hours are over is waiting beyond the deadline."""
        is_later = self.free_at is not None and self.free_at >= self.sign_on.deadline_at
        return self.is_waiting and is_later

    @property
    def may_ask_mayor(self) -> bool:
        """Where waiting alone does not help, or not in time."""
        return self.is_waiting and (self.free_at is None or self.outlasts)

    @property
    def obstacle(self) -> str:
        """Why the agency cannot sign now, and when it can; empty where it can."""
        if self.is_met:
            return ""
        agency, city = self.agency.short_name, self.city.short_name
        if self.answer is not None:
            return (
                f"{city} objected on {in_words(self.answer.answered_at)}. {agency} can sign once "
                f"{city} says that there is no objection."
            )
        if self.free_at is None:
            return f"{agency} can sign once the mayor says that there is no objection."
        return (
            f"{city} has until {in_words(self.free_at)} to object. {agency} can sign after that, "
            "or as soon as the mayor says that there is no objection."
        )

    @property
    def wait(self) -> str:
        """The same in a few words, for a list; empty where nothing is waited for."""
        if self.is_met:
            return ""
        if self.answer is not None:
            return "Its city objects"
        if self.free_at is None:
            return "Waiting for its mayor's answer"
        return f"Waiting for its city until {in_words(self.free_at)}"


def city_rules(sign_on: SignOn, agencies: Collection[int]) -> dict[int, CityRule]:
    """Of those agencies that have a city and a rule; as many queries for many as for one."""
    found = city_rules_of([sign_on], agencies)
    return {agency: rule for (_, agency), rule in found.items()}


def city_rules_of(
    sign_ons: Iterable[SignOn], agencies: Collection[int]
) -> dict[tuple[int, int], CityRule]:
    """The same of several statements, by statement and agency."""
    opened = [(sign_on, sign_on.opens_at) for sign_on in sign_ons if sign_on.opens_at]
    found = rules_set_towards_cities(agencies) if opened else {}
    if not found:
        return {}
    answers = _newest_answers([sign_on.statement_id for sign_on, _ in opened], found)
    in_force = {
        (sign_on.statement_id, agency): (rule_in_force(rules, opens_at), sign_on, opens_at)
        for sign_on, opens_at in opened
        for agency, rules in found.items()
    }
    ruled = {
        key: facts
        for key, facts in in_force.items()
        if facts[0].kind != SigningRuleKind.NOTHING or key in answers
    }
    if not ruled:
        return {}
    now = database_now()
    return {key: CityRule(*facts, answers.get(key), now) for key, facts in ruled.items()}


def rule_in_force(rules: "Iterable[SetRule]", opens_at: datetime) -> SigningRule:
    """Of an agency's rules, oldest first, the one that counts for a sign-on that opened then.

    What the agency's own head loosens afterwards is for later sign-ons.
    """
    first, *later = rules
    counts: SigningRule = first
    for rule in later:
        is_looser = strictness(rule.kind, rule.hours) < strictness(counts.kind, counts.hours)
        if rule.set_at <= opens_at or rule.is_from_above or not is_looser:
            counts = rule
    return counts


def city_rule(statement: Statement, agency: Organization) -> CityRule | None:
    """What holds for one agency; None where its city has no say."""
    sign_on = SignOn.objects.filter(statement=statement, opens_at__isnull=False).first()
    return city_rules(sign_on, [agency.pk]).get(agency.pk) if sign_on else None


def newest_answers(statement_id: int, agencies: Collection[int]) -> dict[int, CityAnswer]:
    """What counts of what cities said of their agencies' signatures."""
    found = _newest_answers([statement_id], agencies)
    return {agency: answer for (_, agency), answer in found.items()}


def _newest_answers(
    statements: Collection[int], agencies: Collection[int]
) -> dict[tuple[int, int], CityAnswer]:
    answers = CityAnswer.objects.filter(statement__in=statements, agency__in=agencies)
    found = answers.select_related("seat__member", "seat__organization").order_by("pk")
    return {(answer.statement_id, answer.agency_id): answer for answer in found}
