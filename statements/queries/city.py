"""What the city of an agency must have let happen before the agency signs.

The newest rule of the agency counts, its hours are counted from the opening of sign-on, and the
city's newest answer counts before any hours: as `statements_city_allows` reads it in the database.
A newer text starts no new clock and asks for no new answer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.models import Organization, SigningRule
from portal.queries.clock import database_now, in_words
from portal.queries.signing_rules import rules_towards_cities
from portal.vocabulary.signing_rules import SigningRuleKind
from statements.models import CityAnswer, SignOn, Statement
from statements.vocabulary.signing import CityAnswerKind


@dataclass(frozen=True)
class CityRule:
    """A rule other than "nothing more", for one agency and one statement, at one moment."""

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
        if not self.is_asking:
            return True
        if self.answer is not None:
            return not self.has_objected
        return self.is_over

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
    found = {
        agency: rule
        for agency, rule in rules_towards_cities(agencies).items()
        if rule.kind != SigningRuleKind.NOTHING
    }
    if not found or sign_on.opens_at is None:
        return {}
    answers = newest_answers(sign_on.statement_id, found)
    now, opens_at = database_now(), sign_on.opens_at
    return {
        agency: CityRule(rule, sign_on, opens_at, answers.get(agency), now)
        for agency, rule in found.items()
    }


def city_rule(statement: Statement, agency: Organization) -> CityRule | None:
    """What holds for one agency; None where its city has no say."""
    sign_on = SignOn.objects.filter(statement=statement, opens_at__isnull=False).first()
    return city_rules(sign_on, [agency.pk]).get(agency.pk) if sign_on else None


def newest_answers(statement_id: int, agencies: Collection[int]) -> dict[int, CityAnswer]:
    """What counts of what cities said of their agencies' signatures."""
    answers = CityAnswer.objects.filter(statement=statement_id, agency__in=agencies)
    found = answers.select_related("seat__member", "seat__organization").order_by("pk")
    return {answer.agency_id: answer for answer in found}
